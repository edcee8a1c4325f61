"""Answers to the exercises of 3.4: right ones, and each typical wrong one with its row."""

import numpy as np

# Right answers, some of them the long way round


def down_to_zero(logits, temperature):
    gap = logits - logits.max()
    weight = (gap == 0) * 1.0 if temperature == 0 else np.exp(gap / temperature)
    return weight / weight.sum()


def pairwise(logits, temperature):
    """1 / (sum over j of exp((z[j] - z[i]) / T)): overflow gives inf, and 1 / inf is right."""
    if temperature == 0:
        return np.where(logits == max(logits), 1 / np.sum(logits == max(logits)), 0)
    return [1 / sum(np.exp((other - z) / temperature) for other in logits) for z in logits]


def next_word(logits, temperature, top_p):
    p = down_to_zero(logits, temperature)
    order = np.argsort(-p)
    kept = np.zeros_like(p)
    for i in order:
        if kept.sum() >= top_p:
            break
        kept[i] = p[i]
    return kept / kept.sum()


def from_the_tail(logits, temperature, top_p):
    p = list(down_to_zero(logits, temperature))
    for i in np.argsort(p):
        if sum(p) - p[i] < top_p:
            break
        p[i] = 0.0
    return [q / sum(p) for q in p]


RIGHT = {
    "probability.sampling_and_temperature.softmax_down_to_zero": [down_to_zero, pairwise],
    "probability.sampling_and_temperature.repaired_next_word": [next_word, from_the_tail],
}


# Wrong ones


def naive(logits, temperature):
    weight = np.exp(logits / temperature)
    return weight / weight.sum()


def shifted_late(logits, temperature):
    """Right at any temperature but 0, where it divides."""
    return down_to_zero(logits, temperature or 1e-12)


def small_shift(logits, temperature):
    return naive(logits - np.mean(logits), temperature)


def divides_by_zero(logits, temperature):
    weight = np.exp((logits - logits.max()) / temperature)
    return weight / weight.sum()


def first_of_equals(logits, temperature):
    if temperature == 0:
        return np.eye(len(logits))[np.argmax(logits)]
    return down_to_zero(logits, temperature)


def broken(logits, temperature, top_p):
    """The text of the exercise, with all its bugs."""
    weight = np.exp(logits * temperature)
    p = weight / weight.sum()
    p = np.sort(p)[::-1]
    p[np.cumsum(p) > top_p] = 0
    return p


def whole(p):
    return p / p.sum()


def sorted_away(logits, temperature, top_p):
    return np.sort(next_word(logits, temperature, top_p))[::-1]


def multiplying(logits, temperature, top_p):
    return next_word(logits, 1 / temperature, top_p)


def without_the_last(logits, temperature, top_p):
    p = down_to_zero(logits, temperature)
    order = np.argsort(-p)
    kept = np.cumsum(p[order]) <= top_p + 1e-9
    kept[0] = True
    out = np.zeros_like(p)
    out[order[kept]] = p[order[kept]]
    return whole(out)


def one_too_many(logits, temperature, top_p):
    p = down_to_zero(logits, temperature)
    few = next_word(logits, temperature, top_p)
    return whole(np.where(p >= p[few == 0].max(initial=0), p, 0))


def flat(logits, temperature, top_p):
    kept = next_word(logits, temperature, top_p)
    return kept if top_p == 1 else whole((kept > 0) * 1.0)


def rarest(logits, temperature, top_p):
    p = down_to_zero(logits, temperature)
    if top_p == 1:
        return p
    kept = p.copy()
    kept[np.argmax(p)] = 0  # and all the others stay
    return whole(kept if kept.sum() >= top_p else p)


# exercise, wrong answer, index of the first row that says "not yet", words of its hint
WRONG = [
    (
        "probability.sampling_and_temperature.softmax_down_to_zero",
        lambda z, t: np.exp(z / t),
        0,
        "Yours add up to",
    ),
    (
        "probability.sampling_and_temperature.softmax_down_to_zero",
        lambda z, t: z / z.sum(),
        0,
        "One of your probabilities is",
    ),
    (
        "probability.sampling_and_temperature.softmax_down_to_zero",
        lambda z, t: naive(z, 1 / t),
        1,
        "come out with the ratio",
    ),
    (
        "probability.sampling_and_temperature.softmax_down_to_zero",
        lambda z, t: naive(z, 1.0),
        1,
        "come out with the ratio",
    ),
    ("probability.sampling_and_temperature.softmax_down_to_zero", naive, 2, "nan"),
    ("probability.sampling_and_temperature.softmax_down_to_zero", small_shift, 3, "nan"),
    ("probability.sampling_and_temperature.softmax_down_to_zero", divides_by_zero, 4, "nan"),
    (
        "probability.sampling_and_temperature.softmax_down_to_zero",
        first_of_equals,
        5,
        "the first gets 1",
    ),
    (
        "probability.sampling_and_temperature.softmax_down_to_zero",
        lambda z, t: int(np.argmax(z)),
        0,
        "Wanted numbers of shape",
    ),
    (
        "probability.sampling_and_temperature.repaired_next_word",
        broken,
        0,
        "At top_p = 0.9: Yours add up to 0.8676",
    ),
    ("probability.sampling_and_temperature.repaired_next_word", sorted_away, 1, "the same list"),
    (
        "probability.sampling_and_temperature.repaired_next_word",
        multiplying,
        2,
        "come out with the ratio",
    ),
    ("probability.sampling_and_temperature.repaired_next_word", without_the_last, 3, "too few"),
    (
        "probability.sampling_and_temperature.repaired_next_word",
        one_too_many,
        3,
        "more words than are needed",
    ),
    ("probability.sampling_and_temperature.repaired_next_word", flat, 4, "The cut changes"),
    (
        "probability.sampling_and_temperature.repaired_next_word",
        lambda z, t, p: down_to_zero(z, t),
        3,
        "more words than are needed",
    ),
    ("probability.sampling_and_temperature.repaired_next_word", rarest, 3, "At temperature"),
]
