"""Attention: each token takes a weighted mean of what others hand over.

With this file you can: turn queries and keys into a table of weights, hide the future, mix values
with the weights, and do it in several heads at once.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mathforai.arguments import floats, require_count
from mathforai.probability import softmax

Array = NDArray[np.floating[Any]]


def causal_mask(n_tokens: int) -> NDArray[np.bool_]:
    """Say who may look at whom when nobody may look at a later token.

    mask[i, j] is True where j <= i

    Shapes: result (t, t), boolean. The first row has one True, the last has t.
    Raises ValueError if n_tokens is not a whole number from 1 on.
    Taught in: 8.1 Attention.

    >>> causal_mask(3).astype(int)
    array([[1, 0, 0],
           [1, 1, 0],
           [1, 1, 1]])
    """
    return np.tri(require_count(1, n_tokens=n_tokens), dtype=bool)


def attention_weights(Q: ArrayLike, K: ArrayLike, *, mask: ArrayLike | None = None) -> Array:
    """Turn queries and keys into weights: the softmax of their scores, row by row.

    A = softmax(Q @ K.T / sqrt(d)), where the scores that the mask forbids are -inf

    Shapes: Q (..., s, d), K (..., t, d), mask boolean, True where a query may look, (s, t) or what
    broadcasts to (..., s, t); result (..., s, t), whose rows add up to 1. float32 stays float32.
    Raises ValueError if the shapes do not fit, if an entry is nan or inf, if a score overflows, if
    the mask is not boolean, or if a query may look at nothing.
    Taught in: 8.1 Attention.

    >>> attention_weights([[2.0, 0.0]], [[np.log(3), 0.0], [0.0, 5.0]]).round(3)
    array([[0.825, 0.175]])
    """
    queries, keys = _rows("Q", Q), _rows("K", K)
    if queries.shape[-1] != keys.shape[-1]:
        raise ValueError(
            "Q and K must have vectors of one size; "
            f"got Q of shape {queries.shape} and K of shape {keys.shape}"
        )
    root = np.sqrt(queries.dtype.type(queries.shape[-1]))
    with np.errstate(over="ignore", invalid="ignore"):
        scores = (queries / root) @ np.swapaxes(keys, -1, -2)  # (..., s, d) @ (..., d, t)
    if not np.all(np.isfinite(scores)):
        raise ValueError("the scores of Q and K are too large for floats of their type")
    if mask is None:
        return softmax(scores)
    allowed = np.asarray(mask)
    if allowed.dtype != bool:
        raise ValueError(f"mask must be boolean, True where a query may look; got {allowed.dtype}")
    if not np.all(allowed.any(axis=-1)):
        raise ValueError("mask must leave each query one key at least")
    return softmax(np.where(allowed, scores, -np.inf))


def scaled_dot_product_attention(
    Q: ArrayLike, K: ArrayLike, V: ArrayLike, *, mask: ArrayLike | None = None
) -> Array:
    """Let each query take the mean of the values, weighted by how well the keys fit it.

    softmax(Q @ K.T / sqrt(d)) @ V

    Shapes: Q (..., s, d), K (..., t, d), V (..., t, e), mask as in `attention_weights`; result
    (..., s, e).
    Raises ValueError as `attention_weights` does, and if V has not one row for each key.
    Taught in: 8.1 Attention. Source: Vaswani et al. (2017).

    >>> scaled_dot_product_attention([[0.0, 0.0]], np.eye(2), [[1.0], [3.0]])
    array([[2.]])
    """
    keys, values = _rows("K", K), _rows("V", V)
    if keys.shape[-2] != values.shape[-2]:
        raise ValueError(
            "K and V must have as many rows; "
            f"got K of shape {keys.shape} and V of shape {values.shape}"
        )
    return attention_weights(Q, keys, mask=mask) @ values


def multi_head_attention(
    X: ArrayLike,
    *,
    W_Q: ArrayLike,
    W_K: ArrayLike,
    W_V: ArrayLike,
    W_O: ArrayLike,
    n_heads: int,
    mask: ArrayLike | None = None,
) -> Array:
    """Run attention in several heads, each on its own share of the numbers, and mix what comes out.

    concatenate(head[1], ..., head[h]) @ W_O, where head[i] attends with the i-th share of the
    columns of X @ W_Q, X @ W_K and X @ W_V

    Shapes: X (..., t, m); W_Q, W_K, W_V (m, n); W_O (n, m); n a multiple of n_heads, and
    n / n_heads the head size d; mask as in `attention_weights`, the same for all heads; result
    (..., t, m).
    Raises ValueError if n_heads does not divide n, if the matrices do not fit, or as
    `attention_weights` does.
    Taught in: 8.1 Attention. Source: Vaswani et al. (2017).

    >>> one = np.eye(2)
    >>> X = [[0.0, 0.0], [0.0, 0.0], [3.0, 6.0]]
    >>> multi_head_attention(X, W_Q=0 * one, W_K=one, W_V=one, W_O=one, n_heads=2)[0]
    array([1., 2.])
    """
    tokens, heads = _rows("X", X), require_count(1, n_heads=n_heads)
    size, rest = divmod(np.shape(W_Q)[-1], heads)
    if rest or not size:
        raise ValueError(
            f"n_heads must divide the columns of W_Q, {size * heads + rest}; got {heads}"
        )
    inner = (tokens.shape[-1], size * heads)
    fits = {
        "W_Q": (W_Q, inner),
        "W_K": (W_K, inner),
        "W_V": (W_V, inner),
        "W_O": (W_O, inner[::-1]),
    }
    for name, (matrix, shape) in fits.items():
        if np.shape(matrix) != shape:
            raise ValueError(f"{name} must have shape {shape}; got {np.shape(matrix)}")

    def split(W: ArrayLike) -> Array:  # (..., t, n) -> (..., h, t, d)
        numbers = tokens @ np.asarray(W)
        return np.swapaxes(numbers.reshape(*numbers.shape[:-1], heads, size), -2, -3)

    shared = None if mask is None else np.expand_dims(np.asarray(mask), -3)
    out = scaled_dot_product_attention(split(W_Q), split(W_K), split(W_V), mask=shared)
    joined = np.swapaxes(out, -2, -3)  # (..., h, t, d) -> (..., t, h, d)
    return joined.reshape(*joined.shape[:-2], heads * size) @ np.asarray(W_O)


def _rows(name: str, given: ArrayLike) -> Array:
    rows = floats(given)
    if rows.ndim < 2 or 0 in rows.shape[-2:]:
        raise ValueError(
            f"{name} must be rows of numbers, one for each token; got shape {rows.shape}"
        )
    if not np.all(np.isfinite(rows)):
        raise ValueError(f"{name} must hold finite numbers")
    return rows
