"""Offer a notebook's page in Binder and in Colab, when the repository has an address.

Binder opens the notebook itself. Colab opens its copy on the branch `colab`, where the setup cell
knows where the package is (book/colab.py).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from book._extensions.repository import owner_and_name

LOG = logging.getLogger(__name__)
BINDER = "https://mybinder.org/v2/gh/{repository}/HEAD?urlpath=lab/tree/{path}"
COLAB = "https://colab.research.google.com/github/{repository}/blob/colab/{path}"


def links(repository: str, path: str) -> list[dict[str, str]]:
    """Return the entries of the menu, as the theme wants them."""
    about = {"repository": repository, "path": quote(path)}
    return [
        {"type": "link", "text": "Run in Binder", "url": BINDER.format(**about)},
        {"type": "link", "text": "Run in Colab", "url": COLAB.format(**about)},
    ]


def add_menu(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: Any
) -> None:
    """Put a menu before the one for downloads, on the pages of notebooks only."""
    if not app.config.mf_repository or pagename not in app.env.found_docs:
        return
    path = app.env.doc2path(pagename, base=False)
    if path.endswith(".ipynb"):
        menu = {
            "type": "group",
            "label": "launch-buttons",
            "icon": "fas fa-rocket",
            "tooltip": "Run this page",
            "buttons": links(app.config.mf_repository, path),
        }
        context["header_buttons"].insert(0, menu)


def read_address(app: Sphinx, config: Config) -> None:
    """Take the address from the environment; what is no address fails the build."""
    try:
        config.mf_repository = owner_and_name()
    except ValueError as error:
        LOG.warning(str(error))


def setup(app: Sphinx) -> dict[str, bool]:
    """Make the address a setting whose change writes all pages anew."""
    app.add_config_value("mf_repository", None, "html", [str, type(None)])
    app.connect("config-inited", read_address)
    app.connect("html-page-context", add_menu, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
