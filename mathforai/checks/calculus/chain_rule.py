"""Checks for the exercises of 2.3, Chain rule, Jacobians, JVP and VJP.

Each check nudges the inputs of the step itself and looks whether the learner's gradients foretell
what happens; none holds an answer to copy.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from mathforai.checks.properties import Answer, NotYet, Property, close, describe, numbers

STEP = 1e-5
Inputs = list[np.ndarray]


# The annotations are strings: numpy.random would take its time at import.
def _rng() -> "np.random.Generator":
    return np.random.default_rng(23)  # the same inputs at every call


def _gradients(answer: Answer, given: Inputs, names: str, shapes: list[tuple]) -> Inputs:
    """Return the learner's three gradients, each in the shape of what it belongs to."""
    copies = [value.copy() for value in given]
    found = answer(*copies)
    if not all(map(np.array_equal, copies, given)):
        raise NotYet("Your function changed its inputs, and the caller still needs them.")
    if not isinstance(found, tuple | list) or len(found) != 3:
        raise NotYet(f"Wanted three gradients, for {names}; your function returned {_kind(found)}.")
    gradients = []
    for name, value, shape in zip(names.split(", "), found, shapes, strict=True):
        try:
            gradients.append(numbers(value, shape))
        except NotYet as problem:
            raise NotYet(f"The gradient with respect to {name}: {problem}") from None
    return gradients


def _kind(found: Any) -> str:
    size = f" of length {len(found)}" if isinstance(found, tuple | list) else ""
    return f"a {type(found).__name__}{size}" if size else describe(found)


def foretells(
    final: Callable[[np.ndarray], float],
    x: np.ndarray,
    gradient: np.ndarray,
    tolerance: float = 1e-6,
) -> bool | str:
    """Nudge x in a few directions; the gradient must say how the final number changes."""
    rng = _rng()
    for _ in range(3):
        u = rng.normal(size=x.shape)
        seen = (final(x + STEP * u) - final(x - STEP * u)) / (2 * STEP)
        said = float(np.sum(gradient * u))
        if not close(said, seen, tolerance):
            return (
                f"A nudge that changes the final number at the rate {describe(seen)} has the rate "
                f"{describe(said)} by your gradient."
            )
    return True


def _foretells(
    step: Callable[..., np.ndarray], inputs: Inputs, g: np.ndarray, i: int, gradient: np.ndarray
) -> bool | str:
    """Nudge input i; the gradient must say how sum(g * output) changes."""

    def final(moved: np.ndarray) -> float:
        return float(np.sum(g * step(*inputs[:i], moved, *inputs[i + 1 :])))

    return foretells(final, inputs[i], gradient)


# vjp_linear(x, weight, g): the VJP of y = x @ weight.T + bias


def _linear(x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return x @ weight.T + bias


def _layer(b: int, n: int, m: int) -> tuple[Inputs, np.ndarray]:
    rng = _rng()
    inputs = [rng.normal(size=shape) for shape in ((b, n), (m, n), (m,))]
    return inputs, rng.normal(size=(b, m))


def _linear_gradients(answer: Answer, b: int, n: int, m: int) -> tuple[Inputs, np.ndarray, Inputs]:
    inputs, g = _layer(b, n, m)
    shapes = [value.shape for value in inputs]
    return inputs, g, _gradients(answer, [inputs[0], inputs[1], g], "x, weight, bias", shapes)


def _linear_row(i: int) -> Callable[[Answer], bool | str]:
    def holds(answer: Answer) -> bool | str:
        inputs, g, gradients = _linear_gradients(answer, 4, 3, 2)
        return _foretells(_linear, inputs, g, i, gradients[i])

    return holds


def _linear_at_other_shapes(answer: Answer) -> bool | str:
    for b, n, m in ((1, 3, 2), (3, 3, 3), (5, 1, 4), (2, 6, 1)):
        inputs, g, gradients = _linear_gradients(answer, b, n, m)
        for i in range(3):
            seen = _foretells(_linear, inputs, g, i, gradients[i])
            if seen is not True:
                return f"With b = {b}, n = {n}, m = {m}: {seen}"
    return True


VJP_LINEAR = [
    Property(
        "returns three gradients in the shapes of x, weight and bias",
        lambda answer: bool(_linear_gradients(answer, 4, 3, 2)),
        "the gradient with respect to x has the shape of x, and so on.",
    ),
    Property(
        "the gradient with respect to x foretells what a nudge of x does",
        _linear_row(0),
        "which outputs does one entry of x reach, and with which weights?",
    ),
    Property(
        "the gradient with respect to weight does so for a nudge of the weights",
        _linear_row(1),
        "one weight is used once in each row of the batch; add over the rows.",
    ),
    Property(
        "the gradient with respect to bias does so for a nudge of the bias",
        _linear_row(2),
        "a bias is added to every row of the batch: as many paths, each with the factor 1.",
    ),
    Property(
        "works for other shapes, a batch of one too",
        _linear_at_other_shapes,
        "is some shape written into your code?",
    ),
]


# repaired_block_vjp(x, w1, w2, g): find the bugs in the backward pass of a residual block


def _block(x: np.ndarray, w1: np.ndarray, w2: np.ndarray) -> np.ndarray:
    return x + np.maximum(x @ w1, 0) @ w2


def _residual(k: int = 6, b: int = 4, n: int = 3) -> tuple[Inputs, np.ndarray]:
    """Return inputs of a block, with no ReLU near its kink."""
    rng = _rng()
    inputs = [rng.normal(size=shape) for shape in ((b, n), (n, k), (k, n))]
    assert np.abs(inputs[0] @ inputs[1]).min() > 100 * STEP
    return inputs, rng.normal(size=(b, n))


def _block_gradients(answer: Answer, inputs: Inputs, g: np.ndarray) -> Inputs:
    return _gradients(answer, [*inputs, g], "x, w1, w2", [value.shape for value in inputs])


def _block_row(i: int, k: int = 6) -> Callable[[Answer], bool | str]:
    def holds(answer: Answer) -> bool | str:
        inputs, g = _residual(k)
        return _foretells(_block, inputs, g, i, _block_gradients(answer, inputs, g)[i])

    return holds


def _passes_on_when_shut(answer: Answer) -> bool | str:
    (x, w1, w2), g = _residual()
    shut = [np.abs(x), -np.abs(w1), w2]  # nothing enters a ReLU but negative numbers
    x_bar, w1_bar, _ = _block_gradients(answer, shut, g)
    if w1_bar.any():
        return "With every ReLU shut, w1 can change nothing, but its gradient is not 0."
    return close(x_bar, g, 1e-6) or (
        "With every ReLU shut the block returns x itself, so g should pass unchanged."
    )


def _opens_above_0_only(answer: Answer) -> bool | str:
    (x, w1, w2), g = _residual()
    as_it_is = _block_gradients(answer, [x, w1, w2], g)[0]
    tiny = _block_gradients(answer, [1e-9 * x, w1, w2], g)[0]
    if not close(tiny, as_it_is, 1e-6):
        return "A batch of tiny numbers opens the same ReLUs, but the gradient is another one."
    x[1] = 0
    padded = _block_gradients(answer, [x, w1, w2], g)[0]
    return close(padded[1], g[1], 1e-6) or (
        "For a row of zeros in x every ReLU gets exactly 0 and should stop the gradient."
    )


def _block_at_other_shapes(answer: Answer) -> bool | str:
    for b, n, k in ((1, 3, 6), (6, 5, 4)):
        inputs, g = _residual(k, b, n)
        gradients = _block_gradients(answer, inputs, g)
        for i in range(3):
            seen = _foretells(_block, inputs, g, i, gradients[i])
            if seen is not True:
                return f"With b = {b}, n = {n}, k = {k}: {seen}"
    return True


REPAIRED_BLOCK_VJP = [
    Property(
        "returns three gradients in the shapes of x, w1 and w2, for n = 3 and k = 6",
        lambda answer: bool(_block_gradients(answer, *_residual())),
        "write the shape of each product beside it; one of the factors lies on its side.",
    ),
    Property(
        "the gradient with respect to w2 foretells what a nudge of w2 does",
        _block_row(2),
        "this line was right.",
    ),
    Property(
        "the gradient with respect to w1 does so too",
        _block_row(1),
        "does the ReLU open by what went into it, or by what comes back?",
    ),
    Property(
        "lets the gradient through when every ReLU is shut",
        _passes_on_when_shut,
        "how often does x stand in the formula of the block?",
    ),
    Property(
        "the gradient with respect to x foretells what a nudge of x does",
        _block_row(0),
        "two paths lead from x to the output, and what they bring adds.",
    ),
    Property(
        "is right for k = n as well",
        lambda answer: all(_block_row(i, 3)(answer) is True for i in range(3)),
        "a square table fits either way round; which way is meant?",
    ),
    Property(
        "opens a ReLU for every number above 0, and not at 0",
        _opens_above_0_only,
        "the text takes the factor 1 for x > 0, and 0 at the kink.",
    ),
    Property(
        "works for other shapes, a batch of one too",
        _block_at_other_shapes,
        "is some shape written into your code?",
    ),
]


EXERCISES = {
    "calculus.chain_rule.vjp_linear": VJP_LINEAR,
    "calculus.chain_rule.repaired_block_vjp": REPAIRED_BLOCK_VJP,
}
