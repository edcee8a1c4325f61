"""Live figures of the optimization chapter."""

from mathforai.figures.optimization.adam import Adam
from mathforai.figures.optimization.gradient_descent import GradientDescent
from mathforai.figures.optimization.momentum import Momentum
from mathforai.figures.optimization.noise_cloud import NoiseCloud
from mathforai.figures.optimization.warmup import Warmup

__all__ = ["Adam", "GradientDescent", "Momentum", "NoiseCloud", "Warmup"]
