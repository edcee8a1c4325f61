"""Momentum in the ravine: learning rate and momentum as one point of a map."""

import math
from typing import Any

import numpy as np

from mathforai.figures.figure import Figure
from mathforai.figures.numbers import fixed
from mathforai.figures.traits import Number
from mathforai.optimization import convergence_rate, heavy_ball, ravine_gradient, ravine_loss
from mathforai.optimization.ravine import CURVATURES, START

SHOWN = 60  # steps of the drawn walk
MOST = 3000  # steps after which nobody waits for the millionth


def borders(momentum: float) -> tuple[float, float, float, float]:
    """What a learning rate meets on its way up.

    Where both directions begin to swing, and end; where they lag alike; where the cliff is.
    """
    root = math.sqrt(momentum)
    return (
        (1 - root) * (1 - root),
        (1 + root) * (1 + root) / 100,
        2 * (1 + momentum) / 101,
        (1 + momentum) / 50,
    )


def slowest(learning_rate: float, momentum: float) -> str:
    """Say which direction holds the walk up; on a border, but for rounding, that of the border."""
    begin, end, ridge, cliff = (learning_rate / border - 1 for border in borders(momentum))
    off = 1e-12
    if cliff > off:
        return "the steep direction flies off"
    if cliff > -off:
        return "the steep direction jumps to and fro for ever"
    if begin > -off and end < off:
        return "both directions swing, and η has no say"
    if abs(ridge) < off:
        return "both directions lag alike"
    return f"the {'flat' if ridge < 0 else 'steep'} direction lags"


def triangle(part: float) -> np.ndarray:
    """The corners of the region in which a step keeps at most this part of the distance."""
    left, right = 1 - part, (1 + part) / 100
    low = part * (left - right) / (left + right)
    return np.array(
        [
            [left * (1 - part), part**2],
            [right * (1 + part), part**2],
            [right * (1 + low / part), low],
        ]
    )


class Momentum(Figure):
    """The heavy ball in the ravine, learning rate and momentum in your hand.

    Taught in: 4.2 Conditioning and momentum.
    """

    title = "Momentum in the ravine"
    caption = (
        "Left, the first 60 steps from (10, 1), in grey those of the best learning rate without "
        "momentum. Right, every pair of learning rate η and momentum β as a point: the blue "
        "triangle holds the pairs whose number is yours or smaller. Beyond the purple line the "
        "walk flies off; above the grey one, but for a sliver at the purple line, both directions "
        "swing."
    )

    learning_rate = Number(
        2 / 101, low=0.001, high=0.044, step=0.0001, help="length of a step per unit of velocity"
    )
    momentum = Number(0.0, low=0.0, high=0.99, step=0.01, help="the part of the velocity kept")

    def walk(self, steps: int) -> np.ndarray:
        """The walk at this learning rate and momentum."""
        given = {"learning_rate": self.learning_rate, "momentum": self.momentum}
        return heavy_ball(ravine_gradient, START, steps=steps, **given)

    def arrival(self) -> int:
        """After how many steps the distance stays below a millionth; 0 where that is too long."""
        path = self.walk(MOST)
        size = path[:, 0] * path[:, 0] + path[:, 1] * path[:, 1]
        above = np.flatnonzero(~(size <= 1e-12 * size[0]))
        return int(above[-1] + 1) % (MOST + 1)

    def rate(self) -> float:
        """Which part of the distance a step keeps in the long run."""
        return convergence_rate(
            CURVATURES, learning_rate=self.learning_rate, momentum=self.momentum
        )

    def sentence(self) -> str:
        """Say which direction holds the walk up, and how fast it is."""
        rest = "."
        if self.rate() < 1 - 1e-9:
            steps = self.arrival() or "more than 3,000"
            rest = f"; a millionth is left after {{gradient {steps}}} steps."
        return (
            f"At η = {{hand {fixed(self.learning_rate, 4)}}} and "
            f"β = {{hand {fixed(self.momentum, 2)}}} {slowest(self.learning_rate, self.momentum)}: "
            "in the long run a step multiplies the distance, on average, by "
            f"{{data {fixed(self.rate(), 3)}}}{rest}"
        )

    def draw(self, figure: Any) -> None:
        """Draw the walk in the ravine, and the map."""
        from mathforai import theme

        walk, chart = figure.subplots(1, 2, width_ratios=[1.15, 1])
        w1, w2 = np.meshgrid(np.linspace(-12, 12, 121), np.linspace(-4, 4, 121))
        heights = ravine_loss(np.stack([w1, w2], axis=-1))
        walk.contour(w1, w2, heights, levels=[2, 20, 100, 500], colors=theme.MUTED, linewidths=0.75)
        path = np.clip(self.walk(SHOWN), -1e6, 1e6)
        walk.plot(*path.T, "o-", color=theme.GRADIENT, linewidth=theme.LINE, markersize=2)
        walk.plot(0, 0, "o", color=theme.TARGET, markersize=9, zorder=3)
        walk.set(xlim=(-12, 12), ylim=(-4, 4), xticks=[-10, -5, 0, 5], yticks=[-3, 0, 3])
        walk.set_title("the walk, w₂ stretched")
        walk.set_xlabel("w₁", loc="right")
        root = np.linspace(9 / 11, 1, 41)
        chart.plot((1 - root) ** 2, root**2, color=theme.MUTED, linewidth=theme.LINE)
        chart.plot([0.02, 0.04], [0, 1], "-", color=theme.GRADIENT, linewidth=theme.LINE)
        if self.rate() < 1:
            chart.fill(*triangle(self.rate()).T, color=theme.DATA, alpha=0.15)
        chart.plot(self.learning_rate, self.momentum, "o", color=theme.DATA, markersize=8)
        chart.set(xlim=(0, 0.044), ylim=(-0.03, 1), xticks=[0, 0.02, 0.04], yticks=[0, 0.5, 1])
        chart.set_title("momentum")
        chart.set_xlabel("learning rate", loc="right")
