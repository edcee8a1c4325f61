"""Measure how much is left open.

With this file you can: say in nats how undecided a distribution is.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike


def entropy(p: ArrayLike) -> Any:
    """Return how undecided a distribution is, in nats: 0 when one outcome is certain.

    H(p) = -(sum over i of p[i] ln p[i]), with 0 ln 0 = 0; the most is ln v, when all v are equal

    Shapes: (..., v) to (...); a single row gives one number.
    Raises ValueError if an entry is negative or nan, or if a row does not add up to 1.
    Taught in: 3.4 Sampling and temperature.

    >>> entropy([0.25, 0.25, 0.25, 0.25]).round(4), entropy([1.0, 0.0])
    (np.float64(1.3863), np.float64(0.0))
    """
    row = np.asarray(p)
    if not np.issubdtype(row.dtype, np.floating):
        row = row.astype(float)
    if row.ndim == 0 or not np.all(row >= 0) or not np.all(np.abs(row.sum(axis=-1) - 1) <= 1e-5):
        raise ValueError(
            "p must be probabilities, from 0 on, that add up to 1; "
            f"got {np.array2string(row, threshold=10)}"
        )
    # ln 1 stands in where p is 0: the product is 0 as it should be, and no log of 0 is taken.
    return -np.sum(row * np.log(np.where(row > 0, row, 1)), axis=-1) + 0.0
