"""Answers to the exercises of 5.3: right ones, and each typical wrong one with its row."""

import numpy as np
from scipy.special import log_softmax, rel_entr, softmax

LOGITS = "information.kl_divergence.kl_from_logits"
ESTIMATE = "information.kl_divergence.repaired_estimate"

# Right answers


def kl_from_logits(new, old):
    log_p = new - np.max(new)
    log_p = log_p - np.log(np.sum(np.exp(log_p)))
    log_q = old - np.max(old)
    log_q = log_q - np.log(np.sum(np.exp(log_q)))
    drawn = log_p > -np.inf
    if np.any(log_q[drawn] == -np.inf):
        return np.inf
    return np.sum(np.exp(log_p[drawn]) * (log_p[drawn] - log_q[drawn]))


def by_a_loop(new, old):
    log_p, log_q = log_softmax(new), log_softmax(old)
    total = 0.0
    for a, b in zip(log_p, log_q, strict=True):
        if a > -np.inf:
            total += np.exp(a) * (a - b) if b > -np.inf else np.inf
    return float(total)


def repaired_estimate(new, old):
    u = np.exp(old - new)
    return np.mean(u - 1 - np.log(u))


def without_a_ratio(new, old):
    gap = old - new
    return np.mean(np.expm1(gap) - gap)


RIGHT = {LOGITS: [kl_from_logits, by_a_loop], ESTIMATE: [repaired_estimate, without_a_ratio]}


# Wrong ones


def naive(new, old):
    p, q = np.exp(new) / np.exp(new).sum(), np.exp(old) / np.exp(old).sum()
    return np.sum(p * np.log(p / q))


def fudged(new, old):
    p, q = softmax(new), softmax(old)
    return np.sum(p * np.log((p + 1e-9) / (q + 1e-9)))


def through_probabilities(new, old):
    return np.sum(rel_entr(softmax(new), softmax(old)))


def nan_for_undrawn(new, old):
    log_p, log_q = log_softmax(new), log_softmax(old)
    return np.sum(np.exp(log_p) * (log_p - log_q))


def cut_at_finite(new, old):
    log_p, log_q = log_softmax(new), log_softmax(old)
    both = np.isfinite(log_p) & np.isfinite(log_q)
    return np.sum(np.exp(log_p[both]) * (log_p[both] - log_q[both]))


def infinite_by_accident(new, old):
    log_p, log_q = log_softmax(new), log_softmax(old)
    drawn = np.isfinite(log_p)
    with np.errstate(invalid="ignore"):
        return np.sum(np.exp(log_p[drawn]) * (log_p[drawn] - log_q[drawn]))


def sum_of_what_is_no_nan(new, old):
    log_p, log_q = log_softmax(new), log_softmax(old)
    with np.errstate(invalid="ignore"):
        return np.nansum(np.exp(log_p) * (log_p - log_q))


def nothing_below_minus_50(new, old):
    log_p, log_q = log_softmax(new), log_softmax(old)
    kept = log_p > -50
    return np.sum(np.exp(log_p[kept]) * (log_p[kept] - log_q[kept]))


def shifted_by_the_mean(new, old):
    finite = np.mean(new[np.isfinite(new)])
    with np.errstate(over="ignore", invalid="ignore"):
        p = np.exp(new - finite)
        log_p = np.where(new > -np.inf, new - finite - np.log(p.sum()), -np.inf)
        return kl_from_logits(log_p, old)


def nan_where_both_are_impossible(new, old):
    log_p, log_q = log_softmax(new), log_softmax(old)
    with np.errstate(invalid="ignore"):
        gap = np.where((log_p > -np.inf) | (log_q == -np.inf), log_p - log_q, 0.0)
    return np.sum(np.exp(log_p) * gap)


def clipped(new, old):
    gap = np.clip(old - new, -5, 5)
    return np.mean(np.exp(gap) - 1 - gap)


def ratio_of_exponentials(new, old):
    with np.errstate(invalid="ignore"):
        u = np.exp(old) / np.exp(new)
        return np.mean(u - 1 - np.log(u))


def on_logits(new, old):
    return np.sum(softmax(new) * (new - old))


def the_text_of_the_exercise(new, old):
    u = np.exp(new - old)
    return np.sum(u - 1 - np.log(u))


# exercise, wrong answer, index of the first row that says "not yet", words of its hint
WRONG = [
    (LOGITS, lambda new, old: kl_from_logits(old, new), 1, "the other direction"),
    (LOGITS, lambda new, old: kl_from_logits(new, old) / len(new), 1, "neither direction"),
    (LOGITS, naive, 2, "returned nan"),
    (LOGITS, fudged, 3, "half of the draws"),
    (LOGITS, through_probabilities, 3, "half of the draws"),
    (LOGITS, nan_for_undrawn, 4, "nan"),
    (LOGITS, cut_at_finite, 5, "Yours is"),
    (LOGITS, infinite_by_accident, 5, "nan"),
    (LOGITS, sum_of_what_is_no_nan, 5, "rare, not impossible"),
    (LOGITS, nothing_below_minus_50, 3, "the rare word"),
    (LOGITS, shifted_by_the_mean, 2, "2000"),
    (LOGITS, nan_where_both_are_impossible, 4, "nan"),
    (LOGITS, on_logits, 0, "you return −3"),
    (LOGITS, lambda new, old: softmax(new), 0, "Wanted one number"),
    (ESTIMATE, the_text_of_the_exercise, 1, "from the same two draws twice"),
    (ESTIMATE, lambda new, old: the_text_of_the_exercise(new, old) / len(new), 2, "just its share"),
    (ESTIMATE, lambda new, old: np.mean(new - old), 2, "above it"),
    (ESTIMATE, lambda new, old: np.mean(old - new), 2, "just its share"),
    (ESTIMATE, lambda new, old: np.mean(old / new - 1 - np.log(old / new)), 2, "just its share"),
    (ESTIMATE, lambda new, old: np.mean(np.abs(new - old)), 2, "just its share"),
    (ESTIMATE, lambda new, old: abs(np.mean(new - old)), 2, "above it"),
    (ESTIMATE, lambda new, old: np.sqrt(np.mean(new - old) ** 2), 2, "above it"),
    (ESTIMATE, clipped, 2, "above it"),
    (ESTIMATE, ratio_of_exponentials, 2, "nan"),
    (ESTIMATE, lambda new, old: np.exp(old - new) - 1 - (old - new), 0, "Wanted one number"),
]
