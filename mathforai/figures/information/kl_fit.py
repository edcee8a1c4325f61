"""One bell curve fitted to two bumps by either divergence, and where descent takes it."""

from typing import Any

import numpy as np

from mathforai.figures.figure import Figure
from mathforai.figures.numbers import fixed, significant
from mathforai.figures.traits import Choice, Number
from mathforai.information import (
    BUMPS_AT,
    BUMPS_STD,
    DIRECTIONS,
    fit_kl,
    fit_kl_descent,
    two_bumps_log_density,
)

PASS_AT = 1.24  # the mean on the pass between the middle valley and a bump's, in reverse


class KLFit(Figure):
    """A bell curve q before two bumps p: its mean, its width and the direction are in your hand.

    Taught in: 5.3 KL divergence, both ways.
    """

    title = "One bell curve for two bumps"
    caption = (
        "Above, p and your q, and under them what each place adds to the divergence (full) or "
        "gives back (hatched). Below, every point is a q: its mean across, its width up. Grey "
        "lines are ways downhill, the plum trail is yours; the green dotted curve is q at its end."
    )

    mean = Number(0.5, low=-5.0, high=5.0, step=0.05, help="where the peak of q stands")
    width = Number(1.0, low=0.5, high=4.0, step=0.05, help="the standard deviation of q")
    direction = Choice("forward", list(DIRECTIONS), help="which of the two draws")

    def walk(self) -> np.ndarray:
        """Every mean and width on the way downhill, and the bottom of its valley as the last."""
        path = fit_kl_descent(self.mean, self.width, self.direction)
        # Near a border 240 steps are not enough; but by then the walk has passed the pass.
        side = np.sign(path[-1][0]) if abs(path[-1][0]) > PASS_AT else 0.0
        start = (BUMPS_AT * side, BUMPS_STD if side else BUMPS_AT)
        return np.vstack([path, fit_kl_descent(*start, self.direction)[-1:]])

    def sentence(self) -> str:
        """Say what q costs, and where walking downhill ends."""
        mean, width = self.walk()[-1]
        if self.direction == "forward":
            way, end = "q ends across both bumps", "."
        elif abs(abs(mean) - BUMPS_AT) < 0.2:
            side, other = ("right", "left") if mean > 0 else ("left", "right")
            way, end = f"q ends on the {side} bump", f", and the {other} one is left out."
        else:
            way, end = "q ends across both bumps", ", though one bump alone would cost less."
        return (
            f"With mean {{hand {fixed(self.mean, 2)}}} and width {{hand {fixed(self.width, 2)}}} "
            f"the {self.direction} divergence is "
            f"{{gradient {significant(fit_kl(self.mean, self.width, self.direction))} nats}}. "
            f"Downhill from here, {way}: mean {{target {fixed(mean, 2)}}}, "
            f"width {{target {fixed(width, 2)}}}, "
            f"{{target {significant(fit_kl(mean, width, self.direction))} nats}}{end}"
        )

    def draw(self, figure: Any) -> None:
        """Draw p, q and where q ends; and the walk in the plane of means and widths."""
        from mathforai import theme

        curves, plane = figure.subplots(1, 2, width_ratios=[1.25, 1])
        x = np.linspace(-6.5, 6.5, 261)
        p = np.exp(two_bumps_log_density(x))
        curves.fill_between(x, p, color=theme.DATA, alpha=0.12, linewidth=0)
        curves.plot(x, p, color=theme.DATA)
        path = self.walk()
        for (mean, width), role in ((path[-1], theme.TARGET), (path[0], theme.MODEL)):
            q = np.exp(-(((x - mean) / width) ** 2) / 2) / (width * np.sqrt(2 * np.pi))
            curves.plot(x, q, color=role, linestyle=theme.DASH[role])
        curves.set(xticks=[-3, 0, 3], yticks=[], title="p, the data; q, the model, dashed")
        curves.spines["left"].set_visible(False)
        plane.plot(*path.T, color=theme.GRADIENT)
        plane.plot(*path[0], "o", color=theme.MODEL)
        plane.plot(*path[-1], "o", color=theme.TARGET)
        plane.set(xlim=(-5, 5), ylim=(0.4, 4), xticks=[-3, 0, 3], yticks=[1, 2, 3, 4])
        plane.set_title("width of q")
        plane.set_xlabel("mean of q", loc="right")
