"""Matrices: what a layer does to its input, and what it costs.

With this file you can: multiply matrices by the definition, send a batch through a layer, count the
arithmetic of a product, and say how a 2 by 2 matrix changes areas.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mathforai.arguments import require_count

Array = NDArray[Any]


def matmul(A: ArrayLike, B: ArrayLike) -> Array:
    """Multiply two matrices by the definition, one entry at a time: slow, and plain to read.

    C[i, j] = sum over p of A[i, p] * B[p, j]

    Shapes: (n, k) and (k, m) to (n, m). With k = 0 every sum is empty, and the result is 0.
    Raises ValueError unless both are matrices whose inner sizes agree.
    Taught in: 1.3 Matrices: maps, layers, shapes.

    >>> matmul([[1, 2], [3, 4]], [[5, 6], [7, 8]])
    array([[19, 22],
           [43, 50]])
    """
    left, right = np.asarray(A), np.asarray(B)
    if left.ndim != 2 or right.ndim != 2 or left.shape[1] != right.shape[0]:
        raise ValueError(
            f"matmul wants shapes (n, k) and (k, m); got {left.shape} and {right.shape}"
        )
    product = np.zeros((left.shape[0], right.shape[1]), np.result_type(left, right))
    for i, row in enumerate(left):
        for j, column in enumerate(right.T):
            product[i, j] = sum(a * b for a, b in zip(row, column, strict=True))
    return product


def linear_forward(x: ArrayLike, weight: ArrayLike, bias: ArrayLike | None = None) -> Array:
    """Send inputs through a linear layer; each row of `weight` is one output, as in torch.

    y = x @ weight.T + bias

    Shapes: x (..., d), weight (m, d), bias (m,) or None; result (..., m).
    Raises ValueError for shapes that do not fit.
    Taught in: 1.3 Matrices: maps, layers, shapes.

    >>> linear_forward([1.0, 2.0, 3.0], [[0.5, -0.5, 2.0]], [0.25])
    array([5.75])
    """
    X, W = np.asarray(x), np.asarray(weight)
    if W.ndim != 2 or X.ndim == 0 or X.shape[-1] != W.shape[1]:
        raise ValueError(
            f"x of shape (..., d) wants a weight of shape (m, d); got {X.shape} and {W.shape}"
        )
    y = X @ W.T
    if bias is None:
        return y
    b = np.asarray(bias)
    if b.shape != (W.shape[0],):  # NumPy would spread a bias of shape (1,) over all outputs
        raise ValueError(f"a bias for {W.shape[0]} outputs has shape {W.shape[:1]}; got {b.shape}")
    return y + b


def matmul_flops(n: int, k: int, m: int) -> int:
    """Count the arithmetic of (n, k) @ (k, m): one multiplication and one addition for each term.

    2 * n * k * m

    Raises ValueError unless all three are whole numbers from 0 on.
    Taught in: 1.3 Matrices: maps, layers, shapes.

    >>> matmul_flops(32, 128, 256)
    2097152
    """
    return 2 * require_count(n=n) * require_count(k=k) * require_count(m=m)


def determinant(matrix: ArrayLike) -> Array:
    """Return the signed area of what 2 by 2 matrices make of the unit square.

    det [[a, b], [c, d]] = a d - b c

    Shapes: (..., 2, 2) to (...). Negative where the plane is turned over, 0 where it is pressed
    flat. In floats a 0 may come out as a rounding error of the size eps * (|a d| + |b c|).
    Raises ValueError for other shapes.
    Taught in: 1.3 Matrices: maps, layers, shapes.

    >>> float(determinant([[1.5, -0.5], [0.5, 1.0]]))
    1.75
    """
    W = np.asarray(matrix)
    if W.shape[-2:] != (2, 2):
        raise ValueError(f"determinant wants shape (..., 2, 2); got {W.shape}")
    return W[..., 0, 0] * W[..., 1, 1] - W[..., 0, 1] * W[..., 1, 0]
