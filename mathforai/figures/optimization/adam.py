"""Adam and gradient descent in a ravine that can be turned, steepened and rescaled."""

from typing import Any

import numpy as np

from mathforai.figures.figure import Figure
from mathforai.figures.numbers import fixed, power_of_ten, significant
from mathforai.figures.traits import Number
from mathforai.optimization import adam, gradient_descent, ravine_gradient

STEPS = 300
RATE = 0.2
NEAR = 0.1  # the walk has arrived when it stays nearer than this
HEIGHTS = (100, 50, 20, 5, 0.5)
WINDOW = (-3.0, 12.6)


def arrival(distances: np.ndarray) -> int:
    """Return the step from which on the distance stays below NEAR; len(distances) if none."""
    away = np.flatnonzero(~(distances < NEAR))
    return int(away[-1]) + 1 if away.size else 0


class Adam(Figure):
    """Adam in the ravine, and gradient descent beside it; the ravine can be taken by its end.

    Taught in: 4.4 Adam from first principles.
    """

    title = "Adam in a ravine that turns"
    caption = (
        "Left, the weights, both axes in one scale: the ravine, the 300 steps of Adam at learning "
        "rate 0.2, with a dot at every tenth, and in grey gradient descent at the best single "
        "learning rate that this ravine allows, chosen before the gradients are multiplied. "
        "Right, their distances to the minimum. The curves under the upper slider say how "
        "many steps each needs at every curvature."
    )

    angle = Number(0, low=0, high=90, step=1, help="how far the ravine is turned, in degrees")
    curvature = Number(100, low=1, high=10000, step=1, help="curvature across the ravine")
    decades = Number(
        0, low=-12, high=6, step=1, help="all gradients are multiplied by 10 to this power"
    )

    def _scale(self) -> float:
        return float(f"1e{round(self.decades)}")

    def adam_path(self) -> np.ndarray:
        """Every position of Adam, (301, 2)."""
        turn = np.radians(self.angle)
        shape: Any = {"curvatures": (1.0, self.curvature), "angle": turn}
        c, s = np.cos(turn), np.sin(turn)
        return adam(
            lambda w: self._scale() * ravine_gradient(w, **shape),
            [10 * c - s, c + 10 * s],
            learning_rate=RATE,
            steps=STEPS,
        )

    def descent_path(self) -> np.ndarray:
        """Every position of gradient descent, (301, 2), seen along the ravine."""
        return gradient_descent(
            lambda w: self._scale() * ravine_gradient(w, curvatures=(1.0, self.curvature)),
            [10.0, 1.0],
            learning_rate=2 / (1 + self.curvature),
            steps=STEPS,
        )

    def sentence(self) -> str:
        """Say when both arrive."""
        ours, theirs = (np.hypot(*path.T) for path in (self.adam_path(), self.descent_path()))
        steps = arrival(ours)
        adam = (
            f"is within {NEAR} of the minimum after {{data {steps} steps}}"
            if steps <= STEPS
            else f"is still {{data {significant(ours[-1])}}} from the minimum after {STEPS} steps"
        )
        steps = arrival(theirs)
        descent = (
            f"is within {NEAR} after {steps}"
            if steps <= STEPS
            else f"is still {significant(theirs[-1])} away"
            if theirs[-1] < 99
            else "flies off"
        )
        power = round(self.decades)
        return (
            f"Turned by {{hand {fixed(self.angle, 0)}°}}, with curvatures 1 and "
            f"{{hand {fixed(self.curvature, 0)}}} and gradients times "
            f"{{hand {'10' if power == 1 else power_of_ten(power)}}}: Adam {adam}; "
            f"gradient descent {descent}."
        )

    def draw(self, figure: Any) -> None:
        """Draw both walks in the ravine, and their distances to the minimum."""
        from mathforai import theme

        plane, trace = figure.subplots(1, 2)
        turn = np.radians(self.angle)
        axes = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        around = np.linspace(0, 2 * np.pi, 73)
        for height in HEIGHTS:
            sizes = np.sqrt(2 * height / np.array([1.0, self.curvature]))
            line = axes @ (sizes[:, None] * [np.cos(around), np.sin(around)])
            plane.plot(*line, "-", color=theme.MUTED, linewidth=theme.HAIRLINE, alpha=0.5)
        ours, theirs = self.adam_path(), self.descent_path() @ axes.T
        plane.plot(*theirs.T, "-", color=theme.MUTED, linewidth=theme.LINE)
        plane.plot(*ours.T, "-", color=theme.GRADIENT)
        plane.plot(0, 0, "o", color=theme.TARGET)
        plane.set(xlim=WINDOW, ylim=WINDOW, aspect="equal", xticks=[0, 5, 10], yticks=[0, 5, 10])
        plane.set_xlabel("w₁", loc="right", style="italic")
        for path, role in ((theirs, theme.MUTED), (ours, theme.DATA)):
            trace.plot(np.hypot(*path.T), "-", color=role)
        trace.axhline(NEAR, color=theme.TARGET, linestyle=theme.DASH[theme.TARGET])
        trace.set(yscale="log", ylim=(0.01, 30), xlim=(0, STEPS), title="distance to the minimum")
        trace.set_yticks([0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
        trace.set_xlabel("step", loc="right")
