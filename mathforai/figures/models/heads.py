"""Head size and heads: the scores of one query, split among heads, divided by √d or not."""

import math
from typing import Any

import numpy as np

from mathforai.figures.figure import Figure
from mathforai.figures.numbers import percent, significant
from mathforai.figures.traits import Choice, Switch
from mathforai.information import entropy
from mathforai.probability import softmax

KEYS = [f"key {j}" for j in range(1, 9)]
MOST = 8
WIDTHS = [16, 64, 256]
SEED = 19188  # of many, one that falls at each split, as the means do


def rooms(width: int) -> np.ndarray:
    """Return what every eighth of the numbers adds to the score of each key, shape (8, 8).

    All numbers of the query and of the keys are drawn independently from the standard normal law.
    """
    rng = np.random.default_rng([SEED, width])
    query, keys = rng.standard_normal(width), rng.standard_normal((len(KEYS), width))
    return np.round((keys * query).reshape(len(KEYS), MOST, -1).sum(axis=-1).T, 2)


ROOMS = {width: rooms(width) for width in WIDTHS}


def head_scores(width: int, heads: int, divided: bool) -> np.ndarray:
    """Return a row of scores for each head: a larger head adds up the smaller ones in it."""
    scores = ROOMS[width].reshape(heads, -1, len(KEYS)).sum(axis=1)
    return scores / math.sqrt(width / heads) if divided else scores


class Heads(Figure):
    """Eight keys and one query, random, at a width, a number of heads and a scale of your choice.

    Taught in: 8.1 Attention.
    """

    title = "One query in one room, or in eight"
    caption = (
        "Eight random keys and one random query, all of their numbers independent with variance 1. "
        "Each head gets an equal share of the numbers. The dotted lines are at one standard "
        "deviation of the scores, as the theory has it. One draw of many, picked because, not "
        "divided, its largest weight falls at each split, as the mean over draws does; single "
        "draws wobble."
    )

    width = Choice(64, WIDTHS, help="how many numbers a token has, all heads together")
    heads = Choice(4, [1, 2, 4, 8], help="among how many heads they are split")
    divided = Switch(False, help="whether the scores are divided by the root of the head size")

    def seen(self) -> dict[str, Any]:
        """Return scores, weights, their spread, and the means of largest weight and entropy."""
        scores = head_scores(self.width, self.heads, self.divided)
        weights = softmax(scores)
        return {
            "scores": scores,
            "weights": weights,
            "spread": np.sqrt(np.mean(scores**2)),
            "top": weights.max(axis=-1).mean(),
            "nats": entropy(weights).mean(),
        }

    def sentence(self) -> str:
        """Say how far the scores spread and how sharp the weights are."""
        now, d = self.seen(), self.width // self.heads
        rooms = "one head" if self.heads == 1 else f"{self.heads} heads"
        scale = (
            f"Divided by √{{i d}} = {round(math.sqrt(d), 2):g}" if self.divided else "Not divided"
        )
        its = "its" if self.heads == 1 else "on average a head’s"
        return (
            f"{{hand {self.width}}} numbers in {{hand {rooms}}} make {{i d}} = {d}. {scale}, the "
            f"scores spread by {{data {significant(now['spread'])}}}; {its} largest weight is "
            f"{{data {percent(min(now['top'], 0.99999))}}} and its entropy "
            f"{{data {significant(now['nats'])}}} of at most {significant(math.log(len(KEYS)))} "
            "nats."
        )

    def draw(self, figure: Any) -> None:
        """Draw the table and the scores."""
        from mathforai import theme
        from mathforai.figures.models.still import weight_table

        grid, line = figure.subplots(1, 2, width_ratios=[1.2, 1])
        now = self.seen()
        weight_table(grid, now["weights"], [f"head {i + 1}" for i in range(self.heads)], KEYS)
        for row, scores in enumerate(now["scores"]):
            height = row + np.linspace(-0.3, 0.3, len(KEYS))
            line.plot(scores, height, "o", color=theme.DATA, markersize=3)
        size = 1 if self.divided else math.sqrt(self.width / self.heads)
        for side in (-size, size):
            line.axvline(side, color=theme.TARGET, linestyle=theme.DASH[theme.TARGET])
        reach = 3 if self.divided else 30
        line.set(xlim=(-reach, reach), ylim=(7.5, -0.5), yticks=[], title="scores")
        line.grid(visible=False)
        line.spines["left"].set_visible(False)
