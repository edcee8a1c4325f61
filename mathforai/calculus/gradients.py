"""Gradients: the slopes of a function of many numbers, all at once.

With this file you can: measure a gradient of any shape, take the slope in any direction, and find
the steepest direction by the ruler of your choice.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mathforai.calculus.chain_rule import STEP, jacobian_fd

Array = NDArray[np.floating[Any]]


def numerical_gradient(
    function: Callable[[Array], Any], x: ArrayLike, *, step: float = STEP
) -> Array:
    """Measure the gradient by central differences, one entry at a time; x is left as it was.

    g[i] = (function(x + h e[i]) - function(x - h e[i])) / (2 h),  h = step * max(1, |x[i]|)

    Shapes: x (...), any shape but an empty one; function maps it to one number; result as x,
    float64. It calls the function twice for each entry.
    Raises ValueError if x is not finite or empty, if the function returns more than one number, or
    if step is not positive.
    Taught in: 2.2 Gradients and contours.

    >>> numerical_gradient(lambda w: w[0] ** 2 + 3 * w[0] * w[1], [2, 1]).round(6)
    array([7., 6.])
    """
    point = np.asarray(x, dtype=float)

    def of_a_row(row: Array) -> Any:
        value = np.asarray(function(row.reshape(point.shape).copy()))
        if value.size != 1:
            raise ValueError(f"function must return one number; got shape {value.shape}")
        return value

    return jacobian_fd(of_a_row, point.ravel(), step=step).reshape(point.shape)


def directional_derivative(gradient: ArrayLike, direction: ArrayLike) -> float:
    """Return the slope in a direction, per unit of way; the direction may have any length.

    gradient . direction / ||direction||  =  ||gradient|| cos(angle between them)

    Shapes: gradient and direction (...), the same.
    Raises ValueError if the shapes differ, if the direction is 0, or if one of them is not finite.
    Taught in: 2.2 Gradients and contours.

    >>> directional_derivative([7.0, 8.0], [3.0, 4.0])
    10.6
    """
    g, u = np.asarray(gradient, dtype=float), np.asarray(direction, dtype=float)
    if g.shape != u.shape:
        raise ValueError(f"direction must have the shape of gradient, {g.shape}; got {u.shape}")
    if not np.isfinite(g).all():
        raise ValueError(f"gradient must be finite; got {gradient!r}")
    largest = np.max(np.abs(u), initial=0.0)
    if not 0 < largest < math.inf:
        raise ValueError(f"direction must be finite and not 0; got {direction!r}")
    u = u / largest  # so that no square overflows, and none is lost
    return float(np.sum(g * u) / np.sqrt(np.sum(u * u)))


def steepest_direction(gradient: ArrayLike, *, norm: float = 2, units: ArrayLike = 1.0) -> Array:
    """Return the step of length 1 that promises the largest rise; 0 where the gradient is 0.

    largest gradient . u  with  ||u / units|| = 1;  for v = units * gradient
    norm 2: u = units * v / ||v||;  norm inf: u = units * sign(v);
    norm 1: only the entry with the largest |v| moves (the first, where several are)

    Shapes: gradient (...); units, what counts as one unit of each entry, of that shape or one
    number; result as gradient.
    Raises ValueError if norm is not 1, 2 or inf, a unit not a positive finite number, or the
    gradient not finite.
    Taught in: 2.2 Gradients and contours. The norms are treated by Boyd and Vandenberghe (2004),
    section 9.4.

    >>> steepest_direction([3.0, -4.0]), steepest_direction([3.0, -4.0], norm=np.inf)
    (array([ 0.6, -0.8]), array([ 1., -1.]))
    """
    g, unit = np.asarray(gradient, dtype=float), np.asarray(units, dtype=float)
    if not np.all((unit > 0) & np.isfinite(unit)):
        raise ValueError(f"units must be positive finite numbers; got {units!r}")
    if not np.isfinite(g).all():
        raise ValueError(f"gradient must be finite; got {gradient!r}")
    if unit.shape not in ((), g.shape):
        raise ValueError(f"units must have the shape of gradient, {g.shape}; got {unit.shape}")
    if norm not in (1, 2, math.inf):
        raise ValueError(f"norm must be 1, 2 or inf; got {norm!r}")
    if not g.any():
        return np.zeros_like(g)
    # v up to a power of 2 (only proportions count), so that no product overflows or is lost
    (v, power), (mantissa, more) = np.frexp(g), np.frexp(unit)
    v, power = v * mantissa, power + more
    v = np.ldexp(v, power - np.max(power[v != 0]))
    if norm == math.inf:
        return unit * np.sign(g)
    if norm == 1:
        only = np.zeros_like(v)
        largest = np.unravel_index(np.argmax(np.abs(v)), v.shape)
        only[largest] = np.sign(v[largest])
        return unit * only
    return unit * (v / np.sqrt(np.sum(v * v)))
