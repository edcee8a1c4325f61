"""Checks for the exercises of chapter 4, Optimization: one module for each section."""

from mathforai.checks.optimization import gradient_descent

EXERCISES = {**gradient_descent.EXERCISES}
