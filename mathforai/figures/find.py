"""Find figures by id.

An id is the path of the module without the package, such as "optimization.gradient_descent".
"""

import importlib
import pkgutil

from mathforai import figures
from mathforai.figures import Figure


def by_id(figure_id: str) -> type[Figure]:
    """Return the class of a figure.

    Raises ValueError for an id that no figure has; it names those there are.

    >>> by_id("optimization.gradient_descent").__name__
    'GradientDescent'
    """
    for cls in every():
        if cls.figure_id == figure_id:
            return cls
    known = ", ".join(cls.figure_id for cls in every())
    raise ValueError(f"there is no figure {figure_id!r}; there are: {known}")


def every() -> list[type[Figure]]:
    """Return the classes of all figures of the package, Quiz included, ordered by their ids."""
    found = {}
    for module in pkgutil.walk_packages(figures.__path__, figures.__name__ + "."):
        if not module.name.endswith("sphinx_hook"):  # it needs Sphinx
            for cls in vars(importlib.import_module(module.name)).values():
                if getattr(cls, "figure_id", None):
                    found[cls.figure_id] = cls
    return [found[figure_id] for figure_id in sorted(found)]
