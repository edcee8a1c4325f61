"""Live figures of the linear algebra chapter."""

from mathforai.figures.linear_algebra.directions import Directions
from mathforai.figures.linear_algebra.linear_map import LinearMap
from mathforai.figures.linear_algebra.rankings import Rankings

__all__ = ["Directions", "LinearMap", "Rankings"]
