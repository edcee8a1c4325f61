"""Vectors: how long they are, how alike two of them are, and which row of a table is nearest.

With this file you can: compute the cosine of two vectors, or of all pairs of two tables, and search
a table by dot product, by cosine or by distance.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mathforai.arguments import floats, require_count

Array = NDArray[Any]


def cosine_similarity(u: ArrayLike, v: ArrayLike) -> Array:
    """Return the cosine of the angle between vectors: their dot product without their lengths.

    cos = u.v / (|u| |v|), clipped to [-1, 1], which rounding may leave

    Shapes: u and v (..., d), which spread over each other; result (...).
    Raises ValueError for a vector of length 0, which has no direction, and for shapes that do not
    fit.
    Taught in: 1.1 Vectors, dot products and embeddings.

    >>> float(cosine_similarity([1.0, 0.0], [3.0, 4.0]))
    0.6
    """
    one, other = _numbers(u), _numbers(v)
    if one.shape[-1] != other.shape[-1]:
        raise ValueError(
            f"cosine_similarity wants vectors of one length; got shapes {one.shape}, {other.shape}"
        )
    return np.clip((_unit(one) * _unit(other)).sum(axis=-1), -1, 1)


def pairwise_cosine(X: ArrayLike, Y: ArrayLike | None = None) -> Array:
    """Return the cosines of all rows of X with all rows of Y, or with those of X itself.

    C[i, j] = cos(X[i], Y[j])

    Shapes: X (n, d), Y (m, d) or None; result (n, m).
    Raises ValueError for a row of length 0 and for shapes that do not fit.
    Taught in: 1.1 Vectors, dot products and embeddings.

    >>> pairwise_cosine([[1.0, 0.0], [0.0, 2.0]])
    array([[1., 0.],
           [0., 1.]])
    """
    rows = _numbers(X)
    columns = rows if Y is None else _numbers(Y)
    if rows.ndim != 2 or columns.ndim != 2 or rows.shape[1] != columns.shape[1]:
        raise ValueError(
            f"pairwise_cosine wants shapes (n, d) and (m, d); got {rows.shape} and {columns.shape}"
        )
    return np.clip(_unit(rows) @ _unit(columns).T, -1, 1)


def nearest_neighbors(
    query: ArrayLike, table: ArrayLike, *, k: int = 1, by: str = "cosine"
) -> Array:
    """Return the numbers of the k rows of a table that are nearest to a query, the nearest first.

    by "dot": the largest E[i].q; "cosine": the largest cosine; "distance": the smallest |E[i] - q|

    Shapes: query (d,), table (n, d); result (k,), or (n,) where the table has fewer than k rows.
    Of rows whose computed scores are equal, the earlier comes first.
    Raises ValueError for another `by`, for shapes that do not fit and, by cosine, for a vector of
    length 0.
    Taught in: 1.1 Vectors, dot products and embeddings.

    >>> nearest_neighbors([2.0, 2.0], [[2.0, 2.0], [2.0, 3.0]], by="dot")
    array([1])
    """
    q, E = _numbers(query), _numbers(table)
    require_count(1, k=k)
    if q.ndim != 1 or E.ndim != 2 or E.shape[1] != q.shape[0]:
        raise ValueError(
            f"nearest_neighbors wants shapes (d,) and (n, d); got {q.shape}, {E.shape}"
        )
    if by not in ("dot", "cosine", "distance"):
        raise ValueError(f"by must be 'dot', 'cosine' or 'distance'; got {by!r}")
    if by == "distance":
        worst = np.linalg.norm(E - q, axis=1)
    else:
        worst = -(E @ q if by == "dot" else cosine_similarity(E, q))
    return np.argsort(worst, kind="stable")[:k]


def _numbers(vectors: ArrayLike) -> Array:
    """Return an array of floats with at least one axis; float32 stays float32."""
    array = np.asarray(vectors)
    if array.dtype.kind not in "iuf" and array.size or array.ndim == 0:
        raise ValueError(f"a vector is a list of numbers; got {vectors!r}")
    return floats(array)


def _unit(vectors: Array) -> Array:
    """Divide each vector by its length."""
    largest = np.abs(vectors).max(axis=-1, keepdims=True, initial=0)
    if np.any(largest == 0):
        raise ValueError("a vector of length 0 has no direction, so it has no cosine")
    scaled = vectors / largest  # or the squares of numbers from 1e155 on would overflow
    return scaled / np.linalg.norm(scaled, axis=-1, keepdims=True)
