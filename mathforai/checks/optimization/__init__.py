"""Checks for the exercises of chapter 4, Optimization: one module for each section."""

from mathforai.checks.optimization import (
    adam,
    gradient_descent,
    momentum,
    review,
    schedules,
    stochastic_gradients,
)

EXERCISES = {
    **adam.EXERCISES,
    **gradient_descent.EXERCISES,
    **momentum.EXERCISES,
    **review.EXERCISES,
    **schedules.EXERCISES,
    **stochastic_gradients.EXERCISES,
}
