"""Typeset the formulas while the book is built.

The reader's browser gets finished HTML with hidden MathML for screen readers: no script, no shift
of the page, nothing to load but a style sheet and the fonts in use. MathJax 3.2.2 comes from the
package sphinx-mathjax-offline, the Node that runs it from Playwright's driver.

Symbols that a notebook names in `mfai.symbols`, as in {"\\\\eta": "hand"}, are coloured.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator
from sphinx.util.math import get_node_equation_number

LOG = logging.getLogger(__name__)
ROLES = {"hand": "hand", "data": "data", "model": "model-ink"}
ROLES |= {"gradient": "gradient", "target": "target"}
# 1.075 brings TeX's x-height (0.442 em) to that of the text font (0.475 em).
OWN_CSS = """
mjx-container[jax="CHTML"] { font-size: 107.5%; }
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
# What a symbol must not be found in: names of environments, texts, labels, lengths, commands.
SKIP = r"\\(?:begin|end|text\w*|mbox|operatorname\*?|label|e?q?ref|tag|hspace|class)\s*\{[^{}]*\}"
COMMAND = r"\\[A-Za-z]+|\\."


def package_folder(name: str) -> Path:
    """Return the folder of an installed package, also of one whose name has a dash."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ImportError(f"the package {name} is missing: install requirements.txt")
    return Path(spec.origin).parent


def mathjax_folder() -> Path:
    """Return the folder of MathJax 3.2.2."""
    return package_folder("sphinx-mathjax-offline") / "static" / "mathjax"


class Typesetter:
    """One Node process that turns TeX into HTML until it is closed."""

    def __init__(self) -> None:
        """Start Node; MathJax is ready after a fifth of a second."""
        node = "node.exe" if sys.platform == "win32" else "node"
        command = [package_folder("playwright") / "driver" / node]
        command += [Path(__file__).with_suffix(".js"), mathjax_folder()]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self.fonts = {"MJXZERO", "MJXTEX"}  # those seen in formulas, beside the two always needed

    def ask(self, **request: Any) -> dict[str, str]:
        """Send one request and wait for its answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("MathJax stopped; its message is in the log above")
        return json.loads(answer)

    def html(self, tex: str, display: bool) -> str:
        """Typeset one formula; raises ValueError with MathJax's reason."""
        answer = self.ask(tex=tex, display=display)
        if "error" in answer:
            raise ValueError(answer["error"])
        html = answer["html"]
        self.fonts.update("MJX" + font for font in re.findall(r"\bTEX-\w+", html))
        if "<mjx-stretchy" in html:  # tall brackets and long arrows are put together of these
            self.fonts.update(("MJXTEX-S1", "MJXTEX-S4", "MJXTEX-A"))
        return html

    def css(self) -> str:
        """Return the style sheet for all formulas so far, with the fonts they use and no other."""
        css = self.ask(css=True)["css"]
        for block, family in re.findall(
            r"(@font-face[^{]*\{\s*font-family: ([\w-]+);[^}]*\}\s*)", css
        ):
            if family not in self.fonts:
                css = css.replace(block, "")
        return css

    def close(self) -> None:
        """Let the process end."""
        self.process.communicate()


def typesetter(app: Sphinx) -> Typesetter:
    """Return the build's one typesetter; it starts at the first formula."""
    if not hasattr(app, "mf_typesetter"):
        app.mf_typesetter = Typesetter()
    return app.mf_typesetter


def colour(tex: str, symbols: dict[str, str]) -> str:
    r"""Wrap each named symbol in its class, the longest name first.

    >>> colour(r"w - \eta \nabla L", {r"\eta": "hand", r"\nabla L": "gradient"})
    'w - {\\class{m-hand}{\\eta}} {\\class{m-gradient}{\\nabla L}}'
    """
    if not symbols:
        return tex
    names = {}
    for name in sorted(symbols, key=len, reverse=True):
        pattern = r"\s*".join(re.escape(part) for part in name.split())
        last = name.split()[-1]
        names[pattern + ("(?![A-Za-z])" if last.startswith("\\") else "")] = symbols[name]
    groups = "|".join(f"({pattern})" for pattern in names)
    roles = list(names.values())

    def replace(match: re.Match[str]) -> str:
        if match.lastindex is None:
            return match[0]
        return rf"{{\class{{m-{roles[match.lastindex - 1]}}}{{{match[0]}}}}}"

    return re.sub(f"{SKIP}|{groups}|{COMMAND}", replace, tex)


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
    html = typeset(self, node, display=False)
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate") + html + "</span>")
    raise nodes.SkipNode


def visit_display(self: SphinxTranslator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number if it has one."""
    self.body.append(self.starttag(node, "div", CLASS="math notranslate mf-formula"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})</span>')
    self.body.append(typeset(self, node, display=True) + "</div>\n")
    raise nodes.SkipNode


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
    app.connect("env-updated", all_pages)
    app.connect("build-finished", write_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
