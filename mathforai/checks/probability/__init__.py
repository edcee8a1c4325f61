"""Checks for the exercises of chapter 3, Probability: one module for each section."""

from mathforai.checks.probability import random_variables, temperature

EXERCISES = {
    **random_variables.EXERCISES,
    **temperature.EXERCISES,
}
