"""Checks for the exercises of 4.2, Conditioning and momentum.

Each check runs the answer on gradients of its own and looks at the steps that come out.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from mathforai.checks.properties import Answer, Property, close, describe, numbers

Gradient = Callable[[Any], Any]


def _waves(w: Any) -> Any:
    """Return a slope that is no straight line, so that a formula for quadratics does not pass."""
    return np.sin(w) + w / 2


def _pull(w: Any) -> Any:
    """Return the gradient 4 (w - 3): a minimum that is not at 0."""
    return 4 * (w - 3)


def _path(
    answer: Answer,
    gradient: Gradient,
    start: Any = 10,
    *,
    rate: float = 0.1,
    momentum: float = 0.5,
    steps: int = 5,
) -> np.ndarray:
    """Return all positions, shape (steps + 1,) and the shape of start."""
    found = answer(gradient, start, rate, momentum, steps)
    return numbers(found, (steps + 1, *np.shape(start)))


def _has_all_positions(answer: Answer) -> bool | str:
    return _path(answer, _pull).size == 6 and _path(answer, _pull, steps=0).size == 1


def _begins_at_start(answer: Answer) -> bool | str:
    first = _path(answer, _pull)[0]
    return close(first, 10.0) or f"From start 10 your first position is {describe(first)}."


# from_positions(gradient, start, learning_rate, momentum, steps): no velocity


def _first_step_is_plain(answer: Answer) -> bool | str:
    second = _path(answer, _pull, momentum=0.9)[1]
    return close(second, 7.2) or (
        f"From 10 with slope 28 and learning rate 0.1 your first step ends at {describe(second)}."
    )


def _is_descent_without_momentum(answer: Answer) -> bool | str:
    w = _path(answer, _waves, momentum=0.0)
    return close(np.diff(w), -0.1 * _waves(w[:-1]))


def _two_before(answer: Answer, gradient: Gradient, rate: float, beta: float, w0: Any) -> bool:
    w = _path(answer, gradient, w0, rate=rate, momentum=beta, steps=9)
    steps = np.diff(w, axis=0)
    slopes = np.array([gradient(v) for v in w[1:-1]])
    return close(steps[1:], beta * steps[:-1] - rate * slopes, 1e-8)


def _keeps_its_rule(answer: Answer) -> bool | str:
    rng = np.random.default_rng(42)  # the same inputs at every call
    return all(
        _two_before(answer, _waves, rng.uniform(0.01, 0.2), rng.uniform(0.2, 0.95), start)
        for start in rng.uniform(-9, 9, size=4)
    )


_LINKED = np.array([[2.0, 1.0, 0.0], [1.0, 2.0, 1.0], [0.0, 1.0, 2.0]])


def _linked(w: Any) -> Any:
    """Return the slopes of three weights, each of which changes its neighbours' slopes."""
    return _LINKED @ w - np.sin(w)


def _leaves_its_start(answer: Answer, start: np.ndarray) -> bool | str:
    before = start.copy()
    _path(answer, _linked, start)
    return close(start, before) or "Your function changed the array that it was given as start."


def _takes_arrays(answer: Answer) -> bool | str:
    start = np.array([2.0, -5.0, 7.0])
    said = _leaves_its_start(answer, start)
    return said if said is not True else _two_before(answer, _linked, 0.1, 0.8, start)


FROM_POSITIONS = [
    Property(
        "returns steps + 1 positions for the gradient 4 (w − 3) from 10",
        _has_all_positions,
        "five steps make six positions: the start is one of them.",
    ),
    Property("begins with the start", _begins_at_start, "what is stored before the first step?"),
    Property(
        "the first step is that of gradient descent",
        _first_step_is_plain,
        "the velocity before it is 0. Which position before the start says that?",
    ),
    Property(
        "with momentum 0 every step is that of gradient descent",
        _is_descent_without_momentum,
        "at which position do you ask for the gradient?",
    ),
    Property(
        "each later step is momentum times the last step, minus learning rate times the slope, "
        "also where the slope is no straight line",
        _keeps_its_rule,
        "the last step was now minus before. Are both moved on in the right order?",
    ),
    Property(
        "works for an array of weights",
        _takes_arrays,
        "does a line change an array in place that is stored already?",
    ),
]


# repaired_average(gradient, start, learning_rate, momentum, steps): find the bugs


def _rests_at_the_minimum(answer: Answer) -> bool | str:
    last = _path(answer, _pull, 3.0)[-1]
    return close(last, 3.0) or (
        f"The minimum is at 3, and from there your program walks to {describe(last)}."
    )


def _steps_on_a_slope(answer: Answer, steps: int) -> np.ndarray:
    """Return the lengths of the steps on a slope that is always 1, at learning rate 1."""
    return -np.diff(_path(answer, lambda w: 1.0, 0.0, rate=1.0, momentum=0.9, steps=steps))


def _remembers(answer: Answer) -> bool | str:
    first, second = _steps_on_a_slope(answer, 2)
    return second > 1.5 * first or (
        "On a slope that is always 1, with momentum 0.9, your first two steps are "
        f"{describe(first)} and {describe(second)} long."
    )


def _is_an_average(answer: Answer) -> bool | str:
    last = _steps_on_a_slope(answer, 300)[-1]
    return close(last, 1.0) or (
        f"On a slope that is always 1, at learning rate 1, your steps become {describe(last)} long."
    )


def _averages(answer: Answer, gradient: Gradient, start: Any, rate: float, beta: float) -> bool:
    w = _path(answer, gradient, start, rate=rate, momentum=beta, steps=8)
    averages = -np.diff(w, axis=0) / rate
    before = np.concatenate([0 * averages[:1], averages[:-1]])
    slopes = np.array([gradient(v) for v in w[:-1]])
    return close(averages, beta * before + (1 - beta) * slopes, 1e-7)


def _averages_the_slopes(answer: Answer) -> bool | str:
    rng = np.random.default_rng(43)
    for start in rng.uniform(-9, 9, size=3):
        if not _averages(answer, _waves, start, rng.uniform(0.05, 0.3), rng.uniform(0.3, 0.9)):
            return "On one of them the steps are not the learning rate times the average."
    return True


def _averages_arrays(answer: Answer) -> bool | str:
    start = np.array([2.0, -5.0, 7.0])
    said = _leaves_its_start(answer, start)
    return said if said is not True else _averages(answer, _linked, start, 0.2, 0.7)


REPAIRED_AVERAGE = [
    Property(
        "returns steps + 1 positions for the gradient 4 (w − 3) from 10",
        _has_all_positions,
        "five steps make six positions: the start is one of them.",
    ),
    Property("begins with the start", _begins_at_start, "what is stored before the first step?"),
    Property(
        "stays at the minimum when it starts there, also where that is not 0",
        _rests_at_the_minimum,
        "the slope is 0 and so is the average. What else moves w?",
        stops=False,
    ),
    Property(
        "remembers: on a constant slope the second step is longer than the first",
        _remembers,
        "how long does the average live?",
    ),
    Property(
        "averages: on a constant slope of 1 the average comes to 1",
        _is_an_average,
        "an average of ones is one. With which weights do the old average and the new slope enter?",
    ),
    Property(
        "each step is the learning rate times the average, on slopes it has not seen",
        _averages_the_slopes,
        "work out the first two steps by hand, from m = 0.",
    ),
    Property(
        "works for an array of weights",
        _averages_arrays,
        "does a line change an array in place that is stored already?",
    ),
]


EXERCISES = {
    "optimization.momentum.from_positions": FROM_POSITIONS,
    "optimization.momentum.repaired_average": REPAIRED_AVERAGE,
}
