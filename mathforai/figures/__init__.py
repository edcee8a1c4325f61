"""Live figures: widgets in Jupyter, live in the plain HTML of the book, still pictures everywhere else."""

from mathforai.figures.figure import Figure
from mathforai.figures.quiz import Quiz

__all__ = ["Figure", "Quiz"]
