"""Checks for the exercises of 1.3, Matrices: maps, layers, shapes.

Each check builds layers of its own and looks at what the answer makes of them; none holds an answer
to copy.
"""

import copy
from collections.abc import Callable
from typing import Any

import numpy as np

from mathforai.checks.properties import Answer, NotYet, Property, close, describe, numbers
from mathforai.linear_algebra import linear_forward

Array = np.ndarray


# The annotations are strings: numpy.random would take its time at import.
def _rng() -> "np.random.Generator":
    return np.random.default_rng(13)  # the same inputs at every call


# weights_of(layer, n_inputs): a layer from what it does


class _Layer:
    """A layer that counts how often it is asked."""

    def __init__(self, weight: Any, bias: Any) -> None:
        self.weight, self.bias = np.array(weight, dtype=float), np.array(bias, dtype=float)
        self.calls = 0

    def __call__(self, x: Any) -> Array:
        try:
            given = np.asarray(x, dtype=float)
        except (TypeError, ValueError):
            raise TypeError(f"the layer wants {self.weight.shape[1]} numbers") from None
        if given.shape != self.weight.shape[1:]:
            raise ValueError(
                f"the layer wants {self.weight.shape[1]} numbers, as a list or an array of "
                f"shape {self.weight.shape[1:]}; shape {given.shape} came"
            )
        self.calls += 1
        return linear_forward(given, self.weight, self.bias)

    def sealed(self) -> Callable[[Any], Array]:
        """Return the layer as a function that shows nothing but what comes out."""
        return lambda x: self(x)


def _three_to_two() -> _Layer:
    return _Layer([[2, -1, 0.5], [0, 3, -2]], [0.25, -1])


def _found(answer: Answer, layer: _Layer) -> tuple[Array, Array]:
    """Return the weight and the bias that the answer gives, in their right shapes."""
    outputs, inputs = layer.weight.shape
    pair = answer(layer.sealed(), inputs)
    if not isinstance(pair, tuple | list) or len(pair) != 2:
        raise NotYet(f"Wanted two arrays, W and b; your function returned {describe(pair)}.")
    for name, value, shape in (("W", pair[0], (outputs, inputs)), ("b", pair[1], (outputs,))):
        if np.shape(value) != shape:
            raise NotYet(
                f"For a layer of {inputs} inputs and {outputs} outputs your {name} has "
                f"shape {np.shape(value)}."
            )
    return numbers(pair[0], (outputs, inputs)), numbers(pair[1], (outputs,))


def _has_shapes(answer: Answer) -> bool:
    _found(answer, _three_to_two())
    return True


def _bias_is_right(answer: Answer) -> bool | str:
    layer = _three_to_two()
    _, bias = _found(answer, layer)
    at_zero = layer(np.zeros(3))
    return close(bias, at_zero) or (
        f"For the input 0, 0, 0 the layer gives {describe(at_zero[0])} first, "
        f"and your b begins with {describe(bias[0])}."
    )


def _does_the_same(answer: Answer) -> bool | str:
    rng = _rng()
    for outputs, inputs in ((2, 3), (4, 4), (1, 5), (6, 1)):
        layer = _Layer(rng.normal(size=(outputs, inputs)), rng.normal(size=outputs))
        weight, bias = _found(answer, layer)
        x = rng.normal(size=inputs)
        ours, theirs = linear_forward(x, weight, bias), layer(x)
        if not close(ours, theirs, 1e-6):
            i = int(np.argmax(np.abs(ours - theirs)))
            return (
                f"One layer with {inputs} inputs gives {describe(theirs[i])} where your W and b "
                f"give {describe(ours[i])}."
            )
    return True


def _asks_little(answer: Answer) -> bool | str:
    layer = _three_to_two()
    _found(answer, layer)
    return layer.calls <= 4 or f"Your function asked a layer of 3 inputs {layer.calls} times."


WEIGHTS_OF = [
    Property(
        "returns W with a row for each output, and b with a number for each output",
        _has_shapes,
        "what comes out for the j-th axis belongs to column j of W, and there is a row for each "
        "output. How many outputs there are, the layer tells you when you call it.",
    ),
    Property(
        "b is what the layer adds to every output",
        _bias_is_right,
        "for which input does Wx vanish, whatever W is?",
    ),
    Property(
        "W and b do what the layer does, on layers it has not seen",
        _does_the_same,
        "what comes out for an axis is a column of W plus the bias.",
    ),
    Property(
        "asks a layer of 3 inputs 4 times at most",
        _asks_little,
        "one call for each axis and one for the bias are enough.",
    ),
]


# repaired_network(x, weights, biases): find the bugs

Network = Callable[..., Any]
RAMPS = [np.array([[1.0], [-1.0]]), np.array([[1.0, 1.0]])], [np.zeros(2), np.zeros(1)]


def _run(answer: Answer, x: Array, weights: list[Array], biases: list[Array]) -> Array:
    copies = copy.deepcopy((x, weights, biases))  # a weight that comes twice stays one object
    return numbers(answer(*copies), (len(x), len(weights[-1])))


def _layers(*sizes: int) -> tuple[list[Array], list[Array]]:
    rng = _rng()
    pairs = list(zip(sizes[1:], sizes[:-1], strict=True))
    return [rng.normal(size=pair) for pair in pairs], [rng.normal(size=m) for m, _ in pairs]


def _batch_has_shape(answer: Answer) -> bool:
    _run(answer, np.ones((4, 3)), *_layers(3, 16, 2))
    return True


def _reads_columns(answer: Answer) -> bool | str:
    """Send the axes through one layer: its columns plus the bias come out, one for each row."""
    weights, biases = [np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])], [np.array([10.0, 20.0])]
    out = _run(answer, np.eye(3), weights, biases)
    wanted = weights[0][:, 1] + biases[0]
    return close(out[1], wanted) or (
        "A layer with the rows 1 2 3 and 4 5 6 and the bias 10, 20 gets the input 0, 1, 0; "
        f"your network returns {describe(out[1, 0])} and {describe(out[1, 1])}."
    )


def _may_be_negative(answer: Answer) -> bool | str:
    out = _run(answer, np.array([[1.0]]), [np.array([[-2.0]])], [np.array([0.5])])
    return close(out[0, 0], -2.0 + 0.5) or (
        f"One layer that computes −2x + 0.5 gets x = 1; your network returns {describe(out[0, 0])}."
    )


def _cuts_between(answer: Answer) -> bool | str:
    out = _run(answer, np.array([[3.0], [-3.0]]), *RAMPS)
    return close(out, 3.0) or (
        "With the weights of |x|, your network makes "
        f"{describe(out[0, 0])} of 3 and {describe(out[1, 0])} of −3."
    )


def _is_layer_after_layer(answer: Answer) -> bool | str:
    (weight, *_), (bias, *_) = _layers(3, 3)
    networks = [
        (_layers(3, 5, 5, 2), "of three layers"),
        (_layers(3, 2, 2), "whose layers both have two outputs"),
        (([weight, weight], [bias, bias]), "that uses one layer twice"),
    ]
    x = _rng().normal(size=(6, 3))
    for (weights, biases), which in networks:
        wanted = x
        for i, (w, b) in enumerate(zip(weights, biases, strict=True)):
            wanted = linear_forward(np.maximum(wanted, 0) if i else wanted, w, b)
        if not close(_run(answer, x, weights, biases), wanted, 1e-5):  # float32 is near enough
            return f"On a network {which}, layer by layer gives something else."
    return True


REPAIRED_NETWORK = [
    Property(
        "returns a row for each input and a column for each output",
        _batch_has_shape,
        "a batch of shape (4, 3) through layers of shape (16, 3) and (2, 16) has shape (4, 2).",
    ),
    Property(
        "gets a single layer right",
        _reads_columns,
        "the input 0, 1, 0 picks column 2 of the weight. What does your line pick?",
    ),
    Property(
        "gets a layer with one number right",
        _may_be_negative,
        "ReLU stands between the layers. What stands after the last?",
        stops=False,
    ),
    Property(
        "computes |x| with the weights from the page",
        _cuts_between,
        "what becomes of the negative numbers between the two layers?",
    ),
    Property(
        "does the same as its layers one after the other",
        _is_layer_after_layer,
        "print the shape and the smallest number after each layer, and compare with a sheet of "
        "paper.",
    ),
]


EXERCISES = {
    "linear_algebra.matrices.weights_of": WEIGHTS_OF,
    "linear_algebra.matrices.repaired_network": REPAIRED_NETWORK,
}
