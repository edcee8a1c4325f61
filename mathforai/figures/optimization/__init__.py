"""Live figures of the optimization chapter."""

from mathforai.figures.optimization.gradient_descent import GradientDescent

__all__ = ["GradientDescent"]
