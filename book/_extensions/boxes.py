"""Make boxes of block quotes that begin with a bold lead word.

`> **Definition.** A gradient is ...` is a plain quote in Jupyter, Colab and on GitHub, and a
definition in the book.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

LOG = logging.getLogger(__name__)
KINDS = {
    "Definition.": "definition",
    "Proposition.": "proposition",
    "Proof.": "proof",
    "The question.": "question",
    "By the end you can": "objectives",
    "Try this.": "try",
    "You need to know.": "need",
    "What you will read elsewhere.": "elsewhere",
    "Exercise 1. A title.": "exercise",
    "On one card.": "card",
}
EXERCISE = re.compile(r"Exercise \d+\.( .+)?")


class box(nodes.General, nodes.Element):
    """A `<div class="mf-box mf-KIND">`."""


def kind_of(lead: str) -> str | None:
    """Return the kind of box that a lead word opens, or None."""
    return "exercise" if EXERCISE.fullmatch(lead) else KINDS.get(lead)


class Boxes(SphinxTransform):
    """Replace each block quote that opens with a known lead word."""

    default_priority = 400

    def apply(self, **kwargs: Any) -> None:
        """Walk over all quotes of the page."""
        for quote in list(self.document.findall(nodes.block_quote)):
            first = quote.children[0] if quote.children else None
            if not isinstance(first, nodes.paragraph):
                continue
            # markdown-it puts an empty text before a bold beginning.
            if first.children[0].astext() == "":
                first.remove(first.children[0])
            if isinstance(first.children[0], nodes.strong):
                self.make_box(quote, first)

    def make_box(self, quote: nodes.block_quote, first: nodes.paragraph) -> None:
        """Turn one quote into a box with its label, or say why not."""
        strong = first.children[0]
        lead = strong.astext()
        kind = kind_of(lead)
        if kind is None:
            if lead.endswith("."):
                LOG.warning(
                    'no box begins with "%s". The known beginnings are: %s',
                    lead,
                    "; ".join(KINDS),
                    location=quote,
                )
            return
        first.remove(strong)
        if first.children and isinstance(first.children[0], nodes.Text):
            first[0] = nodes.Text(first.children[0].lstrip())
        if not first.astext().strip() and not any(first.findall(nodes.image)):
            quote.remove(first)
        label = nodes.paragraph("", "", *strong.children, classes=["mf-label"])
        if isinstance(label.children[-1], nodes.Text):
            label[-1] = nodes.Text(label.children[-1].removesuffix("."))
        quote.replace_self(box("", label, *quote.children, classes=["mf-box", f"mf-{kind}"]))


def visit_box(self: SphinxTranslator, node: box) -> None:
    """Open the box. (docutils' own container would carry Bootstrap's class `container`.)"""
    self.body.append(self.starttag(node, "div"))


def depart_box(self: SphinxTranslator, node: box) -> None:
    """Close the box."""
    self.body.append("</div>\n")


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the transform and the node."""
    app.add_node(box, html=(visit_box, depart_box))
    app.add_transform(Boxes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
