"""Lists of numbers and the maps between them: one module for each section of chapter 1.

With this package you can: compare vectors, multiply matrices, and say what a layer does to its
input and what it costs.
"""

from mathforai.linear_algebra.high_dimensions import (
    cap_share,
    random_unit_vectors,
    room_for,
)
from mathforai.linear_algebra.matrices import (
    determinant,
    linear_forward,
    matmul,
    matmul_flops,
)
from mathforai.linear_algebra.vectors import (
    cosine_similarity,
    nearest_neighbors,
    pairwise_cosine,
)

__all__ = [
    "cap_share",
    "cosine_similarity",
    "determinant",
    "linear_forward",
    "matmul",
    "matmul_flops",
    "nearest_neighbors",
    "pairwise_cosine",
    "random_unit_vectors",
    "room_for",
]
