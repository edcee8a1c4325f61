"""A search among seven words of the plane: the query and the length of one word in the hand."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mathforai.figures.figure import Figure
from mathforai.figures.numbers import fixed
from mathforai.figures.traits import Number, Point
from mathforai.linear_algebra import cosine_similarity

WORDS = ("dog", "cat", "mat", "stone", "under", "on", "loves")
TABLE = np.array([[2, 3], [2, 2], [2, 0], [3.25, -2], [-1, -2], [-2, 0], [-2, 2]], dtype=float)
CAT = 1
INNER, OUTER = 4.2, 4.84  # radii of the rings


class Rankings(Figure):
    """Who comes first by dot product and by cosine, for a query and for every direction.

    Taught in: 1.1 Vectors, dot products and embeddings.
    """

    title = "One query, two searches"
    caption = (
        "Left, the words as points, “cat” with its arrow, and the query, which starts at half of "
        "“cat”. Each direction of the query has a winner: the inner ring says who by dot product, "
        "the outer one by cosine; the parts of “cat” are in full colour. The grey band joins the "
        "outermost words. Right, both rankings; where lines cross, they disagree, unless the words "
        "are level (marked “=”)."
    )

    query = Point((1.0, 1.0), low=-2.8, high=2.8, step=0.1, help="the tip of the query")
    cat = Number(1.0, low=0.4, high=1.4, step=0.01, help="what the arrow of “cat” is multiplied by")

    def table(self) -> np.ndarray:
        """Return the words, shape (7, 2), "cat" as long as the hand has made it."""
        table = TABLE.copy()
        table[CAT] *= self.cat
        return table

    def scores(self) -> list[np.ndarray]:
        """Return the dot products and, unless the query has length 0, the cosines; each (7,)."""
        query, table = np.array(self.query), self.table()
        dots = [np.round(table @ query, 9)]  # or words that are level differ by their rounding
        return dots + [np.round(cosine_similarity(table, query), 9)] if query.any() else dots

    def sentence(self) -> str:
        """Say who comes first, and in how many directions "cat" does."""
        dot, *cosine = self.scores()
        if not cosine:
            return (
                "The query has the length {hand 0}: every dot product is 0, so all words are "
                "level, and without a direction there is no cosine."
            )
        first = _first(dot), _first(cosine[0])
        same = f"both rankings put {{data {first[0]}}} first"
        split = f"the dot product puts {{data {first[0]}}} first, the cosine {{model {first[1]}}}"
        lengths = np.linalg.norm(TABLE, axis=1, keepdims=True)
        wins = [_share(winning_arc(points, CAT)) for points in (self.table(), TABLE / lengths)]
        x, y = self.query
        return (
            f"For the query {{hand ({fixed(x, 1)}, {fixed(y, 1)})}} "
            f"{same if first[0] == first[1] else split}. At {{hand {fixed(self.cat, 2)}}} times "
            f"its length “cat” alone comes first in {{data {wins[0]}}} of the circle by dot "
            f"product and in {{model {wins[1]}}} by cosine."
        )

    def draw(self, figure: Any) -> None:
        """Draw the words with both rings, and both rankings."""
        from mathforai import theme

        plane, ranks = figure.subplots(1, 2, width_ratios=[1, 1])
        table = self.table()
        units = TABLE / np.linalg.norm(TABLE, axis=1, keepdims=True)
        for points, radius, role in ((table, INNER, theme.DATA), (units, OUTER, theme.MODEL)):
            for i in range(len(WORDS)):
                if arc := winning_arc(points, i):
                    _ring(plane, arc, radius, role, alpha=0.6 if i == CAT else 0.2)
        for point, word in zip(table, WORDS, strict=True):
            plane.plot(*point, "o", color=theme.DATA)
            plane.annotate(word, point, xytext=(-4, 4), textcoords="offset points", ha="right")
        plane.plot(*np.transpose([[0, 0], self.query]), color=theme.LIGHT["ink"], linestyle="solid")
        plane.set(xlim=(-5.2, 5.2), ylim=(-5.2, 5.2), aspect="equal")
        orders = [_order(scores) for scores in self.scores()]
        for i, word in enumerate(WORDS):
            rows = [order.index(i) for order in orders]
            ranks.plot(range(len(rows)), rows, color=theme.MUTED, linestyle="solid")
            for column, (row, side) in enumerate(zip(rows, ("right", "left"), strict=False)):
                text = f" {word} "
                ranks.text(column, row, text, ha=side, va="center")
        ranks.set(xlim=(-0.9, 1.9), ylim=(6.5, -1))
        ranks.text(0, -0.8, "dot product", ha="right", color=theme.TEXT[theme.DATA])
        ranks.text(1, -0.8, "cosine", color=theme.TEXT[theme.MODEL])
        for axes in (plane, ranks):
            axes.axis("off")


def winning_arc(points: ArrayLike, i: int) -> list[float] | None:
    """Return the directions in which point i has the largest dot product, as angles from, to.

    Between two points a half circle of directions prefers the first; what is common to all these
    half circles is one arc, or nothing. Shapes: points (n, 2). Two equal points have no arc.
    """
    P = np.asarray(points, dtype=float)
    others = np.delete(P[i] - P, i, axis=0)
    middles = np.arctan2(others[:, 1], others[:, 0])
    turns = (middles - middles[0] + 3 * np.pi) % (2 * np.pi) - np.pi
    low, high = turns.max() - np.pi / 2, turns.min() + np.pi / 2
    if not others.any(axis=1).all() or high - low < 1e-9:
        return None
    return [float(middles[0] + low), float(middles[0] + high)]


def _share(arc: list[float] | None) -> str:
    return f"{fixed(np.degrees(arc[1] - arc[0]), 1)}°" if arc else "no part"


def _order(scores: np.ndarray) -> list[int]:
    return [int(i) for i in np.argsort(-scores, kind="stable")]


def _first(scores: np.ndarray) -> str:
    """Name the words with the largest score."""
    *names, last = [f"“{word}”" for word, s in zip(WORDS, scores, strict=True) if s == scores.max()]
    return f"{', '.join(names)} and {last}" if names else last


def _ring(axes: Any, arc: list[float], radius: float, color: str, *, alpha: float) -> None:
    from matplotlib.patches import Wedge

    gap = 0.015
    ends = np.degrees([arc[0] + gap, arc[1] - gap])
    if ends[1] > ends[0]:
        wedge = Wedge((0, 0), radius + 0.26, *ends, width=0.52, facecolor=color, alpha=alpha)
        axes.add_patch(wedge)
