"""How many directions fit if every pair is nearly at right angles: angle and dimension in hand."""

import math
from typing import Any

import numpy as np

from mathforai.figures.figure import Figure
from mathforai.figures.numbers import fixed, significant
from mathforai.figures.traits import Number
from mathforai.linear_algebra import cap_share, room_for

TOKENS = 50_257  # of GPT-2
GRID = sorted({math.floor(2 ** (1 + 11 * i / 90) + 0.5) for i in range(91)})


class Directions(Figure):
    """Two caps that a direction blocks, and how many directions are sure to fit.

    Taught in: 1.2 High-dimensional geometry.
    """

    title = "How many directions fit, if every pair keeps its distance?"
    caption = (
        "Left, how often two random directions stand at each angle, the peak always at full "
        "height, with what is nearer than you allow in stripes; angles below 55° and above 125° "
        "lie outside, and in few dimensions they are many. Right, how many directions are sure to "
        "fit, in every dimension, where equal steps of either axis multiply: never fewer than the "
        "dashed line, the axes. The funnel under the dimension is the spread of the cosine, 1/√d."
    )

    dimension = Number(768, low=2, high=4096, step=1, help="how many numbers a direction has")
    angle = Number(82, low=60, high=90, step=0.1, help="what every pair keeps, in degrees")

    def d(self) -> int:
        """Return the dimension as a whole number."""
        return math.floor(self.dimension + 0.5)

    def sentence(self) -> str:
        """Say what a direction blocks, and how many fit."""
        d, room = self.d(), room_for(self.angle, self.d())
        cosine = math.cos(math.radians(self.angle))
        blocked = float(cap_share(cosine, d))
        hand = f"In {{hand {d}}} dimensions"
        angle = f"{{hand {fixed(self.angle, 1)}°}}"
        if self.angle == 90:
            return (
                f"{hand} exactly {{data {d}}} directions fit at {angle} to each other: one for "
                "each dimension, and not one more."
            )
        blocks = (
            f"{hand} the cosine of {angle} is {fixed(cosine * math.sqrt(d), 2)} spreads, and "
            f"each direction blocks a share {{gradient {significant(blocked)}}} of all"
        )
        if room == d:
            return f"{blocks}: that promises no more than the {{data {d}}} axes."
        many = str(room) if room < 10_000 else f"about {significant(room)}"
        return f"{blocks}: {{data {many}}} are sure to fit, where right angles allow {d}."

    def draw(self, figure: Any) -> None:
        """Draw the angles with what is blocked, and the room in every dimension."""
        from mathforai import theme

        bell, room = figure.subplots(1, 2)
        degrees = np.linspace(55, 125, 141)
        height = np.sin(np.radians(degrees)) ** (self.d() - 2)
        bell.plot(degrees, height, color=theme.DATA)
        near = np.abs(degrees - 90) >= 90 - self.angle
        bell.fill_between(
            degrees, height, where=near, facecolor="none", edgecolor=theme.GRADIENT, hatch="////"
        )
        for border in (self.angle, 180 - self.angle):
            bell.axvline(border, color=theme.GRADIENT, linewidth=theme.LINE)
        bell.set(ylim=(0, 1.1), yticks=[], title="how often an angle comes up, 55° to 125°")
        bell.set_xticks([60, 90, 120], ["60°", "90°", "120°"])
        room.loglog(GRID, [min(room_for(self.angle, d), 1e15) for d in GRID], color=theme.DATA)
        room.plot(GRID, GRID, color=theme.MUTED, linestyle="dashed", linewidth=theme.LINE)
        room.axhline(TOKENS, color=theme.TARGET, linestyle=theme.DASH[theme.TARGET])
        room.plot(self.d(), min(room_for(self.angle, self.d()), 1e15), "o", color=theme.DATA)
        room.annotate(
            "GPT-2: 50,257",
            (2, TOKENS),
            xytext=(0, 5),
            textcoords="offset points",
            color=theme.TEXT[theme.TARGET],
        )
        room.set(ylim=(1, 1e12), title="directions sure to fit")
        room.set_yticks([1, 1e3, 1e6, 1e9, 1e12], ["1", "10³", "10⁶", "10⁹", "10¹²"])
        room.set_xticks([2, 16, 128, 768, 4096], ["2", "16", "128", "768", "4096"])
        room.minorticks_off()
