"""Live figures: widgets in Jupyter, live in the book's plain HTML, still pictures elsewhere."""

from mathforai.figures.figure import Figure
from mathforai.figures.quiz import Quiz

__all__ = ["Figure", "Quiz"]
