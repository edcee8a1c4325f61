"""Derivatives: one module for each section of chapter 2.

With this package you can: measure a derivative, check one that you derived, and carry a gradient
backward through the steps of a network.
"""

from mathforai.calculus.chain_rule import (
    backward_sweep,
    forward_sweep,
    jacobian_fd,
    vjp_matmul,
    vjp_relu,
    vjp_softmax,
)

__all__ = [
    "backward_sweep",
    "forward_sweep",
    "jacobian_fd",
    "vjp_matmul",
    "vjp_relu",
    "vjp_softmax",
]
