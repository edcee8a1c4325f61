"""Walk downhill with a memory of the last slopes.

With this file you can: run the heavy ball and Nesterov's momentum, know beforehand which part of
the distance a step will keep, and find the best learning rate and momentum for a ravine.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mathforai.arguments import require_from_zero, require_positive
from mathforai.optimization.walk import Array, learning_rates, walk


def heavy_ball(
    gradient: Callable[[Any], Any],
    start: ArrayLike,
    *,
    learning_rate: ArrayLike,
    momentum: float,
    steps: int,
) -> Array:
    """Walk downhill with momentum from `start` and keep every position.

    u[t+1] = momentum * u[t] + gradient(w[t]), with u[0] = 0
    w[t+1] = w[t] - learning_rate * u[t+1]

    This is torch.optim.SGD(momentum=...); momentum 0 is gradient descent.
    Shapes: start (n,) or a plain number; result (steps + 1, n). learning_rate may be a schedule,
    (steps,).
    Raises ValueError if momentum is not a number from 0 up to, but without, 1, and for a wrong
    learning rate, number of steps or gradient as `gradient_descent` does.
    Taught in: 4.2 Conditioning and momentum.

    >>> heavy_ball(lambda w: 1.0, 0.0, learning_rate=1, momentum=0.5, steps=3)
    array([ 0.  , -1.  , -2.5 , -4.25])
    """
    return _with_velocity(gradient, start, learning_rate, momentum, steps, ahead=False)


def nesterov(
    gradient: Callable[[Any], Any],
    start: ArrayLike,
    *,
    learning_rate: ArrayLike,
    momentum: float,
    steps: int,
) -> Array:
    """Walk downhill with Nesterov's momentum from `start` and keep every position.

    u[t+1] = momentum * u[t] + gradient(w[t]), with u[0] = 0
    w[t+1] = w[t] - learning_rate * (gradient(w[t]) + momentum * u[t+1])

    This is torch.optim.SGD(momentum=..., nesterov=True).
    Shapes and errors: as in `heavy_ball`.
    Taught in: 4.2 Conditioning and momentum.

    >>> nesterov(lambda w: 1.0, 0.0, learning_rate=1, momentum=0.5, steps=3)
    array([ 0.   , -1.5  , -3.25 , -5.125])
    """
    return _with_velocity(gradient, start, learning_rate, momentum, steps, ahead=True)


def _with_velocity(
    gradient: Callable[[Any], Any],
    start: ArrayLike,
    learning_rate: ArrayLike,
    momentum: float,
    steps: int,
    *,
    ahead: bool,
) -> Array:
    rates, beta = learning_rates(learning_rate, steps), momentum
    require_from_zero(1, momentum=momentum)
    u: Any = 0.0

    def step(w: Array, g: Array, t: int) -> Any:
        nonlocal u
        u = beta * u + g
        return w - rates[t] * (g + beta * u if ahead else u)

    return walk(step, gradient, start, steps)


def convergence_rate(
    curvatures: ArrayLike,
    *,
    learning_rate: float,
    momentum: float = 0.0,
    nesterov: bool = False,
) -> float:
    """Return which part of the distance a step keeps in the long run, on a quadratic loss.

    the largest size of a root z of z^2 - (1 + momentum - a) z + momentum, where a is
    learning_rate * curvature; with nesterov, of z^2 - (1 + momentum) (1 - a) z + momentum (1 - a)

    This is the spectral radius of one step. The walk closes in from every start if it is below 1.
    Shapes: curvatures () or (n,); the slowest of them counts.
    Raises ValueError if curvatures is empty or holds a number that is not positive and finite, and
    for a wrong learning rate or momentum as `heavy_ball` does.
    Taught in: 4.2 Conditioning and momentum.

    >>> convergence_rate([1.0, 100.0], learning_rate=0.01, momentum=0.81)
    0.9
    """
    require_positive(learning_rate=learning_rate)
    require_from_zero(1, momentum=momentum)
    beta = float(momentum)
    a = learning_rate * _require_curvatures(curvatures)
    total, product = ((1 + beta) * (1 - a), beta * (1 - a)) if nesterov else (1 + beta - a, beta)
    with np.errstate(over="ignore"):
        inside = total**2 - 4 * product
    swings = np.sqrt(np.maximum(product, 0))
    sizes = np.where(inside < 0, swings, (np.abs(total) + np.sqrt(np.maximum(inside, 0))) / 2)
    return float(sizes.max())


def optimal_momentum(curvatures: ArrayLike) -> tuple[float, float]:
    """Return the learning rate and the momentum with which the heavy ball is fastest.

    momentum = ((sqrt(k) - 1) / (sqrt(k) + 1))^2, where k is the largest curvature over the smallest
    learning_rate = (1 + sqrt(momentum))^2 / the largest curvature,
                    which is 4 / (sqrt(largest curvature) + sqrt(smallest curvature))^2

    Fastest in the long run, on a quadratic loss; `convergence_rate` is sqrt(momentum) there.
    Shapes: curvatures () or (n,); only the smallest and the largest count.
    Raises ValueError if curvatures is empty or holds a number that is not positive and finite.
    Taught in: 4.2 Conditioning and momentum. Source: Polyak (1964).

    >>> learning_rate, momentum = optimal_momentum([1.0, 9.0])
    >>> round(learning_rate, 12), round(momentum, 12)
    (0.25, 0.25)
    """
    found = _require_curvatures(curvatures)
    low, high = np.sqrt(found.min()), np.sqrt(found.max())
    root = (high - low) / (high + low)
    return float(4 / (high + low) ** 2), float(root**2)


def _require_curvatures(curvatures: ArrayLike) -> Array:
    found = np.atleast_1d(np.asarray(curvatures, dtype=float))
    if found.size == 0 or not np.all((found > 0) & np.isfinite(found)):
        raise ValueError(
            f"curvatures must be positive finite numbers, at least one; got {curvatures!r}"
        )
    return found
