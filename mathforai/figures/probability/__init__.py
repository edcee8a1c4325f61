"""Live figures of the probability chapter."""

from mathforai.figures.probability.temperature import Temperature

__all__ = ["Temperature"]
