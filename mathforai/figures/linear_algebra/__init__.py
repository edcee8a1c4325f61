"""Live figures of the linear algebra chapter."""

from mathforai.figures.linear_algebra.linear_map import LinearMap

__all__ = ["LinearMap"]
