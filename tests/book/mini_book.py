"""A two-page book with the configuration and extensions of the real one, to build and to break."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = "notebooks/1_section.ipynb"


def lay_out(folder: Path) -> Path:
    """Copy the mini book and everything it shares with the real one into an empty folder."""
    shutil.copytree(ROOT / "tests/book/mini", folder, dirs_exist_ok=True)
    shutil.copy(ROOT / "_config.yml", folder)
    for name in ("_extensions", "_static"):
        shutil.copytree(ROOT / "book" / name, folder / "book" / name)
    for name in ("build.py", "serve.py", "strip.py"):
        shutil.copy(ROOT / "book" / name, folder / "book")
    return folder


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the folder and collect what it prints."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=300,
    )


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    """Build as `make book` does."""
    return run(folder, "book/build.py")


def build_plainly(folder: Path) -> subprocess.CompletedProcess[str]:
    """Build as the README says for those without make."""
    main = "from jupyter_book.cli.main import main; main()"
    return run(folder, "-c", main, "build", ".", "-W", "-n", "--keep-going")


def change_notebook(folder: Path, change) -> None:
    """Let `change` work on the notebook's cells."""
    path = folder / NOTEBOOK
    notebook = json.loads(path.read_text(encoding="utf-8"))
    change(notebook["cells"])
    path.write_text(json.dumps(notebook), encoding="utf-8")


def code(source: str, *tags: str) -> dict:
    """Return a code cell."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": f"c{abs(hash(source)) % 10**7}",
        "metadata": {"tags": list(tags)} if tags else {},
        "outputs": [],
        "source": source,
    }
