"""A clone of the project as it stands, and an empty environment to try it in."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str | Path, **options) -> subprocess.CompletedProcess[str]:
    """Run a command in an environment that nothing of this one leaks into."""
    ours = ("PYTHONPATH", "VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    environment.update(options.pop("env", {}))
    return subprocess.run(
        command, stdout=-1, stderr=subprocess.STDOUT, text=True, env=environment, **options
    )


def must(*command: str | Path, **options) -> str:
    """Run a command that has to succeed; return what it printed."""
    done = run(*command, **options)
    assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}"
    return done.stdout


def clone(folder: Path) -> Path:
    """Copy what git would keep, uncommitted changes too, and commit it there on `main`."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    unwanted = shutil.ignore_patterns(".git", *(name.rstrip("/") for name in ignored))
    shutil.copytree(ROOT, folder, ignore=unwanted)
    must("git", "init", "--quiet", "--initial-branch=main", cwd=folder)
    for name, value in {"user.name": "A", "user.email": "a@example.org"}.items():
        must("git", "config", name, value, cwd=folder)
    must("git", "add", "--all", cwd=folder)
    must("git", "commit", "--quiet", "--message", "All", cwd=folder)
    return folder


def environment(folder: Path) -> Path:
    """Make a virtual environment; return its Python."""
    must(sys.executable, "-m", "venv", folder)
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"
