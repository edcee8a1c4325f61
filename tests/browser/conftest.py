"""The really built book, a page with specimens of every control, and visits to them."""

import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from specimen import Specimen

from mathforai.figures import Quiz, preview
from mathforai.figures.optimization import GradientDescent

ROOT = Path(__file__).resolve().parents[2]
QUICK = {"test_mount.py"}


@pytest.fixture(scope="session")
def book() -> Path:
    """The folder of the built book, built here and now."""
    done = subprocess.run(
        [sys.executable, ROOT / "book" / "build.py"], capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return ROOT / "_build" / "html"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def served(book) -> str:
    """The address of the built book on a local server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(book)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def specimens(tmp_path_factory) -> Path:
    """A page with two specimens, the descent and two quizzes, outside the book."""
    figures = [
        Specimen(),
        Specimen(amount=0.25),
        GradientDescent(learning_rate=0.9),
        Quiz("Which?", options={"this": "It is.", "that": "It is {i not}."}, answer="this"),
        Quiz(
            "2 + 2?",
            answer=4,
            tolerance=0.01,
            explanation="Count.",
            feedback={22: "That glues them."},
            hint="Use fingers.",
        ),
    ]
    return preview.write(tmp_path_factory.mktemp("specimens"), figures)


def pytest_collection_modifyitems(items):
    """What drives the book or every control is slow; that each figure mounts is quick to see."""
    for item in items:
        if Path(__file__).parent in item.path.parents and item.path.name not in QUICK:
            item.add_marker("slow")


def watch(page: Page, faults: list[str]) -> None:
    """Note what goes wrong on a page, and what it asks of any host."""

    def note_request(request):
        if not request.url.startswith(("file:", "data:")):
            faults.append(f"asked: {request.url}")

    def note_message(message):
        if message.type in ("error", "warning"):
            faults.append(message.text)

    page.on("console", note_message)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.append(f"failed: {request.url}"))
    page.on("request", note_request)


@pytest.fixture
def visit(browser: Browser):
    """Open a file with the network off, or an address of the local server.

    The test fails if a file's page logs an error, or asks anything of any host.
    """
    contexts, faults = [], []

    def open_page(
        where: Path | str, *, width=1280, height=900, dark=False, script="", **options
    ) -> Page:
        file = isinstance(where, Path)
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            offline=file,
            **options,
        )
        contexts.append(context)
        mode = "dark" if dark else "light"
        context.add_init_script(f"localStorage.setItem('mode', '{mode}');{script}")
        page = context.new_page()
        # Without JavaScript, scripts that were preloaded count as failed; and axe, which needs the
        # server, asks for stylesheets at addresses that it makes up.
        if file and options.get("java_script_enabled", True):
            watch(page, faults)
        page.goto(where.as_uri() if file else where, wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
