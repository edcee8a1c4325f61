"""Run MathJax 3.2.2 while the book is built.

MathJax comes from the package sphinx-mathjax-offline, the Node that runs it from Playwright's
driver; typesetter.js is the small program in between.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any


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
