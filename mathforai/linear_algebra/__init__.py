"""Lists of numbers and the maps between them: one module for each section of chapter 1.

With this package you can: compare vectors, multiply matrices, and say what a layer does to its
input and what it costs.
"""

from mathforai.linear_algebra.matrices import (
    determinant,
    linear_forward,
    matmul,
    matmul_flops,
)

__all__ = [
    "determinant",
    "linear_forward",
    "matmul",
    "matmul_flops",
]
