"""Checks for the exercises of 3.4, Sampling and temperature.

Each check asks what right probabilities do (their ratios, their sum, what a cut leaves); none holds
an answer to copy.
"""

from typing import Any

import numpy as np

from mathforai.checks.properties import Answer, Property, close, describe, numbers

# Not sorted, so that an answer that sorts and forgets to undo it is seen.
LOGITS = np.array([1.0, 3.0, -1.0, 2.0, 0.1])


def _row(answer: Answer, logits: Any, *settings: float) -> np.ndarray:
    z = np.array(logits, dtype=float)
    return numbers(answer(z, *settings), z.shape)


def _is_distribution(p: np.ndarray) -> bool | str:
    if (p < 0).any():
        return f"One of your probabilities is {describe(p.min())}."
    return close(p.sum(), 1.0) or f"Yours add up to {describe(p.sum())}."


def _ratios_match(p: np.ndarray, logits: np.ndarray, temperature: float) -> bool | str:
    """Compare p[i] / p[j] with what the logits say, for neighbours."""
    if (p <= 0).any():
        return f"At temperature {temperature:g} one of your probabilities is {describe(p.min())}."
    found, wanted = np.diff(np.log(p)) * temperature, np.diff(logits)
    if close(found, wanted, 1e-6):
        return True
    i = int(np.argmax(np.abs(found - wanted)))
    return (
        f"At temperature {temperature:g} two words whose logits are {describe(logits[i])} and "
        f"{describe(logits[i + 1])} come out with the ratio {describe(p[i + 1] / p[i])}."
    )


# softmax_down_to_zero(logits, temperature): softmax at any temperature, 0 included


def _follows_the_formula(answer: Answer) -> bool | str:
    rng = np.random.default_rng(34)  # the same inputs at every call
    for temperature in (1.0, 0.5, 2.0, 7.0):
        z = rng.normal(scale=2, size=6)
        seen = _ratios_match(_row(answer, z, temperature), z, temperature)
        if seen is not True:
            return seen
    return True


def _survives_large_logits(answer: Answer) -> bool | str:
    near, far = _row(answer, LOGITS, 1.0), _row(answer, LOGITS + 1e4, 1.0)
    return close(near, far, 1e-6) or "With 10000 added to every logit you return something else."


def _survives_cold(answer: Answer) -> bool | str:
    p = _row(answer, LOGITS, 1e-4)
    return close(p, LOGITS == 3) or f"The largest logit gets {describe(p[1])}."


def _is_one_hot_at_zero(answer: Answer) -> bool | str:
    p = _row(answer, LOGITS, 0.0)
    return close(p, LOGITS == 3) or f"The largest logit gets {describe(p[1])}."


def _shares_ties_at_zero(answer: Answer) -> bool | str:
    p = _row(answer, [2.0, 5.0, 5.0, -1.0, 5.0], 0.0)
    return close(p, np.array([0, 1, 1, 0, 1]) / 3) or (
        f"Of three words with the same largest logit, the first gets {describe(p[1])}."
    )


SOFTMAX_DOWN_TO_ZERO = [
    Property(
        "returns probabilities, one for each logit",
        lambda answer: _is_distribution(_row(answer, LOGITS, 1.0)),
        "divide by the sum at the end.",
    ),
    Property(
        "the ratio of two words is e to the difference of their logits over the temperature",
        _follows_the_formula,
        "where does the temperature go, and does it divide or multiply?",
    ),
    Property(
        "survives logits around 10000",
        _survives_large_logits,
        "e to the 10000 is no float. What happens to softmax when you take the same number off "
        "every logit?",
    ),
    Property(
        "survives temperature 0.0001",
        _survives_cold,
        "which must come first: taking off the largest logit, or dividing by the temperature?",
    ),
    Property(
        "at temperature 0 everything goes to the largest logit",
        _is_one_hot_at_zero,
        "0 cannot be divided by; return what the cold limit is.",
    ),
    Property(
        "at temperature 0 ties share equally",
        _shares_ties_at_zero,
        "argmax returns one place. How do you find all places where the largest logit stands?",
    ),
]


# repaired_next_word(logits, temperature, top_p): find the bugs


def _sums_to_one(answer: Answer) -> bool | str:
    for top_p in (1.0, 0.9, 0.3):
        seen = _is_distribution(_row(answer, LOGITS, 1.0, top_p))
        if seen is not True:
            return f"At top_p = {top_p:g}: {seen}"
    return True


def _stays_with_the_words(answer: Answer) -> bool | str:
    p, mirrored = _row(answer, LOGITS, 1.0, 1.0), _row(answer, LOGITS[::-1], 1.0, 1.0)
    return close(p[::-1], mirrored) or (
        "For the same logits in the opposite order you return the same list, "
        "not the list in the opposite order."
        if close(p, mirrored)
        else "For the same logits in the opposite order you return other probabilities."
    )


def _heats(answer: Answer) -> bool | str:
    for temperature in (1.0, 0.5, 3.0):
        seen = _ratios_match(_row(answer, LOGITS, temperature, 1.0), LOGITS, temperature)
        if seen is not True:
            return seen
    return True


def _keeps_just_enough(answer: Answer) -> bool | str:
    """Judge the cut by the answer's own probabilities at top_p = 1, which are right by now."""
    for temperature in (0.5, 1.0, 2.0):
        whole = _row(answer, LOGITS, temperature, 1.0)
        for top_p in (0.05, 0.5, 0.7, 0.9, 0.99):
            kept = _row(answer, LOGITS, temperature, top_p) > 0
            held, least = whole[kept].sum(), whole[kept].min(initial=1.0)
            where = f"At temperature {temperature:g} and top_p = {top_p:g} you keep"
            if held < top_p:
                return f"{where} words that held {describe(held)} before the cut: too few."
            if held - least >= top_p:
                return f"{where} more words than are needed."
            if least < whole[~kept].max(initial=0.0):
                return f"{where} a word that is less likely than one you cut."
    return True


def _keeps_ratios(answer: Answer) -> bool | str:
    whole, cut = _row(answer, LOGITS, 1.0, 1.0), _row(answer, LOGITS, 1.0, 0.9)
    kept = cut > 0
    return close(np.ptp(cut[kept] / whole[kept]), 0.0) or (
        "The cut changes how many times as likely one kept word is as another."
    )


REPAIRED_NEXT_WORD = [
    Property(
        "returns probabilities that add up to 1, whatever is cut",
        _sums_to_one,
        "what do the words that are left add up to, and what should they?",
    ),
    Property(
        "each probability stands where its word stands",
        _stays_with_the_words,
        "after sorting, who knows which word is which? `np.argsort` does.",
    ),
    Property(
        "a higher temperature brings the words closer together",
        _heats,
        "with nothing cut, p[i] / p[j] is e to the (z[i] − z[j]) / T.",
    ),
    Property(
        "keeps the fewest words that hold top_p",
        _keeps_just_enough,
        "the word with which the sum reaches top_p belongs to the kept ones.",
    ),
    Property(
        "among the kept words the ratios stay",
        _keeps_ratios,
        "divide all of them by one number.",
    ),
]


EXERCISES = {
    "probability.sampling_and_temperature.softmax_down_to_zero": SOFTMAX_DOWN_TO_ZERO,
    "probability.sampling_and_temperature.repaired_next_word": REPAIRED_NEXT_WORD,
}
