"""Live figures of the calculus chapter."""

from mathforai.figures.calculus.computation_graph import ComputationGraph
from mathforai.figures.calculus.difference_quotient import DifferenceQuotient
from mathforai.figures.calculus.slope_map import SlopeMap
from mathforai.figures.calculus.wrong_word import WrongWord

__all__ = ["ComputationGraph", "DifferenceQuotient", "SlopeMap", "WrongWord"]
