"""Checks for the exercises of 4.4, Adam from first principles.

Each check feeds gradients of its own and looks at how far the weights move.
"""

from typing import Any

import numpy as np

from mathforai.checks.properties import Answer, NotYet, Property, close, describe, numbers
from mathforai.optimization import adam_step_ratio

RATE = 0.25


# corrected_rates(learning_rate, betas, steps): the bias correction, put into the rate

USUAL = (0.9, 0.999)


def _rates(answer: Answer, betas: tuple[float, float] = USUAL, steps: int = 12) -> np.ndarray:
    rates = numbers(answer(RATE, betas, steps), (steps,))
    if not np.all((rates > 0) & np.isfinite(rates)):
        raise NotYet(
            "Wanted positive rates; one of yours is "
            f"{describe(rates[~((rates > 0) & np.isfinite(rates))][0])}."
        )
    return rates


def _raw(gradients: np.ndarray, betas: tuple[float, float]) -> np.ndarray:
    return adam_step_ratio(gradients, betas=betas, eps=0, corrected=False)


def _first_is_right(answer: Answer) -> bool | str:
    step = _rates(answer)[0] * _raw(np.ones(1), USUAL)[0]
    return close(step, RATE) or (
        f"At learning rate {RATE} the first step with your rate is {describe(step)} long."
    )


def _steady_is_right(answer: Answer) -> bool | str:
    steps = _rates(answer) * _raw(np.full(12, 7.0), USUAL)
    wrong = np.flatnonzero(~np.isclose(steps, RATE, rtol=1e-9))
    if not wrong.size:
        return True
    return (
        f"At learning rate {RATE}, with a gradient that is always 7, your step {wrong[0] + 1} is "
        f"{describe(steps[wrong[0]])} long."
    )


def _any_betas(answer: Answer) -> bool | str:
    rng = np.random.default_rng(44)
    for betas in ((0.8, 0.95), (0.0, 0.99), (0.5, 0.25)):
        gradients = rng.normal(size=20)
        ours = RATE * adam_step_ratio(gradients, betas=betas, eps=0)
        if not close(_rates(answer, betas, 20) * _raw(gradients, betas), ours):
            return f"With the betas {betas} the steps are not those of Adam."
    return True


CORRECTED_RATES = [
    Property(
        "returns one positive rate for each step",
        lambda answer: _rates(answer).size == 12,
        "the counter in the correction begins at 1, and the result is an array.",
    ),
    Property(
        "makes the first step as long as the learning rate",
        _first_is_right,
        "after one step m is (1 − β₁) g and v is (1 − β₂) g². What does m divided by the root "
        "of v lack?",
    ),
    Property(
        "makes every step as long as the learning rate where the gradient is steady",
        _steady_is_right,
        "the two corrections fade at different speeds; each has the step number in its exponent.",
    ),
    Property(
        "gives the steps of Adam for other betas and other gradients",
        _any_betas,
        "do your rates use the betas that come in?",
    ),
]


# repaired_adam(gradient, start, learning_rate, steps): find the bugs


def _path(answer: Answer, slope: Any, start: np.ndarray, steps: int = 6) -> np.ndarray:
    """Return the positions of a walk on a gradient that does not write into its input."""
    with np.errstate(all="ignore"):
        return numbers(answer(slope, start, RATE, steps), (steps + 1, *start.shape))


def _uphill(w: Any) -> Any:
    return 1 + 0 * w


def _begins_at_start(answer: Answer) -> bool | str:
    start = np.array([3.0, 2.0])
    path = _path(answer, _uphill, start)
    if not close(start, [3.0, 2.0]):
        return "After the call the caller's start has changed."
    return close(path[0], start) or f"From (3, 2) your first row is {path[0].round(3)}."


def _first_step(answer: Answer) -> bool | str:
    for size in (1.0, 1e4, 1e-4):
        path = _path(answer, lambda w, size=size: size * np.sign(w), np.array([3.0, -2.0]))
        step = path[0] - path[1]
        if not close(step, [RATE, -RATE], 2e-4):
            return (
                f"At learning rate {RATE} and gradients of {describe(size)} and "
                f"{describe(-size)} your first step is {step.round(4)}."
            )
    return True


def _later_steps(answer: Answer) -> bool | str:
    rng = np.random.default_rng(44)
    for _ in range(3):
        curvatures, start = np.exp(rng.normal(size=3)), rng.normal(scale=2, size=3)
        path = _path(answer, lambda w, c=curvatures: c * w, start, 20)
        wanted = adam_step_ratio(curvatures * path[:-1])
        if not close(-np.diff(path, axis=0) / RATE, wanted, 1e-6):
            return "On one parabola the later steps are not those of Adam."
    return True


REPAIRED_ADAM = [
    Property(
        "returns a row of numbers for each position, steps + 1 in all",
        lambda answer: _path(answer, _uphill, np.array([3.0, 2.0])).size == 14,
        "what is 1 − 0.9ᵗ at the first t? And the start has a row too.",
    ),
    Property(
        "begins with the start and leaves the caller's start as it was",
        _begins_at_start,
        "w −= ... writes into the array that w names. Who else has a name for it?",
    ),
    Property(
        "takes a first step as long as the learning rate, whatever the size of the gradient",
        _first_step,
        "what does v average, and is the small number inside the root or beside it?",
    ),
    Property(
        "takes Adam's steps afterwards",
        _later_steps,
        "work out the second step for a steady gradient by hand.",
    ),
]


EXERCISES = {
    "optimization.adam.corrected_rates": CORRECTED_RATES,
    "optimization.adam.repaired_adam": REPAIRED_ADAM,
}
