"""What a function says when it is given what it cannot use: what came, and what was wanted."""

import math
import operator
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def require_positive(**values: float) -> None:
    """Raise ValueError for the first of the named values that is not a positive finite number.

    >>> require_positive(learning_rate=0.1)
    >>> require_positive(learning_rate=-1)
    Traceback (most recent call last):
    ValueError: learning_rate must be a positive finite number; got -1
    """
    for name, value in values.items():
        if not isinstance(value, Real) or not 0 < value < math.inf:
            raise ValueError(f"{name} must be a positive finite number; got {value!r}")


def require_from_zero(below: float = math.inf, **values: float) -> None:
    """Raise ValueError for the first of the named values that is not from 0 to below `below`.

    >>> require_from_zero(weight_decay=0)
    >>> require_from_zero(1, momentum=1)
    Traceback (most recent call last):
    ValueError: momentum must be a finite number from 0 to below 1; got 1
    """
    words = "on" if below == math.inf else f"to below {below}"
    for name, value in values.items():
        number = isinstance(value, Real) and not isinstance(value, bool)
        if not number or not 0 <= value < below:
            raise ValueError(f"{name} must be a finite number from 0 {words}; got {value!r}")


def require_count(low: int = 0, **values: int) -> int:
    """Return the named value, a whole number from `low` on, or raise ValueError.

    >>> require_count(steps=12)
    12
    >>> require_count(1, k=0)
    Traceback (most recent call last):
    ValueError: k must be a whole number from 1 on; got 0
    """
    [(name, value)] = values.items()
    try:
        count = operator.index(value)
    except TypeError:
        count = low - 1
    if count < low:
        raise ValueError(f"{name} must be a whole number from {low} on; got {value!r}")
    return count


def floats(values: ArrayLike) -> NDArray[np.floating[Any]]:
    """Return an array of floats: those that came keep their format, all else becomes float64.

    >>> floats([1, 2]).dtype, floats(np.float32(1)).dtype
    (dtype('float64'), dtype('float32'))
    """
    array = np.asarray(values)
    return array if array.dtype.kind == "f" else array.astype(float)


def require_row_of_probabilities(p: ArrayLike) -> NDArray[np.floating[Any]]:
    """Return p as a row of floats, or raise ValueError unless they are from 0 on and add up to 1.

    >>> require_row_of_probabilities([0.5, 0.6])
    Traceback (most recent call last):
    ValueError: p must be one row of probabilities that add up to 1; got [0.5, 0.6]
    """
    row = np.asarray(p, dtype=float)
    if row.ndim != 1 or not np.all(row >= 0) or not abs(row.sum() - 1) <= 1e-5:
        raise ValueError(f"p must be one row of probabilities that add up to 1; got {p!r}")
    return row
