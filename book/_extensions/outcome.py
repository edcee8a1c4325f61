"""Let a failed build look failed.

Sphinx writes pages even when the build goes wrong, and an old `index.html` may lie beside them.
This extension runs last: a failed build loses its `index.html`, a good one gets it.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from sphinx.application import Sphinx

INDEX = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<meta http-equiv="refresh" content="0; url={home}">
</head>
<body><main><h1>{title}</h1><p><a href="{home}">Open the book</a></p></main></body>
</html>
"""


def settle(app: Sphinx, exception: Exception | None) -> None:
    """Write `index.html` if the build succeeded, and remove it if not."""
    if app.builder.format != "html":
        return
    index = Path(app.outdir, "index.html")
    # With --keep-going Sphinx forgets that warnings are errors, and remembers to keep going.
    if exception or (app._warncount and (app.warningiserror or app.keep_going)):
        index.unlink(missing_ok=True)
        # Sphinx keeps pages it has read and would not repeat their warnings: the second try of a
        # failed build would pass. Without this file it reads everything again.
        Path(app.doctreedir, "environment.pickle").unlink(missing_ok=True)
    elif app.config.root_doc != "index":
        home = app.builder.get_target_uri(app.config.root_doc)
        index.write_text(INDEX.format(title=escape(app.config.html_title), home=escape(home)))


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect after everything else that runs when a build has finished."""
    app.connect("build-finished", settle, priority=999)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
