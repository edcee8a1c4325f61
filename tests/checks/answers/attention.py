"""Answers to the exercises of 8.1: right ones, and each typical wrong one with its row."""

import numpy as np

# Right answers, some of them the long way round


def decode_step(q, k, v, cache_K, cache_V):
    keys, values = np.vstack([cache_K, k]), np.vstack([cache_V, v])
    s = keys @ q / np.sqrt(len(q))
    w = np.exp(s - s.max())
    return w @ values / w.sum(), keys, values


def decode_by_lists(q, k, v, cache_K, cache_V):
    keys, values = [*cache_K, k], [*cache_V, v]
    s = [sum(q * key) / len(q) ** 0.5 for key in keys]
    w = [1 / sum(np.exp(other - score) for other in s) for score in s]
    return [sum(w * column) for column in np.transpose(values)], keys, values


def repaired_attention(Q, K, V):
    t, d = Q.shape
    scores = np.where(np.tri(t, dtype=bool), Q @ K.T / np.sqrt(d), -np.inf)
    w = np.exp(scores - scores.max(axis=1, keepdims=True))
    return w @ V / w.sum(axis=1, keepdims=True)


def row_by_row(Q, K, V):
    keys, values, out = K[:0], V[:0], []
    for q, k, v in zip(Q, K, V, strict=True):
        row, keys, values = decode_step(q, k, v, keys, values)
        out.append(row)
    return out


RIGHT = {
    "models.attention.decode_step": [decode_step, decode_by_lists],
    "models.attention.repaired_attention": [repaired_attention, row_by_row],
}


# Wrong ones


def only_the_output(*inputs):
    return decode_step(*inputs)[0]


def on_top(q, k, v, cache_K, cache_V):
    output, *_ = decode_step(q, k, v, cache_K, cache_V)
    return output, np.vstack([k, cache_K]), np.vstack([v, cache_V])


def without_itself(q, k, v, cache_K, cache_V):
    _, keys, values = decode_step(q, k, v, cache_K, cache_V)
    w = np.exp(cache_K @ q / np.sqrt(len(q)))
    return w @ cache_V / w.sum(), keys, values


def sum_without_itself(q, k, v, cache_K, cache_V):
    _, keys, values = decode_step(q, k, v, cache_K, cache_V)
    w = np.exp(keys @ q / np.sqrt(len(q)))
    return w @ values / (w[:-1].sum() if len(cache_K) else w[0]), keys, values


def scaled(by):
    def step(q, k, v, cache_K, cache_V):
        factor = len(q) ** 0.5 / by(len(q), len(cache_K) + 1)
        return decode_step(q * factor, k, v, cache_K, cache_V)

    return step


def no_shift(q, k, v, cache_K, cache_V):
    _, keys, values = decode_step(q, k, v, cache_K, cache_V)
    w = np.exp(keys @ q / np.sqrt(len(q)))
    return w @ values / w.sum(), keys, values


def broken(Q, K, V):
    """The text of the exercise, with all its bugs."""
    t, d = Q.shape
    weights = np.exp(Q @ K.T / d)
    weights = weights / weights.sum(axis=0)
    return np.tril(weights) @ V


def rows(scores, hide=None):
    w = np.exp(scores - scores.max(axis=1, keepdims=True))
    w = w if hide is None else hide(w)
    return w / w.sum(axis=1, keepdims=True)


def hidden(Q, K, scale):
    return np.where(np.tri(len(Q), dtype=bool), Q @ K.T / scale, -np.inf)


def without_mask(Q, K, V):
    return rows(Q @ K.T / 3) @ V


def mask_after(Q, K, V):
    return np.tril(rows(Q @ K.T / 3)) @ V


def mask_of_zeros(Q, K, V):
    return rows(np.tril(Q @ K.T / 3)) @ V


def future_in_the_shift(Q, K, V):
    """On paper it is right: the hidden powers are taken out before the sum."""
    return rows(Q @ K.T / np.sqrt(Q.shape[1]), np.tril) @ V


def upside_down(Q, K, V):
    scores = np.where(np.tri(len(Q), dtype=bool).T, Q @ K.T / 3, -np.inf)
    return rows(scores) @ V


def leaking(Q, K, V):
    """The queries are compared with the mean of all, the later ones among them."""
    return rows(hidden(Q - Q.mean(axis=0), K, 3)) @ V


def by_d(Q, K, V):
    return rows(hidden(Q, K, Q.shape[1])) @ V


def unscaled(Q, K, V):
    return rows(hidden(Q, K, 1)) @ V


def overflowing(Q, K, V):
    w = np.exp(hidden(Q, K, np.sqrt(Q.shape[1])))
    return w @ V / w.sum(axis=1, keepdims=True)


def cut_to_700(Q, K, V):
    w = np.tril(np.exp(np.clip(Q @ K.T / np.sqrt(Q.shape[1]), -700, 700)))
    return w / w.sum(axis=1, keepdims=True) @ V


def filled(by):
    def answer(Q, K, V):
        return rows(np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), by)) @ V

    return answer


def shift_of_all(Q, K, V):
    s = Q @ K.T / np.sqrt(Q.shape[1])
    w = np.tril(np.exp(s - s.max()))
    return w / (w.sum(axis=1, keepdims=True) + 1e-300) @ V


def zeros_are_hidden(Q, K, V):
    s = np.tril(Q @ K.T / np.sqrt(Q.shape[1]))
    s[s == 0] = -np.inf
    return rows(s) @ V


def table(Q, K):
    return repaired_attention(Q, K, np.eye(len(Q)))


def shift_not_below_zero(q, k, v, cache_K, cache_V):
    _, keys, values = decode_step(q, k, v, cache_K, cache_V)
    s = keys @ q / np.sqrt(len(q))
    w = np.exp(s - max(0, s.max()))
    return w @ values / w.sum(), keys, values


STEP, REPAIR = "models.attention.decode_step", "models.attention.repaired_attention"

# exercise, wrong answer, index of the first row that says "not yet", words of its hint
WRONG = [
    (STEP, only_the_output, 0, "Wanted output, keys and values"),
    (STEP, on_top, 0, "row below"),
    (STEP, lambda q, k, v, cK, cV: (1.0, *decode_step(q, k, v, cK, cV)[1:]), 0, "shape"),
    (STEP, without_itself, 1, "empty caches"),
    (STEP, sum_without_itself, 2, "Your weights add up to"),
    (STEP, scaled(lambda d, t: d), 3, "the head size is 9"),
    (STEP, scaled(lambda d, t: 1), 3, "the head size is 9"),
    (STEP, scaled(lambda d, t: t**0.5), 3, "the head size is 9"),
    (STEP, scaled(lambda d, t: 3), 3, "the head size is 4"),
    (STEP, no_shift, 4, "nan"),
    (STEP, shift_not_below_zero, 4, "nan"),
    (REPAIR, broken, 0, "first row adds up to"),
    (REPAIR, lambda Q, K, V: repaired_attention(Q, K, V)[0], 0, "shape"),
    (REPAIR, mask_after, 0, "first row adds up to"),
    (REPAIR, without_mask, 1, "to a later one"),
    (REPAIR, mask_of_zeros, 1, "to a later one"),
    (REPAIR, upside_down, 1, "to a later one"),
    (REPAIR, leaking, 2, "Another last token"),
    (REPAIR, by_d, 3, "the head size is 9"),
    (REPAIR, unscaled, 3, "the head size is 9"),
    (REPAIR, lambda Q, K, V: rows(hidden(Q, K, 3)) @ V, 3, "the head size is 4"),
    (REPAIR, lambda Q, K, V: (repaired_attention(Q, K, V), table(Q, K)), 0, "output alone"),
    (REPAIR, zeros_are_hidden, 4, "nan"),
    (REPAIR, overflowing, 5, "nan"),
    (REPAIR, future_in_the_shift, 5, "nan"),
    (REPAIR, cut_to_700, 5, "largest visible score"),
    (REPAIR, filled(-1e4), 5, "largest visible score"),
    (REPAIR, shift_of_all, 5, "does not add up to 1"),
    (REPAIR, lambda Q, K, V: table(Q, K), 6, "Wanted numbers of shape (6, 4)"),
    (REPAIR, lambda Q, K, V: table(Q, K) @ V.T, 6, "raised ValueError"),
    (REPAIR, lambda Q, K, V: V @ table(Q, K), 6, "raised ValueError"),
]
