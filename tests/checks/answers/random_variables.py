"""Answers to the exercises of 3.1: right ones, and each typical wrong one with its row."""

import numpy as np

NAME = "probability.random_variables.repaired_summary"

# Right answers, some of them the long way round


def with_ddof(draws):
    return draws.mean(axis=1), draws.std(axis=1, ddof=1) / np.sqrt(draws.shape[1])


def pair_by_pair(draws):
    """Half the mean squared difference of two draws of a run is its variance."""
    n = draws.shape[1]
    gaps = draws[:, :, None] - draws[:, None, :]
    variance = (
        (gaps**2).sum(axis=(1, 2)) / (2 * n * (n - 1)) if n < 50 else draws.var(axis=1, ddof=1)
    )
    return np.array([draws.sum(axis=1) / n, np.sqrt(variance / n)])


def row_by_row(draws):
    spreads = []
    for row in draws:
        mean = sum(row) / len(row)
        away = [x - mean for x in row]
        spreads.append((sum(a * a for a in away) / (len(row) - 1) / len(row)) ** 0.5)
    return [[sum(row) / len(row) for row in draws], spreads]


RIGHT = {NAME: [with_ddof, pair_by_pair, row_by_row]}


# Wrong ones


def broken(draws):
    """The text of the exercise, with all its bugs."""
    n = draws.shape[1]
    mean = draws.mean(axis=0)
    variance = (draws**2).mean(axis=0) - mean**2
    return mean, np.sqrt(variance) / n


def summary(draws, *, ddof=1, root=np.sqrt, divide=np.sqrt):
    return draws.mean(axis=1), root(draws.var(axis=1, ddof=ddof)) / divide(draws.shape[1])


def cancelling(draws):
    n = draws.shape[1]
    mean = draws.mean(axis=1)
    variance = ((draws**2).mean(axis=1) - mean**2) * n / (n - 1)
    return mean, np.sqrt(np.maximum(variance, 0) / n)


# exercise, wrong answer, index of the first row that says "not yet", words of its hint
WRONG = [
    (NAME, broken, 0, "returned shape (2, 5)"),
    (NAME, lambda draws: draws.mean(axis=1), 0, "returned shape (3,)"),
    (NAME, lambda draws: "0.5", 0, "Wanted numbers"),
    (NAME, lambda draws: (np.median(draws, axis=1), summary(draws)[1]), 1, "your mean is 3"),
    (NAME, lambda draws: summary(draws, root=lambda v: v), 2, "ten times as large"),
    (NAME, lambda draws: summary(draws, divide=lambda n: n), 3, "n or √n"),
    (NAME, lambda draws: summary(draws, divide=lambda n: 1), 3, "n or √n"),
    (NAME, lambda draws: (draws.mean(axis=1), 0 * draws[:, 0]), 3, "your spread is 0"),
    (NAME, lambda draws: summary(draws, ddof=0), 4, "on average"),
    (NAME, lambda draws: (draws.mean(axis=1), -summary(draws)[1]), 3, "your spread is −"),
    (NAME, cancelling, 5, "100,000,000"),
]
