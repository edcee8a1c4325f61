"""Find the Chromium or Chrome of the browser tests: python tests/browser_path.py [--install].

Looks at the environment variable MATHFORAI_BROWSER, then on the PATH, then for Playwright's own.
With --install, root on Debian gets the distribution's package. Without a browser it ends with a
sentence: the browser tests are never skipped in silence.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
MISSING = (
    "The browser tests need Chromium or Chrome: install one (on Debian: apt-get install chromium; "
    "anywhere: python -m playwright install chromium) or name one in MATHFORAI_BROWSER."
)


def playwrights_own() -> str | None:
    """Return the path of the browser that `playwright install` downloads, if it is there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def browser_path() -> str:
    """Return the browser's path, or raise RuntimeError with a sentence that helps."""
    if named := os.environ.get("MATHFORAI_BROWSER"):
        if found := shutil.which(named):
            return found
        raise RuntimeError(f"MATHFORAI_BROWSER names {named}, which cannot be run.")
    found = next(filter(None, map(shutil.which, NAMES)), None) or playwrights_own()
    if found is None:
        raise RuntimeError(MISSING)
    return found


def install() -> None:
    """Install Debian's chromium when this is root on Debian; else do nothing."""
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    print("No browser found: installing Debian's chromium ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ("update", "install -y --no-install-recommends chromium"):
        subprocess.run(
            ["apt-get", "-qq", *command.split()],
            env=environment,
            stdout=subprocess.DEVNULL,
            check=False,
        )


def main() -> None:
    """Say where the browser is."""
    try:
        path = browser_path()
    except RuntimeError as error:
        if "--install" not in sys.argv or os.environ.get("MATHFORAI_BROWSER"):
            sys.exit(str(error))
        install()
        try:
            path = browser_path()
        except RuntimeError as still:
            sys.exit(str(still))
    print(f"Browser: {path}", flush=True)


if __name__ == "__main__":
    main()
