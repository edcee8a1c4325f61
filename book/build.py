"""Build the book: python book/build.py.

Runs `jupyter-book build . -W -n --keep-going` in a folder aside and replaces _build/html only when
all went well. The screen shows progress and, at the end, either the path of the book or the
reasons why there is none; everything else goes to _build/build.log.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ASIDE = ROOT / "_build" / "aside"
BUILT = ASIDE / "_build"  # where jupyter-book puts its own _build
BOOK = ROOT / "_build" / "html"
LOG = ROOT / "_build" / "build.log"
COLOUR = re.compile(r"\x1b\[[\d;]*m")
START = re.compile(r"^(?:(?P<where>\S.*?): )?(?P<kind>WARNING|ERROR|CRITICAL|SEVERE): (?P<text>.*)")
FAILED_CELL = re.compile(
    r"following cell:\n-{10,}\n(?P<source>.*?)\n-{10,}\n(?P<rest>.*)", re.DOTALL
)
ERROR = re.compile(r"[\w.]+(?:Error|Exception|Exit|Interrupt|Warning|Iteration)\b")
NOISE = re.compile(r"IPKernelApp|adaptors/liteDOM|traceback saved in")


def package_digest() -> str:
    """Return a digest of the package's sources."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "mathforai").rglob("*")):
        if path.suffix in {".py", ".js", ".css"}:
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def prepare() -> None:
    """Keep only the results of notebooks whose code and package have not changed."""
    BUILT.mkdir(parents=True, exist_ok=True)
    # Pages are read anew each time: Sphinx does not repeat the warnings of a page it has kept,
    # and so the second try of a failed build would pass.
    for name in ("html", ".doctrees", "jupyter_execute"):
        shutil.rmtree(BUILT / name, ignore_errors=True)
    stamp, digest = BUILT / "package.txt", package_digest()
    if not stamp.exists() or stamp.read_text() != digest:
        # jupyter-cache looks at the code of the cells, not at what they import.
        shutil.rmtree(BUILT / ".jupyter_cache", ignore_errors=True)
        stamp.write_text(digest)


def run() -> tuple[int, str]:
    """Run jupyter-book; return its exit code and what it wrote to stderr."""
    jupyter_book = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
    process = subprocess.Popen(
        [*jupyter_book, "build", ".", "--path-output", ASIDE, "-W", "-n", "--keep-going"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    complaints: list[str] = []
    with open(LOG, "w", encoding="utf-8") as log:

        def listen() -> None:
            for line in process.stderr:
                complaints.append(COLOUR.sub("", line))
                log.write(complaints[-1])

        thread = threading.Thread(target=listen)
        thread.start()
        for line in process.stdout:
            line = COLOUR.sub("", line)
            log.write(line)
            if line.startswith("progress: "):
                print(line.removeprefix("progress: ").rstrip(), flush=True)
        thread.join()
    return process.wait(), "".join(complaints)


def reasons(complaints: str) -> list[str]:
    """Return one readable entry for each warning, error or failed cell."""
    entries: list[list[str]] = []
    for line in complaints.splitlines():
        if START.match(line):
            entries.append([line])
        elif entries:
            entries[-1].append(line)
    found = [readable("\n".join(entry)) for entry in entries if not NOISE.search(entry[0])]
    if not found and complaints.strip():  # no warning, so it fell over: its last line says why
        found = [complaints.strip().splitlines()[-1]]
    return list(dict.fromkeys(found))


def readable(entry: str) -> str:
    """Return "file: what is wrong"; of a failed cell its number, its code and its error."""
    match = START.match(entry.split("\n")[0])
    where = (match["where"] or "the book").replace(f"{ROOT}{os.sep}", "")
    # In a notebook Sphinx counts 10000 lines for each cell.
    if line := re.search(r"\.ipynb:(\d+)$", where):
        cell = int(line[1]) // 10000
        where = where[: line.start() + len(".ipynb")] + (f", cell {cell}" if cell else "")
    if failed := FAILED_CELL.search(entry):
        notebook = where.split(",")[0]
        code = "\n".join(f"      {line}" for line in failed["source"].split("\n")[:12])
        lines = [line for line in failed["rest"].split("\n") if line.strip()]
        error = next((line for line in reversed(lines) if ERROR.match(line)), "it failed")
        return f"{notebook}, {cell_with(notebook, failed['source'])}: {error}\n{code}"
    if "CellTimeoutError" in entry:
        return f"{where}: a cell ran longer than the time limit (nb_execution_timeout)."
    if "stderr was found" in entry:
        return f"{where}: it writes to stderr. Cure the warning; the page must not show it."
    text = re.sub(r" *\[[\w.-]+\]$", "", match["text"])  # the warning's type, such as [ref.myst]
    return f"{where}: {text}"


def cell_with(notebook: str, source: str) -> str:
    """Return the number of the cell that holds this code."""
    import json

    cells = json.loads((ROOT / notebook).read_text(encoding="utf-8"))["cells"]
    for number, cell in enumerate(cells, start=1):
        if "".join(cell["source"]).strip() == source.strip():
            return f"cell {number}"
    return "a cell"


def replace_book() -> None:
    """Put the new book in the old one's place."""
    old = BOOK.with_name("html-old")
    shutil.rmtree(old, ignore_errors=True)
    if BOOK.exists():
        BOOK.rename(old)
    (BUILT / "html").rename(BOOK)
    shutil.rmtree(old, ignore_errors=True)


def main() -> int:
    """Build, and say how it ended."""
    prepare()
    print("Building the book ...", flush=True)
    code, complaints = run()
    if code == 0 and (BUILT / "html" / "index.html").exists():
        replace_book()
        print(Path("_build", "html", "index.html"))
        return 0
    found = reasons(complaints) or ["jupyter-book stopped without saying why"]
    print("\nThe book was not built:", *found, sep="\n  - ")
    kept = "The last good book is still" if BOOK.exists() else "There is no older book"
    print(f"{kept} in _build/html. The whole log: {LOG.relative_to(ROOT)}")
    return code or 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped; the book is as it was.")
