"""One Chromium for all tests, the really built book, and a page with specimens of every control."""

import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from browser_path import browser_path  # noqa: E402  (tests/ is not a package)
from specimen import Specimen  # noqa: E402

from mathforai import theme  # noqa: E402
from mathforai.figures import Quiz, link  # noqa: E402
from mathforai.figures.optimization import GradientDescent  # noqa: E402

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        yield browser
        browser.close()


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
    folder = tmp_path_factory.mktemp("specimens")
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
    scripts = {"shared": link.shared_script()}
    scripts |= {f.figure_id: link.figure_script(f.figure_id, f.module) for f in figures}
    scripts["host"] = link.host_script()
    for name, script in scripts.items():
        (folder / f"{name}.js").write_text(script, encoding="utf-8")
    (folder / "page.css").write_text(
        theme.css() + link.stylesheet() + "body{margin:0 auto;max-width:720px}", encoding="utf-8"
    )
    (folder / "index.html").write_text(
        "<!doctype html><html lang=en data-theme=light><meta charset=utf-8><title>Specimens</title>"
        '<meta name=viewport content="width=device-width"><link rel=stylesheet href=page.css>'
        + "".join(f"<script defer src={name}.js></script>" for name in scripts)
        + "<main><h1>Specimens</h1>"
        + "".join(f.page() for f in figures)
        + "</main>",
        encoding="utf-8",
    )
    yield folder / "index.html"
    shutil.rmtree(folder)


def pytest_collection_modifyitems(items):
    """Everything here starts a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
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
