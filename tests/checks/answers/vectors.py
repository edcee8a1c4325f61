"""Answers to the exercise of 1.1: right ones, and each typical wrong one with its row."""

import numpy as np

# Right answers, some of them the long way round


def repaired_search(query, table):
    lengths = np.linalg.norm(table, axis=1)
    full = lengths > 0
    scores = np.full(len(table), -np.inf)
    scores[full] = table[full] @ query / lengths[full]
    return np.argsort(-scores, kind="stable")


def repaired_with_a_list(query, table):
    def score(i):
        length = float(np.sqrt(table[i] @ table[i]))
        return float(table[i] @ query) / length if length else -np.inf

    return sorted(range(len(table)), key=score, reverse=True)


def repaired_by_nan_on_purpose(query, table):
    """Who turns nan into a score of their own has decided something."""
    with np.errstate(invalid="ignore"):
        cosines = table @ query / np.linalg.norm(table, axis=1)
    return np.argsort(-np.where(np.isnan(cosines), -np.inf, cosines))


def repaired_with_units(query, table):
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    units = np.divide(table, lengths, out=np.zeros(table.shape), where=lengths > 0)
    return np.lexsort((-(units @ query), lengths[:, 0] == 0))


def repaired_with_the_whole_cosine(query, table):
    lengths = np.linalg.norm(table, axis=1) * np.linalg.norm(query)
    cosines = np.where(lengths > 0, table @ query / np.where(lengths > 0, lengths, 1), -2)
    return np.argsort(cosines, kind="stable")[::-1]


RIGHT = {
    "linear_algebra.vectors.repaired_search": [
        repaired_search,
        repaired_with_a_list,
        repaired_by_nan_on_purpose,
        repaired_with_units,
        repaired_with_the_whole_cosine,
    ],
}


# Wrong ones


def still_one_length(query, table):
    return np.argsort(-(table @ query) / np.linalg.norm(table))


def still_ascending(query, table):
    lengths = np.linalg.norm(table, axis=1)
    return np.argsort(table @ query / lengths)


def wrong_axis(query, table):
    return np.argsort(-(table @ (query / np.linalg.norm(table, axis=0))))


def by_distance(query, table):
    return np.argsort(np.linalg.norm(table - query, axis=1))


def half_way(query, table):
    """Divides by the square of the length."""
    return np.argsort(-(table @ query) / (table**2).sum(axis=1))


def zeros_in_the_middle(query, table):
    lengths = np.linalg.norm(table, axis=1)
    return np.argsort(-(table @ query) / np.maximum(lengths, 1e-12))


def zeros_at_minus_two(query, table):
    """A score without the length of the query may be below −2."""
    lengths = np.linalg.norm(table, axis=1)
    scores = np.where(lengths > 0, table @ query / np.where(lengths > 0, lengths, 1), -2)
    return np.argsort(-scores, kind="stable")


def zeros_at_minus_999(query, table):
    lengths = np.linalg.norm(table, axis=1)
    scores = np.where(lengths > 0, table @ query / np.where(lengths > 0, lengths, 1), -999)
    return np.argsort(-scores, kind="stable")


def left_to_nan(query, table):
    """The page's `nearest`: 0/0 is nan, and argsort happens to put nan last."""
    return np.argsort(-(table @ query / np.linalg.norm(table, axis=1)), kind="stable")


def short_counts_as_zero(query, table):
    lengths = np.linalg.norm(table, axis=1)
    scores = np.where(lengths > 1e-3, table @ query / np.maximum(lengths, 1e-12), -np.inf)
    return np.argsort(-scores, kind="stable")


def writes_into_the_table(query, table):
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    table /= np.where(lengths > 0, lengths, 1)
    return np.argsort(np.where(lengths[:, 0] > 0, -(table @ query), np.inf), kind="stable")


def by_size_of_the_cosine(query, table):
    lengths = np.linalg.norm(table, axis=1)
    return np.argsort(-np.abs(table @ query) / lengths)


NAME = "linear_algebra.vectors.repaired_search"
WRONG = [
    (NAME, still_one_length, 1, "your first row is dog"),
    (NAME, still_ascending, 1, "your first row is on"),
    (NAME, wrong_axis, 1, "your first row is dog"),
    (NAME, by_distance, 2, "your ranking was another"),
    (NAME, half_way, 1, "your first row is mat"),
    (NAME, by_size_of_the_cosine, 3, "have the cosines"),
    (NAME, zeros_in_the_middle, 4, "your last two were"),
    (NAME, zeros_at_minus_two, 4, "your last two were"),
    (NAME, zeros_at_minus_999, 4, "your last two were"),
    (NAME, left_to_nan, 4, "raised FloatingPointError"),
    (NAME, short_counts_as_zero, 4, "your last two were"),
    (NAME, writes_into_the_table, 0, "another than before"),
    (NAME, lambda q, t: t @ q, 0, "each row number"),
    (NAME, lambda q, t: np.argsort(-t @ q)[:1], 0, "returned shape (1,)"),
    (NAME, lambda q, t: "cat", 0, "Wanted numbers"),
    (NAME, lambda q, t: -np.sort(-t @ q), 0, "each row number"),
    (NAME, lambda q, t: t[0] / q[:2], 0, "raised ValueError"),
]
