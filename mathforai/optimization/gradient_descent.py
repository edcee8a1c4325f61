"""Walk downhill, and know beforehand where the walk ends.

With this file you can: run gradient descent and keep every position, compare it with the closed
form on a parabola, and name what a learning rate will do before you try it.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mathforai.arguments import require_count, require_positive
from mathforai.optimization.walk import Array, learning_rates, walk


def quadratic_loss(w: ArrayLike, *, minimum: float = 3.0, curvature: float = 2.0) -> Any:
    """Return the height of a parabola at `w`; as it comes, (w - 3)^2.

    loss(w) = curvature / 2 * (w - minimum)^2

    Shapes: any; each entry of w is a separate point.
    Values too large for the number format become inf, without a warning.
    Taught in: 4.1 Gradient descent and the learning rate.

    >>> quadratic_loss([0.0, 3.0, 5.0])
    array([9., 0., 4.])
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return 0.5 * curvature * (np.asarray(w) - minimum) ** 2


def quadratic_gradient(w: ArrayLike, *, minimum: float = 3.0, curvature: float = 2.0) -> Any:
    """Return the slope of `quadratic_loss` at `w`; as it comes, 2 (w - 3).

    gradient(w) = curvature * (w - minimum)

    Shapes: any; each entry of w is a separate point.
    Values too large for the number format become inf, without a warning.
    Taught in: 4.1 Gradient descent and the learning rate.

    >>> quadratic_gradient([0.0, 3.0, 5.0])
    array([-6.,  0.,  4.])
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return curvature * (np.asarray(w) - minimum)


def gradient_descent(
    gradient: Callable[[Any], Any],
    start: ArrayLike,
    *,
    learning_rate: ArrayLike = 0.1,
    steps: int = 100,
) -> Array:
    """Walk downhill from `start` and keep every position.

    w[t+1] = w[t] - learning_rate * gradient(w[t])

    Shapes: start (n,); gradient maps (n,) to (n,); result (steps + 1, n).
    A plain number as start gives (steps + 1,). learning_rate may be a schedule, (steps,).
    The walk goes on through inf and nan without a warning: divergence is a result here. It keeps
    the number format of start (float32 stays float32; integers become float64).
    Raises ValueError if learning_rate is not a positive number (nor a schedule, see
    `learning_rates`), if steps is not a whole number from 0 on, or if the gradient's shape is not
    that of its input.
    Taught in: 4.1 Gradient descent and the learning rate.

    >>> gradient_descent(lambda w: 2 * w, np.array([1.0]), learning_rate=0.25, steps=2).ravel()
    array([1.  , 0.5 , 0.25])
    """
    rates = learning_rates(learning_rate, steps)
    return walk(lambda w, g, t: w - rates[t] * g, gradient, start, steps)


def contraction_factor(learning_rate: float, curvature: float) -> float:
    """Return what one step multiplies the signed distance to a parabola's minimum by.

    factor = 1 - learning_rate * curvature

    Raises ValueError unless both are positive numbers.
    Taught in: 4.1 Gradient descent and the learning rate.

    >>> contraction_factor(0.25, 2.0)
    0.5
    """
    require_positive(learning_rate=learning_rate, curvature=curvature)
    return 1 - learning_rate * curvature


def gd_closed_form(
    start: ArrayLike,
    *,
    learning_rate: float = 0.1,
    steps: int = 100,
    minimum: float = 3.0,
    curvature: float = 2.0,
) -> Array:
    """Return every position of gradient descent on `quadratic_loss`, without walking.

    w[t] = minimum + (1 - learning_rate * curvature)^t * (start - minimum)

    Shapes: start (n,) gives (steps + 1, n), a plain number (steps + 1,), as in `gradient_descent`.
    Where the power leaves the range of float64 the result is inf or -inf.
    Raises ValueError if learning_rate or curvature is not a positive number, or if steps is not a
    whole number from 0 on.
    Taught in: 4.1 Gradient descent and the learning rate.

    >>> gd_closed_form(0.0, learning_rate=0.25, steps=3)
    array([0.   , 1.5  , 2.25 , 2.625])
    """
    factor = contraction_factor(learning_rate, curvature)
    distance = np.asarray(start, dtype=float) - minimum
    t = np.arange(require_count(steps=steps) + 1.0).reshape(-1, *[1] * distance.ndim)
    with np.errstate(over="ignore", invalid="ignore"):
        moved = factor**t * distance
    return minimum + np.where(distance == 0, 0.0, moved)  # at the minimum, 0 * inf is 0


def regime(learning_rate: float, curvature: float) -> str:
    """Name what gradient descent does on a parabola of this curvature.

    below 1/curvature "monotone", at 1/curvature "one step", then "zigzags",
    at 2/curvature "two-cycle", above it "diverges"

    The borders are the floats 1/curvature and 2/curvature, so that `regime(1 / 49, 49)` is
    "one step" although 49 * (1 / 49) is not 1 in float64.
    Raises ValueError unless both are positive numbers.
    Taught in: 4.1 Gradient descent and the learning rate.

    >>> [regime(learning_rate, 2.0) for learning_rate in (0.1, 0.5, 0.9, 1.0, 1.1)]
    ['monotone', 'one step', 'zigzags', 'two-cycle', 'diverges']
    """
    require_positive(learning_rate=learning_rate, curvature=curvature)
    lands, turns = 1 / curvature, 2 / curvature
    if learning_rate < lands:
        return "monotone"
    if learning_rate == lands:
        return "one step"
    if learning_rate < turns:
        return "zigzags"
    return "two-cycle" if learning_rate == turns else "diverges"
