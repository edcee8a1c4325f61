"""Live figures of the calculus chapter."""

from mathforai.figures.calculus.computation_graph import ComputationGraph

__all__ = ["ComputationGraph"]
