"""Checks for the exercises of 4.1, Gradient descent and the learning rate.

Each check tries the answer on the loss or the gradient itself and looks at what happens to w; none
holds an answer to copy.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from mathforai.checks.properties import (
    Answer,
    NotYet,
    Property,
    close,
    describe,
    number,
    numbers,
)
from mathforai.optimization import quadratic_gradient, quadratic_loss

Gradient = Callable[[Any], Any]


# The annotations are strings: numpy.random would take its time at import.
def _rng() -> "np.random.Generator":
    return np.random.default_rng(41)  # the same inputs at every call


def _parabola(rng: "np.random.Generator") -> tuple[Gradient, Gradient]:
    """Return the loss and the gradient of a parabola that the learner has not seen."""
    minimum, curvature = rng.uniform(-9, 9), 10 ** rng.uniform(-2, 2)
    return (
        lambda w: quadratic_loss(w, minimum=minimum, curvature=curvature),
        lambda w: quadratic_gradient(w, minimum=minimum, curvature=curvature),
    )


# largest_safe_learning_rate(gradient): the border between closing in and flying off


class _Probe:
    """A gradient that counts how often it is asked."""

    def __init__(self, gradient: Gradient) -> None:
        self._gradient = gradient
        self.calls = 0

    def __call__(self, w: Any) -> Any:
        self.calls += 1
        return self._gradient(w)


def _rate(answer: Answer, gradient: Gradient) -> float:
    rate = number(answer(gradient))
    if not 0 < rate < math.inf:
        raise NotYet(f"Wanted a positive learning rate; your function returned {describe(rate)}.")
    return rate


def _steep(w: Any) -> Any:
    """Return the gradient 8 (w - 3): of 2 (w - 3), half the curvature would pass for the border."""
    return quadratic_gradient(w, curvature=8.0)


def _growth(gradient: Gradient, learning_rate: float) -> float:
    """Return by what number one step of this size multiplies the distance to the minimum."""
    w = 20.0  # no parabola used here has its minimum near
    return abs(gradient(w - learning_rate * gradient(w)) / gradient(w))


def _multiplies(growth: float) -> str:
    return f"a step multiplies the distance to the minimum by {describe(growth)}."


def _closes_in(answer: Answer) -> bool | str:
    growth = _growth(_steep, 0.999 * _rate(answer, _steep))
    return growth < 1 or f"Just below your rate {_multiplies(growth)}"


def _flies_off(answer: Answer) -> bool | str:
    growth = _growth(_steep, 1.001 * _rate(answer, _steep))
    return growth > 1 or f"Just above your rate {_multiplies(growth)}"


def _finds_borders(answer: Answer) -> bool | str:
    rng = _rng()
    for _ in range(6):
        _, gradient = _parabola(rng)
        growth = _growth(gradient, _rate(answer, gradient))
        if not close(growth, 1.0, 1e-6):
            return f"On one of them, at your rate {_multiplies(growth)}"
    return True


def _asks_twice(answer: Answer) -> bool | str:
    probe = _Probe(_parabola(_rng())[1])
    _rate(answer, probe)
    return probe.calls <= 2 or f"Your function asked for the gradient {probe.calls} times."


LARGEST_SAFE_LEARNING_RATE = [
    Property(
        "returns one positive number for the gradient 8 (w − 3)",
        lambda answer: _rate(answer, _steep) > 0,
        "the gradient comes in as a function: call it at a w of your choice.",
    ),
    Property(
        "just below it, a step brings w nearer",
        _closes_in,
        "how far may one step jump and still land nearer to the minimum than it began?",
    ),
    Property(
        "just above it, a step takes w farther away",
        _flies_off,
        "your rate is safe, but it is not the largest: a step may also jump across the minimum.",
    ),
    Property(
        "finds the border of parabolas it has not seen",
        _finds_borders,
        "one slope does not tell a steep parabola with its minimum near from a flat one with its "
        "minimum far. What about two slopes?",
    ),
    Property(
        "asks for the gradient twice at most",
        _asks_twice,
        "a straight line is known from two of its points, and this gradient is one.",
    ),
]


# repaired_descent(gradient, loss, start, learning_rate, steps): find the bugs


def _walk(
    answer: Answer, gradient: Gradient, loss: Gradient, *, rate: float = 0.1, steps: int = 5
) -> np.ndarray:
    """Return the weights and the losses, shape (2, steps + 1)."""
    return numbers(answer(gradient, loss, 10.0, rate, steps), (2, steps + 1))


def _begins_at_start(answer: Answer) -> bool | str:
    weights, _ = _walk(answer, quadratic_gradient, quadratic_loss)
    return close(weights[0], 10.0) or f"From start 10 your first weight is {describe(weights[0])}."


def _losses_match(answer: Answer) -> bool | str:
    for t, (w, loss) in enumerate(_walk(answer, quadratic_gradient, quadratic_loss).T):
        if not close(loss, quadratic_loss(w)):
            return (
                f"At entry {t} your weight is {describe(w)} and your loss {describe(loss)}, "
                f"but the loss of that weight is {describe(quadratic_loss(w))}."
            )
    return True


def _goes_down(answer: Answer) -> bool | str:
    before, after = _walk(answer, quadratic_gradient, quadratic_loss)[0, :2]
    return abs(after - 3) < abs(before - 3) or (
        f"The minimum is at 3, and your first update goes from {describe(before)} "
        f"to {describe(after)}."
    )


def _steps_are_right(answer: Answer) -> bool | str:
    rng = _rng()
    for _ in range(4):
        loss, gradient = _parabola(rng)
        rate = rng.uniform(0.002, 0.02)
        weights, _ = _walk(answer, gradient, loss, rate=rate, steps=7)
        if not close(np.diff(weights) / rate, -gradient(weights[:-1]), 1e-6):
            return "On one of them the steps are not the learning rate times the gradient."
    return True


REPAIRED_DESCENT = [
    Property(
        "returns the weights and the losses, steps + 1 of each",
        lambda answer: _walk(answer, quadratic_gradient, quadratic_loss).size == 12,
        "the start has an entry too: five updates make six weights and six losses.",
    ),
    Property(
        "begins with the start",
        _begins_at_start,
        "what is stored before the first update?",
    ),
    Property(
        "each loss belongs to the weight beside it",
        _losses_match,
        "between the line that computes the loss and the line that stores w, does w change?",
        stops=False,
    ),
    Property(
        "the first update goes downhill",
        _goes_down,
        "the gradient points uphill. Which way do you go?",
    ),
    Property(
        "each update is the learning rate times the gradient, on parabolas it has not seen",
        _steps_are_right,
        "print the first two weights and work out the step between them by hand.",
    ),
]


EXERCISES = {
    "optimization.gradient_descent.largest_safe_learning_rate": LARGEST_SAFE_LEARNING_RATE,
    "optimization.gradient_descent.repaired_descent": REPAIRED_DESCENT,
}
