"""Answers to the exercises of 1.3: right ones, and each typical wrong one with its row."""

import numpy as np

# Right answers, some of them the long way round


def weights_of(layer, n_inputs):
    b = layer(np.zeros(n_inputs))
    return np.stack([layer(axis) - b for axis in np.eye(n_inputs)], axis=1), b


def weights_of_with_lists(layer, n_inputs):
    b = np.array(layer([0] * n_inputs))
    W = np.zeros((len(b), n_inputs))
    for j in range(n_inputs):
        W[:, j] = layer([2.0 if i == j else 0.0 for i in range(n_inputs)])
        W[:, j] = (W[:, j] - b) / 2
    return [W.tolist(), b.tolist()]


def repaired_network(x, weights, biases):
    *hidden, last = zip(weights, biases, strict=True)
    for weight, bias in hidden:
        x = np.maximum(x @ weight.T + bias, 0)
    return x @ last[0].T + last[1]


def repaired_by_columns(x, weights, biases):
    columns = x.T
    for i, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
        columns = weight @ (columns if i == 0 else columns.clip(min=0)) + bias[:, None]
    return columns.T


def repaired_in_float32(x, weights, biases):
    """As torch computes."""
    z = np.float32(x)
    for i, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
        z = (np.maximum(z, 0) if i else z) @ np.float32(weight).T + np.float32(bias)
    return z


RIGHT = {
    "linear_algebra.matrices.weights_of": [weights_of, weights_of_with_lists],
    "linear_algebra.matrices.repaired_network": [
        repaired_network,
        repaired_by_columns,
        repaired_in_float32,
    ],
}


# Wrong ones


def without_bias(layer, n):
    return np.stack([layer(axis) for axis in np.eye(n)], axis=1), layer(np.zeros(n))


def bias_forgotten(layer, n):
    W = np.stack([layer(axis) for axis in np.eye(n)], axis=1)
    return W, np.zeros(len(W))


def as_rows(layer, n):
    b = layer(np.zeros(n))
    return np.array([layer(axis) - b for axis in np.eye(n)]), b


def rows_reshaped(layer, n):
    W, b = as_rows(layer, n)
    return W.reshape(W.shape[::-1]), b


def batch_at_once(layer, n):
    return layer(np.eye(n)).T, layer(np.zeros(n))


def asks_for_every_entry(layer, n):
    b = layer(np.zeros(n))
    W = [[layer(axis)[i] - b[i] for axis in np.eye(n)] for i in range(len(b))]
    return np.array(W), b


def broken(x, weights, biases):
    """The text of the exercise, with all its bugs."""
    for weight, bias in zip(weights, biases, strict=True):
        x = x @ weight.reshape(weight.shape[::-1]) + bias
        x = np.maximum(x, 0)
    return x


def relu_everywhere(x, weights, biases):
    for weight, bias in zip(weights, biases, strict=True):
        x = np.maximum(x @ weight.T + bias, 0)
    return x


def reshaped(x, weights, biases):
    turned = [w.reshape(w.shape[::-1]).T for w in weights]
    return repaired_network(x, turned, biases)


def no_relu(x, weights, biases):
    for weight, bias in zip(weights, biases, strict=True):
        x = x @ weight.T + bias
    return x


def relu_first(x, weights, biases):
    for weight, bias in zip(weights, biases, strict=True):
        x = np.maximum(x, 0) @ weight.T + bias
    return x


def relu_after_the_first_only(x, weights, biases):
    for i, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
        x = x @ weight.T + bias
        if i == 0 and len(weights) > 1:
            x = np.maximum(x, 0)
    return x


def relu_where(cut):
    """A network that cuts after the layers for which `cut(weight, bias, weights, biases)`."""

    def network(x, weights, biases):
        for weight, bias in zip(weights, biases, strict=True):
            x = x @ weight.T + bias
            if cut(weight, bias, weights, biases):
                x = np.maximum(x, 0)
        return x

    return network


by_length = relu_where(lambda w, b, weights, biases: len(b) != len(biases[-1]))
by_size = relu_where(lambda w, b, weights, biases: w.shape[0] >= w.shape[1] and len(weights) > 1)
by_weight = relu_where(lambda w, b, weights, biases: w is not weights[-1])
by_bias = relu_where(lambda w, b, weights, biases: b is not biases[-1])


WEIGHTS = "linear_algebra.matrices.weights_of"
NETWORK = "linear_algebra.matrices.repaired_network"

# exercise, wrong answer, index of the first row that says "not yet", words of its hint
WRONG = [
    (WEIGHTS, without_bias, 2, "where your W and b give"),
    (WEIGHTS, bias_forgotten, 1, "your b begins with 0"),
    (WEIGHTS, as_rows, 0, "your W has shape (3, 2)"),
    (WEIGHTS, rows_reshaped, 2, "where your W and b give"),
    (WEIGHTS, batch_at_once, 0, "the layer wants 3 numbers"),
    (WEIGHTS, asks_for_every_entry, 3, "asked a layer of 3 inputs 7 times"),
    (WEIGHTS, lambda layer, n: layer(np.zeros(n)), 0, "an array of shape (2,)"),
    (WEIGHTS, lambda layer, n: (1.0, 2.0), 0, "your W has shape ()"),
    (WEIGHTS, lambda layer, n: layer, 0, "Wanted two arrays"),
    (WEIGHTS, lambda layer, n: ([["a"] * 3] * 2, layer([0, 0, 0])), 0, "Wanted numbers"),
    (WEIGHTS, lambda layer, n: (layer.weight, layer.bias), 0, "has no attribute 'weight'"),
    (NETWORK, broken, 1, "gets the input 0, 1, 0"),
    (NETWORK, reshaped, 1, "gets the input 0, 1, 0"),
    (NETWORK, relu_everywhere, 2, "−2x + 0.5"),
    (NETWORK, no_relu, 3, "of 3 and 0 of −3"),
    (NETWORK, relu_first, 3, "With the weights of |x|"),
    (NETWORK, relu_after_the_first_only, 4, "three layers"),
    (NETWORK, by_length, 4, "both have two outputs"),
    (NETWORK, by_size, 4, "both have two outputs"),
    (NETWORK, by_weight, 4, "one layer twice"),
    (NETWORK, by_bias, 4, "one layer twice"),
    (NETWORK, lambda x, weights, biases: x, 0, "returned shape (4, 3)"),
    (NETWORK, lambda x, weights, biases: x @ weights[0] + biases[0], 0, "raised ValueError"),
    (NETWORK, lambda x, weights, biases: "none", 0, "Wanted numbers"),
]
