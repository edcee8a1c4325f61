"""What to expect of a random number, and how far from it to be prepared.

With this file you can: compute expectation, variance and covariance from values and probabilities,
and follow the mean of draws as they come in.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mathforai.arguments import floats, require_row_of_probabilities

Array = NDArray[np.floating[Any]]


def expectation(values: ArrayLike, p: ArrayLike) -> float:
    """Return the expectation: every value counts as much as it is likely.

    E[X] = p[0] values[0] + ... + p[v-1] values[v-1]

    Shapes: values and p (v,), an entry for each outcome; result a float.
    Raises ValueError unless the values are finite numbers, and p as many numbers from 0 on that add
    up to 1.
    Taught in: 3.1 Random variables, expectation, variance.

    >>> expectation([0, 2, 6], [0.5, 0.25, 0.25])
    2.0
    """
    x, weight = _distribution(values, p)
    return float(weight @ x)


def covariance(first: ArrayLike, second: ArrayLike, p: ArrayLike) -> float:
    """Return the covariance of two numbers that belong to the same outcome.

    Cov(X, Y) = E[(X - E[X]) (Y - E[Y])]

    Shapes: first, second and p (v,), an entry for each outcome; result a float.
    Raises ValueError for values or probabilities that `expectation` refuses.
    Taught in: 3.1 Random variables, expectation, variance.

    >>> covariance([0, 2, 6], [3, 3, -1], [0.5, 0.25, 0.25])
    -4.0
    """
    x, weight = _distribution(first, p)
    y, _ = _distribution(second, p)
    # Distances first: E[XY] - E[X] E[Y] loses its digits where the values are large.
    return float(weight @ ((x - weight @ x) * (y - weight @ y)))


def variance(values: ArrayLike, p: ArrayLike) -> float:
    """Return the variance: the expected squared distance from the expectation.

    Var(X) = E[(X - E[X])^2]; its root is the spread, or standard deviation

    Shapes: values and p (v,), an entry for each outcome; result a float.
    Raises ValueError for values or probabilities that `expectation` refuses.
    Taught in: 3.1 Random variables, expectation, variance.

    >>> variance([0, 2, 6], [0.5, 0.25, 0.25])
    6.0
    """
    return covariance(values, values, p)


def running_mean(draws: ArrayLike) -> Array:
    """Return the mean of the first draw, of the first two, of the first three, and so on.

    result[..., n-1] = (draws[..., 0] + ... + draws[..., n-1]) / n

    Shapes: (..., n) to the same; along the last axis. Integers become float64.
    Raises ValueError for a single number.
    Taught in: 3.1 Random variables, expectation, variance.

    >>> running_mean([4, 0, 5])
    array([4., 2., 3.])
    """
    x = floats(draws)
    if x.ndim == 0:
        raise ValueError(f"draws must have an axis to go along; got the single number {draws!r}")
    count = np.arange(1, x.shape[-1] + 1)
    return np.cumsum(x, axis=-1) / count.astype(x.dtype)


def _distribution(values: ArrayLike, p: ArrayLike) -> tuple[Array, Array]:
    x, weight = np.asarray(values, dtype=float), require_row_of_probabilities(p)
    if x.shape != weight.shape or not np.all(np.isfinite(x)):
        raise ValueError(
            f"there must be one finite value for each of the {len(weight)} probabilities; "
            f"got {values!r}"
        )
    return x, weight
