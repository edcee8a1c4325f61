"""Checks for the exercises of 2.2, Gradients and contours.

Each check hands in functions whose slopes it knows, and looks at what comes back and at what became
of the input; none holds an answer to copy.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from mathforai.checks.properties import Answer, Property, close, describe, numbers

Function = Callable[[Any], Any]


def _measured(answer: Answer, function: Function, w: np.ndarray, h: float = 1e-5) -> np.ndarray:
    return numbers(answer(function, w, h), w.shape)


# repaired_gradient(function, w, h): find the bugs


def _plane(w: Any) -> Any:
    """Return 3 a + 5 b - 2 c, the same slopes everywhere."""
    return 3 * w[0] + 5 * w[1] - 2 * w[2]


def _slopes_of_a_plane(answer: Answer) -> bool | str:
    found = _measured(answer, _plane, np.array([1.0, 2.0, 4.0]))
    if close(found, [3, 5, -2], 1e-6):
        return True
    seen = ", ".join(describe(slope) for slope in found)
    return f"Of 3a + 5b − 2c your slopes at (1, 2, 4) are {seen}."


def _leaves_w_alone(answer: Answer) -> bool | str:
    w = np.array([1.0, 2.0, 4.0])
    answer(_plane, w, 1e-5)
    return bool(np.array_equal(w, [1, 2, 4])) or "After the call w was no longer (1, 2, 4)."


def _takes_whole_numbers(answer: Answer) -> bool | str:
    for kind in ("int64", "float32"):
        found = _measured(answer, _plane, np.array([1, 2, 4], dtype=kind))
        if not close(found, [3, 5, -2], 1e-6):
            seen = ", ".join(describe(slope) for slope in found)
            return f"With w = np.array([1, 2, 4], dtype={kind!r}) your slopes are {seen}."
    return True


def _is_central(answer: Answer) -> bool | str:
    """At a = 1 the slope of 100a² + a³ is 203; central differences add h² to it, others more."""
    w = np.array([1.0, -2.0])
    for h, right in ((0.1, 203.01), (0.3, 203.09)):
        found = _measured(answer, lambda w: 100 * w[0] ** 2 + w[0] ** 3 + w[1], w, h)
        if not close(found, [right, 1], 1e-6):
            return (
                f"With h = {h}, central differences give the slopes {right} and 1 of "
                f"100a² + a³ + b at (1, −2); yours are {_five(found[0])} and {_five(found[1])}."
            )
    return True


def _five(slope: float) -> str:
    return f"{slope:.5g}".replace("-", "−")


def _any_shape(answer: Answer) -> bool | str:
    rng = np.random.default_rng(22)
    for shape in ((2, 3), (1,), (), (2, 1, 2)):
        w, slopes = rng.normal(size=shape), rng.normal(size=shape)
        seen: list[tuple[int, ...]] = []

        def function(w: Any, slopes: Any = slopes, seen: Any = seen) -> Any:
            seen.append(np.shape(w))
            return np.sum(slopes * np.reshape(w, slopes.shape))

        if not close(_measured(answer, function, w), slopes, 1e-6):
            return f"With w of shape {shape} it is not."
        if set(seen) != {shape}:
            return f"With w of shape {shape} the function was given shape {seen[0]}."
    return True


REPAIRED_GRADIENT = [
    Property(
        "returns one slope for each knob, in the shape of w",
        lambda answer: _measured(answer, _plane, np.array([1.0, 2.0, 4.0])).size == 3,
        "three knobs have three slopes.",
    ),
    Property(
        "finds the slopes of a plane",
        _slopes_of_a_plane,
        "when the second knob is turned, where does the first one stand?",
    ),
    Property(
        "leaves w as it was",
        _leaves_w_alone,
        "an array is handed over, not copied: whoever writes into it writes into the caller's.",
        stops=False,
    ),
    Property(
        "takes whole numbers and float32",
        _takes_whole_numbers,
        "an array of whole numbers cuts off what is behind the point, and float32 keeps seven "
        "digits, without a word.",
        stops=False,
    ),
    Property(
        "takes central differences with the given h",
        _is_central,
        "one-sided differences see the bend of the curve. Nudge by h, to both sides.",
        stops=False,
    ),
    Property(
        "is right for a matrix of knobs, and for one knob that is no list",
        _any_shape,
        "np.ndindex(w.shape) goes through the places of an array of any shape.",
    ),
]


EXERCISES = {
    "calculus.gradients.repaired_gradient": REPAIRED_GRADIENT,
}
