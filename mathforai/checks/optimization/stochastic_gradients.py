"""Checks for the exercises of 4.3, Stochastic gradients.

Each check hands the answer a gradient that keeps a record of the samples it is asked for; none
holds an answer to copy.
"""

from typing import Any

import numpy as np

from mathforai.checks.properties import Answer, NotYet, Property, close, describe, numbers


class _Spy:
    """The gradient of the mean of |w - target|^2 / 2 over some samples, which keeps a record."""

    def __init__(self, n_samples: int, n_weights: int = 2) -> None:
        self.targets = np.random.default_rng(43).normal(scale=5, size=(n_samples, n_weights))
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

_W = np.array([2.0, -1.0, 4.0])


def _samples(count: int) -> np.ndarray:
    """Return indices of 40 samples, some of them more than once, in no order."""
    drawn = np.random.default_rng(count).permutation(40)[:count]
    drawn[-1] = drawn[0]
    return drawn


def _accumulate(
    answer: Answer, count: int, size: int, weights: int = 2
) -> tuple[np.ndarray, _Spy, np.ndarray]:
    """Return the learner's gradient, the record, and the samples that were to be used."""
    spy, samples = _Spy(40, weights), _samples(count)
    w, given = _W[:weights].copy(), samples.copy()
    found = numbers(answer(spy, w, given, size), (weights,))
    if not np.array_equal(given, samples):
        raise NotYet(
            "Your function changed the entries of `samples`, which the caller still needs."
        )
    if not np.array_equal(w, _W[:weights]):
        raise NotYet("Your function changed `w`. It is asked for a gradient; nobody takes a step.")
    return found, spy, samples


def _in_small_parts(answer: Answer) -> bool | str:
    _, spy, samples = _accumulate(answer, 10, 4)
    longest = max(map(len, spy.batches), default=0)
    if longest > 4:
        return f"With size 4 the gradient was asked for {longest} samples at once."
    asked = [i for batch in spy.batches for i in batch]
    return sorted(asked) == sorted(samples.tolist()) or (
        f"`samples` has 10 entries, {describe(int(samples[0]))} among them twice. The gradient was "
        f"asked for {len(asked)}, and {len(set(asked) & set(samples.tolist()))} of the 9 different "
        "ones were among them."
    )


def _matches(answer: Answer, count: int, size: int, weights: int = 2) -> bool | str:
    found, spy, samples = _accumulate(answer, count, size, weights)
    wanted = _W[:weights] - spy.targets[samples].mean(axis=0)
    sizes = [len(batch) for batch in spy.batches]
    return close(found, wanted) or (
        f"With parts of {', '.join(map(str, sizes))} samples your first entry is "
        f"{describe(found[0])}; all {count} at once give {describe(wanted[0])}."
    )


def _all_match(answer: Answer, cases: list[tuple[int, ...]]) -> bool | str:
    return next((seen for case in cases if (seen := _matches(answer, *case)) is not True), True)


ACCUMULATED_GRADIENT = [
    Property(
        "returns one number for each weight",
        lambda answer: all(_accumulate(answer, 8, 4, n)[0].size == n for n in (2, 3)),
        "gradient(w, part) returns an array with an entry for each weight, and so do you, "
        "for two weights as for three.",
    ),
    Property(
        "asks for every entry of samples once, and never for more than size together",
        _in_small_parts,
        "samples[0:4], samples[4:8], ...: how does it go on, and where does it end?",
    ),
    Property(
        "equals the gradient of all samples when the parts are equal",
        lambda answer: _all_match(answer, [(8, 4), (12, 4), (5, 1), (12, 4, 3)]),
        "each part gives a mean. What is the mean of all, if there are two parts, or three?",
    ),
    Property(
        "equals it also when the last part is smaller",
        lambda answer: _all_match(answer, [(10, 4), (11, 4), (9, 4), (7, 12)]),
        "a sample in a small part should count as much as one in a large part. By which number "
        "does the mean of a part have to be multiplied to become its sum?",
    ),
]


# repaired_sgd(gradient, start, n_samples, batch_size, learning_rate, epochs, rng): find the bugs

_START = np.array([10.0, 1.0])


def _train(
    answer: Answer, seed: int = 4, n_samples: int = 10, epochs: int = 2
) -> tuple[np.ndarray, _Spy, list[list[int]]]:
    """Return the positions, the record, and the batches: those steps were taken on.

    A gradient of all samples may be asked for besides, to log how things go.
    """
    spy, start = _Spy(n_samples), _START.copy()
    rng = np.random.default_rng(seed)
    shape = (1 + epochs * -(-n_samples // 4), 2)
    path = numbers(answer(spy, start, n_samples, 4, 0.1, epochs, rng), shape)
    if not np.array_equal(start, _START):
        raise NotYet(
            "Your function overwrote the caller's `start`: `w -= ...` changes the array itself, "
            "`w = w - ...` makes a new one."
        )
    steps = [k for k, batch in enumerate(spy.batches) if len(batch) < n_samples]
    spy.slopes = [spy.slopes[k] for k in steps]
    return path, spy, [spy.batches[k] for k in steps]


def _batches_of_four(answer: Answer) -> bool | str:
    for n_samples, wanted in ((10, [4, 4, 2]), (8, [4, 4])):
        sizes = [len(batch) for batch in _train(answer, n_samples=n_samples)[2]]
        if sizes != 2 * wanted:
            return (
                f"{n_samples} samples in batches of 4, two epochs: the gradient was asked for "
                f"{', '.join(map(str, sizes))} samples."
            )
    return True


def _all_samples(answer: Answer) -> bool | str:
    batches = _train(answer)[2]
    for epoch in (0, 1):
        used = {i for batch in batches[3 * epoch : 3 * epoch + 3] for i in batch}
        if used != set(range(10)):
            return f"In epoch {epoch + 1} only {len(used)} of the 10 samples were used."
    return True


def _new_order(answer: Answer) -> bool | str:
    def dealt(seed: int) -> list[list[list[int]]]:
        """Return each epoch's batches; within a batch the order is nothing."""
        batches = [sorted(batch) for batch in _train(answer, seed, 40, 3)[2]]
        return [batches[10 * epoch : 10 * epoch + 10] for epoch in range(3)]

    first, other = dealt(4), dealt(5)
    if any(sorted(first[a]) == sorted(first[b]) for a, b in ((0, 1), (0, 2), (1, 2))):
        return "Two epochs went through the same batches."
    for epoch, batches in enumerate(first):
        if all(batch[-1] - batch[0] == 3 for batch in batches):
            return f"In epoch {epoch + 1} each batch holds neighbours, such as {batches[0]}."
        if batches == other[epoch]:
            return f"Another `rng` gives the same batches in epoch {epoch + 1}. Is it used there?"
    return True


def _own_gradient(answer: Answer) -> bool | str:
    path, spy, _ = _train(answer)
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
        "each step asks once, for its batch; and the broken loop ends at the last value of "
        "range(0, 10 - 4, 4). Which batch is missing?",
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
