"""Instant feedback for learners, and the guard on every printed number.

With this package you can: `check("optimization.gradient_descent.repaired_descent", f)` an answer,
and let the text of a notebook vouch for its numbers with `stated("0.2333", value)`.
"""

import importlib
from typing import Any

from mathforai.checks.properties import run
from mathforai.checks.report import Report
from mathforai.checks.stated import stated

__all__ = ["Report", "check", "stated"]

# Each is a module here, with its EXERCISES; a chapter is loaded when one of its exercises is tried.
CHAPTERS = ("calculus", "information", "linear_algebra", "models", "optimization", "probability")


def _exercises(chapter: str) -> dict[str, Any]:
    return importlib.import_module(f"mathforai.checks.{chapter}").EXERCISES


def check(exercise: str, answer: Any) -> Report:
    """Try an answer to an exercise and report, property by property, what it does.

    It never raises for what the answer does: a stub, a wrong kind of object, an error inside it, or
    (in the main thread, on Linux and macOS) a loop without end each become a sentence.
    Raises ValueError for an id that no exercise has.

    >>> check("optimization.gradient_descent.repaired_descent", lambda *_: 1.0).passed
    False
    """
    chapter = str(exercise).partition(".")[0]
    known = _exercises(chapter) if chapter in CHAPTERS else {}
    if exercise not in known:
        import difflib  # here, so that the import of the package stays light

        every = [name for chapter in CHAPTERS for name in _exercises(chapter)]
        near = difflib.get_close_matches(str(exercise), every, n=3, cutoff=0.4)
        raise ValueError(
            f"there is no exercise {exercise!r}; "
            f"near to it: {', '.join(near) or ', '.join(sorted(every))}"
        )
    return run(known[exercise], answer)
