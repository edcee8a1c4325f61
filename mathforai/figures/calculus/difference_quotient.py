"""Zooming in on the concert's profit: a curve gets straight, and then the floats show."""

import math
from typing import Any

import numpy as np

from mathforai.calculus import central_difference, forward_difference
from mathforai.figures.figure import Figure
from mathforai.figures.numbers import power_of_ten, significant
from mathforai.figures.traits import Choice, Number

SLOPE = 2.0  # of the profit at y = 1
WINDOW = (np.arange(241) - 120) / 100  # places around 1, in units of h
FORMATS: dict[str, Any] = {"float64": np.float64, "float32": np.float32}
LADDER = [0.5]  # steps of the drawn errors: no round numbers, whose roundings are special
while LADDER[-1] * 0.93 > 1e-16:
    LADDER.append(LADDER[-1] * 0.93)


def profit(posters: Any) -> Any:
    """The profit at a ticket price of 6, in hundred euros, in the format of its argument."""
    return 6 * (2 + np.sqrt(posters)) - posters


def stair(digits: str) -> float:
    """How far apart the floats stand at the profit 17."""
    return float(np.spacing(FORMATS[digits](17)))


def quotient(h: float, rule: str, digits: str) -> float:
    """The difference quotient at y = 1, computed in this format."""
    difference = {"forward": forward_difference, "central": central_difference}[rule]
    return float(difference(profit, FORMATS[digits](1), step=h))


def bend(h: float, rule: str) -> float:
    """What the bend of the curve does to the slope, without rounding; nothing cancels here.

    forward: -3 h / (1 + √(1 + h))²;  central: 6 h² / (s (2 + s) (1 + √(1 - h²))) with
    s = √(1 + h) + √(1 - h)
    """
    if rule == "forward":
        root = 1 + math.sqrt(1 + h)
        return -3 * h / (root * root)
    s = math.sqrt(1 + h) + math.sqrt(1 - h)
    return 6 * (h * h) / (s * (2 + s) * (1 + math.sqrt((1 - h) * (1 + h))))


def best(rule: str, digits: str) -> float:
    """Where the bend and one stair over h are equal: 3/4 h or 3/8 h² against stair / h."""
    if rule == "forward":
        return math.sqrt(stair(digits) / 0.75)
    return (stair(digits) / 0.375) ** (1 / 3)


def magnified(h: float, digits: str) -> np.ndarray:
    """The curve around y = 1 as the program computes it, in units of h; shape (241,)."""
    number = FORMATS[digits]
    return (profit((1 + WINDOW * h).astype(number)).astype(float) - 17) / h


class DifferenceQuotient(Figure):
    """The slope of the profit by differences: step, rule and number format in your hand.

    Taught in: 2.1 Derivatives and finite differences.
    """

    title = "The profit under a microscope"
    caption = (
        "Left, the profit as the program computes it from 1.2 h below to 1.2 h above y = 1, with "
        "the line between two of its points, and dotted the tangent, slope 2. Right, how far the "
        "measured slope is off at 499 values of h, in grey for the other difference; dashed, what "
        "the bend of the curve alone would do, and the height of one stair divided by h."
    )

    h = Number(0.5, low=1e-16, high=0.5, step=1e-18, help="by how much y is nudged")
    rule = Choice("forward", ["forward", "central"], help="which two points are compared")
    digits = Choice("float64", ["float64", "float32"], help="the number format")

    def sentence(self) -> str:
        """Say how far off the slope is, and what took it there."""
        slope = quotient(self.h, self.rule, self.digits)
        off, curved = slope - SLOPE, bend(self.h, self.rule)
        rounding = off - curved
        apart = f"the floats stand {significant(stair(self.digits))} apart here"
        start = f"At h = {{hand {significant(self.h, 2)}}} the {self.rule} difference"
        if slope == 0:
            return (
                f"{start} is {{gradient 0}}, all of the slope is lost: h is so small that both "
                f"profits are the same {self.digits}."
            )
        if off == 0:
            return (
                f"{start} is {{gradient 2}}, right to the last digit. That is luck: {apart}, and "
                "the next h is off again."
            )
        return (
            f"{start} is {{gradient {significant(slope, 5)}}}, off from 2 by "
            f"{{data {significant(off, 2)}}}: {{model {significant(curved, 2)}}} from the bend of "
            f"the curve and {significant(rounding, 2)} from rounding"
            f"{'' if abs(curved) >= abs(rounding) else f'; {apart}'}."
        )

    def draw(self, figure: Any) -> None:
        """Draw the magnified curve with its secant, and the error at every step."""
        from mathforai import theme

        lens, errors = figure.subplots(1, 2, width_ratios=[1, 1.15])
        heights = magnified(self.h, self.digits)
        lens.plot([-1.2, 1.2], [-2.4, 2.4], ":", color=theme.TARGET)
        lens.plot(WINDOW[::2], heights[::2], color=theme.DATA)
        ends = np.array([-1 if self.rule == "central" else 0, 1])
        lens.plot(ends, heights[120 + 100 * ends], "o-", color=theme.GRADIENT)
        lens.set(xlim=(-1.2, 1.2), ylim=(-3.4, 3.8), yticks=[], title="the profit, magnified")
        lens.set_xticks([-1, 0, 1], ["1 − h", "1", "1 + h"])
        lens.grid(visible=False)
        off = [abs(quotient(h, self.rule, self.digits) - SLOPE) for h in LADDER[::5]]
        errors.plot(LADDER[::5], off, color=theme.DATA, linewidth=1)
        ends = np.array([1e-16, 0.5])
        bends = [abs(bend(h, self.rule)) for h in ends]
        for guide in (bends, stair(self.digits) / ends):
            errors.plot(ends, guide, "--", color=theme.MODEL)
        here = abs(quotient(self.h, self.rule, self.digits) - SLOPE)
        errors.plot(self.h, here, "o", color=theme.DATA)
        errors.set(xscale="log", yscale="log", xlim=(1e-16, 0.5), ylim=(1e-13, 20))
        errors.set_xticks([1e-16, 1e-12, 1e-8, 1e-4], [power_of_ten(p) for p in (-16, -12, -8, -4)])
        errors.set_yticks([1e-12, 1e-8, 1e-4, 1], [power_of_ten(p) for p in (-12, -8, -4, 0)])
        errors.minorticks_off()
        errors.grid(visible=False)
        errors.set_title("error of the slope")
        errors.set_xlabel("h", loc="right", style="italic")
