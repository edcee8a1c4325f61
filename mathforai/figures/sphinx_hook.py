"""Sphinx side of live figures.

It writes the scripts and the stylesheet, gives each page those it needs, and files the pictures.

Pages get classic deferred scripts, because modules do not load from file:// pages: the shared
layer once, the figures of that page, and the host that mounts them.
"""

import base64
import hashlib
import html
import json
import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from mathforai import theme
from mathforai.figures import link
from mathforai.figures.find import by_id

# A page of prose asks for a figure with an empty element:
# <figure class="mfai" data-figure="ID" data-values='{...}'></figure>
WANTED = re.compile(
    r"""<figure class="mfai" data-figure="([\w.]+)"(?: data-values='([^']*)')?></figure>"""
)
FIGURE = re.compile(r'<figure class="mfai" data-figure="([\w.]+)"')
PICTURE = re.compile(r'<img class="mf-still" src="data:image/png;base64,([^"]+)"')


def _make(match: re.Match[str]) -> str:
    return by_id(match[1])(**json.loads(html.unescape(match[2] or "{}"))).page()


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def write_shared(app: Sphinx) -> None:
    """Write what all pages share: tokens, stylesheet, drawing layer, host."""
    static = Path(app.outdir) / "_static"
    _write(static / "tokens.css", theme.css())
    _write(static / "figures" / "figure.css", link.stylesheet())
    _write(static / "figures" / "shared.js", link.shared_script())
    _write(static / "figures" / "host.js", link.host_script())
    app.add_css_file("tokens.css", priority=100)
    app.add_css_file("figures/figure.css", priority=110)


def equip_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Add the scripts of the page's figures, and move its still pictures into files."""
    if not context.get("body"):
        return
    body = context["body"] = WANTED.sub(_make, context["body"])
    figures = list(dict.fromkeys(FIGURE.findall(body)))
    if not figures:
        return
    outdir = Path(app.outdir)
    for figure_id in figures:
        _write(
            outdir / "_static" / "figures" / f"{figure_id}.js",
            link.figure_script(figure_id, by_id(figure_id).module),
        )
    for name in ["shared", *figures, "host"]:
        app.add_js_file(f"figures/{name}.js", loading_method="defer", priority=800)

    up = "../" * pagename.count("/")

    def file_picture(match: re.Match[str]) -> str:
        data = base64.b64decode(match[1])
        name = f"figure-{hashlib.sha256(data).hexdigest()[:16]}.png"
        _write(outdir / "_images" / name, data)
        return f'<img class="mf-still" loading="lazy" src="{up}_images/{name}"'

    context["body"] = PICTURE.sub(file_picture, body)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("builder-inited", write_shared)
    app.connect("html-page-context", equip_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
