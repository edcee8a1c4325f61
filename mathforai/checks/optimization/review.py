"""Checks for the mixed review problems of chapter 4.

Counts of steps are tried by walking, a training loop on slopes that it has not seen.
"""

import math
from typing import Any

import numpy as np

from mathforai.checks.properties import Answer, NotYet, Property, close, describe, number

# steps_needed(curvatures, fraction): the fewest steps with the best single rate

_RAVINES = [
    ([1.0, 100.0], 1e-6),
    ([2.0, 3.0, 50.0], 0.01),
    ([0.3, 12.0], 0.5),
    ([7.0, 1.0], 1e-3),
    ([1.0, 3.0], 0.25),
]


def _count(answer: Answer, curvatures: list[float], fraction: float) -> int:
    steps = number(answer(np.array(curvatures), fraction))
    if steps != round(steps) or not 0 <= steps < math.inf:
        raise NotYet(f"Wanted a whole number of steps; your function returned {describe(steps)}.")
    return int(steps)


def _kept(curvatures: list[float], steps: int) -> float:
    """Return what the slowest direction keeps after so many steps with the best single rate."""
    low, high = min(curvatures), max(curvatures)
    rate = 2 / (low + high)
    return max(abs(1 - rate * c) for c in curvatures) ** steps


def _enough(answer: Answer, curvatures: list[float], fraction: float) -> bool | str:
    steps = _count(answer, curvatures, fraction)
    kept = _kept(curvatures, steps)
    return kept <= fraction * (1 + 1e-9) or (
        f"After your {steps} steps with curvatures {curvatures} a direction still keeps "
        f"{describe(kept)} of its distance."
    )


def _fewest(answer: Answer, curvatures: list[float], fraction: float) -> bool | str:
    steps = _count(answer, curvatures, fraction)
    return (
        steps == 0
        or _kept(curvatures, steps - 1) > fraction * (1 + 1e-9)
        or (f"With curvatures {curvatures} fewer than your {steps} steps do it too.")
    )


def _others(answer: Answer) -> bool | str:
    for case in _RAVINES[1:]:
        for holds in (_enough, _fewest):
            seen = holds(answer, *case)
            if seen is not True:
                return seen
    return True


STEPS_NEEDED = [
    Property(
        "returns a whole number for curvatures 1 and 100",
        lambda answer: _count(answer, *_RAVINES[0]) >= 0,
        "steps come whole: round up.",
    ),
    Property(
        "that many steps are enough",
        lambda answer: _enough(answer, *_RAVINES[0]),
        "which rate is best for both directions at once, and what does each keep of its distance?",
    ),
    Property(
        "one step fewer is not",
        lambda answer: _fewest(answer, *_RAVINES[0]),
        "it is enough when the power of the factor is at the fraction.",
    ),
    Property(
        "also for ravines it has not seen, in any order",
        _others,
        "only the smallest and the largest curvature count.",
    ),
    Property(
        "a bowl that is equally steep everywhere takes one step",
        lambda answer: _count(answer, [4.0, 4.0], 1e-6) == 1,
        "the best rate for equal curvatures is 1/λ. Where does one step land?",
    ),
]


# repaired_run(gradient, start, epochs, rates, momentum): two bugs

_EPOCHS = [[3.0, -1.0], [2.0, 5.0], [-4.0, 1.0]]
_RATES = [0.1, 0.2, 0.4, 0.3, 0.05, 0.15]


def _run(
    answer: Answer, epochs: list[list[float]], rates: list[float], momentum: float
) -> tuple[float, float]:
    """Return the answer's last weight, and the right one."""

    def gradient(w: Any, batch: Any) -> Any:
        return 0.5 * w - batch

    found = number(answer(gradient, 8.0, [list(e) for e in epochs], list(rates), momentum))
    w, u = 8.0, 0.0
    for rate, batch in zip(rates, [b for e in epochs for b in e], strict=True):
        u = momentum * u + gradient(w, batch)
        w = w - rate * u
    return found, w


def _agrees(
    answer: Answer, epochs: list[list[float]], rates: list[float], momentum: float, what: str
) -> bool | str:
    found, wanted = _run(answer, epochs, rates, momentum)
    return close(found, wanted) or f"{what} you arrive at {describe(found)}."


REPAIRED_RUN = [
    Property(
        "takes one step for a single batch",
        lambda answer: _agrees(
            answer, [[3.0]], [0.1], 0.9, "From 8, with the slope 1 and the rate 0.1,"
        ),
        "one batch, one step: the weight minus the rate times the slope.",
    ),
    Property(
        "uses a rate of its own for each batch of an epoch",
        lambda answer: _agrees(
            answer, _EPOCHS[:1], _RATES[:2], 0.0, "In one epoch of two batches, no momentum,"
        ),
        "there are as many rates as batches. What does the index of the rate count?",
        stops=False,
    ),
    Property(
        "keeps its velocity from one epoch to the next",
        lambda answer: _agrees(
            answer, _EPOCHS[:2], [0.1] * 4, 0.9, "In two epochs at the constant rate 0.1"
        ),
        "an epoch ends, and the valley is still the same. Should the walk stop there?",
        stops=False,
    ),
    Property(
        "walks three epochs as one long run",
        lambda answer: _agrees(answer, _EPOCHS, _RATES, 0.5, "After three epochs"),
        "cut into other epochs, the same batches make the same walk.",
    ),
]


EXERCISES = {
    "optimization.review.steps_needed": STEPS_NEEDED,
    "optimization.review.repaired_run": REPAIRED_RUN,
}
