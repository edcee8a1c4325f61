"""Walk downhill: one module for each section of chapter 4.

With this package you can: run the optimizers of deep learning on your own functions and keep every
position, and know beforehand what a learning rate will do.
"""

from mathforai.optimization.gradient_descent import (
    contraction_factor,
    gd_closed_form,
    gradient_descent,
    quadratic_gradient,
    quadratic_loss,
    regime,
)
from mathforai.optimization.ravine import ravine_gradient, ravine_loss
from mathforai.optimization.walk import learning_rates, walk

__all__ = [
    "contraction_factor",
    "gd_closed_form",
    "gradient_descent",
    "learning_rates",
    "quadratic_gradient",
    "quadratic_loss",
    "ravine_gradient",
    "ravine_loss",
    "regime",
    "walk",
]
