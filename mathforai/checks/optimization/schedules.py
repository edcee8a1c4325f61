"""Checks for the exercises of 4.5, Schedules, warmup, clipping.

A schedule is tried on its ends and its shape, a training loop on slopes that it has not seen; none
holds an answer to copy.
"""

from typing import Any

import numpy as np

from mathforai.checks.properties import Answer, NotYet, Property, close, describe, numbers

# trapezoid(steps, peak, warmup, cooldown): up, flat, down to 0

_CASES = [(12, 0.6, 3, 4), (40, 0.05, 0, 10), (25, 2.0, 7, 1), (30, 0.3, 10, 19)]


def _trapezoid(answer: Answer, case: tuple[int, float, int, int] = _CASES[0]) -> np.ndarray:
    return numbers(answer(*case), (case[0],))


def _rises(answer: Answer) -> bool | str:
    rates = _trapezoid(answer)
    return close(rates[:4], [0.15, 0.3, 0.45, 0.6]) or (
        f"With peak 0.6 and warmup 3 your first four rates are {_list(rates[:4])}."
    )


def _holds(answer: Answer) -> bool | str:
    rates = _trapezoid(answer)
    return close(rates[3:8], 0.6) or (
        "With 12 steps, warmup 3 and cooldown 4 your rates at steps 3 to 7 are "
        f"{_list(rates[3:8])}."
    )


def _ends(answer: Answer) -> bool | str:
    last = _trapezoid(answer)[-1]
    return close(last, 0.0) or f"Your last rate is {describe(float(last))}."


def _falls(answer: Answer) -> bool | str:
    rates = _trapezoid(answer)[7:]
    falls = rates[:-1] - rates[1:]
    return close(falls, 0.15) or f"With peak 0.6 and cooldown 4 your rate falls by {_list(falls)}."


def _other_trapezoids(answer: Answer) -> bool | str:
    for steps, peak, warmup, cooldown in _CASES[1:]:
        rates = _trapezoid(answer, (steps, peak, warmup, cooldown))
        rise, flat = rates[: warmup + 1], rates[warmup : steps - cooldown]
        fall = rates[steps - 1 - cooldown :]
        right = (
            close(np.diff(rise, prepend=0.0), peak / (warmup + 1))
            and close(flat, peak)
            and close(np.diff(fall), -peak / cooldown)
        )
        if not right:
            return (
                f"It is another with {steps} steps, peak {peak:g}, warmup {warmup} and "
                f"cooldown {cooldown}."
            )
    return True


def _list(values: np.ndarray) -> str:
    return ", ".join(describe(float(v)) for v in values)


TRAPEZOID = [
    Property(
        "returns one rate for each step",
        lambda answer: _trapezoid(answer).size == 12,
        "with 12 steps the result is an array of 12 rates.",
    ),
    Property(
        "rises in equal parts and is at its peak when the warmup is over",
        _rises,
        "a warmup of 3 cuts the way from 0 to the peak into four parts, and the first step already "
        "has one of them.",
    ),
    Property(
        "holds the peak until the cooldown begins",
        _holds,
        "the cooldown is the last 4 steps; the step before them is still at the peak.",
        stops=False,
    ),
    Property(
        "ends at exactly 0", _ends, "count how many steps are left after step t.", stops=False
    ),
    Property(
        "falls in equal parts",
        _falls,
        "each of the cooldown's steps takes away the same part of the peak.",
    ),
    Property(
        "does so for lengths it has not seen",
        _other_trapezoids,
        "also without a warmup, and with a cooldown of a single step.",
    ),
]


# repaired_training(gradient, weights, rates, limit): find the bugs

Weights = list[np.ndarray]
_START = [np.array([3.0, -1.0]), np.array([2.0])]


def _train(answer: Answer, slopes: list[Weights], rates: list[float], limit: float) -> Weights:
    """Return the weights after training on these slopes, one list of tensors for each step."""
    asked = 0

    def gradient(_: Any) -> Weights:
        nonlocal asked
        asked += 1
        return [g.copy() for g in slopes[min(asked, len(slopes)) - 1]]

    found = answer(gradient, [w.copy() for w in _START], rates, limit)
    if not isinstance(found, list | tuple) or len(found) != 2:
        raise NotYet(f"Wanted a list of two tensors; your function returned {describe(found)}.")
    return [numbers(w, s.shape) for w, s in zip(found, _START, strict=True)]


def _moves(answer: Answer, *steps: Weights, rates: list[float], limit: float = 10.0) -> np.ndarray:
    after = _train(answer, list(steps), rates, limit)
    return np.concatenate([w - s for w, s in zip(after, _START, strict=True)])


_SHORT = [np.array([0.3, -0.4]), np.array([1.2])]  # length 1.3
_LONG = [np.array([30.0, 0.0]), np.array([-40.0])]  # length 50
_ONLY = [np.array([6.0, 8.0]), np.array([0.0])]  # length 10
_TOGETHER = [np.array([6.0, 8.0]), np.array([24.0])]  # length 26, from 10 and 24

# torch divides by the length plus 1e-6, and that is right too.
_NEAR = 1e-6


def _first_rate(answer: Answer) -> bool | str:
    moved = _moves(answer, _SHORT, rates=[0.5])
    return bool(np.any(moved)) or "With a schedule of one rate your weights do not move."


def _short(answer: Answer) -> bool | str:
    moved = _moves(answer, _SHORT, rates=[0.5])
    if not close(moved, [-0.15, 0.2, -0.6], _NEAR):
        return (
            f"At rate 0.5 and limit 10 the slopes (0.3, −0.4), (1.2) move your weights by "
            f"{_list(moved)}."
        )
    moved = _moves(answer, _TOGETHER, rates=[0.5], limit=30.0)
    return close(moved, [-3.0, -4.0, -12.0], _NEAR) or (
        f"At rate 0.5 and limit 30 the slopes (6, 8), (24), together 26 long, move your weights "
        f"by {_list(moved)}."
    )


def _long(answer: Answer) -> bool | str:
    moved = _moves(answer, _LONG, rates=[1.0])
    if not close(moved, [-6.0, 0.0, 8.0], _NEAR):
        return (
            f"At rate 1 and limit 10 the slopes (30, 0), (−40) move your weights by {_list(moved)}."
        )
    moved = _moves(answer, _TOGETHER, rates=[1.0], limit=25.0)
    return close(moved, [-150 / 26, -200 / 26, -600 / 26], _NEAR) or (
        f"At rate 1 and limit 25 the slopes (6, 8), (24), together 26 long, move your weights by "
        f"{_list(moved)}."
    )


def _zero(answer: Answer) -> bool | str:
    still = [np.zeros(2), np.zeros(1)]
    return close(_moves(answer, still, rates=[1.0]), 0.0)


def _asks_again(answer: Answer) -> bool | str:
    """In a round bowl of curvature 1/2, two steps of rate 0.4 keep 0.8 of the way each."""
    start = [w.copy() for w in _START]
    found = answer(lambda w: [0.5 * np.asarray(x) for x in w], start, [0.4, 0.4], 10.0)
    kept = np.concatenate([numbers(w, s.shape) for w, s in zip(found, _START, strict=True)])
    return close(kept, [1.92, -0.64, 1.28], _NEAR) or (
        "Where each slope is half of its weight, two steps of rate 0.4 take (3, −1), (2) to "
        f"{_list(kept)}."
    )


def _whole_run(answer: Answer) -> bool | str:
    moved = _moves(answer, _SHORT, _LONG, _ONLY, rates=[0.25, 2.0, 0.5], limit=5.0)
    wanted = -0.25 * np.array([0.3, -0.4, 1.2]) - [6.0, 0.0, -8.0] - [1.5, 2.0, 0.0]
    return close(moved, wanted, _NEAR)


REPAIRED_TRAINING = [
    Property(
        "returns the two tensors of weights",
        lambda answer: _moves(answer, _SHORT, rates=[0.5]).size == 3,
        "`weights` comes in as a list of arrays, and goes out as one.",
    ),
    Property(
        "takes a step with the first rate",
        _first_rate,
        "which rate does the first step use?",
    ),
    Property(
        "leaves short slopes as they are",
        _short,
        "clipping shortens what is longer than the limit. What does it do to the rest?",
        stops=False,
    ),
    Property(
        "cuts all tensors by one factor",
        _long,
        "how long are all slopes together, and by which factor are they too long?",
        stops=False,
    ),
    Property(
        "stands still where all slopes are 0",
        _zero,
        "what is the limit divided by a length of 0?",
    ),
    Property(
        "asks at every step for the slopes at the weights of that step",
        _asks_again,
        "the weights have moved; the slopes of the last place no longer count.",
    ),
    Property(
        "uses every rate once, in its order",
        _whole_run,
        "three rates make three steps.",
    ),
]


# my_schedule(steps): beat the cosine on the noisy ravine

_CEILING = 0.018


def _schedule(answer: Answer) -> np.ndarray:
    rates = numbers(answer(400), (400,))
    low, high = float(rates.min()), float(rates.max())
    if low < 0 or high > _CEILING * (1 + 1e-12):
        raise NotYet(f"Your rates go from {describe(low)} to {describe(high)}.")
    return rates


def _mean_loss(rates: np.ndarray) -> float:
    """Return the mean loss at the end, on the ravine with noise 1; floats, to be quick."""
    loss = 0.0
    for curvature, mean in ((1.0, 10.0), (100.0, 1.0)):
        variance = 0.0
        for rate in rates.tolist():
            f = 1 - rate * curvature
            mean, variance = f * mean, f * f * variance + rate * rate * curvature
        loss += curvature * (mean * mean + variance) / 2
    return loss


def _cosine(steps: int) -> np.ndarray:
    return _CEILING * (1 + np.cos(np.pi * np.arange(steps) / (steps - 1))) / 2


def _beats(answer: Answer, mark: float) -> bool | str:
    loss = _mean_loss(_schedule(answer))
    return loss < mark or f"Yours ends at {describe(loss)}; the mark is {describe(mark)}."


MY_SCHEDULE = [
    Property(
        "returns 400 rates, none below 0 or above 0.018",
        lambda answer: _schedule(answer).size == 400,
        "`np.full(steps, 0.01)` would be one.",
    ),
    Property(
        "ends lower than any constant rate does",
        lambda answer: _beats(answer, 0.41),
        "a constant rate keeps its cloud. What must the rate do at the end?",
    ),
    Property(
        "ends lower than the cosine from 0.018 to 0",
        lambda answer: _beats(answer, _mean_loss(_cosine(400))),
        "look which of the two parts is the larger one in the cosine's loss, what is left of the "
        "start or the noise.",
    ),
    Property(
        "ends below 0.03",
        lambda answer: _beats(answer, 0.03),
        "the cosine begins to fall at its first step. Does it have to?",
    ),
]


EXERCISES = {
    "optimization.schedules.trapezoid": TRAPEZOID,
    "optimization.schedules.repaired_training": REPAIRED_TRAINING,
    "optimization.schedules.my_schedule": MY_SCHEDULE,
}
