"""One head of attention: a query that can be turned, and the table of weights that follows it."""

import math
from typing import Any

import numpy as np

from mathforai.figures.figure import Figure
from mathforai.figures.numbers import fixed, percent, significant
from mathforai.figures.traits import Point, Switch, Text
from mathforai.information import entropy
from mathforai.models import attention_weights, causal_mask

MOST = 8
TIE = 1e-9  # scores that differ by rounding alone


def spelled(word: str) -> np.ndarray:
    """Return where a word stands in the plane: its letters decide."""
    code = 0
    for letter in word.lower():
        code = (code * 47 + ord(letter)) % 967
    angle, length = math.pi * (code % 40) / 20, 0.9 + 0.15 * (code // 40 % 8)
    return np.array([length * math.cos(angle), length * math.sin(angle)])


def turned(places: np.ndarray, query: Any) -> np.ndarray:
    """Return all queries: one turn-and-stretch, which takes the last word's place to `query`."""
    (a, b), (x, y) = places[-1], query
    c, s = np.array([x * a + y * b, y * a - x * b]) / (a * a + b * b)
    return places @ np.array([[c, s], [-s, c]])


def winners(query: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """Return which keys have the largest score for this query."""
    scores = keys @ query
    return np.flatnonzero(scores >= scores.max() - TIE)


class Attention(Figure):
    """Up to eight words in the plane, their weights, and the last word's query in your hand.

    Taught in: 8.1 Attention.
    """

    title = "A query that you can turn"
    caption = (
        "Each dot is the key of a word, the larger the more weight it gets in the last row; words "
        "whose keys coincide share a dot. The dashed line stands at a right angle to the query and "
        "goes through the key that wins: no key lies beyond it. A word’s place comes from its "
        "letters, small or capital."
    )

    text = Text("the dog saw the cat and chased it", words=MOST, help="up to eight words")
    query = Point((-1.75, 1.3), low=-3, high=3, step=0.05, help="query of the last word")
    masked = Switch(False, help="whether the weights on later words are cut")

    def words(self) -> list[str]:
        """Return the words."""
        return self.text.split()

    def weights(self) -> np.ndarray:
        """Return the table of weights, a row for each word."""
        keys = np.array([spelled(word) for word in self.words()])
        mask = causal_mask(len(keys)) if self.masked else None
        return attention_weights(turned(keys, self.query), keys, mask=mask)

    def sentence(self) -> str:
        """Say where the last word looks."""
        given = self.words()
        t, last = len(given), f"“{given[-1]}”"
        if t == 1:
            return f"{last} is alone: its one weight is {{data 1}}, wherever the query points."
        most = significant(math.log(t))
        cut = " The mask leaves this row as it was." if self.masked else ""
        if not any(self.query):
            return (
                f"The query is {{hand 0}}, so every score is 0: {last} gives each of the {t} words "
                f"{{data {percent(1 / t)}}}, and the entropy is the largest there is, "
                f"{most} nats.{cut}"
            )
        keys = np.array([spelled(word) for word in given])
        best = winners(turned(keys, self.query)[-1], keys)
        row = self.weights()[-1]
        share = f"{{data {percent(row[best[0]])}}}"
        goes = (
            f"its largest weights, {share} each, go"
            if len(best) > 1
            else f"its largest weight, {share}, goes"
        )
        named = [f"“{given[j]}”" for j in best]
        listed = f"{', '.join(named[:-1])} and {named[-1]}" if len(best) > 1 else named[0]
        return (
            f"The query of {last} is {{hand {fixed(math.hypot(*self.query), 2)}}} long; {goes} to "
            f"{listed}, and the entropy of its row is {{data {significant(entropy(row))}}} of at "
            f"most {most} nats.{cut}"
        )

    def draw(self, figure: Any) -> None:
        """Draw the keys with the query, and the table."""
        from mathforai import theme
        from mathforai.figures.models.still import weight_table

        plane, grid = figure.subplots(1, 2, width_ratios=[1, 1.2])
        given, weights = self.words(), self.weights()
        keys = np.array([spelled(word) for word in given])
        plane.plot([0, self.query[0]], [0, self.query[1]], color=theme.GRADIENT)
        plane.text(
            self.query[0],
            self.query[1] + 0.2,
            f"query of “{given[-1]}”",
            color=theme.GRADIENT,
            ha="center",
        )
        plane.scatter(*keys.T, s=12 + 300 * weights[-1], color=theme.DATA)
        spots: dict[tuple[float, ...], list[str]] = {}
        for word, place in dict(zip(given, keys.tolist(), strict=True)).items():
            spots.setdefault(tuple(place), []).append(word)
        for spot, here in spots.items():
            plane.annotate(", ".join(here), spot, xytext=(8, -4), textcoords="offset points")
        plane.set(xlim=(-3, 3), ylim=(-3, 3), xticks=[], yticks=[], aspect="equal")
        plane.grid(visible=False)
        plane.spines[:].set_visible(False)
        weight_table(grid, weights, given, given)
