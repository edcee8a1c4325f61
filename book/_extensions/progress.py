"""Say which notebook is being run and how many are left.

Each line begins with `progress:`; book/build.py shows these lines and puts the rest in a log.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

LOG = logging.getLogger(__name__)


def begin(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Remember the notebooks that will be read, in the order of reading."""
    app.mf_notebooks = [d for d in docnames if str(env.doc2path(d)).endswith(".ipynb")]


def tell(app: Sphinx, docname: str, source: list[str]) -> None:
    """Print one line when a notebook's turn has come."""
    notebooks = app.mf_notebooks
    if docname in notebooks:
        left = len(notebooks) - notebooks.index(docname) - 1
        LOG.info("\nprogress: running %s.ipynb (%s left)", docname, left or "none")


def written(app: Sphinx, env: BuildEnvironment) -> None:
    """Print one line between reading and writing."""
    LOG.info("\nprogress: writing %d pages", len(env.found_docs))


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the three moments."""
    app.connect("env-before-read-docs", begin)
    app.connect("source-read", tell, priority=1)
    app.connect("env-updated", written)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
