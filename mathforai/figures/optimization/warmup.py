"""A warmup on the way down a gorge: the rate rises, and so does the border above it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from mathforai.figures.figure import Figure
from mathforai.figures.numbers import fixed, significant
from mathforai.figures.traits import Number
from mathforai.optimization import (
    gorge_curvature,
    gorge_gradient,
    gorge_loss,
    linear_warmup,
    walk,
)

STEPS = 400
START = (10.0, 1.0)
LOST = 1e6  # a walk whose loss is above this has flown off
LAST = 0.02  # 2 / curvature at the minimum: no place of the gorge has a higher border


def slope_error(t: int) -> float:
    """Return the error of the slope across at step t: it changes sides at every step."""
    return -0.3 if t % 2 else 0.3


@dataclass
class Walk:
    """What one walk down the gorge shows."""

    rates: np.ndarray  # (steps,), the schedule
    borders: np.ndarray  # (walked + 1,), 2 / curvature across, where the walk stands
    losses: np.ndarray  # (walked + 1,)
    across: np.ndarray  # (walked + 1,), the part of the losses that the walls hold
    above: np.ndarray  # the steps whose rate is above the border
    lost: bool  # whether the last loss is above LOST


def warmup_walk(peak: float, warmup: float, steps: int = STEPS) -> Walk:
    """Walk down the gorge with this schedule, up to the first loss above LOST."""
    rates = linear_warmup(steps, peak=peak, warmup=int(warmup))
    path = walk(
        lambda w, g, t: w - rates[t] * (g + np.array([0.0, slope_error(t)])),
        gorge_gradient,
        START,
        steps,
    )
    losses = gorge_loss(path)
    seen = ~(losses <= LOST)
    end = int(np.argmax(seen)) if seen.any() else steps
    curvature = gorge_curvature(path[: end + 1, 0])
    with np.errstate(over="ignore", invalid="ignore"):
        across = 0.5 * (curvature * path[: end + 1, 1] ** 2)
        above = np.flatnonzero(rates[:end] * curvature[:end] > 2)
    return Walk(rates, 2 / curvature, losses[: end + 1], across, above, bool(seen.any()))


class Warmup(Figure):
    """400 steps down a gorge, the length of the warmup and the peak of the rate in your hand.

    Taught in: 4.5 Schedules, warmup, clipping.
    """

    title = "A warmup in the gorge"
    caption = (
        "Left, the learning rate of every step, and the border 2/λ at the place where the walk "
        "stands, dotted; where the rate is above the border, its line is bold. Right, the loss "
        "and the part of it that the walls hold, on a logarithmic scale. The zigzag on the first "
        "line ends at the shortest warmup whose rate is never above the border; that on the second "
        "marks the peaks that no warmup keeps below it."
    )

    warmup = Number(75.0, low=0, high=320, step=1, help="steps until the rate is at its peak")
    peak = Number(0.016, low=0.002, high=0.03, step=0.0005, help="the rate after the warmup")

    def sentence(self) -> str:
        """Say whether the rate crosses the border, and what comes of it."""
        seen = warmup_walk(self.peak, self.warmup)
        long = f"a warmup of {{hand {fixed(self.warmup, 0)}}} steps" if self.warmup else "no warmup"
        begin = f"With {long} and a peak of {{hand {fixed(self.peak, 4)}}} the rate "
        if not seen.above.size:
            last = f"after {STEPS} steps the loss is {{data {significant(seen.losses[-1])}}}."
            return f"{begin}is never above the border; {last}"
        first = seen.above[0]
        begin += (
            f"crosses the border at step {{gradient {first}}}"
            if first
            else "starts above the border"
        )
        if seen.lost:
            return f"{begin}, and at step {{data {len(seen.losses) - 1}}} the walk has flown off."
        top = seen.losses[first:].max()
        if self.peak >= LAST:
            return (
                f"{begin} and ends no lower: nowhere is the border above 0.02. "
                f"So far the loss is {{data {significant(seen.losses[-1])}}}."
            )
        if top > seen.losses[first]:
            return (
                f"{begin}; the loss climbs to {{data {significant(top)}}} before the border is "
                "above the rate for good."
            )
        count = f"{seen.above.size} step{'s' if seen.above.size > 1 else ''}"
        return (
            f"{begin}, but is above it for {count} only: "
            "the loss never climbs back to where it was then."
        )

    def draw(self, figure: Any) -> None:
        """Draw the rate with its border, and the losses."""
        from mathforai import plots, theme

        rate, trace = figure.subplots(1, 2)
        seen = warmup_walk(self.peak, self.warmup)
        steps = np.arange(STEPS)
        rate.plot(steps, seen.rates, color=theme.GRADIENT, linewidth=theme.LINE)
        high = np.where(np.isin(steps, seen.above), seen.rates, np.nan)
        rate.plot(steps, high, color=theme.GRADIENT, linewidth=3 * theme.LINE)
        rate.plot(seen.borders, color=theme.TARGET, linestyle=theme.DASH[theme.TARGET])
        rate.set(ylim=(0, 0.03), xlim=(0, STEPS), yticks=[0, 0.01, 0.02, 0.03])
        rate.set_title("learning rate, and the border 2/λ")
        rate.set_xlabel("step", loc="right")
        plots.loss_trace(trace, seen.across, role=theme.GRADIENT)
        plots.loss_trace(trace, seen.losses)
        trace.set(ylim=(1e-6, 1e6), xlim=(0, STEPS))
