"""The helper package of an interactive textbook on the mathematics of AI.

With this package you can: use in a later section what an earlier one taught
(`mathforai.optimization`), check your answer to an exercise (`mathforai.checks`), and draw in the
book's style (`mathforai.theme`, `mathforai.plots`).
"""

from importlib import import_module
from types import ModuleType

__version__ = "0.1.0"


def optional(name: str) -> ModuleType | None:
    """Import a module that the book can do without, or say in one sentence that it is missing.

    >>> optional("math").sqrt(9)
    3.0
    >>> optional("no_such_module")  # doctest: +NORMALIZE_WHITESPACE
    no_such_module is not installed, so this cell is left out;
    the rest of the section runs without it.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{name}.".startswith(f"{error.name}."):
            raise  # the module is there, but something that it needs is not
    print(
        f"{name} is not installed, so this cell is left out; "
        "the rest of the section runs without it."
    )
    return None
