"""Checks for the exercises of 2.6, Matrix calculus: softmax, cross-entropy, layer norm.

Each check computes a loss or an output itself, nudges its inputs, and looks whether the learner's
gradient foretells what happens; none holds a gradient to copy.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from mathforai.checks.calculus.chain_rule import foretells
from mathforai.checks.properties import Answer, NotYet, Property, close, describe, numbers

Forward = Callable[[np.ndarray], float]


# The annotations are strings: numpy.random would take its time at import.
def _rng() -> "np.random.Generator":
    return np.random.default_rng(26)  # the same inputs at every call


def _gradient(answer: Answer, *given: np.ndarray, **options: float) -> np.ndarray:
    """Return the learner's gradient, in the shape of the first input; the inputs must survive."""
    copies = [value.copy() for value in given]
    found = answer(*copies, **options)
    if not all(map(np.array_equal, copies, given)):
        raise NotYet("Your function changed its inputs, and the caller still needs them.")
    return numbers(found, given[0].shape)


# masked_gradient(logits, targets): mean cross-entropy over the rows that have a target


def _texts(targets: list[int], v: int = 4) -> tuple[np.ndarray, np.ndarray]:
    return 2 * _rng().normal(size=(len(targets), v)), np.array(targets)


def _masked_loss(targets: np.ndarray) -> Forward:
    rows = np.flatnonzero(targets >= 0)

    def loss(z: np.ndarray) -> float:
        surprise = np.log(np.exp(z).sum(axis=1))[rows] - z[rows, targets[rows]]
        return float(surprise.mean())

    return loss


def _masked_row(*batches: list[int]) -> Callable[[Answer], bool | str]:
    def holds(answer: Answer) -> bool | str:
        for targets in batches:
            logits, true = _texts(targets)
            seen = foretells(_masked_loss(true), logits, _gradient(answer, logits, true))
            if seen is not True:
                return f"With the targets {targets}: {seen}"
        return True

    return holds


def _silent_rows(answer: Answer) -> bool | str:
    logits, targets = _texts([2, -1, 0, -1])
    found = _gradient(answer, logits, targets)
    if np.any(found[targets < 0]):
        return "A row with the target −1 got a gradient that is not 0."
    return True


def _huge(answer: Answer) -> bool | str:
    # A number added to a row changes no probability in it; the row without a target has it too.
    logits, targets = _texts([2, -1, 0, 1])
    small = _gradient(answer, logits, targets)
    for added in ([1e4, 1e4, 0.0, -1e4], [-1e4, 0.0, 1e4, 1e4]):
        found = _gradient(answer, logits + np.array(added)[:, None], targets)
        if not close(found, small):
            return "The same number added to all logits of a row changed its gradient."
    apart = np.array([[1e4, 0.0, -1e4], [0.0, -1e4, 1e4]])
    found = _gradient(answer, apart, np.array([1, 2]))
    # The first is sure of its first word and wrong, the second is sure of its third and right.
    sure = np.array([[1.0, 0, 0], [0, 0, 1]])
    truth = np.array([[0.0, 1, 0], [0, 0, 1]])
    return close(2 * found, sure - truth)


MASKED = [
    Property(
        "returns a gradient in the shape of the logits, and changes no input",
        lambda answer: bool(_gradient(answer, *_texts([2, 0, 1])).shape),
        "a slope for each logit; work on an array of your own.",
    ),
    Property(
        "foretells what a nudge does where every row has a target",
        _masked_row([2, 0, 1], [3]),
        "prediction minus truth, and the loss is a mean: of how many rows?",
    ),
    Property(
        "gives 0 to the rows without a target",
        _silent_rows,
        "these rows are in no term of the loss. In NumPy the index −1 is the last column.",
    ),
    Property(
        "foretells what a nudge does where some rows have none",
        _masked_row([2, -1, 0, -1], [-1, -1, 3]),
        "the mean goes over the rows that have a target.",
    ),
    Property(
        "survives logits of 10,000",
        _huge,
        "which number may you take from all logits of a row without changing its softmax? Each "
        "row has its own.",
    ),
]


# repaired_rms_norm_vjp(x, gain, g): find the bugs in the backward pass of an RMSNorm

EPS = 1e-5


def _norm(gain: np.ndarray, g: np.ndarray, eps: float = EPS) -> Forward:
    def final(x: np.ndarray) -> float:
        r = np.sqrt((x**2).mean(axis=-1, keepdims=True) + eps)
        return float(np.sum(g * gain * x / r))

    return final


def _batch(n: int, gains: bool, d: int = 5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = _rng()
    x, g = rng.normal(size=(n, d)) + 0.5, rng.normal(size=(n, d))
    signs = np.where(np.arange(d) % 2, -1, 1)
    return x, signs * rng.uniform(0.5, 2, size=d) if gains else np.ones(d), g


def _norm_row(n: int, gains: bool, d: int = 5) -> Callable[[Answer], bool | str]:
    def holds(answer: Answer) -> bool | str:
        x, gain, g = _batch(n, gains, d)
        gradient = _gradient(answer, x, gain, g)
        # These rows are about other bugs: a forgotten ε must not show.
        return foretells(_norm(gain, g), x, gradient, 1e-4)

    return holds


def _norm_of_scaled(final: Forward, scale: float, x: np.ndarray) -> float:
    return final(scale * x)


def _epsilon_row(answer: Answer) -> bool | str:
    x, gain, g = _batch(3, gains=True, d=4)
    # Nudged in units of the scale, so that the steps stay small beside the short rows.
    given: list[tuple[float, dict[str, float]]] = [(3e-3, {}), (1.0, {"eps": 0.5})]
    for scale, options in given:
        gradient = _gradient(answer, scale * x, gain, g, **options)
        final = partial(_norm_of_scaled, _norm(gain, g, **options), scale)
        seen = foretells(final, x, scale * gradient)
        if seen is not True:
            return f"With ε = {describe(options.get('eps', EPS))}: {seen}"
    return True


RMS_NORM = [
    Property(
        "returns a gradient in the shape of x, and changes no input",
        lambda answer: bool(_gradient(answer, *_batch(3, gains=True)).shape),
        "only the gradient with respect to x is wanted.",
    ),
    Property(
        "foretells what a nudge does to one row, with a gain of ones",
        _norm_row(1, gains=False),
        "RMSNorm does not take the mean of x away. What does that mean for g?",
    ),
    Property(
        "does so for a batch",
        _norm_row(4, gains=False),
        "each row is normed by itself: which mean goes over more than its row?",
    ),
    Property(
        "does so with a gain",
        _norm_row(4, gains=True, d=4),
        "backward, the last step of the way forward comes first.",
    ),
    Property(
        "does so for rows so short that ε counts, and for a larger ε",
        _epsilon_row,
        "r on the way back is the r of the way forward, with its ε.",
    ),
]


EXERCISES = {
    "calculus.matrix_calculus.masked_gradient": MASKED,
    "calculus.matrix_calculus.repaired_rms_norm_vjp": RMS_NORM,
}
