"""Walk downhill: one module for each section of chapter 4.

With this package you can: run the optimizers of deep learning on your own functions and keep every
position, and know beforehand what a learning rate will do.
"""

from mathforai.optimization.adam import adam, adam_step_ratio, adamw, rmsprop
from mathforai.optimization.gradient_descent import (
    contraction_factor,
    gd_closed_form,
    gradient_descent,
    quadratic_gradient,
    quadratic_loss,
    regime,
)
from mathforai.optimization.momentum import (
    convergence_rate,
    heavy_ball,
    nesterov,
    optimal_momentum,
)
from mathforai.optimization.ravine import ravine_gradient, ravine_loss
from mathforai.optimization.schedules import (
    clip_by_global_norm,
    cosine_schedule,
    expected_ravine_loss,
    global_norm,
    gorge_curvature,
    gorge_gradient,
    gorge_loss,
    linear_warmup,
)
from mathforai.optimization.stochastic import (
    gradient_noise_scale,
    minibatches,
    ravine_samples,
    sgd,
    stationary_variance,
)
from mathforai.optimization.walk import learning_rates, walk

__all__ = [
    "adam",
    "adam_step_ratio",
    "adamw",
    "clip_by_global_norm",
    "contraction_factor",
    "convergence_rate",
    "cosine_schedule",
    "expected_ravine_loss",
    "gd_closed_form",
    "global_norm",
    "gorge_curvature",
    "gorge_gradient",
    "gorge_loss",
    "gradient_descent",
    "gradient_noise_scale",
    "heavy_ball",
    "learning_rates",
    "linear_warmup",
    "minibatches",
    "nesterov",
    "optimal_momentum",
    "quadratic_gradient",
    "quadratic_loss",
    "ravine_gradient",
    "ravine_loss",
    "ravine_samples",
    "regime",
    "rmsprop",
    "sgd",
    "stationary_variance",
    "walk",
]
