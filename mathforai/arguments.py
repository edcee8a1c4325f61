"""What a function says when it is given what it cannot use: what came, and what was wanted."""

import math
import operator
from numbers import Real


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
