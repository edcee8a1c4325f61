"""Checks for the exercises of chapter 1, Linear algebra: one module for each section."""

from mathforai.checks.linear_algebra import high_dimensions, matrices, vectors

EXERCISES = {
    **high_dimensions.EXERCISES,
    **matrices.EXERCISES,
    **vectors.EXERCISES,
}
