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
SINGLE = 1e-4  # an answer in float32 is right too, and 1 − 0.999ᵗ loses digits there


def _rates(
    answer: Answer, betas: tuple[float, float] = USUAL, steps: int = 12, rate: float = RATE
) -> np.ndarray:
    rates = numbers(answer(rate, betas, steps), (steps,))
    if not np.all((rates > 0) & np.isfinite(rates)):
        raise NotYet(
            "Wanted positive rates; one of yours is "
            f"{describe(rates[~((rates > 0) & np.isfinite(rates))][0])}."
        )
    return rates


def _raw(gradients: np.ndarray, betas: tuple[float, float]) -> np.ndarray:
    return adam_step_ratio(gradients, betas=betas, eps=0, corrected=False)


def _first_is_right(answer: Answer) -> bool | str:
    for rate in (RATE, 0.02):
        step = _rates(answer, rate=rate)[0] * _raw(np.ones(1), USUAL)[0]
        if not close(step / rate, 1, SINGLE):
            return (
                f"At learning rate {rate} the first step with your rate is {describe(step)} long."
            )
    return True


def _steady_is_right(answer: Answer) -> bool | str:
    steps = _rates(answer) * _raw(np.full(12, 7.0), USUAL)
    wrong = np.flatnonzero(~np.isclose(steps, RATE, rtol=SINGLE))
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
        if not close(_rates(answer, betas, 20) * _raw(gradients, betas), ours, SINGLE):
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


def _path(
    answer: Answer, slope: Any, start: np.ndarray, steps: int = 6, rate: float = RATE
) -> np.ndarray:
    """Return the positions of a walk on a gradient that does not write into its input."""
    with np.errstate(all="ignore"):
        return numbers(answer(slope, start, rate, steps), (steps + 1, *start.shape))


def _uphill(w: Any) -> Any:
    return 1 + 0 * w


def _begins_at_start(answer: Answer) -> bool | str:
    start = np.array([3.0, 2.0])
    path = _path(answer, _uphill, start)
    if not close(start, [3.0, 2.0]):
        return "After the call the caller's start has changed."
    return close(path[0], start) or f"From (3, 2) your first row is {path[0].round(3)}."


def _first_step(answer: Answer) -> bool | str:
    for size, rate in ((1.0, RATE), (1e4, RATE), (1e-4, RATE), (1.0, 0.02)):
        slope = lambda w, size=size: size * np.sign(w)  # noqa: E731
        path = _path(answer, slope, np.array([3.0, -2.0]), rate=rate)
        step = path[0] - path[1]
        if not close(step / rate, [1, -1], 8e-4):
            return (
                f"At learning rate {rate} and gradients of {describe(size)} and "
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


def _eps_is_there(answer: Answer) -> bool | str:
    with np.errstate(all="ignore"):
        rows = answer(lambda w: 1e-8 * np.sign(w), np.array([3.0, -2.0, 0.0]), RATE, 1)
    first, second = np.asarray(rows, dtype=float)
    step = first - second
    return close(step, [RATE / 2, -RATE / 2, 0], 1e-6) or (
        f"At learning rate {RATE} and gradients of 1e-8, -1e-8 and 0 your first step is "
        f"{step.round(4)}."
    )


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
        "what does v average? And the small number stands beside the root of v hat: not inside the "
        "root, and not beside a v without its hat.",
    ),
    Property(
        "takes Adam's steps afterwards",
        _later_steps,
        "work out the second step for a steady gradient by hand.",
    ),
    Property(
        "takes half a step where the gradient is as small as ε, and none where it is 0",
        _eps_is_there,
        "with ε = 1e-8 added to a root of 1e-8, the divisor is twice the gradient; and 0 divided "
        "by ε is 0.",
    ),
]


EXERCISES = {
    "optimization.adam.corrected_rates": CORRECTED_RATES,
    "optimization.adam.repaired_adam": REPAIRED_ADAM,
}
