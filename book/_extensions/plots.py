"""Put a notebook's SVG plots into the page itself, where they follow light and dark.

The colours of mathforai.theme become CSS variables. Every picture must have an alternative text:
`mystnb.image.alt` in its cell's metadata.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

LOG = logging.getLogger(__name__)


def inline(svg: str, alt: str, prefix: str, colours: dict[str, str], font: str = "") -> str:
    """Return an SVG file's content ready to stand in a page.

    Ids get the prefix, since two plots on one page would share them. `colours` maps a hex colour
    to its CSS value.
    """
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*|<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="([^"]*)"', rf'id="{prefix}\1"', svg)
    svg = re.sub(r"url\(#", f"url(#{prefix}", svg)
    svg = re.sub(r'href="#', f'href="#{prefix}', svg)
    svg = svg.replace("xlink:href", "href").replace(
        ' xmlns:xlink="http://www.w3.org/1999/xlink"', ""
    )
    # An attribute cannot hold var(), a style can. matplotlib writes styles, except here and there.
    svg = re.sub(
        r'\b(fill|stroke)="(#[0-9a-fA-F]{6})"',
        lambda m: f'style="{m[1]}: {m[2]}"',
        svg,
    )
    svg = re.sub(r"#[0-9a-fA-F]{6}\b", lambda m: colours.get(m[0].lower(), m[0]), svg)
    if font:  # in a style the list of families stands at the end or before a semicolon
        svg = re.sub(r"(font: [^;\"]*?px|font-family:) [^;\"]+", rf"\1 {font}", svg)
    size = re.search(r'width="([\d.]+)pt" height="[\d.]+pt"', svg)
    if size:  # a point is 4/3 pixels; on a narrow screen the plot shrinks
        width = round(float(size[1]) * 4 / 3)
        svg = svg.replace(size[0], f'style="width: {width}px; max-width: 100%; height: auto"', 1)
    return svg.replace("<svg", f'<svg class="mf-plot" role="img" aria-label="{escape(alt)}"', 1)


def book_colours() -> dict[str, str]:
    """Return the light palette as hex colour -> CSS variable."""
    from mathforai.theme import LIGHT

    # The first name wins where two tokens share a colour.
    return {value.lower(): f"var(--mf-{name})" for name, value in reversed(LIGHT.items())}


def cell_number(node: nodes.Node) -> int:
    """Return the number, from 1, of the notebook cell that a node belongs to (0: none)."""
    while node is not None:
        if isinstance(node, nodes.container) and "cell_index" in node:
            return node["cell_index"] + 1
        node = node.parent
    return 0


class Plots(SphinxTransform):
    """Check the alternative texts and put SVG plots into the page."""

    default_priority = 400  # before Sphinx collects the pictures and copies them

    def apply(self, **kwargs: Any) -> None:
        """Walk over all pictures of the page."""
        colours = book_colours()
        for number, image in enumerate(list(self.document.findall(nodes.image)), start=1):
            cell = cell_number(image)
            where = f"the picture of cell {cell}" if cell else f"the picture {image['uri']}"
            alt = " ".join(image.get("alt", "").split())
            if not alt:
                LOG.warning(
                    "%s has no alternative text. Say what to notice in it, %s.",
                    where,
                    "as mystnb.image.alt in the cell's metadata" if cell else "between ![ and ]",
                    location=(self.env.docname, None),
                )
            elif cell and image["uri"].endswith(".svg"):
                path = Path(self.env.srcdir, image["uri"].lstrip("/"))
                svg = path.read_text(encoding="utf-8")
                html = inline(svg, alt, f"plot{number}-", colours, "var(--mf-label)")
                image.replace_self(nodes.raw("", html, format="html"))


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the transform."""
    app.add_transform(Plots)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
