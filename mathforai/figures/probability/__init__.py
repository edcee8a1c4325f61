"""Live figures of the probability chapter."""

from mathforai.figures.probability.funnel import Funnel
from mathforai.figures.probability.temperature import Temperature

__all__ = ["Funnel", "Temperature"]
