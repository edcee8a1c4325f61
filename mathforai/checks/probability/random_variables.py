"""Checks for the exercises of 3.1, Random variables, expectation, variance.

The check of a spread asks what is right on average over all runs that a small law can produce; it
holds no formula to copy.
"""

import itertools

import numpy as np

from mathforai.checks.properties import Answer, Property, close, describe, numbers

# Every run of three, or of four, draws from a law whose three values are equally likely.
VALUES = (-1.0, 0.0, 4.0)
EVERY_RUN, EVERY_FOUR = (np.array(list(itertools.product(VALUES, repeat=n))) for n in (3, 4))
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
    for draws in (EVERY_RUN, EVERY_FOUR):
        spreads = _summary(answer, draws)[1]
        found, wanted = np.mean(spreads**2), np.mean((np.mean(draws, axis=1) - 1.0) ** 2)
        if not close(found, wanted):
            return (
                f"Over all runs of {draws.shape[1]} draws from −1, 0 and 4, each with probability "
                f"1/3, the variance of the mean is {describe(wanted)}; the squares of your spreads "
                f"are {describe(found)} on average."
            )
    return True


def _of_its_own_draws(answer: Answer) -> bool | str:
    together = _summary(answer, SOME)[1]
    for row, spread in zip(SOME, together, strict=True):
        for draws in (row, row[::-1]):
            alone = _summary(answer, draws[None, :])[1, 0]
            if not close(alone, spread):
                return (
                    f"For the run {draws.tolist()} alone your spread is {describe(alone)}; in a "
                    f"table with others, {describe(spread)}."
                )
    return True


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
    return bool(abs(few / many - 2) < 0.01) or (
        f"For 200 draws your spread is {describe(few)}, for 800 of the same law {describe(many)}."
    )


def _keeps_its_digits(answer: Answer) -> bool | str:
    near, far = _summary(answer, SOME)[1], _summary(answer, SOME + [[1e8], [0.0], [-2e8]])[1]
    i = int(np.argmax(abs(near - far)))
    return close(near, far, 1e-6) or (
        "With 100,000,000 added to one run and twice that taken off another, a spread goes from "
        f"{describe(near[i])} to {describe(far[i])}."
    )


REPAIRED_SUMMARY = [
    Property(
        "returns two numbers for each run: as many means as rows, and as many spreads",
        lambda answer: len(_summary(answer, SOME).T) == len(SOME),
        "return two lists, the means and the spreads, with an entry for each row. Along which axis "
        "do the draws of one run lie?",
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
        "by what is σ divided: not at all, by n or √n?",
    ),
    Property(
        "each spread comes from all the draws of its own run",
        _of_its_own_draws,
        "a run knows nothing of the other rows, and the order of its draws does not matter.",
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
        "take off the mean of the run first, then square.",
    ),
]


EXERCISES = {"probability.random_variables.repaired_summary": REPAIRED_SUMMARY}
