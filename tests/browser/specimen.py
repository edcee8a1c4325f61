"""A figure with one of each control, for the browser tests.

Printed as a page, it is also a picture of all of them.
"""

from typing import Any

from mathforai.figures.figure import Figure
from mathforai.figures.numbers import fixed
from mathforai.figures.traits import Choice, Number, Point, Switch, Text


class Specimen(Figure):
    """Every control once."""

    title = "Every control"
    caption = (
        "One slider that is linear, one that is logarithmic, a point, a choice, a switch, "
        "a line of words and a button."
    )

    amount = Number(0.5, low=0, high=1, step=0.05)
    temperature = Number(1, low=0.1, high=10, step=0.01)
    tip = Point((1.0, 0.5), low=-2, high=2, step=0.1)
    size = Choice(4, [4, 16, 64])
    scaled = Switch(True)
    text = Text("two words", words=3)

    def sentence(self) -> str:
        """Say everything."""
        x, y = self.tip
        scaled = "scaled" if self.scaled else "not scaled"
        return (
            f"{{hand {fixed(self.amount, 2)}}}, {{hand {fixed(self.temperature, 2)}}}, "
            f"({fixed(x, 1)}, {fixed(y, 1)}), {self.size}, {scaled}, {'/'.join(self.text.split())}."
        )

    def draw(self, figure: Any) -> None:
        """Draw the tip."""
        figure.subplots().plot(*self.tip, "o")
