"""Live figures of the models chapter."""

from mathforai.figures.models.attention import Attention
from mathforai.figures.models.heads import Heads

__all__ = ["Attention", "Heads"]
