"""The loop of all optimizers: ask for the gradient, step, keep the position."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mathforai.arguments import require_count, require_positive

Array = NDArray[np.floating[Any]]


def walk(
    step: Callable[[Array, Array, int], Any],
    gradient: Callable[[Any], Any],
    start: ArrayLike,
    steps: int,
) -> Array:
    """Take `steps` steps from `start` and keep every position.

    w[t+1] = step(w[t], gradient(w[t]), t)

    Shapes: start (n,) or a plain number; gradient maps its shape to itself; result (steps + 1, n).
    It goes on through inf and nan without a warning: divergence is a result here. It keeps the
    number format of start (float32 stays float32; integers become float64).
    Raises ValueError if steps is not a whole number from 0 on, or if the gradient's shape is not
    that of its input.
    Taught in: 4.1 Gradient descent and the learning rate.

    >>> walk(lambda w, g, t: w - g / (t + 2), lambda w: w, 8.0, 3)
    array([8.        , 4.        , 2.66666667, 2.        ])
    """
    w = np.array(start)
    if not np.issubdtype(w.dtype, np.floating):
        w = w.astype(float)
    path = np.empty((require_count(steps=steps) + 1, *w.shape), dtype=w.dtype)
    path[0] = w
    with np.errstate(over="ignore", invalid="ignore"):
        for t in range(len(path) - 1):
            g = gradient(path[t].copy())  # a copy: a gradient may write into its input
            if np.shape(g) != w.shape:
                raise ValueError(
                    f"gradient must return the shape of its input, {w.shape}; got {np.shape(g)}"
                )
            path[t + 1] = step(path[t], np.asarray(g), t)
    return path


def learning_rates(learning_rate: ArrayLike, steps: int) -> Array:
    """Return one learning rate for each step, from a number or from a schedule.

    Shapes: a plain number or (steps,) to (steps,).
    Raises ValueError if a single rate is not positive, if a schedule has another length than steps,
    or if one of its rates is negative, inf or nan (a schedule may end at 0).
    Taught in: 4.5 Schedules, warmup, clipping.

    >>> learning_rates(0.1, 3)
    array([0.1, 0.1, 0.1])
    """
    count = require_count(steps=steps)
    if np.ndim(learning_rate) == 0:
        require_positive(learning_rate=learning_rate)  # type: ignore[arg-type]
        return np.full(count, learning_rate, dtype=float)
    rates = np.asarray(learning_rate, dtype=float)
    if rates.shape != (count,):
        raise ValueError(
            f"a schedule needs one learning rate for each of the {count} steps; "
            f"got shape {rates.shape}"
        )
    if not np.all((rates >= 0) & np.isfinite(rates)):
        raise ValueError(
            "a schedule must hold finite rates from 0 on; "
            f"got {np.array2string(rates, threshold=10)}"
        )
    return rates
