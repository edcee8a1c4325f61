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
from mathforai.calculus.derivatives import central_difference, complex_step, forward_difference
from mathforai.calculus.gradients import (
    directional_derivative,
    numerical_gradient,
    steepest_direction,
)
from mathforai.calculus.matrix_calculus import (
    cross_entropy,
    cross_entropy_grad,
    layer_norm,
    vjp_layer_norm,
)

__all__ = [
    "backward_sweep",
    "central_difference",
    "complex_step",
    "cross_entropy",
    "cross_entropy_grad",
    "directional_derivative",
    "forward_difference",
    "forward_sweep",
    "jacobian_fd",
    "layer_norm",
    "numerical_gradient",
    "steepest_direction",
    "vjp_layer_norm",
    "vjp_matmul",
    "vjp_relu",
    "vjp_softmax",
]
