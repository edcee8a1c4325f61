"""What a reader does in JupyterLab, as calls: open, run, drag, type, save, open again.

Nothing here sleeps: each call waits for what the reader would wait for. JupyterLab's application
is exposed to the page (a switch of the server) only to know when a kernel or a save has finished.
"""

import json
import socket
import time
import urllib.request
from pathlib import Path
from subprocess import Popen
from typing import Any

from playwright.sync_api import Browser, Locator, Page

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 1000
PATIENCE = 60 * SECONDS  # the two cores may be shared with everything else

APP = "window.jupyterapp"
PANEL = f"{APP}?.shell?.currentWidget"
IS_OPEN = f"""() => {{ const panel = {PANEL};
  return panel?.context?.isReady && panel.content.widgets.length > 0
    && panel.sessionContext?.session?.kernel?.status === 'idle'; }}"""
# All code cells have run, or one has stopped the others.
HAVE_RUN = f"""() => {{ const panel = {PANEL};
  const cells = panel.content.widgets.filter(cell => cell.model.type === 'code');
  const outputs = cells.flatMap(cell => cell.model.outputs.toJSON());
  const failed = outputs.some(output => output.output_type === 'error');
  return panel.sessionContext.session.kernel.status === 'idle'
    && cells.every(cell => cell.model.executionState !== 'running')
    && (failed || cells.every(cell => cell.model.executionCount !== null)); }}"""
HAS_RUN = f"""before => {{ const panel = {PANEL}; const cell = panel.content.activeCell;
  return panel.sessionContext.session.kernel.status === 'idle'
    && cell.model.executionState !== 'running'
    && cell.model.executionCount !== null && cell.model.executionCount !== before; }}"""
# The code cell that holds these words, or without words the last cell, is the active one.
SELECT = f"""words => {{ const book = {PANEL}.content;
  const holds = cell => cell.model.type === 'code' && cell.model.sharedModel.source.includes(words);
  const index = words ? book.widgets.findIndex(holds) : book.widgets.length - 1;
  book.activeCellIndex = index;
  book.mode = 'command';
  return index; }}"""
OUTPUTS = f"""() => {PANEL}.content.widgets.filter(cell => cell.model.type === 'code')
  .flatMap(cell => cell.model.outputs.toJSON())"""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(address: str, method: str = "GET") -> Any:
    """Ask the server's REST interface."""
    request = urllib.request.Request(address, method=method)
    with urllib.request.urlopen(request, timeout=20) as reply:
        text = reply.read()
    return json.loads(text) if text else None


def wait_for_server(address: str, process: Popen, log: Path) -> None:
    """Wait until the server answers; raise RuntimeError with its last words if it does not."""
    end = time.monotonic() + PATIENCE / SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            ask(f"{address}/api/status")
            return
        except OSError:
            time.sleep(0.1)  # between two questions to a server that does not listen yet
    raise RuntimeError(f"The Jupyter server did not start:\n{log.read_text()[-2000:]}")


class Lab:
    """One browser page on the server."""

    def __init__(self, browser: Browser, address: str, folder: Path) -> None:
        self.address, self.folder = address, folder
        self.context = browser.new_context(viewport={"width": 1280, "height": 1000})
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", self._note_error)
        self.page.on("request", self._note_stranger)

    def _note_error(self, error: Any) -> None:
        where = error.stack or str(error)
        if "/static/notebook/" not in where:  # Notebook 7 throws two errors of its own as it starts
            self.faults.append(where)

    def _note_stranger(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "ws://127.0.0.1")):
            self.faults.append(f"asked: {request.url}")

    def open(self, notebook: str, *, within: str = "lab/tree") -> None:
        """Open a notebook, and wait for its kernel."""
        self.page.goto(f"{self.address}/{within}/{notebook}?reset")
        self.page.wait_for_function(IS_OPEN)

    def run_all(self) -> None:
        """Choose Run All Cells in the menu, and wait until the last one has run."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_text("Run All Cells", exact=True).click()
        self.page.wait_for_function(HAVE_RUN)

    def cell(self, words: str) -> Locator:
        """The code cell whose source holds these words, now active; its input may be folded."""
        index = self.page.evaluate(SELECT, words)
        return self.page.locator(f'.jp-Cell[data-windowed-list-index="{index}"]')

    def run(self, words: str) -> Locator:
        """Run the code cell whose source holds these words. Return its output."""
        return self._run(self.cell(words))

    def run_new(self, code: str) -> Locator:
        """Write a new cell below the last, and run it. Return its output."""
        self.page.evaluate(SELECT)
        self.page.evaluate(f"{APP}.commands.execute('notebook:insert-cell-below')")
        cell = self.page.locator(".jp-Notebook .jp-Cell.jp-mod-active")
        cell.locator(".cm-content").fill(code)
        return self._run(self.page.locator(".jp-Notebook .jp-CodeCell").last)

    def _run(self, cell: Locator) -> Locator:
        """Press Ctrl+Enter on the active cell, and wait until it has run."""
        before = self.page.evaluate(f"{PANEL}.content.activeCell.model.executionCount")
        cell.press("Control+Enter")  # it has the focus first
        self.page.wait_for_function(HAS_RUN, arg=before)
        return cell.locator(".jp-OutputArea-output")

    def retype(self, cell: Locator, words: str, code: str) -> None:
        """Replace the line of a cell that holds these words, as a learner does."""
        cell.locator(".cm-line", has_text=words).click()
        for key in ("End", "Shift+Home"):  # Home stops at the indentation
            self.page.keyboard.press(key)
        self.page.keyboard.type(code)

    def drag(self, plate: Locator, low: float, high: float, to: float) -> None:
        """Drag the first slider of a figure to a value."""
        rail = plate.locator("input[type=range]").first
        rail.hover()  # it scrolls, and waits until all is still
        box, now = rail.bounding_box(), float(rail.input_value())
        left, right, y = box["x"] + 12, box["x"] + box["width"] - 12, box["y"] + 22
        places = [left + (v - low) / (high - low) * (right - left) for v in (now, to)]
        self.page.mouse.move(places[0], y)
        self.page.mouse.down()
        self.page.mouse.move(places[1], y, steps=8)
        self.page.mouse.up()

    def outputs(self) -> list[dict[str, Any]]:
        """All outputs of the notebook, as they are in the page."""
        return self.page.evaluate(OUTPUTS)

    def save(self) -> None:
        """Press Ctrl+S, and wait until the file is written."""
        self.page.keyboard.press("Control+s")
        self.page.wait_for_function(f"() => {PANEL}.context.model.dirty === false")

    def close(self) -> None:
        """Close the page, and shut the kernels down."""
        self.context.close()
        for session in ask(f"{self.address}/api/sessions"):
            ask(f"{self.address}/api/sessions/{session['id']}", "DELETE")
