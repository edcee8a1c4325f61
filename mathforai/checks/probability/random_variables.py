"""Checks for the exercises of 3.1, Random variables, expectation, variance.

The check of a spread asks what is right on average over all runs that a small law can produce; it
holds no formula to copy.
"""

import itertools

import numpy as np

from mathforai.checks.properties import Answer, Property, close, describe, numbers

# Every run of three draws from a law whose three values are equally likely, a row for each.
VALUES = (0.0, 1.0, 5.0)
EVERY_RUN = np.array(list(itertools.product(VALUES, repeat=3)))
SOME = np.array([[3.0, 1.0, 4.0, 1.0, 5.0], [2.0, 7.0, 1.0, 8.0, 2.0], [6.0, 0.0, 2.0, 2.0, 1.0]])


def _summary(answer: Answer, draws: np.ndarray) -> np.ndarray:
    return numbers(answer(draws.copy()), (2, len(draws)))


def _means_of_rows(answer: Answer) -> bool | str:
    for draws in (SOME, EVERY_RUN):
        means = _summary(answer, draws)[0]
        if not close(means * draws.shape[1], draws @ np.ones(draws.shape[1])):
            return f"For the run {draws[0].tolist()} your mean is {describe(means[0])}."
    return True


def _right_on_average(answer: Answer) -> bool | str:
    spreads = _summary(answer, EVERY_RUN)[1]
    found, wanted = np.mean(spreads**2), np.mean((np.mean(EVERY_RUN, axis=1) - 2.0) ** 2)
    return close(found, wanted) or (
        f"Over all runs of three draws from 0, 1 and 5, each with probability 1/3, the variance of "
        f"the mean is {describe(wanted)}; the squares of your spreads are {describe(found)} on "
        "average."
    )


def _follows_the_scale(answer: Answer) -> bool | str:
    small, large = _summary(answer, SOME)[1], _summary(answer, 10 * SOME)[1]
    return close(large, 10 * small) or (
        f"With all draws ten times as large, your spread goes from {describe(small[0])} to "
        f"{describe(large[0])}."
    )


def _falls_with_n(answer: Answer) -> bool | str:
    """Four copies of a run: nearly the same variance, half the spread of the mean."""
    run = np.tile([0.0, 1.0], (1, 100))
    few, many = (_summary(answer, np.tile(run, times))[1, 0] for times in (1, 4))
    if few <= 0 or many <= 0:
        return f"For a run of zeros and ones your spread is {describe(min(few, many))}."
    return bool(abs(few / many - 2) < 0.01)


def _keeps_its_digits(answer: Answer) -> bool | str:
    near, far = _summary(answer, SOME)[1], _summary(answer, SOME + 1e8)[1]
    return close(near, far, 1e-6) or (
        f"With 100,000,000 added to every draw, your spread goes from {describe(near[0])} to "
        f"{describe(far[0])}."
    )


REPAIRED_SUMMARY = [
    Property(
        "returns two numbers for each run: as many means as rows, and as many spreads",
        lambda answer: len(_summary(answer, SOME).T) == len(SOME),
        "along which axis do the draws of one run lie?",
    ),
    Property(
        "the means are those of the rows",
        _means_of_rows,
        "a mean is the sum of a row over its number of draws.",
    ),
    Property(
        "the spread is in the unit of the draws",
        _follows_the_scale,
        "a variance grows with the square of the scale, its root with the scale.",
    ),
    Property(
        "four times the draws, half the spread of the mean",
        _falls_with_n,
        "is it n or √n by which σ is divided?",
    ),
    Property(
        "the squared spread is right on average",
        _right_on_average,
        "distances from the mean of the same draws come out a little small. What did the page "
        "divide by?",
    ),
    Property(
        "large draws do not change the spread",
        _keeps_its_digits,
        "take off the mean first, then square.",
    ),
]


EXERCISES = {"probability.random_variables.repaired_summary": REPAIRED_SUMMARY}
