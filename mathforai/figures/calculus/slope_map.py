"""The concert's profit as a map: the slope in every direction, by three rulers."""

from typing import Any

import numpy as np

from mathforai.calculus import steepest_direction
from mathforai.figures.figure import Figure
from mathforai.figures.numbers import fixed, significant
from mathforai.figures.traits import Choice, Number, Point

HEIGHTS = (0, 5, 10, 15, 20, 25)  # of the grey contours
BEST = 28.0
RULERS: dict[str, dict[str, Any]] = {
    "circle": {"norm": 2, "units": (1.0, 1.0)},
    "ellipse": {"norm": 2, "units": (0.5, 1.0)},
    "square": {"norm": np.inf, "units": (1.0, 1.0)},
}


def profit(x: Any, y: Any) -> Any:
    """The profit in hundred euros, at a price of x euros with posters for y hundred euros."""
    return x * (14 - 2 * x + np.sqrt(y)) - y


def profit_gradient(x: float, y: float) -> np.ndarray:
    """Its two slopes."""
    root = np.sqrt(y)
    return np.array([14 - 4 * x + root, x / (2 * root) - 1])


def contour(height: float) -> np.ndarray:
    """Points of the line on which the profit has this height, up to y = 9; (83, 2), a nan between.

    profit = 28 - 2 (x - (14 + s)/4)² - 7/8 (s - 2)²  with  s = √y, so two branches in x
    """
    lack = max(0.0, BEST - height)
    reach = np.sqrt(lack * 8 / 7)
    low, high = max(0.0, 2 - reach), min(3.0, 2 + reach)
    s = low + (high - low) * (1 - np.cos(np.arange(41) * np.pi / 40)) / 2
    half = np.sqrt(np.maximum(0, (lack - 0.875 * ((s - 2) * (s - 2))) / 2))
    right, left = (np.stack([(14 + s) / 4 + side * half, s * s], axis=1) for side in (1, -1))
    return np.concatenate([right, [[np.nan, np.nan]], left])


def unit_step(angle: float, ruler: str) -> np.ndarray:
    """The step of length 1 in this direction (degrees, on the map), measured with the ruler."""
    turn = angle * np.pi / 180
    across = 0.0 if angle % 180 == 90 else np.cos(turn)
    up = 0.0 if angle % 180 == 0 else np.sin(turn)
    size = (
        max(abs(across), abs(up))
        if ruler == "square"
        else np.hypot(across / RULERS[ruler]["units"][0], up)
    )
    return np.array([across, up]) / size


def slope(angle: float, ruler: str, x: float, y: float) -> float:
    """What the profit gains per step of length 1 in this direction; mere rounding is 0."""
    a, b = profit_gradient(x, y)
    across, up = unit_step(angle, ruler)
    gain = float(a * across + b * up)
    return 0.0 if abs(gain) < 1e-13 * (abs(a) + abs(b)) else gain


def _angle(u: np.ndarray, more: float = 0) -> float:
    return float((np.arctan2(u[1], u[0]) * 180 / np.pi + 360 + more) % 360)


def _degrees(angle: float) -> str:
    text = fixed(angle, 1)
    return f"{'0.0' if text == '360.0' else text}°"


class SlopeMap(Figure):
    """A contour map with a point, a direction and a ruler in your hand.

    Taught in: 2.2 Gradients and contours.
    """

    title = "The concert's profit, and its slope in every direction"
    caption = (
        "The map has lines of equal profit, in hundred euros; both blue pieces have the profit of "
        "the point where you stand. Around it lie all steps that are 1 long by the ruler: a "
        "circle, an ellipse half as wide (the price counted in units of 50 cents), or a square "
        "(price and posters may change by up to 1 each). The small dot is such a step in your "
        "direction, the purple arrow the steepest, with the way it points; green is level. The "
        "steps are drawn large, the slopes are those of tiny ones. The wave is the slope in every "
        "direction; where the ruler is not the circle, the circle's stays behind in grey."
    )

    point = Point((6.0, 1.0), low=1, high=7, step=0.1, help="price and posters")
    direction = Number(45.0, low=0, high=360, step=1, help="degrees from the axis of the price")
    ruler = Choice("circle", list(RULERS), help="what counts as a step of length 1")

    def sentence(self) -> str:
        """Say how the profit changes in this direction, and which are steepest and level."""
        g = profit_gradient(*self.point)
        place = f"({fixed(self.point[0], 1)}, {fixed(self.point[1], 1)})"
        here = f"At {{hand {place}}} the profit is {{data {fixed(float(profit(*self.point)), 2)}}}"
        if not g.any():
            return (
                f"{here}, the most there is: the slope is {{gradient 0}} in every direction, by "
                "every ruler, and none is steepest."
            )
        now = slope(self.direction, self.ruler, *self.point)
        u = steepest_direction(g, **RULERS[self.ruler])
        level = _angle(g, 90) % 180
        steepest = _degrees(_angle(u))
        if self.ruler == "square" and not g.all():  # a whole side of the square
            steepest = f"all from {_degrees(_angle(u, -45))} to {_degrees(_angle(u, 45))}"
        return (
            f"{here}. Per step of length 1 by the {self.ruler}, the slope in direction "
            f"{{hand {fixed(self.direction, 0)}°}} is {{gradient {significant(now)}}}. Steepest is "
            f"{{gradient {steepest}}}, with {{gradient {significant(float(g @ u))}}}; level are "
            f"{{target {_degrees(level)}}} and {{target {_degrees(level + 180)}}}."
        )

    def draw(self, figure: Any) -> None:
        """Draw the map, and the wave."""
        from mathforai import theme

        chart, wave = figure.subplots(1, 2, width_ratios=[1, 1.1])
        for height in HEIGHTS[1::2]:
            chart.plot(*contour(height).T, "-", color=theme.MUTED, linewidth=theme.HAIRLINE)
        x, y = self.point
        g = profit_gradient(x, y)
        chart.plot(*contour(profit(x, y)).T, "-", color=theme.DATA)
        chart.plot(4, 4, "o", color=theme.TARGET)
        chart.plot(x, y, "o", color=theme.DATA)
        around = np.array([unit_step(a, self.ruler) for a in range(0, 361, 5)])
        chart.plot(*(around + [x, y]).T, "-", color=theme.LIGHT["ink"], linewidth=theme.HAIRLINE)
        u = steepest_direction(g, **RULERS[self.ruler])
        chart.plot(
            [x, x + u[0]], [y, y + u[1]], "-", color=theme.GRADIENT, marker="o", markevery=[1]
        )
        chart.set(xlim=(0, 8), ylim=(0, 8), aspect="equal", xticks=[0, 4, 8], yticks=[0, 4, 8])
        chart.set_title("posters y (up), price x (across)")
        angles = range(0, 361, 5)
        wave.plot(angles, [slope(a, self.ruler, x, y) for a in angles], "-", color=theme.GRADIENT)
        wave.set(xlim=(0, 360), ylim=(-16, 16), xticks=[0, 180, 360], yticks=[0])
        wave.set_title("slope: 0° is price up, 90° posters up")
