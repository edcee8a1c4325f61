"""Checks for the exercises of chapter 2, Calculus: one module for each section."""

from mathforai.checks.calculus import chain_rule, derivatives, gradients, matrix_calculus

EXERCISES = {
    **chain_rule.EXERCISES,
    **derivatives.EXERCISES,
    **gradients.EXERCISES,
    **matrix_calculus.EXERCISES,
}
