"""Checks for the exercises of 8.1, Attention.

Each check looks at what attention does (rows that add up to 1, a future that nobody sees, ratios
that follow the scores, values that are mixed); the values handed in are often the identity, so that
the output shows the weights themselves. None holds an answer to copy.
"""

from typing import Any

import numpy as np

from mathforai.checks.properties import Answer, NotYet, Property, close, describe, numbers
from mathforai.models import causal_mask, scaled_dot_product_attention

TOKENS, SIZE, OTHER = 6, 9, 4  # head sizes whose roots are far from them and from 1


def _draw(*shape: int) -> np.ndarray:
    return np.random.default_rng(81).standard_normal(shape)  # the same inputs at every call


def _ratios(weights: np.ndarray, scores: np.ndarray, which: str, size: int) -> bool | str:
    """Compare the ratios of neighbouring weights with what the scores say."""
    if (weights <= 0).any():
        return f"{which}, one of the weights is {describe(weights.min())}."
    found, wanted = np.diff(np.log(weights)), np.diff(scores) / np.sqrt(size)
    if close(found, wanted, 1e-6):
        return True
    i = int(np.argmax(np.abs(found - wanted)))
    return (
        f"{which}, two scores q · k that differ by {describe(np.diff(scores)[i])} give weights "
        f"with the ratio {describe(np.exp(found[i]))}; the head size is {size}."
    )


# decode_step(q, k, v, cache_K, cache_V): one token at a time


def _step(answer: Answer, *inputs: np.ndarray) -> list[np.ndarray]:
    """Return output, keys and values, each of its shape."""
    returned: Any = answer(*(np.array(given) for given in inputs))
    if not isinstance(returned, tuple | list) or len(returned) != 3:
        raise NotYet(
            f"Wanted output, keys and values; your function returned {describe(returned)}."
        )
    _, k, v, cache_K, _ = inputs
    t = len(cache_K) + 1
    shapes = [v.shape, (t, *k.shape), (t, *v.shape)]
    return [numbers(part, shape) for part, shape in zip(returned, shapes, strict=True)]


def _tokens(values: np.ndarray | None = None, size: int = SIZE) -> tuple[np.ndarray, ...]:
    """Return the inputs of one step: the last of some tokens is the new one."""
    q, *keys = _draw(TOKENS + 1, size)
    V = _draw(TOKENS, 4) if values is None else values
    return q, keys[-1], V[-1], np.array(keys[:-1]), V[:-1]


def _caches_grow(answer: Answer) -> bool | str:
    q, k, v, cache_K, cache_V = _tokens()
    _, keys, values = _step(answer, q, k, v, cache_K, cache_V)
    for name, new, old, row in (("keys", keys, cache_K, k), ("values", values, cache_V, v)):
        if not close(new[:-1], old) or not close(new[-1], row):
            return f"The new {name} are not the old ones with the new token's row below."
    return True


def _first_token(answer: Answer) -> bool | str:
    q, k, v, cache_K, cache_V = _tokens()
    output, *_ = _step(answer, q, k, v, cache_K[:0], cache_V[:0])
    return close(output, v) or "With empty caches your output is not the token's own value."


def _step_weights(
    answer: Answer, factor: float = 1.0, size: int = SIZE
) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights on all tokens, and their scores."""
    q, k, v, cache_K, cache_V = _tokens(np.eye(TOKENS), size)
    weights, *_ = _step(answer, factor * q, k, v, cache_K, cache_V)
    return weights, factor * np.array([*cache_K, k]) @ q


def _step_is_mean(answer: Answer) -> bool | str:
    total = _step_weights(answer)[0].sum()
    return close(total, 1.0) or f"Your weights add up to {describe(total)}."


def _step_ratios(answer: Answer) -> bool | str:
    for size in (SIZE, OTHER):
        seen = _ratios(*_step_weights(answer, size=size), "With six tokens", size)
        if seen is not True:
            return seen
    return True


def _step_survives(answer: Answer) -> bool | str:
    weights, scores = _step_weights(answer, 1e4)
    if not close(weights, scores == scores.max()):
        return f"With scores around 10000 the largest weight is {describe(weights.max())}, not 1."
    q, k, v, cache_K, cache_V = _tokens(np.eye(TOKENS))
    far = 1e4 * q / (q @ q)  # all scores near -10000, in the order of the keys
    low, *_ = _step(answer, q, k - far, v, cache_K - far, cache_V)
    same, _ = _step_weights(answer)
    return close(low, same, 1e-6) or (
        "With all scores lower by 10000 the weights are not what they were."
    )


def _same_as_at_once(answer: Answer) -> bool | str:
    Q, K = _draw(2, TOKENS, SIZE)
    V = _draw(TOKENS, 4)
    wanted = scaled_dot_product_attention(Q, K, V, mask=causal_mask(TOKENS))
    keys, values = K[:0], V[:0]
    for t in range(TOKENS):
        output, keys, values = _step(answer, Q[t], K[t], V[t], keys, values)
        if not close(output, wanted[t], 1e-8):
            return f"Token {t + 1} gets another output than with all tokens at once."
    return True


DECODE_STEP = [
    Property(
        "returns the new token's row at the end of both caches",
        _caches_grow,
        "return three things: the output, the longer keys, the longer values.",
    ),
    Property(
        "the first token gets its own value",
        _first_token,
        "with empty caches there is one key, the token's own, and its weight is 1.",
    ),
    Property(
        "the weights add up to 1, the new token's own among them",
        _step_is_mean,
        "divide by the sum of the powers; and the new token looks at itself too.",
    ),
    Property(
        "the ratio of two weights is e to the difference of their scores over √d",
        _step_ratios,
        "d is the size of a key, not the number of tokens; and it is its root that divides.",
    ),
    Property(
        "survives scores around 10000",
        _step_survives,
        "take the largest score off all of them before `np.exp`.",
    ),
    Property(
        "token by token gives what causal attention gives at once",
        _same_as_at_once,
        "no mask is needed here: what would it hide?",
    ),
]


# repaired_attention(Q, K, V): find the bugs


def _table(answer: Answer, Q: np.ndarray, K: np.ndarray) -> np.ndarray:
    """Return the weights: what comes out when each token hands over its own place."""
    return _output(answer, Q, K, np.eye(TOKENS))


def _output(answer: Answer, Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> np.ndarray:
    returned = answer(Q.copy(), K.copy(), V.copy())
    if isinstance(returned, tuple):
        raise NotYet("Return the output alone, without the weights.")
    return numbers(returned, (len(Q), V.shape[1]))


def _rows_sum(answer: Answer) -> bool | str:
    sums = _table(answer, *_draw(2, TOKENS, SIZE)).sum(axis=1)
    return close(sums, 1.0) or (
        f"Your first row adds up to {describe(sums[0])}, your last to {describe(sums[-1])}."
    )


def _no_future(answer: Answer) -> bool | str:
    later = np.triu(_table(answer, *_draw(2, TOKENS, SIZE)), k=1)
    return close(later, 0.0, 1e-12) or (
        f"A token gives the weight {describe(later.max())} to a later one."
    )


def _no_leak(answer: Answer) -> bool | str:
    Q, K = _draw(2, TOKENS, SIZE)
    other_Q, other_K = Q.copy(), K.copy()
    other_Q[-1], other_K[-1] = 3 * Q[0], 3 * Q[1]
    moved = _table(answer, other_Q, other_K)[:-1] - _table(answer, Q, K)[:-1]
    return close(moved, 0.0) or "Another last token changes the weights of earlier ones."


def _rows_follow(answer: Answer) -> bool | str:
    for size in (SIZE, OTHER):
        Q, K = _draw(2, TOKENS, size)
        weights = _table(answer, Q, K)
        for i in range(1, TOKENS):
            seen = _ratios(weights[i, : i + 1], K[: i + 1] @ Q[i], f"In row {i + 1}", size)
            if seen is not True:
                return seen
    return True


def _zero_scores(answer: Answer) -> bool | str:
    Q, K = _draw(2, TOKENS, SIZE)
    weights = _table(answer, 0 * Q, K)
    return close(weights, np.tri(TOKENS) / np.arange(1, TOKENS + 1)[:, None]) or (
        f"With all scores 0 your second row is {describe(weights[1, 0])}, {describe(weights[1, 1])}"
        ", and so on."
    )


def _survives(answer: Answer) -> bool | str:
    Q, K = _draw(2, TOKENS, SIZE)
    mask = causal_mask(TOKENS)
    K[-1] = 50 * Q[0]  # what the mask hides is larger still
    weights = _table(answer, 1e4 * Q, K)
    if not close(weights.sum(axis=1), 1.0):
        return "With scores around 10000 a row does not add up to 1."
    scores = np.where(mask, Q @ K.T, -np.inf)
    if not close(weights, scores == scores.max(axis=1, keepdims=True)):
        return "With scores around 10000 the weight is not on the largest visible score."
    low = K - 1e6 * np.linalg.pinv(Q).sum(axis=1)  # all scores lower by a million
    return close(_table(answer, Q, low), _table(answer, Q, K), 1e-5) or (
        "With all scores lower by a million the weights are not what they were."
    )


def _mixes(answer: Answer) -> bool | str:
    Q, K = _draw(2, TOKENS, SIZE)
    V = _draw(TOKENS, OTHER)
    wanted = scaled_dot_product_attention(Q, K, V, mask=causal_mask(TOKENS))
    return close(_output(answer, Q, K, V), wanted) or (
        "With values of size 4 the output is not weights times values."
    )


REPAIRED_ATTENTION = [
    Property(
        "each row of weights adds up to 1",
        _rows_sum,
        "along which axis do you sum, and does anything take weight away after that?",
    ),
    Property(
        "no token gives weight to a later one",
        _no_future,
        "row i is the token that looks, column j the token that is looked at.",
    ),
    Property(
        "another last token changes no earlier row",
        _no_leak,
        "what is hidden must not enter the sums either: hide it before the softmax.",
    ),
    Property(
        "the ratio of two weights is e to the difference of their scores over √d",
        _rows_follow,
        "what are the scores divided by?",
    ),
    Property(
        "where all scores are 0, each token shares alike among what it sees",
        _zero_scores,
        "is a score of 0 the same as a hidden one?",
    ),
    Property(
        "survives scores around 10000",
        _survives,
        "take each row's largest visible score off the row before `np.exp`.",
    ),
    Property(
        "the output is the weights times the values",
        _mixes,
        "each row of weights mixes the rows of V; V may have another size than the keys.",
    ),
]


EXERCISES = {
    "models.attention.decode_step": DECODE_STEP,
    "models.attention.repaired_attention": REPAIRED_ATTENTION,
}
