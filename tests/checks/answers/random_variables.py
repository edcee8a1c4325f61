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


def pooled(draws):
    """One spread for all the runs."""
    mean, spread = summary(draws)
    return mean, np.full(len(draws), np.sqrt(np.mean(spread**2)))


def rolled(draws):
    mean, spread = summary(draws)
    return mean, np.roll(spread, 1)


def shifted(draws, away):
    """One number is taken off the whole table before the squares are subtracted."""
    return draws.mean(axis=1), cancelling(draws - away(draws))[1]


def right_up_to_three(draws):
    return summary(draws, ddof=1 if draws.shape[1] < 4 else 0)


# exercise, wrong answer, index of the first row that says "not yet", words of its hint
WRONG = [
    (NAME, broken, 0, "returned shape (2, 5)"),
    (NAME, lambda draws: draws.mean(axis=1), 0, "returned shape (3,)"),
    (NAME, lambda draws: "0.5", 0, "Wanted numbers"),
    (NAME, lambda draws: (np.median(draws, axis=1), summary(draws)[1]), 1, "your mean is 3"),
    (NAME, lambda draws: summary(draws, root=lambda v: v), 2, "ten times as large"),
    (NAME, lambda draws: summary(draws, divide=lambda n: n), 3, "n or √n"),
    (NAME, lambda draws: summary(draws, divide=lambda n: 1), 3, "not at all"),
    (NAME, lambda draws: (draws.mean(axis=1), 0 * draws[:, 0]), 3, "your spread is 0"),
    (NAME, lambda draws: summary(draws, ddof=0), 5, "on average"),
    (NAME, right_up_to_three, 5, "runs of 4 draws"),
    (NAME, pooled, 4, "alone"),
    (NAME, rolled, 4, "alone"),
    (NAME, lambda draws: (summary(draws)[0], summary(draws)[1][::-1]), 4, "alone"),
    (
        NAME,
        lambda draws: (
            draws.mean(axis=1),
            draws[:, :2].std(axis=1, ddof=1) / draws.shape[1] ** 0.5,
        ),
        4,
        "order",
    ),
    (NAME, lambda draws: (draws.mean(axis=1), summary(abs(draws))[1]), 5, "on average"),
    (NAME, lambda draws: shifted(draws, lambda d: d[0, 0]), 6, "100,000,000"),
    (NAME, lambda draws: shifted(draws, np.mean), 6, "100,000,000"),
    (NAME, lambda draws: np.transpose(summary(draws)), 0, "two lists"),
    (NAME, lambda draws: (draws.mean(axis=1), -summary(draws)[1]), 3, "your spread is −"),
    (NAME, cancelling, 6, "100,000,000"),
]
