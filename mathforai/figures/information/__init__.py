"""Live figures of the information chapter."""

from mathforai.figures.information.kl_fit import KLFit

__all__ = ["KLFit"]
