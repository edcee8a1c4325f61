"""Checks for the exercises of chapter 8, Capstones: one module for each notebook."""

from mathforai.checks.models import attention, review

EXERCISES = {
    **attention.EXERCISES,
    **review.EXERCISES,
}
