"""Derivatives along a computation: sums over paths, and products of Jacobians that nobody builds.

With this file you can: send one sweep forward or backward through a graph of local derivatives,
take a Jacobian by finite differences, and carry a gradient backward through a matrix product, a
ReLU and a softmax.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mathforai.arguments import floats, require_positive
from mathforai.calculus.derivatives import STEP
from mathforai.probability import softmax

Array = NDArray[np.floating[Any]]
Edges = Sequence[tuple[Any, Any, float]]


def forward_sweep(edges: Edges, start: Any) -> dict[Any, float]:
    """Carry a nudge of `start` forward: the derivative of every node with respect to it.

    tangent[head] = sum over the edges into head of factor * tangent[tail];  tangent[start] = 1

    An edge is (tail, head, factor); factor is the derivative of the head with respect to the tail.
    Raises ValueError if start is not in the graph, or if an edge into a node stands behind one that
    leaves it.
    Taught in: 2.3 Chain rule, Jacobians, JVP and VJP.

    >>> forward_sweep([("x", "u", 3.0), ("x", "f", 2.0), ("u", "f", 5.0)], "x")
    {'x': 1.0, 'u': 3.0, 'f': 17.0}
    """
    tangent = _zeros(edges, start)
    for tail, head, factor in edges:
        if head != start:  # the start is set, not computed
            tangent[head] += factor * tangent[tail]
    return tangent


def backward_sweep(edges: Edges, end: Any) -> dict[Any, float]:
    """Carry the sensitivity of `end` backward: its derivative with respect to every node.

    sensitivity[tail] = sum over the edges out of tail of factor * sensitivity[head];
    sensitivity[end] = 1

    The edges are those of `forward_sweep`, in the same order.
    Raises ValueError if end is not in the graph, or if an edge into a node stands behind one that
    leaves it.
    Taught in: 2.3 Chain rule, Jacobians, JVP and VJP.

    >>> backward_sweep([("x", "u", 3.0), ("x", "f", 2.0), ("u", "f", 5.0)], "f")
    {'x': 17.0, 'u': 5.0, 'f': 1.0}
    """
    sensitivity = _zeros(edges, end)
    for tail, head, factor in reversed(edges):
        if tail != end:
            sensitivity[tail] += factor * sensitivity[head]
    return sensitivity


def _zeros(edges: Edges, seed: Any) -> dict[Any, float]:
    """Return 0 for every node and 1 for the seed, or refuse the graph."""
    found, left = {}, set()
    for tail, head, _ in edges:
        if head in left or head == tail:
            raise ValueError(
                f"the edges into a node must stand before those that leave it; "
                f"({tail!r}, {head!r}) comes too late"
            )
        left.add(tail)
        found[tail] = found[head] = 0.0
    if seed not in found:
        raise ValueError(f"{seed!r} is not a node of the graph; its nodes are {list(found)}")
    found[seed] = 1.0
    return found


def jacobian_fd(function: Callable[[Array], Any], x: ArrayLike, *, step: float = STEP) -> Array:
    """Return the Jacobian by central differences, one column for each input.

    J[:, i] = (function(x + h e[i]) - function(x - h e[i])) / (2 h),  h = step * max(1, |x[i]|)

    Shapes: x (n,); function maps (n,) to (m,) or to one number; result (m, n), float64. It calls
    the function 2 n times, and is good to about ten digits where the function curves gently.
    Raises ValueError if x is not one row of finite numbers, or step not a positive number.
    Taught in: 2.3 Chain rule, Jacobians, JVP and VJP.

    >>> jacobian_fd(lambda x: np.array([x[0] * x[1], x[1] ** 2]), [2.0, 3.0]).round(6)
    array([[3., 2.],
           [0., 6.]])
    """
    point = np.asarray(x, dtype=float)
    require_positive(step=step)
    if point.ndim != 1 or not point.size or not np.isfinite(point).all():
        raise ValueError(f"x must be one row of finite numbers; got {x!r}")
    columns = []
    for i, h in enumerate(step * np.maximum(1, np.abs(point))):
        above, below = point.copy(), point.copy()
        above[i] += h
        below[i] -= h
        rise = np.subtract(function(above), function(below), dtype=float)
        columns.append(np.ravel(rise) / (above[i] - below[i]))
    return np.stack(columns, axis=1)


def vjp_matmul(x: ArrayLike, w: ArrayLike, g: ArrayLike) -> tuple[Array, Array]:
    """Carry a gradient backward through y = x @ w, to both factors.

    x_bar = g @ w.T,  w_bar = x.T @ g

    Shapes: x (b, n), w (n, m), g (b, m), the gradient of a number with respect to y; result
    (b, n) and (n, m).
    Raises ValueError if the shapes do not fit.
    Taught in: 2.3 Chain rule, Jacobians, JVP and VJP.

    >>> x_bar, w_bar = vjp_matmul([[1.0, 2.0]], [[3.0], [4.0]], [[10.0]])
    >>> x_bar, w_bar.ravel()
    (array([[30., 40.]]), array([10., 20.]))
    """
    left, right, upstream = (floats(value) for value in (x, w, g))
    shapes = left.shape, right.shape, upstream.shape
    if any(len(shape) != 2 for shape in shapes) or left.shape[1] != right.shape[0]:
        raise ValueError(f"x (b, n) and w (n, m) are wanted; got {shapes[0]} and {shapes[1]}")
    _require_shape(upstream, (left.shape[0], right.shape[1]))
    return upstream @ right.T, left.T @ upstream


def vjp_relu(x: ArrayLike, g: ArrayLike) -> Array:
    """Carry a gradient backward through y = max(x, 0).

    x_bar = g where x > 0, else 0 (at 0 itself there is no derivative; 0 is the custom)

    Shapes: x and g (...), the same; result too.
    Raises ValueError if the shapes differ.
    Taught in: 2.3 Chain rule, Jacobians, JVP and VJP.

    >>> vjp_relu([-1.0, 0.0, 2.0], [5.0, 6.0, 7.0])
    array([0., 0., 7.])
    """
    before, upstream = floats(x), floats(g)
    _require_shape(upstream, before.shape)
    return np.where(before > 0, upstream, np.zeros_like(upstream))


def vjp_softmax(logits: ArrayLike, g: ArrayLike) -> Array:
    """Carry a gradient backward through p = softmax(logits), without the v * v Jacobian.

    logits_bar = p * (g - p . g)

    Shapes: logits and g (..., v), the same; result too, each row adds up to 0.
    Raises ValueError if the shapes differ, or for logits that `softmax` refuses.
    Taught in: 2.3 Chain rule, Jacobians, JVP and VJP.

    >>> vjp_softmax([0.0, 0.0], [1.0, 0.0])
    array([ 0.25, -0.25])
    """
    p, upstream = softmax(logits), floats(g)
    _require_shape(upstream, p.shape)
    return p * (upstream - np.sum(p * upstream, axis=-1, keepdims=True))


def _require_shape(g: Array, shape: tuple[int, ...]) -> None:
    if g.shape != shape:
        raise ValueError(f"g must have the shape of the output, {shape}; got {g.shape}")
