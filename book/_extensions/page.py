"""Cure the theme's pages: a name for every control, and nothing loaded that no reader needs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

# A dot on a rail. Without an icon a served page asks for one, and logs that none is there.
ICON_LINK = (
    '<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns=\'http://www.w3.org/2000/svg\' '
    "viewBox='0 0 16 16' fill='gray'%3E%3Crect y='7' width='16' height='2'/%3E"
    "%3Ccircle cx='6' cy='8' r='5'/%3E%3C/svg%3E\">"
)
# What the theme writes, and what it should have written. Most cure a complaint of axe.
CURES = (
    (re.compile(r'(<meta charset="utf-8" ?/?>)(?!\s*<link rel="icon")'), rf"\1\n    {ICON_LINK}"),
    ('        console.log("[PST]: Set focus on search field.");\n', ""),
    # The sidebar lay outside all landmarks.
    (
        '<div id="pst-primary-sidebar"',
        '<div id="pst-primary-sidebar" role="region" aria-label="Book"',
    ),
    # "Search" is not how the visible words "Search Ctrl+K" read; without a label they are the name.
    (
        re.compile(
            r'(<button class="btn search-button-field[^>]*?) title="Search" aria-label="Search"'
        ),
        r"\1",
    ),
    # The titles of the three icons counted as visible words of a button named "Color mode".
    (re.compile(r'(<i class="theme-switch [^>]*?) *title="[^"]*"'), r"\1"),
    (
        re.compile(r"<summary>(?=<span class=\"toctree-toggle)"),
        '<summary aria-label="Show its pages">',
    ),
    # The label hid the fold's own words, "Solution" or "How this page checks its numbers".
    ('<summary aria-label="Toggle hidden content">', "<summary>"),
    # Two of the three viewport lines are too many.
    (
        re.compile(r'<meta name="viewport" content="width=device-width, initial-scale=1"/?\s*/?>'),
        "",
    ),
)
ICON = re.compile(r'<(i|span) class="([^"]*\bfa[srb]?\b[^"]*|[^"]*\bfa-[^"]*)"([^>]*)></\1>')
LIBRARY = "_static/scripts/fontawesome.js"
LIBRARY_TAG = re.compile(r'\s*<script src="[^"]*scripts/fontawesome\.js[^"]*"></script>')


def unload(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: Any
) -> None:
    """Drop scripts that serve a kernel: our figures are live without one."""
    context["script_files"][:] = [
        script
        for script in context["script_files"]
        if "widget-state" not in str(getattr(script, "attributes", {}).get("type", ""))
        and not re.search("thebe|require", str(getattr(script, "filename", script)))
    ]


def draw_icons(html: str, library: str) -> str:
    """Replace `<i class="fa-solid fa-sun">` by the icon's few bytes of SVG.

    The theme loads a 1.5 MB script to do this in the reader's browser. The paths are in that
    script (Font Awesome Free, icons CC BY 4.0).
    """

    def draw(match: re.Match[str]) -> str:
        names = re.findall(r"\bfa-([a-z0-9-]+)", match[2])
        for name in names:
            icon = re.search(
                rf'[,{{]"?{re.escape(name)}"?:\[(\d+),(\d+),\[[^]]*\],"\w+","([^"]+)"\]', library
            )
            if icon:
                width, height, path = icon.groups()
                return (
                    f'<svg class="svg-inline--fa {match[2]}"{match[3]} aria-hidden="true" '
                    f'width="{int(width) / int(height):.3g}em" height="1em" '
                    f'style="vertical-align: -0.125em" viewBox="0 0 {width} {height}">'
                    f'<path fill="currentColor" d="{path}"/></svg>'
                )
        return match[0]

    return ICON.sub(draw, html)


def cure(app: Sphinx, exception: Exception | None) -> None:
    """Go over the finished pages and the theme's files."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    library = (out / LIBRARY).read_text(encoding="utf-8") if (out / LIBRARY).exists() else ""
    for template in (out / "_static").glob("*.html"):  # the theme's own, copied by mistake
        template.unlink()
    for page in out.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        for old, new in CURES:
            html = old.sub(new, html) if isinstance(old, re.Pattern) else html.replace(old, new)
        page.write_text(LIBRARY_TAG.sub("", draw_icons(html, library)), encoding="utf-8")
    script = out / "_static/scripts/pydata-sphinx-theme.js"
    if script.exists():  # it reports its doings to the console
        text = script.read_text(encoding="utf-8")
        script.write_text(re.sub(r"console\.(log|info)\(", "void(", text), encoding="utf-8")
    for useless in [*out.rglob("*.js.map"), *out.rglob("*.css.map"), out / LIBRARY]:
        useless.unlink(missing_ok=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect to the writing of each page and to the end."""
    app.add_config_value("comments_config", {}, "")  # Jupyter Book sets it; nobody reads it here
    app.connect("html-page-context", unload, priority=900)
    app.connect("build-finished", cure, priority=800)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
