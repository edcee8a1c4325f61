"""Checks for the exercises of 1.2, High-dimensional geometry.

The words that an answer peels off are added up again, and its cosines are compared with what every
direction alike would give; no check holds an answer to copy.
"""

import math
from functools import lru_cache
from typing import Any

import numpy as np

from mathforai.checks.properties import Answer, NotYet, Property, close, describe, numbers
from mathforai.linear_algebra import random_unit_vectors

Array = np.ndarray


# The annotations are strings: numpy.random would take its time at import.
def _rng() -> "np.random.Generator":
    return np.random.default_rng(12)  # the same inputs at every call


# peel(total, table, k): the words of a sum, one after the other


@lru_cache(maxsize=1)
def _table() -> Array:
    """Return 200 directions in 100 dimensions."""
    return random_unit_vectors(200, 100, _rng())


def _rows(answer: Answer, rows: list[int]) -> list[int]:
    """Return the rows that the answer peels off the sum of these."""
    table = _table().copy()
    found = numbers(answer(table[rows].sum(axis=0), table, len(rows)), (len(rows),))
    whole = found.astype(int)
    if not close(found, whole) or whole.min() < 0 or whole.max() >= len(table):
        raise NotYet(f"Wanted row numbers from 0 to {len(table) - 1}; {found.tolist()} came.")
    return whole.tolist()


def _one(answer: Answer) -> bool | str:
    found = _rows(answer, [137])
    if found != [137]:
        return f"From row 137 alone your function read row {found[0]}."
    total = _table()[137] - 2 * _table()[20]
    found = numbers(answer(total, _table().copy(), 1), (1,)).astype(int).tolist()
    return found == [137] or (
        "Row 20 was subtracted twice from row 137, and your function read row "
        f"{found[0]}: its score is large, but below 0."
    )


def _stops(answer: Answer) -> bool | str:
    table = _table().copy()
    total = table[[5, 60, 60, 150]].sum(axis=0)
    found = numbers(answer(total, table, 1), (1,))
    return close(found, [60.0])


def _adds_up(answer: Answer, rows: list[int]) -> bool | str:
    found = _rows(answer, rows)
    right = sum(min(found.count(row), rows.count(row)) for row in set(rows))
    return right == len(rows) or f"{right} of the {len(rows)} words are right."


def _many(answer: Answer) -> bool | str:
    return _adds_up(answer, list(range(14)))


def _twice(answer: Answer) -> bool | str:
    return _adds_up(answer, [7, 91, 7])


def _in_order(answer: Answer) -> bool | str:
    found = _rows(answer, [5, 60, 60, 150])
    return found[0] == 60 or (
        f"Row 60 is in the sum twice and scores about 2, but your first row is {found[0]}."
    )


def _left_alone(answer: Answer) -> bool | str:
    table = _table().copy()
    total = table[[3, 4]].sum(axis=0)
    before = total.copy(), table.copy()
    answer(total, table, 2)
    if not np.array_equal(total, before[0]):
        return "`total` is another list after your function has run."
    return np.array_equal(table, before[1]) or "Your function has changed the table."


PEEL = [
    Property(
        "reads one stored word, as a list of one row number",
        _one,
        "with k = 1 there is nothing to peel: the row with the largest score, in a list.",
    ),
    Property(
        "leaves the list and the table that came in as they were",
        _left_alone,
        "-= writes into the array on its left. Begin with a copy.",
        stops=False,
    ),
    Property(
        "stops after k words, however many were stored",
        _stops,
        "k says how many are wanted; the list need not be empty then.",
    ),
    Property(
        "reads 14 words, too many for the largest scores alone",
        _many,
        "after each word, subtract its direction and compute the scores of what is left.",
    ),
    Property(
        "finds a word twice that was stored twice",
        _twice,
        "what was found once may be found again: strike nothing off the table.",
    ),
    Property(
        "returns the rows in the order in which they are found",
        _in_order,
        "the largest score comes first; do not sort in the end.",
    ),
]


# random_cosines(n, d, rng): find the bugs


def _cosines(answer: Answer, n: int, d: int) -> Array:
    found = numbers(answer(n, d, _rng()), (n,))
    worst = found[np.argmax(np.abs(found))]
    if abs(worst) > 1 + 1e-5:
        raise NotYet(f"A cosine lies from −1 to 1; {describe(worst)} came.")
    return found.clip(-1, 1)


def _on_a_line(answer: Answer) -> bool | str:
    found = np.abs(_cosines(answer, 50, 1))
    return close(found, 1.0) or (
        f"With d = 1 there are only two directions, but a cosine of size {describe(found.min())} "
        "came."
    )


def _both_signs(answer: Answer) -> bool | str:
    mean = _cosines(answer, 300, 96).mean()
    return abs(mean) < 0.05 or f"With d = 96 the mean of 300 cosines is {describe(mean)}."


def _spread(answer: Answer) -> bool | str:
    spread = _cosines(answer, 300, 96).std()
    return abs(spread * math.sqrt(96) - 1) < 0.25 or (
        f"With d = 96 the spread of 300 cosines is {describe(spread)}."
    )


def _all_angles(answer: Answer) -> bool | str:
    square = _cosines(answer, 60_000, 2) ** 2
    waves = np.mean(8 * square * (square - 1) + 1)  # cos 4a: the diagonals against the axes
    if abs(waves) >= 0.011:
        return (
            "In the plane some angles come up more often than others: the directions that are "
            "drawn have favourites."
        )
    fourth = np.mean(_cosines(answer, 8000, 3) ** 4)  # the cosine is uniform there
    return abs(fourth - 1 / 5) < 0.015 or (
        "In three dimensions some cosines come up more often than others."
    )


def _uses_rng(answer: Answer) -> bool | str:
    first, again = (_cosines(answer, 20, 5) for _ in range(2))
    return np.array_equal(first, again) or (
        "Two calls with generators of the same seed gave different cosines."
    )


RANDOM_COSINES = [
    Property(
        "returns n cosines, and on a line each of them is 1 or −1",
        _on_a_line,
        "whose length is `np.linalg.norm(x)`, and how many numbers is it?",
    ),
    Property(
        "the mean of the cosines is near 0",
        _both_signs,
        "an arrow must be as likely as its opposite. Which numbers does rng.random draw?",
    ),
    Property(
        "their spread is near 1/√d",
        _spread,
        "the two directions of a pair must be independent, and each must have length 1.",
    ),
    Property(
        "in the plane every angle is equally likely, in space every cosine",
        _all_angles,
        "numbers from −1 to 1 fill a square, and a square has corners. Which noise has none?",
    ),
    Property(
        "draws from the generator that it is given",
        _uses_rng,
        "rng is there so that whoever gives the same seed gets the same numbers.",
    ),
]


EXERCISES: dict[str, Any] = {
    "linear_algebra.high_dimensions.peel": PEEL,
    "linear_algebra.high_dimensions.random_cosines": RANDOM_COSINES,
}
