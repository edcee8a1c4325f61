"""Turn a plain notebook into a page, without a word of markup in the notebook itself.

Cell tags say what a cell is for; the notebook's `mfai` metadata says how long the section takes
and what it needs. This file holds the closed list of tags and what each does to the page.
"""

from __future__ import annotations

import json
import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

LOG = logging.getLogger(__name__)
TAGS = ("setup", "numbers", "exercise", "solution", "hide-cell", "needs-torch", "hide-input")
FOLDS = {
    "numbers": ("How this page checks its numbers", "Hide how this page checks its numbers"),
    "solution": ("Solution", "Hide the solution"),
}
NUMBER = re.compile(r"(\d+(?:\.\d+)+|\d+)\s+(?=\S)")
META = '<span class="mf-minutes">'


def prepare(app: Sphinx, docname: str, source: list[str]) -> None:
    """Rewrite the notebook's JSON in memory; the file, and its copy for download, stay."""
    if not str(app.env.doc2path(docname)).endswith(".ipynb"):
        return
    notebook = json.loads(source[0])
    for number, cell in enumerate(notebook["cells"], start=1):
        prepare_cell(cell, number, docname)
    add_meta_line(notebook, docname)
    source[0] = json.dumps(notebook)


def prepare_cell(cell: dict[str, Any], number: int, docname: str) -> None:
    """Check one cell's tags and add what myst-nb understands."""
    tags = cell["metadata"].get("tags", [])
    for tag in tags:
        if tag not in TAGS:
            LOG.warning(
                "cell %d has the tag %r, which the book does not know. The tags are: %s.",
                number,
                tag,
                ", ".join(TAGS),
                location=docname,
            )
    if "setup" in tags:
        tags.append("remove-cell")  # it still runs
    if "hide-input" in tags:  # whoever wants to see how it is drawn has the notebook
        tags[tags.index("hide-input")] = "remove-input"
    for tag, (show, hide) in FOLDS.items():
        if tag in tags:
            tags.append("hide-cell")
            cell["metadata"].setdefault("mystnb", {}).update(
                code_prompt_show=show, code_prompt_hide=hide
            )


def add_meta_line(notebook: dict[str, Any], docname: str) -> None:
    """Write "45 minutes, needs ..." under the title, as Markdown so that its links are checked."""
    about = notebook["metadata"].get("mfai", {})
    first = notebook["cells"][0] if notebook["cells"] else {"cell_type": "none"}
    lines = "".join(first.get("source", "")).split("\n")
    if first["cell_type"] != "markdown" or not lines[0].startswith("# "):
        LOG.warning(
            'the first cell must be Markdown and begin with the title, as in "# 4.1 Gradient '
            'descent".',
            location=docname,
        )
        return
    if "minutes" in about:
        line = f"{META}<b>{about['minutes']} minutes</b></span>"
        needs = [
            f"[{need['title']}]({need['link']})" if need.get("link") else need["title"]
            for need in about.get("needs", [])
        ]
        if needs:
            line += f" <span>Needs {', '.join(needs)}</span>"
        lines[1:1] = ["", line, ""]
        first["source"] = "\n".join(lines)


class MetaLine(SphinxTransform):
    """Give the paragraph written by `add_meta_line` its class."""

    default_priority = 400

    def apply(self, **kwargs: Any) -> None:
        """Look at the first node of every paragraph."""
        for paragraph in self.document.findall(nodes.paragraph):
            if paragraph.children and paragraph.children[0].astext() == META:
                paragraph["classes"].append("mf-meta")


def number_title(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Wrap the "4.1" of the page's title, on the page only (not in the table of contents)."""
    title = next(doctree.findall(nodes.title), None)
    if title is None or not isinstance(title.children[0], nodes.Text):
        return
    text = title.children[0]
    if match := NUMBER.match(text):
        rest = nodes.Text(" " + text[match.end() :])
        title.replace(text, [nodes.inline("", match[1], classes=["mf-number"]), rest])


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect reading and writing."""
    app.connect("source-read", prepare)
    app.add_transform(MetaLine)
    app.connect("doctree-resolved", number_title)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
