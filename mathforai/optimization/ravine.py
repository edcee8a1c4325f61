"""The ravine: the loss with two curvatures on which the chapter tries every optimizer."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

CURVATURES = (1.0, 100.0)
START = (10.0, 1.0)  # there both directions hold half of the loss, 50 each


def ravine_loss(
    w: ArrayLike, *, curvatures: tuple[float, float] = CURVATURES, angle: float = 0.0
) -> Any:
    """Return the height of a ravine at `w`, its floor along the first axis turned by `angle`.

    loss(w) = (curvatures[0] * u[0]^2 + curvatures[1] * u[1]^2) / 2, where u is w seen from axes
    turned by `angle`, in radians, against the clock

    Shapes: (..., 2) to (...).
    Raises ValueError if the last axis is not 2 long.
    Taught in: 4.2 Conditioning and momentum.

    >>> ravine_loss([[10.0, 1.0], [10.0, 0.0], [0.0, 0.0]])
    array([100.,  50.,   0.])
    """
    u = _points(w) @ _axes(angle)
    with np.errstate(over="ignore", invalid="ignore"):
        return 0.5 * (np.asarray(curvatures) * u**2).sum(axis=-1)


def ravine_gradient(
    w: ArrayLike, *, curvatures: tuple[float, float] = CURVATURES, angle: float = 0.0
) -> NDArray[np.floating[Any]]:
    """Return the gradient of `ravine_loss` at `w`.

    Shapes: (..., 2) to the same.
    Raises ValueError if the last axis is not 2 long.
    Taught in: 4.2 Conditioning and momentum.

    >>> ravine_gradient([10.0, 1.0])
    array([ 10., 100.])
    """
    points, axes = _points(w), _axes(angle)
    with np.errstate(over="ignore", invalid="ignore"):
        if angle == 0:  # no products with 0 and 1, which would make nan of inf
            return np.asarray(curvatures) * points
        return (np.asarray(curvatures) * (points @ axes)) @ axes.T


def _axes(angle: float) -> NDArray[np.floating[Any]]:
    """Return the directions of the floor and of the walls, as columns."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s], [s, c]])


def _points(w: ArrayLike) -> NDArray[np.floating[Any]]:
    points = np.asarray(w)
    if points.ndim == 0 or points.shape[-1] != 2:
        raise ValueError(f"w must hold two weights along its last axis; got shape {points.shape}")
    return points
