"""Checks for the exercises of chapter 1, Linear algebra: one module for each section."""

from mathforai.checks.linear_algebra import matrices

EXERCISES = {
    **matrices.EXERCISES,
}
