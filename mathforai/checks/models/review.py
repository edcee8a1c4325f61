"""Checks for the problems of chapter 8's last page, Attention from nothing.

The step is compared with slopes that are measured by nudging the context; no gradient stands here.
"""

import numpy as np

from mathforai.checks.properties import Answer, NotYet, Property, close, describe, numbers

# raised(E, h, target, T, learning_rate): one step downhill of the loss at a temperature

NUDGE = 1e-5
TABLE = np.array([[2.0, 0, 0, 0], [0, 0, 2, 0], [2, 2, 0, 0], [0, 0, 0, 2], [-2, 0, 2, 0]])
CONTEXT = np.array([1.5, -1.0, 1.0, 0.05])


def _raised(
    answer: Answer, table: np.ndarray, h: np.ndarray, target: int, temperature: float, rate: float
) -> np.ndarray:
    """Return where the learner's step ends, after a look at what it did to its inputs."""
    given = table.copy(), h.copy()
    found = answer(*given, target, temperature, rate)
    if not (np.array_equal(given[0], table) and np.array_equal(given[1], h)):
        raise NotYet("Your function changed the table or the context that it was given.")
    return numbers(found, h.shape)


def _loss(table: np.ndarray, h: np.ndarray, target: int, temperature: float) -> float:
    z = table @ h / temperature
    return float(np.log(np.sum(np.exp(z - z.max()))) + z.max() - z[target])


def _slopes(table: np.ndarray, h: np.ndarray, target: int, temperature: float) -> np.ndarray:
    ends = [
        [_loss(table, h + sign * nudge, target, temperature) for nudge in NUDGE * np.eye(h.size)]
        for sign in (1, -1)
    ]
    return (np.array(ends[0]) - np.array(ends[1])) / (2 * NUDGE)


def _has_shape(answer: Answer) -> bool | str:
    _raised(answer, TABLE, CONTEXT, 0, 1.0, 0.1)
    _raised(answer, TABLE[:2, :3], CONTEXT[:3], 1, 1.0, 0.1)
    return True


def _goes_down(answer: Answer) -> bool | str:
    for target in range(len(TABLE)):
        there = _raised(answer, TABLE, CONTEXT, target, 1.0, 0.01)
        before, after = (_loss(TABLE, h, target, 1.0) for h in (CONTEXT, there))
        if not after < before:
            return f"For target {target} the loss went from {describe(before)} to {describe(after)}"
    return True


def _follows_the_slopes(answer: Answer, temperature: float) -> bool | str:
    for target in range(len(TABLE)):
        slopes = _slopes(TABLE, CONTEXT, target, temperature)
        for rate in (0.5, 0.25):
            there = _raised(answer, TABLE, CONTEXT, target, temperature, rate)
            if not close(there, CONTEXT - rate * slopes, 1e-7):
                return (
                    f"With temperature {temperature:g}, target {target} and learning rate {rate} "
                    "the measured slopes lead to another place."
                )
    return True


def _survives(answer: Answer) -> bool | str:
    there = _raised(answer, 1e4 * np.eye(2), np.array([1.0, -1.0]), 1, 1.0, 1e-4)
    return close(there, [0.0, 0.0]) or "With the logits 10,000 and −10,000 the step is another one."


RAISED = [
    Property(
        "returns a new context in the shape of h, and changes nothing that came in",
        _has_shape,
        "one number for each entry of h.",
    ),
    Property(
        "the loss of the target falls",
        _goes_down,
        "which way does the gradient point, and which way does the step go?",
    ),
    Property(
        "at temperature 1 the step follows the measured slopes",
        lambda answer: _follows_the_slopes(answer, 1.0),
        "what is the gradient for the logits, and what does E make of it on the way back to h?",
    ),
    Property(
        "at other temperatures too",
        lambda answer: all(
            _follows_the_slopes(answer, temperature) is True for temperature in (0.5, 3.0)
        ),
        "the temperature divides the logits: once on the way there, and what on the way back?",
    ),
    Property(
        "survives logits of 10,000",
        _survives,
        "what can you take off all logits without changing a probability?",
    ),
]

EXERCISES = {"models.review.raised": RAISED}
