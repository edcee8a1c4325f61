"""Answers to the exercises of 2.6: right ones, and each typical wrong one with its row."""

import numpy as np

from mathforai.calculus import cross_entropy_grad, vjp_layer_norm
from mathforai.probability import softmax

# Right answers, some of them the long way round


def masked(logits, targets):
    counts = targets >= 0
    gradient = softmax(logits) - np.eye(logits.shape[1])[targets]
    return np.where(counts[:, None], gradient, 0) / counts.sum()


def masked_row_by_row(logits, targets):
    found = [
        cross_entropy_grad(z, c) if c >= 0 else np.zeros(len(z))
        for z, c in zip(logits, targets, strict=True)
    ]
    return np.array(found) / np.sum(targets >= 0)


def rms(x, gain, g, eps=1e-5):
    r = np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + eps)
    k = gain * g
    return (k - x / r * np.mean(k * x / r, axis=-1, keepdims=True)) / r


def rms_with_the_table(x, gain, g, eps=1e-5):
    rows = []
    for one, upstream in zip(x, g, strict=True):
        r = np.sqrt(np.mean(one**2) + eps)
        table = np.diag(gain) @ (np.eye(len(one)) - np.outer(one, one) / (r**2 * len(one))) / r
        rows.append(upstream @ table)
    return np.array(rows)


RIGHT = {
    "calculus.matrix_calculus.masked_gradient": [masked, masked_row_by_row],
    "calculus.matrix_calculus.repaired_rms_norm_vjp": [rms, rms_with_the_table],
}


# Wrong ones


def sum_of_the_rows(logits, targets):
    return masked(logits, targets) * np.sum(targets >= 0)


def by_all_rows(logits, targets):
    return masked(logits, targets) * np.sum(targets >= 0) / len(targets)


def last_column(logits, targets):
    """The index -1 is taken for a word."""
    return (softmax(logits) - np.eye(logits.shape[1])[targets]) / np.sum(targets >= 0)


def uphill(logits, targets):
    return -masked(logits, targets)


def only_the_rows_that_count(logits, targets):
    return masked(logits, targets)[targets >= 0][:2]


def the_loss(logits, targets):
    return -np.log(softmax(logits)[np.arange(len(targets)), targets]).mean()


def in_place(logits, targets):
    logits -= logits.max(axis=1, keepdims=True)
    return masked(logits, targets)


def without_the_shift(logits, targets):
    weight = np.exp(logits)
    p = weight / weight.sum(axis=1, keepdims=True)
    counts = targets >= 0
    gradient = p - np.eye(logits.shape[1])[targets]
    return np.where(counts[:, None], gradient, 0) / counts.sum()


def shift_cut_at_a_bound(logits, targets):
    return masked(np.clip(logits, -1, 1), targets)


def _with(p, targets):
    counts = targets >= 0
    gradient = p - np.eye(p.shape[1])[targets]
    return np.where(counts[:, None], gradient, 0) / counts.sum()


def shift_of_the_whole_batch(logits, targets):
    weight = np.exp(logits - logits.max())
    return _with(weight / weight.sum(axis=1, keepdims=True), targets)


def cut_at_700(logits, targets):
    return masked(np.clip(logits, -700, 700), targets)


def cut_at_50(logits, targets):
    return masked(np.clip(logits, -50, 50), targets)


def nan_made_one(logits, targets):
    weight = np.exp(logits)
    p = weight / weight.sum(axis=1, keepdims=True)
    return _with(np.nan_to_num(p, nan=1), targets)


def broken(x, gain, g, eps=1e-5):
    """The text of the exercise, with all its bugs."""
    r = np.sqrt((x**2).mean(axis=-1, keepdims=True) + eps)
    unit = x / r
    along = (g * unit).mean()
    return gain * (g - g.mean(axis=-1, keepdims=True) - unit * along) / r


def of_a_layer_norm(x, gain, g, eps=1e-5):
    return vjp_layer_norm(x, g, gain=gain, eps=eps)[0]


def without_a_projection(x, gain, g, eps=1e-5):
    return gain * g / np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + eps)


def over_the_whole_batch(x, gain, g, eps=1e-5):
    r = np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + eps)
    k = gain * g
    return (k - x / r * np.mean(k * x / r)) / r


def over_the_wrong_axis(x, gain, g, eps=1e-5):
    r = np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + eps)
    k = gain * g
    return (k - x / r * np.mean(k * x / r, axis=0)) / r


def gain_at_the_end(x, gain, g, eps=1e-5):
    return gain * rms(x, np.ones_like(gain), g, eps)


def without_epsilon(x, gain, g, eps=1e-5):
    return rms(x, gain, g, 0.0)


def epsilon_never_read(x, gain, g, eps=1e-5):
    return rms(x, gain, g)


def five_entries_always(x, gain, g, eps=1e-5):
    r = np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + eps)
    k = gain * g
    return (k - x / r * np.sum(k * x / r, axis=-1, keepdims=True) / 5) / r


def gain_without_its_sign(x, gain, g, eps=1e-5):
    return rms(x, np.abs(gain), g, eps)


def g_in_place(x, gain, g, eps=1e-5):
    g *= gain
    return rms(x, np.ones_like(gain), g, eps)


def three_gradients(x, gain, g, eps=1e-5):
    return rms(x, gain, g, eps), (g * x).sum(axis=0), g.sum(axis=0)


MASKED, RMS = RIGHT
WRONG = [
    (MASKED, the_loss, 0, "shape ()"),
    (MASKED, only_the_rows_that_count, 0, "shape"),
    (MASKED, in_place, 0, "changed its inputs"),
    (MASKED, lambda logits, targets: "p - y", 0, "Wanted numbers"),
    (MASKED, sum_of_the_rows, 1, "of how many rows"),
    (MASKED, uphill, 1, "at the rate"),
    (MASKED, shift_cut_at_a_bound, 1, "at the rate"),
    (MASKED, last_column, 2, "last column"),
    (MASKED, by_all_rows, 3, "rows that have a target"),
    (MASKED, without_the_shift, 4, "nan"),
    (MASKED, shift_of_the_whole_batch, 4, "nan"),
    (MASKED, cut_at_700, 4, "changed its gradient"),
    (MASKED, cut_at_50, 4, "changed its gradient"),
    (MASKED, nan_made_one, 4, "changed its gradient"),
    (RMS, three_gradients, 0, "Wanted numbers"),
    (RMS, broken, 1, "does not take the mean"),
    (RMS, of_a_layer_norm, 1, "does not take the mean"),
    (RMS, without_a_projection, 1, "at the rate"),
    (RMS, over_the_whole_batch, 2, "more than its row"),
    (RMS, over_the_wrong_axis, 1, "at the rate"),
    (RMS, gain_at_the_end, 3, "comes first"),
    (RMS, five_entries_always, 3, "at the rate"),
    (RMS, gain_without_its_sign, 3, "at the rate"),
    (RMS, g_in_place, 0, "changed its inputs"),
    (RMS, without_epsilon, 4, "with its ε"),
    (RMS, epsilon_never_read, 4, "With ε = 0.5"),
]
