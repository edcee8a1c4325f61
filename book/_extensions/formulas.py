"""Typeset the formulas while the book is built.

The reader's browser gets finished HTML with hidden MathML for screen readers: no script, no shift
of the page, nothing to load but a style sheet and the fonts in use. MathJax 3.2.2 comes from the
package sphinx-mathjax-offline, the Node that runs it from Playwright's driver.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator
from sphinx.util.math import get_node_equation_number

from .symbols import ROLES, colour
from .typesetter import Typesetter, mathjax_folder

LOG = logging.getLogger(__name__)
# 1.075 brings TeX's x-height (0.442 em) to that of the text font (0.475 em).
OWN_CSS = """
mjx-container[jax="CHTML"] { font-size: 107.5%; }
span.math { white-space: nowrap; }
div.mf-formula { position: relative; overflow-x: auto; overflow-y: hidden; }
div.mf-formula > .eqno { position: absolute; right: 0; }
""" + "\n".join(f".m-{role} {{ color: var(--mf-{token}); }}" for role, token in ROLES.items())
SCROLL = """// A formula wider than its column can be reached and scrolled with the keyboard.
addEventListener("DOMContentLoaded", () => {
  const mark = () => document.querySelectorAll(".mf-formula").forEach((box) => {
    const wide = box.scrollWidth > box.clientWidth;
    for (const [name, value] of [["tabindex", "0"], ["role", "group"], ["aria-label", "Formula"]])
      wide ? box.setAttribute(name, value) : box.removeAttribute(name);
  });
  addEventListener("resize", mark);
  mark();
});
"""


def typesetter(app: Sphinx) -> Typesetter:
    """Return the build's one typesetter; it starts at the first formula."""
    if not hasattr(app, "mf_typesetter"):
        app.mf_typesetter = Typesetter()
    return app.mf_typesetter


def typeset(self: SphinxTranslator, node: nodes.Element, display: bool) -> str:
    """Return a formula's HTML, or its TeX after a warning that says what is wrong with it."""
    tex = node.astext()
    app, docname = self.builder.app, self.builder.current_docname
    about = app.env.metadata[docname].get("mfai", {})
    about = json.loads(about) if isinstance(about, str) else about
    symbols = about.get("symbols", {})
    try:
        for role in set(symbols.values()) - set(ROLES):
            raise ValueError(f"mfai.symbols names the role {role!r}; known: {', '.join(ROLES)}")
        return typesetter(app).html(colour(tex, symbols), display)
    except ValueError as error:
        LOG.warning("the formula %s cannot be typeset: %s", tex, error, location=node)
        return self.encode(tex)


def visit_inline(self: SphinxTranslator, node: nodes.math) -> None:
    """Write a formula within a line."""
    html = typeset(self, node, display=False) + node.get("punctuation", "")
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate") + html + "</span>")
    raise nodes.SkipNode


def visit_display(self: SphinxTranslator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number if it has one."""
    self.body.append(self.starttag(node, "div", CLASS="math notranslate mf-formula"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})</span>')
    self.body.append(typeset(self, node, display=True) + "</div>\n")
    raise nodes.SkipNode


def keep_punctuation(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each formula in a line the full stop or comma after it: no line begins with one."""
    for formula in doctree.findall(nodes.math):
        place = formula.parent.index(formula) + 1
        after = formula.parent[place] if place < len(formula.parent) else None
        if isinstance(after, nodes.Text) and (marks := re.match(r"[.,;:!?)]+", after)):
            formula["punctuation"] = marks[0]
            # Not replace(): it looks for an equal text, and another ", " may stand before this one.
            formula.parent[place] = nodes.Text(after[marks.end() :])


def all_pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write every page every time: the style sheet holds the glyphs of the pages just written."""
    return sorted(env.found_docs) if app.builder.format == "html" else []


def write_assets(app: Sphinx, exception: Exception | None) -> None:
    """Write the style sheet and copy the fonts it names."""
    css = ""
    if hasattr(app, "mf_typesetter"):
        css = "" if exception else app.mf_typesetter.css()
        app.mf_typesetter.close()
    if exception or app.builder.format != "html":
        return
    folder = Path(app.outdir, "_static", "formulas")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "formulas.css").write_text(css + OWN_CSS, encoding="utf-8")
    (folder / "scroll.js").write_text(SCROLL, encoding="utf-8")
    for name in re.findall(r"\./(MathJax_[\w-]+\.woff)", css):
        shutil.copy(mathjax_folder() / "output/chtml/fonts/woff-v2" / name, folder / name)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the renderer that _config.yml chooses."""
    app.add_html_math_renderer("typeset", (visit_inline, None), (visit_display, None))
    app.add_css_file("formulas/formulas.css", priority=700)
    app.add_js_file("formulas/scroll.js", loading_method="defer")
    app.connect("doctree-resolved", keep_punctuation)
    app.connect("env-updated", all_pages)
    app.connect("build-finished", write_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
