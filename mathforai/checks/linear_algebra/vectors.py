"""Checks for the exercise of 1.1, Vectors, dot products and embeddings.

Each check gives the answer a table and looks at the order that comes back; none holds an answer to
copy.
"""

import numpy as np

from mathforai.checks.properties import Answer, NotYet, Property, describe, numbers
from mathforai.linear_algebra import cosine_similarity

Array = np.ndarray

WORDS = ("mat", "the", "cat", "sat", "on", "dog")
TABLE = np.array(
    [[2, 0, 0, 0], [0, 0, 2, 0], [2, 2, 0, 0], [0, 0, 0, 2], [-2, 0, 2, 0], [2, 3, 0, 0]],
    dtype=float,
)
CAT = TABLE[2]


# The annotations are strings: numpy.random would take its time at import.
def _rng() -> "np.random.Generator":
    return np.random.default_rng(11)  # the same inputs at every call


def _order(answer: Answer, query: Array, table: Array) -> Array:
    """Return the row numbers that the answer gives, each of them once."""
    given = query.copy(), table.copy()
    order = numbers(answer(*given), (len(table),))
    if not all(map(np.array_equal, given, (query, table))):
        raise NotYet("After the search the query or the table was another than before.")
    if sorted(order) != list(range(len(table))):
        raise NotYet(f"Wanted each row number from 0 to {len(table) - 1} once.")
    return order.astype(int)


def _returns_row_numbers(answer: Answer) -> bool:
    return bool(_order(answer, CAT, TABLE).size)


def _cat_finds_cat(answer: Answer) -> bool | str:
    first = _order(answer, CAT, TABLE)[0]
    return WORDS[first] == "cat" or f"For the query cat your first row is {WORDS[first]}."


def _is_sorted(answer: Answer, query: Array, table: Array) -> bool | str:
    seen = cosine_similarity(table[_order(answer, query, table)], query)
    rises = np.flatnonzero(np.diff(seen) > 1e-9)
    if rises.size:
        i = rises[0]
        return (
            f"Your rows {i + 1} and {i + 2} of a ranking have the cosines {describe(seen[i])} and "
            f"{describe(seen[i + 1])}."
        )
    return True


def _sorts_new_tables(answer: Answer) -> bool | str:
    rng = _rng()
    whole = _is_sorted(answer, CAT.astype(int), TABLE.astype(int))
    if whole is not True:
        return whole
    for _ in range(4):
        lengths = 10 ** rng.uniform(-2, 2, size=(9, 1))
        found = _is_sorted(answer, rng.normal(size=5), lengths * rng.normal(size=(9, 5)))
        if found is not True:
            return found
    return True


def _lengths_do_not_count(answer: Answer) -> bool | str:
    rng = _rng()
    query, table = rng.normal(size=4), rng.normal(size=(8, 4))
    longer = table * np.array([1, 50, 1, 0.02, 7, 1, 1, 300])[:, None]
    same = np.array_equal(_order(answer, query, table), _order(answer, query, longer))
    return same or "After some rows were made longer or shorter your ranking was another."


def _zeros_are_last(answer: Answer) -> bool | str:
    rng = _rng()
    for query in (CAT, -1e6 * CAT):
        tiny = 1e-6 * rng.normal(size=(2, 4))
        table = np.vstack([np.zeros(4), TABLE, np.zeros(4), tiny])
        # Zero divided by zero raises here: that argsort puts nan last is luck.
        with np.errstate(divide="raise", invalid="raise"):
            order = _order(answer, query, table)
        last = order[-2:]
        if sorted(last) != [0, 7]:
            return f"Rows 0 and 7 of a table were zeros; your last two were {last.tolist()}."
        if np.any(np.diff(cosine_similarity(table[order[:-2]], query)) > 1e-9):
            return "With rows of zeros in the table the others were not sorted by their cosines."
    return True


REPAIRED_SEARCH = [
    Property(
        "returns each row number once",
        _returns_row_numbers,
        "the result is a list of row numbers, as argsort gives them, and not of scores.",
    ),
    Property(
        "for the query cat, cat comes first",
        _cat_finds_cat,
        "print the cosines of all rows. Which of them should stand first?",
    ),
    Property(
        "a longer or shorter row keeps its rank",
        _lengths_do_not_count,
        "each row has a length of its own. How many lengths does your program compute?",
    ),
    Property(
        "sorts tables it has not seen by their cosines, the largest first",
        _sorts_new_tables,
        "print the cosines in the order that you return.",
    ),
    Property(
        "rows of zeros come last",
        _zeros_are_last,
        "divide only where the length is not 0. And last is behind the rows that point away from "
        "the query, too: which score is below every other?",
    ),
]


EXERCISES = {
    "linear_algebra.vectors.repaired_search": REPAIRED_SEARCH,
}
