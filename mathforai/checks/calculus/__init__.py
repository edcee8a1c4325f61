"""Checks for the exercises of chapter 2, Calculus: one module for each section."""

from mathforai.checks.calculus import chain_rule

EXERCISES = {
    **chain_rule.EXERCISES,
}
