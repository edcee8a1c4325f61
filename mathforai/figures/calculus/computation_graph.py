"""A concert's profit as a computation graph: sweeps forward from an input, or one backward."""

import math
from typing import Any

import numpy as np

from mathforai.calculus import backward_sweep, forward_sweep
from mathforai.figures.figure import Figure
from mathforai.figures.numbers import fixed, significant
from mathforai.figures.traits import Choice, Number

NODES = ("price", "posters", "reach", "visitors", "takings", "profit")
PLACES = ((0, 240), (0, 76), (1.35, 122), (2.6, 176), (4, 240), (4, 76))
LETTERS = "xyaqrf"
FORWARD = {"forward from x": 0, "forward from y": 1}


def values(price: float, posters: float) -> tuple[float, ...]:
    """Every node of the graph, in the order of NODES."""
    reach = math.sqrt(posters)
    visitors = 14 - 2 * price + reach
    takings = price * visitors
    return price, posters, reach, visitors, takings, takings - posters


def edges(price: float, posters: float) -> list[tuple[int, int, float]]:
    """The edges as (tail, head, local factor), those into a node before those that leave it."""
    _, _, reach, visitors, _, _ = values(price, posters)
    return [
        (0, 3, -2.0),
        (1, 2, 0.5 / reach),
        (2, 3, 1.0),
        (0, 4, visitors),
        (3, 4, price),
        (4, 5, 1.0),
        (1, 5, -1.0),
    ]


def _say(x: float) -> str:
    """Two decimals; what would print as 0.00 and is not 0 keeps two digits."""
    return "0" if x == 0 else significant(x, 2) if abs(x) < 0.005 else fixed(x, 2)


def _sum(first: float, second: float) -> str:
    """What two paths bring, the second a loss, and their sum; decimals enough to be true."""
    total = first + second
    for n in (2, 4, 6, 8):
        a, b, c = (float(fixed(v, n).replace("−", "-")) for v in (first, second, total))
        if abs(a + b - c) <= 1e-9 and (c != 0 or total == 0):
            break
    end = fixed(total, n) if total else "0"
    return f"{{gradient {fixed(first, n)} − {fixed(-second, n)} = {end}}}"


class ComputationGraph(Figure):
    """The profit of a concert, computed node by node: price, posters and sweep in your hand.

    Taught in: 2.3 Chain rule, Jacobians, JVP and VJP.
    """

    title = "A concert: what a nudge does to the profit"
    caption = (
        "In the boxes the values, on the edges the local factors, in purple what the sweep brings. "
        "Its arrows are thick where they carry much, and dashed where it is negative. Where the "
        "sweep found a slope, the curve under the slider shows the profit along it, both on one "
        "scale. Price in euros, people in hundreds, all other money in hundreds of euros."
    )

    price = Number(6.0, low=1.0, high=7.0, step=0.05, help="what a ticket costs, in euros")
    posters = Number(1.0, low=1.0, high=9.0, step=0.05, help="spent on posters, in hundred euros")
    sweep = Choice(
        "forward from x", [*FORWARD, "backward"], help="which way the derivatives are carried"
    )

    def brought(self) -> dict[int, float]:
        """What the sweep brings to each node."""
        graph = edges(self.price, self.posters)
        if self.sweep == "backward":
            return backward_sweep(graph, 5)
        return forward_sweep(graph, FORWARD[self.sweep])

    def sentence(self) -> str:
        """Say which slopes the sweep found, and which it did not."""
        _, _, reach, visitors, _, profit = values(self.price, self.posters)
        price = _sum(visitors, -2 * self.price)
        posters = _sum(self.price * (0.5 / reach), -1.0)
        if self.sweep == "forward from x":
            return (
                f"The two paths of the price meet at the takings: {price}, and that goes on to "
                "the profit. Of the posters this sweep says nothing; they need one of their own."
            )
        if self.sweep == "forward from y":
            return (
                f"The two paths of the posters meet at the profit: {posters}. "
                "Of the price this sweep says nothing; it needs one of its own."
            )
        now = f"{{data {fixed(profit, 2)}}}"
        if self.price == 4 and self.posters == 4:
            return (
                f"Both slopes are 0, though no path is: {price} at the price, {posters} at the "
                f"posters. All other choices of the two earn less than {now}."
            )
        return (
            f"One sweep backward brings both slopes of the profit, now {now}: {price} at the "
            f"price, {posters} at the posters."
        )

    def draw(self, figure: Any) -> None:
        """Draw the graph with its values, its factors and what the sweep brings."""
        from mathforai import theme

        axes = figure.subplots()
        axes.set(xlim=(-0.4, 4.4), ylim=(30, 275))
        axes.axis("off")
        brought = self.brought()
        box = {"boxstyle": "round", "facecolor": theme.LIGHT["plate"], "edgecolor": theme.DATA}
        for tail, head, factor in edges(self.price, self.posters):
            ends = (head, tail) if self.sweep == "backward" else (tail, head)
            arrow = {"arrowstyle": "->", "color": theme.GRADIENT, "shrinkA": 18, "shrinkB": 18}
            axes.annotate("", PLACES[ends[1]], PLACES[ends[0]], arrowprops=arrow)
            x, y = np.mean([PLACES[tail], PLACES[head]], axis=0)
            axes.text(x, y + 6, f"× {_say(factor)}", ha="center")
        for i, value in enumerate(values(self.price, self.posters)):
            x, y = PLACES[i]
            axes.text(x, y, fixed(value, 2), ha="center", va="center", color=theme.DATA, bbox=box)
            axes.text(
                x, y + 19, f"{NODES[i]} {LETTERS[i]}", ha="center", color=theme.TEXT[theme.MUTED]
            )
            axes.text(x, y - 36, _say(brought[i]), ha="center", color=theme.GRADIENT)
