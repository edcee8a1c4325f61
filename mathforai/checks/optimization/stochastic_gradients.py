"""Checks for the exercises of 4.3, Stochastic gradients.

Each check hands the answer a gradient that keeps a record of the samples it is asked for; none
holds an answer to copy.
"""

from typing import Any

import numpy as np

from mathforai.checks.properties import Answer, NotYet, Property, close, describe, numbers


class _Spy:
    """The gradient of the mean of |w - target|^2 / 2 over some samples, which keeps a record."""

    def __init__(self, n_samples: int) -> None:
        self.targets = np.random.default_rng(43).normal(scale=5, size=(n_samples, 2))
        self.batches: list[list[int]] = []
        self.slopes: list[np.ndarray] = []

    def __call__(self, w: Any, batch: Any) -> np.ndarray:
        indices = np.asarray(batch)
        if indices.ndim != 1 or indices.dtype.kind not in "iu" or indices.size == 0:
            raise NotYet(
                "gradient(w, part) wants a list of sample indices, at least one; "
                f"it was given {describe(batch)}."
            )
        self.batches.append(indices.tolist())
        self.slopes.append(np.asarray(w, dtype=float) - self.targets[indices].mean(axis=0))
        return self.slopes[-1]


# accumulated_gradient(gradient, w, samples, size): the gradient of a batch, in parts

_W = np.array([2.0, -1.0])


def _accumulate(answer: Answer, count: int, size: int) -> tuple[np.ndarray, _Spy, np.ndarray]:
    """Return the learner's gradient, the record, and the samples that were to be used."""
    spy = _Spy(40)
    samples = np.random.default_rng(count).permutation(40)[:count]
    return numbers(answer(spy, _W.copy(), samples.copy(), size), (2,)), spy, samples


def _in_small_parts(answer: Answer) -> bool | str:
    _, spy, samples = _accumulate(answer, 10, 4)
    longest = max(map(len, spy.batches), default=0)
    if longest > 4:
        return f"With size 4 the gradient was asked for {longest} samples at once."
    used = sorted(i for batch in spy.batches for i in batch)
    return used == sorted(samples.tolist()) or (
        f"Of 10 samples, {len(set(used) & set(samples.tolist()))} were used, in {len(used)} places."
    )


def _matches(answer: Answer, count: int, size: int) -> bool | str:
    found, spy, samples = _accumulate(answer, count, size)
    wanted = _W - spy.targets[samples].mean(axis=0)
    sizes = [len(batch) for batch in spy.batches]
    return close(found, wanted) or (
        f"With parts of {', '.join(map(str, sizes))} samples your first entry is "
        f"{describe(found[0])}; all {count} at once give {describe(wanted[0])}."
    )


ACCUMULATED_GRADIENT = [
    Property(
        "returns one number for each weight",
        lambda answer: _accumulate(answer, 8, 4)[0].size == 2,
        "gradient(w, part) returns an array with an entry for each weight, and so do you.",
    ),
    Property(
        "uses every sample once, and never more than size together",
        _in_small_parts,
        "samples[0:4], samples[4:8], ...: how does it go on, and where does it end?",
    ),
    Property(
        "equals the gradient of all samples when the parts are equal",
        lambda answer: next(
            (seen for n in (8, 12) if (seen := _matches(answer, n, 4)) is not True), True
        ),
        "each part gives a mean. What is the mean of all, if there are two parts, or three?",
    ),
    Property(
        "equals it also when the last part is smaller",
        lambda answer: _matches(answer, 10, 4),
        "a sample in a small part should count as much as one in a large part. By which number "
        "does the mean of a part have to be multiplied to become its sum?",
    ),
]


# repaired_sgd(gradient, start, n_samples, batch_size, learning_rate, epochs, rng): find the bugs

_START = np.array([10.0, 1.0])


def _train(answer: Answer) -> tuple[np.ndarray, _Spy]:
    """Return the positions of two epochs over 10 samples in batches of 4, and the record."""
    spy = _Spy(10)
    rng = np.random.default_rng(4)
    return numbers(answer(spy, _START.copy(), 10, 4, 0.1, 2, rng), (7, 2)), spy


def _batches_of_four(answer: Answer) -> bool | str:
    _, spy = _train(answer)
    sizes = [len(batch) for batch in spy.batches]
    return sizes == [4, 4, 2, 4, 4, 2] or (
        f"10 samples in batches of 4, two epochs: the gradient was asked for "
        f"{', '.join(map(str, sizes))} samples."
    )


def _all_samples(answer: Answer) -> bool | str:
    _, spy = _train(answer)
    for epoch in (0, 1):
        used = {i for batch in spy.batches[3 * epoch : 3 * epoch + 3] for i in batch}
        if used != set(range(10)):
            return f"In epoch {epoch + 1} only {len(used)} of the 10 samples were used."
    return True


def _new_order(answer: Answer) -> bool | str:
    _, spy = _train(answer)
    return spy.batches[:3] != spy.batches[3:] or "Both epochs went through the same batches."


def _own_gradient(answer: Answer) -> bool | str:
    path, spy = _train(answer)
    if not close(path[0], _START):
        return f"The first position is {describe(path[0, 0])}, and the start is 10."
    for t, (step, slope) in enumerate(zip(np.diff(path, axis=0), spy.slopes, strict=True)):
        if not close(step, -0.1 * slope):
            return (
                f"Step {t + 1} is {describe(step[0])} long, and −0.1 times the gradient of its "
                f"batch is {describe(-0.1 * slope[0])}."
            )
    return True


REPAIRED_SGD = [
    Property(
        "returns the start and the position after each of the six steps",
        lambda answer: _train(answer)[0].size == 14,
        "into how many batches do 10 samples go, four at a time, if none is left out?",
    ),
    Property(
        "asks for the gradient of four, four and two samples in each epoch",
        _batches_of_four,
        "what is the last value that range(0, 10 - 4, 4) gives?",
    ),
    Property(
        "uses each sample once in every epoch",
        _all_samples,
        "order[first : first + batch_size] is one batch of a permutation of all samples.",
    ),
    Property(
        "deals the samples in a new order in every epoch",
        _new_order,
        "how often is rng.permutation called?",
        stops=False,
    ),
    Property(
        "takes each step along the gradient of its own batch",
        _own_gradient,
        "what is left in `total` from the batch before?",
    ),
]


EXERCISES = {
    "optimization.stochastic_gradients.accumulated_gradient": ACCUMULATED_GRADIENT,
    "optimization.stochastic_gradients.repaired_sgd": REPAIRED_SGD,
}
