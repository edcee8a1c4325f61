"""Rates that change with time, and gradients that are cut: three protections of a training run.

With this file you can: make the learning rate of every step of a run, know the mean loss that a
noisy run ends at without drawing any noise, clip gradients by their common length, and walk down a
gorge, whose walls are steeper where you start than where you are going.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mathforai.arguments import require_count, require_positive
from mathforai.optimization.ravine import CURVATURES, START, _points
from mathforai.optimization.walk import Array, learning_rates


def linear_warmup(steps: int, *, peak: float, warmup: int) -> Array:
    """Return the learning rate of every step: up in a straight line, then constant.

    rate[t] = peak * min(1, (t + 1) / (warmup + 1))

    Shapes: (steps,). Step `warmup` is the first at the peak; a warmup of 0 gives the peak at once.
    Raises ValueError if peak is not a positive number, or if steps or warmup is not a whole number
    from 0 on.
    Taught in: 4.5 Schedules, warmup, clipping.

    >>> linear_warmup(5, peak=0.1, warmup=3)
    array([0.025, 0.05 , 0.075, 0.1  , 0.1  ])
    """
    require_positive(peak=peak)
    t = np.arange(require_count(steps=steps))
    return peak * np.minimum(1.0, (t + 1) / (require_count(warmup=warmup) + 1))


def cosine_schedule(steps: int, *, peak: float, warmup: int = 0, final: float = 0.0) -> Array:
    """Return the learning rate of every step: a straight warmup, then half a cosine down.

    rate[t] = peak * (t + 1) / (warmup + 1)                          while t < warmup
    rate[t] = final + (peak - final) * (1 + cos(pi * u)) / 2         from there on,
    where u = (t - warmup) / (steps - 1 - warmup) goes from 0 to 1

    Shapes: (steps,). The ends are exact: the peak at step `warmup`, final at the last step.
    Raises ValueError if peak is not a positive number, if final is not between 0 and peak, or if
    the schedule has no room for a warmup, a peak and an end (steps below warmup + 2).
    Taught in: 4.5 Schedules, warmup, clipping.
    Source: Loshchilov and Hutter (2017), without the restarts.

    >>> cosine_schedule(5, peak=1.0)
    array([1.        , 0.85355339, 0.5       , 0.14644661, 0.        ])
    """
    require_positive(peak=peak)
    if not 0 <= final <= peak:
        raise ValueError(f"final must be between 0 and peak, {peak!r}; got {final!r}")
    length = require_count(steps=steps) - 1 - require_count(warmup=warmup)
    if length < 1:
        raise ValueError(f"steps must be at least warmup + 2, {warmup + 2}; got {steps!r}")
    u = np.arange(length + 1) / length
    falling = final + (peak - final) * (1 + np.cos(np.pi * u)) / 2
    falling[[0, -1]] = peak, final  # exact, where the sum may miss by a rounding
    return np.concatenate([linear_warmup(warmup, peak=peak, warmup=warmup), falling])


def expected_ravine_loss(
    learning_rate: ArrayLike,
    *,
    noise: float = 1.0,
    steps: int = 400,
    curvatures: tuple[float, float] = CURVATURES,
    start: tuple[float, float] = START,
) -> Array:
    """Return the mean loss at every step of a noisy walk down the ravine, without drawing noise.

    With f = 1 - rate[t] * curvature, in each direction
    mean[t+1] = f * mean[t]
    variance[t+1] = f^2 * variance[t] + rate[t]^2 * noise^2 * curvature
    loss[t] = sum of curvature * (mean[t]^2 + variance[t]) / 2

    Each slope carries independent noise of variance noise^2 * curvature, as batches of the ravine's
    data give it near the minimum.
    Shapes: learning_rate a number or a schedule, (steps,); result (steps + 1,).
    Raises ValueError for what is no learning rate, and for noise that is not a number from 0 on.
    Taught in: 4.5 Schedules, warmup, clipping.

    >>> expected_ravine_loss(0.01, noise=0.0, steps=2)
    array([100.       ,  49.005    ,  48.0298005])
    """
    if not 0 <= noise < math.inf:
        raise ValueError(f"noise must be a finite number from 0 on; got {noise!r}")
    rates = learning_rates(learning_rate, steps)
    curvature, mean = np.array(curvatures), np.array(start)
    variance = np.zeros(2)
    losses = [0.5 * curvature @ mean**2]
    with np.errstate(over="ignore", invalid="ignore"):
        for rate in rates:
            f = 1 - rate * curvature
            mean, variance = f * mean, f**2 * variance + rate**2 * noise**2 * curvature
            losses.append(0.5 * curvature @ (mean**2 + variance))
    return np.array(losses)


def global_norm(gradients: Sequence[ArrayLike]) -> float:
    """Return the length of all gradients together, as if they were one long list.

    norm = sqrt(sum of the squares of all entries of all tensors)

    Shapes: any, one for each tensor. No tensor, or empty ones, have length 0.
    The entries are first divided by the largest, so that no square overflows.
    Taught in: 4.5 Schedules, warmup, clipping.

    >>> global_norm([[3.0, 0.0], [[4.0], [12.0]]])
    13.0
    """
    sizes = [np.abs(np.asarray(g, dtype=float)).ravel() for g in gradients]
    entries = np.concatenate(sizes) if sizes else np.zeros(0)
    top = float(entries.max(initial=0.0))
    if top == 0 or not math.isfinite(top):
        return top
    return top * float(np.sqrt(((entries / top) ** 2).sum()))


def clip_by_global_norm(gradients: Sequence[ArrayLike], max_norm: float) -> list[Array]:
    """Shorten all gradients by one factor, so that together they are at most `max_norm` long.

    clipped = g * min(1, max_norm / norm)

    Shapes: any, one for each tensor; the result has the same. float32 stays float32.
    Gradients that are short enough come back as they are. torch divides by norm + 1e-6 instead, so
    that what it clips comes out shorter by about a millionth part of 1/norm.
    Raises ValueError if max_norm is not a positive number, or if the norm is inf or nan: then the
    direction is lost, and a scaled step would be noise.
    Taught in: 4.5 Schedules, warmup, clipping.
    Source: Pascanu, Mikolov and Bengio (2013).

    >>> clip_by_global_norm([np.array([3.0]), np.array([4.0])], 1.0)
    [array([0.6]), array([0.8])]
    """
    require_positive(max_norm=max_norm)
    norm = global_norm(gradients)
    if not math.isfinite(norm):
        raise ValueError(f"gradients must be finite to be clipped; their norm is {norm!r}")
    arrays = [np.asarray(g) for g in gradients]
    if norm <= max_norm:
        return [g.copy() for g in arrays]
    return [
        g * g.dtype.type(max_norm / norm) if g.dtype.kind == "f" else g * (max_norm / norm)
        for g in arrays
    ]


def gorge_curvature(along: ArrayLike) -> Any:
    """Return the curvature across a gorge, which falls as you walk in.

    curvature(w[0]) = 100 + 4 w[0]^2

    Shapes: any; each entry is a separate place along the floor.
    Taught in: 4.5 Schedules, warmup, clipping.

    >>> gorge_curvature([10.0, 5.0, 0.0])
    array([500., 200., 100.])
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return 100 + 4 * np.asarray(along) ** 2


def gorge_loss(w: ArrayLike) -> Any:
    """Return the height of a gorge at `w`: the ravine with walls that are steeper farther out.

    loss(w) = (w[0]^2 + (100 + 4 w[0]^2) w[1]^2) / 2

    Shapes: (..., 2) to (...).
    Raises ValueError if the last axis is not 2 long.
    Taught in: 4.5 Schedules, warmup, clipping.

    >>> gorge_loss([[10.0, 1.0], [10.0, 0.0], [0.0, 1.0]])
    array([300.,  50.,  50.])
    """
    along, across = np.moveaxis(_points(w), -1, 0)
    with np.errstate(over="ignore", invalid="ignore"):
        return 0.5 * (along**2 + gorge_curvature(along) * across**2)


def gorge_gradient(w: ArrayLike) -> Array:
    """Return the gradient of `gorge_loss` at `w`.

    gradient(w) = (w[0] (1 + 4 w[1]^2), (100 + 4 w[0]^2) w[1])

    Shapes: (..., 2) to the same.
    Raises ValueError if the last axis is not 2 long.
    Taught in: 4.5 Schedules, warmup, clipping.

    >>> gorge_gradient([10.0, 1.0])
    array([ 50., 500.])
    """
    along, across = np.moveaxis(_points(w), -1, 0)
    with np.errstate(over="ignore", invalid="ignore"):
        slopes = along * (1 + 4 * across**2), gorge_curvature(along) * across
    return np.stack(slopes, axis=-1)
