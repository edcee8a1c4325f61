"""Derivatives of functions of one number, measured: differences of values, and one trick without.

With this file you can: take a forward and a central difference with a step that suits the number
format, and differentiate with a complex step, which subtracts nothing.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mathforai.arguments import floats, require_positive

Array = NDArray[np.floating[Any]]
Function = Callable[[Any], Any]

FORWARD = 1 / 2  # the powers of the format's eps that balance the bend of a curve and rounding
CENTRAL = 1 / 3
STEP = float(np.finfo(float).eps ** CENTRAL)


def forward_difference(function: Function, x: ArrayLike, *, step: float | None = None) -> Array:
    """Return the slope between x and a point a little above it.

    (function(x + h) - function(x)) / h;  h = step, or eps^(1/2) * max(1, |x|) without a step

    Shapes: x (...); function works entry by entry; result (...). Floats keep their format, and eps
    is that of the format. The error is about |f''(x)| h / 2 + eps |f(x)| / h.
    Raises ValueError if x is not finite, step not a positive number, or the result of another
    shape.
    Taught in: 2.1 Derivatives and finite differences.

    >>> forward_difference(lambda x: x**2, 3.0, step=0.5)
    np.float64(6.5)
    """
    point, h = _point_and_step(x, step, FORWARD)
    return (_value(function, point + h) - _value(function, point)) / h


def central_difference(function: Function, x: ArrayLike, *, step: float | None = None) -> Array:
    """Return the slope between a point a little below x and one a little above.

    (function(x + h) - function(x - h)) / (2 h);  h = step, or eps^(1/3) * max(1, |x|) without

    Shapes: x (...); function works entry by entry; result (...). Floats keep their format, and eps
    is that of the format. The error is about |f'''(x)| h^2 / 6 + eps |f(x)| / h.
    Raises ValueError as `forward_difference` does.
    Taught in: 2.1 Derivatives and finite differences.

    >>> central_difference(lambda x: x**2, 3.0, step=0.5)
    np.float64(6.0)
    """
    point, h = _point_and_step(x, step, CENTRAL)
    return (_value(function, point + h) - _value(function, point - h)) / (2 * h)


def complex_step(function: Function, x: ArrayLike, *, step: float = 1e-20) -> Array:
    """Return the slope from one value a little beside the line of the real numbers.

    imaginary part of function(x + i h) / h

    Shapes: x (...); function works entry by entry; result (...), float64. Nothing is subtracted, so
    h may be tiny. The function must be built of +, -, *, /, powers, exp, log, sin and the like; a
    part with abs, a maximum or a comparison is not seen unless it makes the whole result real.
    Raises ValueError if x is not finite, step not a positive number, or the result real.
    Taught in: 2.1 Derivatives and finite differences.
    Source: Squire and Trapp (1998).

    >>> complex_step(lambda x: x**3, 2.0)
    np.float64(12.0)
    """
    point, _ = _point_and_step(np.asarray(x, dtype=float), step, CENTRAL)
    value = _value(function, point + 1j * step)
    if not np.iscomplexobj(value):
        raise ValueError("function made real numbers of complex ones: it holds abs, or a cast")
    return (value.imag / step)[()]


def _point_and_step(x: ArrayLike, step: float | None, power: float) -> tuple[Any, Any]:
    """Return x as floats, and the step in their format."""
    point = floats(x)
    if not np.isfinite(point).all():
        raise ValueError(f"x must be finite; got {x!r}")
    if step is None:
        return point[()], np.finfo(point.dtype).eps ** power * np.maximum(1, np.abs(point))
    require_positive(step=step)
    return point[()], point.dtype.type(step)


def _value(function: Function, point: Any) -> Any:
    value = np.asarray(function(point))
    if value.shape != np.shape(point):
        raise ValueError(
            f"function must work entry by entry, from {np.shape(point)} to the same shape; "
            f"got {value.shape}"
        )
    return value
