"""Chance: one module for each section of chapter 3.

With this package you can: turn scores into probabilities, draw from them, and say what to expect.
"""

from mathforai.probability.moments import (
    covariance,
    expectation,
    running_mean,
    variance,
)
from mathforai.probability.sampling import (
    gumbel_max,
    sample_categorical,
    softmax,
    top_k_filter,
    top_p_filter,
)

__all__ = [
    "covariance",
    "expectation",
    "gumbel_max",
    "running_mean",
    "sample_categorical",
    "softmax",
    "top_k_filter",
    "top_p_filter",
    "variance",
]
