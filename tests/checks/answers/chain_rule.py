"""Answers to the exercises of 2.3: right ones, and each typical wrong one with its row."""

import numpy as np

# Right answers, some of them the long way round


def vjp_linear(x, weight, g):
    return g @ weight, g.T @ x, g.sum(axis=0)


def linear_by_einsum(x, weight, g):
    return [
        np.einsum("bm,mn->bn", g, weight),
        np.einsum("bm,bn->mn", g, x),
        np.ones(len(g)) @ g,
    ]


def block(x, w1, w2, g):
    before = x @ w1
    back = (g @ w2.T) * (before > 0)
    return g + back @ w1.T, x.T @ back, np.maximum(before, 0).T @ g


def block_row_by_row(x, w1, w2, g):
    parts = [block(x[i : i + 1], w1, w2, g[i : i + 1]) for i in range(len(x))]
    return np.concatenate([p[0] for p in parts]), sum(p[1] for p in parts), sum(p[2] for p in parts)


def block_in_float32(x, w1, w2, g):
    return tuple(np.float32(v) for v in block(*(np.float32(v) for v in (x, w1, w2, g))))


RIGHT = {
    "calculus.chain_rule.vjp_linear": [vjp_linear, linear_by_einsum],
    "calculus.chain_rule.repaired_block_vjp": [block, block_row_by_row, block_in_float32],
}


# Wrong ones


def as_in_the_text(x, weight, g):
    """The VJP of x @ weight, for weights with a row for each input."""
    return g @ weight.T, x.T @ g, g.sum(axis=0)


def sideways(x, weight, g):
    return g @ weight, x.T @ g, g.sum(axis=0)


def mean_of_the_batch(x, weight, g):
    return g @ weight, g.T @ x, g.mean(axis=0)


def bias_of_every_row(x, weight, g):
    return g @ weight, g.T @ x, g


def averaged(x, weight, g):
    return g @ weight, g.T @ x / len(x), g.mean(axis=0)


def only_four_rows(x, weight, g):
    return g @ weight, g.T @ x, 4 * g.mean(axis=0)


def broken(x, w1, w2, g):
    """The text of the exercise, with all its bugs."""
    after = np.maximum(x @ w1, 0)
    after_bar = g @ w2
    before_bar = after_bar * (after_bar > 0)
    return before_bar @ w1.T, x.T @ before_bar, after.T @ g


def gated_by_the_gradient(x, w1, w2, g):
    after_bar = g @ w2.T
    back = after_bar * (after_bar > 0)
    return g + back @ w1.T, x.T @ back, np.maximum(x @ w1, 0).T @ g


def without_a_gate(x, w1, w2, g):
    back = g @ w2.T
    return g + back @ w1.T, x.T @ back, np.maximum(x @ w1, 0).T @ g


def without_the_skip(x, w1, w2, g):
    x_bar, w1_bar, w2_bar = block(x, w1, w2, g)
    return x_bar - g, w1_bar, w2_bar


def with_x_for_the_skip(x, w1, w2, g):
    x_bar, w1_bar, w2_bar = block(x, w1, w2, g)
    return x_bar - g + x, w1_bar, w2_bar


def with_the_skip_twice_when_open(x, w1, w2, g):
    x_bar, w1_bar, w2_bar = block(x, w1, w2, g)
    return x_bar + (x_bar - g), w1_bar, w2_bar


def without_a_relu_in_w2(x, w1, w2, g):
    x_bar, w1_bar, _ = block(x, w1, w2, g)
    return x_bar, w1_bar, (x @ w1).T @ g


def square_the_other_way(x, w1, w2, g):
    return block(x, w1, w2 if w2.shape[0] != w2.shape[1] else w2.T, g)


def gated_by(mask):
    """A block that is right but for its mask, a function of what enters and what leaves a ReLU."""

    def gated(x, w1, w2, g):
        before = x @ w1
        after = np.maximum(before, 0)
        back = (g @ w2.T) * mask(before, after)
        return g + back @ w1.T, x.T @ back, after.T @ g

    return gated


def for_four_rows(x, w1, w2, g):
    return block(x, w1, w2, g.reshape(4, 3))


def overwriting_g(x, w1, w2, g):
    found = block(x, w1, w2, g)
    g += found[0] - g
    return found


def zeroing(x, weight, g):
    found = vjp_linear(x, weight, g)
    x[:] = 0
    return found


LINEAR, BLOCK = RIGHT

# exercise, wrong answer, index of the first row that says "not yet", words of its hint
WRONG = [
    (LINEAR, as_in_the_text, 0, "raised ValueError"),
    (LINEAR, sideways, 0, "with respect to weight: Wanted numbers of shape (2, 3)"),
    (LINEAR, bias_of_every_row, 0, "with respect to bias: Wanted numbers of shape (2,)"),
    (LINEAR, lambda x, weight, g: (g @ weight, g.T @ x), 0, "a tuple of length 2"),
    (LINEAR, lambda x, weight, g: g @ weight, 0, "an array of shape (4, 3)"),
    (LINEAR, lambda x, weight, g: ("a", "b", "c"), 0, "with respect to x: Wanted"),
    (LINEAR, lambda x, weight, g: (-g @ weight, g.T @ x, g.sum(axis=0)), 1, "A nudge"),
    (LINEAR, averaged, 2, "once in each row"),
    (LINEAR, mean_of_the_batch, 3, "as many paths"),
    (LINEAR, only_four_rows, 4, "With b = 1"),
    (BLOCK, broken, 0, "raised ValueError"),
    (BLOCK, lambda x, w1, w2, g: block(x, w1, w2, g)[0], 0, "Wanted three gradients"),
    (BLOCK, without_a_relu_in_w2, 1, "this line was right"),
    (BLOCK, gated_by_the_gradient, 2, "what went into it"),
    (BLOCK, without_a_gate, 2, "what went into it"),
    (BLOCK, without_the_skip, 3, "pass unchanged"),
    (BLOCK, with_x_for_the_skip, 3, "pass unchanged"),
    (BLOCK, with_the_skip_twice_when_open, 4, "what they bring adds"),
    (BLOCK, square_the_other_way, 5, "which way is meant"),
    (BLOCK, gated_by(lambda before, after: before >= 0), 6, "exactly 0"),
    (BLOCK, gated_by(lambda before, after: (np.sign(before) + 1) / 2), 6, "exactly 0"),
    (BLOCK, gated_by(lambda before, after: after / before), 6, "not a number"),
    (BLOCK, gated_by(lambda before, after: before > 1e-3), 6, "tiny numbers"),
    (BLOCK, gated_by(lambda before, after: before > 0.05), 6, "tiny numbers"),
    (BLOCK, for_four_rows, 7, "some shape"),
    (BLOCK, overwriting_g, 0, "changed its inputs"),
    (LINEAR, zeroing, 0, "changed its inputs"),
]
