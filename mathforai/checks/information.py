"""Checks for the exercises of chapter 5, Information theory.

Each check asks what a right divergence does (whom it lets draw, when it is infinite, what its
estimate is on average); none holds an answer to copy.
"""

from typing import Any

import numpy as np

from mathforai.checks.properties import Answer, Property, close, describe, number
from mathforai.information import kl_divergence
from mathforai.probability import softmax


def _kl(answer: Answer, new: Any, old: Any) -> float:
    return number(answer(np.array(new, dtype=float), np.array(old, dtype=float)))


# kl_from_logits(new, old): two rows of logits, the first draws

NEW, OLD = [2.0, 0.0, 1.0, -1.0], [0.0, 0.5, 3.0, -1.0]


def _is_0_for_equals(answer: Answer) -> bool | str:
    found = _kl(answer, NEW, np.array(NEW) + 3)
    return close(found, 0.0) or (
        f"For a row and the same row with 3 added to each logit you return {describe(found)}."
    )


def _follows_the_definition(answer: Answer) -> bool | str:
    rng = np.random.default_rng(53)  # the same inputs at every call
    for _ in range(4):
        new, old = rng.normal(scale=2, size=(2, 5))
        wanted = kl_divergence(softmax(new), softmax(old))
        found = _kl(answer, new, old)
        if close(found, kl_divergence(softmax(old), softmax(new)), 1e-6):
            return "On one pair you return the divergence of the other direction: old draws."
        if not close(found, wanted, 1e-6):
            return f"On one pair you return {describe(found)}, which neither direction has."
    return True


def _survives_large_logits(answer: Answer) -> bool | str:
    near, far = _kl(answer, NEW, OLD), _kl(answer, np.array(NEW) + 1e4, np.array(OLD) - 1e4)
    if not close(near, far, 1e-6):
        return "With 10000 more on every new logit you return something else."
    found = _kl(answer, [2000.0, 0.0], [0.0, 0.0])
    return close(found, np.log(2), 1e-6) or (
        f"New logits 2000 and 0, old ones equal: you return {describe(found)}."
    )


def _keeps_far_tails(answer: Answer) -> bool | str:
    found = _kl(answer, [0.0, 0.0], [0.0, -2000.0])
    if not close(found, 1000 - np.log(2), 1e-6):
        return (
            "Old logits 0 and −2000, new ones equal: half of the draws cost about 2000 nats, "
            f"and you return {describe(found)}."
        )
    found = _kl(answer, [0.0, -60.0], [0.0, -1e28])
    return close(found, 1e28 * np.exp(-60), 1e-6) or (
        "New logits 0 and −60, old ones 0 and −1e28: the rare word costs most of it, "
        f"and you return {describe(found)}."
    )


def _forbids_nothing_undrawn(answer: Answer) -> bool | str:
    found = _kl(answer, [*NEW, -np.inf], [*OLD, 1.0])
    wanted = kl_divergence(softmax([*NEW, -np.inf]), softmax([*OLD, 1.0]))
    if not close(found, wanted, 1e-6):
        return f"Yours is {describe(found)}."
    found = _kl(answer, [*NEW, -np.inf], [*OLD, -np.inf])
    return close(found, _kl(answer, NEW, OLD), 1e-6) or (
        f"With old −inf there as well, you return {describe(found)}."
    )


def _is_infinite(answer: Answer) -> bool | str:
    found = _kl(answer, [*NEW, 1.0], [*OLD, -np.inf])
    if found != np.inf:
        return f"Yours is {describe(found)}."
    rare = _kl(answer, [0.0, -2000.0], [0.0, -np.inf])
    return bool(rare == np.inf) or (
        "New logits 0 and −2000, old ones 0 and −inf: the second word is rare, not impossible, "
        f"and you return {describe(rare)}."
    )


KL_FROM_LOGITS = [
    Property(
        "returns one number, 0 for two rows that differ by a constant",
        _is_0_for_equals,
        "logits become probabilities by softmax; only their differences count.",
    ),
    Property(
        "is the divergence in which new draws and old pays",
        _follows_the_definition,
        "whose probabilities stand in front of the logarithm, and whose below the line?",
    ),
    Property(
        "survives logits around 10000",
        _survives_large_logits,
        "take the largest logit off before any e to a power.",
    ),
    Property(
        "is right where the old probability is too small for a float",
        _keeps_far_tails,
        "do not go through old's probability: its logarithm is its logit minus the logarithm of "
        "the sum.",
    ),
    Property(
        "a new logit of −inf adds nothing",
        _forbids_nothing_undrawn,
        "0 times inf is nan. What is never drawn costs nothing: leave it out of the sum.",
    ),
    Property(
        "an old logit of −inf where new is finite makes it infinite",
        _is_infinite,
        "nothing needs to be added to a probability: ln 0 is −inf, and the sum knows what to do.",
    ),
]


# repaired_estimate(new, old): log-probabilities of what the new model drew


def _equal_models(answer: Answer) -> bool | str:
    found = _kl(answer, [-1.0, -2.0, -0.5], [-1.0, -2.0, -0.5])
    return close(found, 0.0) or f"Yours is {describe(found)}."


def _averages(answer: Answer) -> bool | str:
    once, twice = (
        _kl(answer, [-1.0, -2.0], [-1.5, -1.0]),
        _kl(answer, [-1.0, -2] * 2, [-1.5, -1] * 2),
    )
    return close(once, twice) or (
        f"From two draws you return {describe(once)}, from the same two draws twice "
        f"{describe(twice)}."
    )


def _right_on_average(answer: Answer) -> bool | str:
    """Hand in every word as often as the new model draws it: the mean must be exact."""
    new, old = np.array([4, 2, 1, 1]) / 8, np.array([1, 3, 2, 2]) / 8
    drawn = np.repeat(np.arange(4), (8 * new).astype(int))
    found, wanted = _kl(answer, np.log(new[drawn]), np.log(old[drawn])), kl_divergence(new, old)
    if not close(found, wanted):
        return (
            f"With every word in just its share, you return {describe(found)}; "
            f"the divergence is {describe(wanted)}."
        )
    for gaps in ([8.0, -0.5], [0.3, -0.2], [-9.0]):  # ln old − ln new, of words rare in both
        drawn = np.full(len(gaps), -1000.0)
        found, wanted = _kl(answer, drawn, drawn + gaps), np.mean(np.exp(gaps) - 1 - gaps)
        if not close(found, wanted, 1e-6):
            return (
                f"For ln new = −1000 at each draw and ln old {describe(gaps)} above it, you "
                f"return {describe(found)}."
            )
    return True


def _never_negative(answer: Answer) -> bool | str:
    for gap in (-3.0, -0.1, 0.1, 3.0):
        found = _kl(answer, [-4.0], [-4.0 + gap])
        if not found > 0:
            return f"One draw, ln old − ln new = {describe(gap)}: you return {describe(found)}."
    return True


REPAIRED_ESTIMATE = [
    Property(
        "returns one number, 0 where both models agree on every draw",
        _equal_models,
        "the arrays hold logarithms; the ratio of two probabilities is e to a difference.",
    ),
    Property(
        "the same draws twice give the same estimate",
        _averages,
        "a divergence is a cost for each draw.",
    ),
    Property(
        "is right on average: over all words, each as often as it is drawn",
        _right_on_average,
        "which of the two ratios has the average 1 when the new model draws?",
    ),
    Property(
        "is never negative, not even for one draw",
        _never_negative,
        "u − 1 is added for just this reason; where is it?",
    ),
]


EXERCISES = {
    "information.kl_divergence.kl_from_logits": KL_FROM_LOGITS,
    "information.kl_divergence.repaired_estimate": REPAIRED_ESTIMATE,
}
