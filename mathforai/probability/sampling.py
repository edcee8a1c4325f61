"""From scores to a drawn word.

With this file you can: turn logits into probabilities at any temperature, cut the tail off by count
or by mass, and draw from what is left in two ways that look different and are the same.
"""

from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mathforai.arguments import (
    floats,
    require_count,
    require_positive,
    require_row_of_probabilities,
)

Array = NDArray[np.floating[Any]]
Indices = NDArray[np.intp]


def softmax(logits: ArrayLike, *, temperature: float = 1.0) -> Array:
    """Turn logits into probabilities; a low temperature favours the largest, a high one nobody.

    p[i] = exp(logits[i] / temperature) / sum over j of exp(logits[j] / temperature)

    Shapes: (..., v) to the same; each row along the last axis adds up to 1.
    A logit of -inf gives the probability 0. float32 stays float32; integers become float64.
    Raises ValueError if temperature is not a positive number, if a logit is nan or inf, or if a row
    is empty or holds nothing but -inf.
    Taught in: 3.4 Sampling and temperature.

    >>> softmax(np.log([16, 4, 1]), temperature=2).round(3)
    array([0.571, 0.286, 0.143])
    """
    z = _logits(logits)
    require_positive(temperature=temperature)
    with np.errstate(over="ignore"):
        # No exponent is above 0 after the shift, so exp cannot overflow, whatever the logits are.
        weight = np.exp((z - z.max(axis=-1, keepdims=True)) / float(temperature))
    return weight / weight.sum(axis=-1, keepdims=True)


def top_k_filter(logits: ArrayLike, k: int) -> Array:
    """Set all logits but the k largest to -inf.

    Shapes: (..., v) to the same. Ties at the border all stay, so that more than k may be left;
    a k above v cuts nothing.
    Raises ValueError if k is not a whole number from 1 on, or for logits that `softmax` refuses.
    Taught in: 3.4 Sampling and temperature.

    >>> top_k_filter([3.0, 2.0, 1.0, 0.1, -1.0], 2)
    array([  3.,   2., -inf, -inf, -inf])
    """
    z = _logits(logits)
    border = np.sort(z, axis=-1)[..., -min(require_count(1, k=k), z.shape[-1]), None]
    return np.where(z < border, -np.inf, z).astype(z.dtype)


def top_p_filter(logits: ArrayLike, top_p: float) -> Array:
    """Keep the likeliest words until they hold the share top_p, and set the others to -inf.

    A word stays while the words that are likelier hold less than top_p; the likeliest always stays.

    Shapes: (..., v) to the same. Among words that tie, the earlier one comes first; top_p = 1 cuts
    nothing. Shares are added in float64, and one that misses top_p by no more than its rounding
    (v times the machine epsilon) counts as having reached it.
    Raises ValueError unless 0 < top_p <= 1, or for logits that `softmax` refuses.
    Taught in: 3.4 Sampling and temperature.

    >>> top_p_filter(np.log([0.1, 0.7, 0.2]), 0.9).round(2)
    array([ -inf, -0.36, -1.61])
    """
    z = _logits(logits)
    if not isinstance(top_p, Real) or not 0 < top_p <= 1:
        raise ValueError(f"top_p must be a number above 0 and at most 1; got {top_p!r}")
    if top_p == 1:
        return z.copy()
    order = np.argsort(-z, axis=-1, kind="stable")
    p = np.take_along_axis(softmax(z.astype(float)), order, axis=-1)
    ahead = np.zeros_like(p)
    ahead[..., 1:] = np.cumsum(p, axis=-1)[..., :-1]
    # 0.7 + 0.2 is 0.8999999999999999: without the rounding, 0.9 would not be reached.
    cut = ahead >= top_p - p.shape[-1] * np.finfo(p.dtype).eps
    cut[..., 0] = False
    kept = z.copy()
    np.put_along_axis(kept, order, np.where(cut, -np.inf, np.take_along_axis(z, order, -1)), -1)
    return kept


def sample_categorical(p: ArrayLike, n_samples: int, rng: "np.random.Generator") -> Indices:
    """Draw indices with these probabilities: throw darts at them, laid end to end.

    the first i with p[0] + ... + p[i] > u, for u uniform between 0 and 1 (the inverse of the cdf)

    Shapes: p (v,); result (n_samples,), whole numbers from 0 to v - 1.
    An index of probability 0 is never drawn.
    Raises ValueError unless p is one row of numbers from 0 on that add up to 1, and n_samples a
    whole number from 1 on.
    Taught in: 3.4 Sampling and temperature.

    >>> sample_categorical([0.0, 0.25, 0.75], 6, np.random.default_rng(3))
    array([1, 1, 2, 2, 1, 2])
    """
    ends = np.cumsum(require_row_of_probabilities(p))
    ends /= ends[-1]  # exactly 1, so that no dart lands beyond the last word
    return np.searchsorted(ends, rng.random(require_count(1, n_samples=n_samples)), side="right")


def gumbel_max(logits: ArrayLike, n_samples: int, rng: "np.random.Generator") -> Indices:
    """Draw indices with the probabilities softmax(logits), without computing them.

    argmax over i of logits[i] + noise[i], the noise independent from the standard Gumbel law

    Shapes: logits (v,); result (n_samples,), whole numbers from 0 to v - 1. It makes n_samples * v
    random numbers.
    Raises ValueError for logits that `softmax` refuses or that are not one row, and if n_samples is
    not a whole number from 1 on.
    Taught in: 3.4 Sampling and temperature.

    >>> gumbel_max([0.0, -np.inf, 1.0], 6, np.random.default_rng(3))
    array([0, 2, 2, 0, 2, 2])
    """
    z = _logits(logits)
    if z.ndim != 1:
        raise ValueError(f"logits must be one row, of shape (v,); got shape {z.shape}")
    return np.argmax(z + rng.gumbel(size=(require_count(1, n_samples=n_samples), z.size)), axis=-1)


def _logits(logits: ArrayLike) -> Array:
    z = floats(logits)
    if z.ndim == 0 or z.shape[-1] == 0:
        raise ValueError(f"logits must have one entry for each word at least; got shape {z.shape}")
    if not np.all(z < np.inf) or not np.all(z.max(axis=-1) > -np.inf):  # nan passes no comparison
        raise ValueError(
            "logits must be numbers or -inf, with one number at least in each row; "
            f"got {np.array2string(z, threshold=10)}"
        )
    return z
