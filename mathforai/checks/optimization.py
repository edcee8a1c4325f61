"""Checks for the exercises of chapter 4, Optimization.

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
from mathforai.optimization import contraction_factor, quadratic_gradient, quadratic_loss

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


# one_step(w): a single gradient step on L(w) = 5 (w + 1)^2 that lands on the minimum


def _lands_from_four(one_step: Answer) -> bool | str:
    landed = number(one_step(4.0))
    if close(landed, -1.0):
        return True
    return (
        f"From w = 4 your step is {describe(abs(4.0 - landed))} long "
        f"and lands on {describe(landed)}; the minimum is 5 away."
    )


def _lands_from_anywhere(one_step: Answer) -> bool | str:
    for w in _rng().normal(scale=30, size=8):
        landed = number(one_step(float(w)))
        if not close(landed, -1.0):
            return f"From w = {describe(w)} your step lands on {describe(landed)}."
    return True


def _steps_arrays(one_step: Answer) -> bool | str:
    starts = _rng().normal(scale=30, size=(2, 3))
    given = starts.copy()
    landed = numbers(one_step(given), (2, 3))
    if not np.array_equal(given, starts):
        return "Your function changed the array that it was given."
    return close(landed, -1.0)


ONE_STEP = [
    Property(
        "returns one number for one number",
        lambda one_step: math.isfinite(number(one_step(1.0))),
        "the new w is the old w minus the learning rate times the gradient at w.",
    ),
    Property(
        "lands on −1 from w = 4",
        _lands_from_four,
        "what is the curvature of this loss?",
    ),
    Property(
        "lands on −1 from any start",
        _lands_from_anywhere,
        "take the gradient at the w that comes in; the learning rate is the same for every w.",
    ),
    Property(
        "takes an array of starts, and leaves it as it was",
        _steps_arrays,
        "w - something makes a new array; w -= something changes the one that came in.",
    ),
]


# updates_needed(learning_rate, curvature, tolerance): the smallest number of updates, or inf


def _count(value: Any) -> float:
    count = number(value)
    if count < 0 or not (math.isinf(count) or count.is_integer()):
        raise NotYet(f"Wanted a whole number from 0 on; your function returned {describe(value)}.")
    return count


def _right_count(
    updates_needed: Answer, learning_rate: float, curvature: float, tolerance: float
) -> bool | str:
    inputs = (
        f"learning rate {describe(learning_rate)}, curvature {describe(curvature)}, "
        f"tolerance {describe(tolerance)}"
    )
    count = _count(updates_needed(learning_rate, curvature, tolerance))
    factor = abs(contraction_factor(learning_rate, curvature))
    if math.isinf(count):
        return f"For {inputs} you say never, but the distance does shrink."
    if factor**count > tolerance * (1 + 1e-9):
        return f"For {inputs} you say {count:.0f}, but then the distance is still too large."
    if count > 0 and factor ** (count - 1) <= tolerance * (1 - 1e-9):
        return f"For {inputs} you say {count:.0f}, but one update fewer is enough."
    return True


def _counts(updates_needed: Answer, low: float, high: float) -> bool | str:
    """Try learning rates between low / curvature and high / curvature."""
    rng = _rng()
    for _ in range(6):
        curvature = 10 ** rng.uniform(-1, 1)
        learning_rate = rng.uniform(low, high) / curvature
        outcome = _right_count(updates_needed, learning_rate, curvature, 10 ** rng.uniform(-6, -1))
        if outcome is not True:
            return outcome
    return True


def _one_is_enough(updates_needed: Answer) -> bool | str:
    count = _count(updates_needed(0.5, 2.0, 1e-6))
    return count == 1 or f"At learning rate 0.5 and curvature 2 you say {describe(count)}."


def _none_needed(updates_needed: Answer) -> bool | str:
    count = _count(updates_needed(0.1, 2.0, 1.0))
    return count == 0 or f"With tolerance 1 the start itself will do; you say {describe(count)}."


def _never(updates_needed: Answer) -> bool | str:
    for learning_rate, tolerance in ((1.0, 0.5), (1.1, 0.01), (30.0, 0.01)):
        count = number(updates_needed(learning_rate, 2.0, tolerance))
        if count != math.inf:
            return f"At learning rate {learning_rate:g} and curvature 2 you say {describe(count)}."
    return True


UPDATES_NEEDED = [
    Property(
        "returns a whole number",
        lambda updates_needed: math.isfinite(_count(updates_needed(0.1, 2.0, 0.01))),
        "count updates; half an update does not exist, so round in the direction that is safe.",
    ),
    Property(
        "is the smallest count that will do where w creeps",
        lambda updates_needed: _counts(updates_needed, 0.05, 0.95),
        "after t updates the distance is the start's distance times which power of which number?",
    ),
    Property(
        "is the smallest count that will do where w zigzags",
        lambda updates_needed: _counts(updates_needed, 1.05, 1.95),
        "what counts is the size of the factor; its sign only says on which side w is.",
    ),
    Property(
        "is 1 where the first step lands",
        _one_is_enough,
        "here the factor is 0, and its logarithm is of no help.",
        stops=False,
    ),
    Property(
        "is 0 where the start is near enough already",
        _none_needed,
        "try your function on tolerance 1: does it look before it steps?",
        stops=False,
    ),
    Property(
        "is math.inf where w never gets there",
        _never,
        "for which factors does the distance not shrink? Ask that before you count.",
    ),
]


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


def _growth(gradient: Gradient, learning_rate: float) -> float:
    """Return by what number one step of this size multiplies the distance to the minimum."""
    w = 20.0  # no parabola used here has its minimum near
    return abs(gradient(w - learning_rate * gradient(w)) / gradient(w))


def _multiplies(growth: float) -> str:
    return f"a step multiplies the distance to the minimum by {describe(growth)}."


def _closes_in(answer: Answer) -> bool | str:
    growth = _growth(quadratic_gradient, 0.999 * _rate(answer, quadratic_gradient))
    return growth < 1 or f"Just below your rate {_multiplies(growth)}"


def _flies_off(answer: Answer) -> bool | str:
    growth = _growth(quadratic_gradient, 1.001 * _rate(answer, quadratic_gradient))
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
        "returns one positive number for the gradient 2 (w − 3)",
        lambda answer: _rate(answer, quadratic_gradient) > 0,
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
    "optimization.gradient_descent.one_step": ONE_STEP,
    "optimization.gradient_descent.updates_needed": UPDATES_NEEDED,
    "optimization.gradient_descent.largest_safe_learning_rate": LARGEST_SAFE_LEARNING_RATE,
    "optimization.gradient_descent.repaired_descent": REPAIRED_DESCENT,
}
