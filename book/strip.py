"""Take outputs and execution counts out of the notebooks: python book/strip.py [--check].

The notebooks are stored without outputs; the book runs them. With --check nothing is changed and
a notebook that is not stripped is named.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OPTIONS = [
    "--keep-id",
    "--extra-keys",
    "metadata.language_info metadata.widgets metadata.jupytext cell.metadata.lines_to_next_cell",
]


def notebooks() -> list[Path]:
    """Return the notebooks of the book and of its tests."""
    found = [*(ROOT / "notebooks").rglob("*.ipynb"), *(ROOT / "tests").rglob("*.ipynb")]
    return sorted(path for path in found if ".ipynb_checkpoints" not in path.parts)


def main() -> int:
    """Strip, or check."""
    strip = [sys.executable, "-m", "nbstripout", *OPTIONS]
    if "--check" not in sys.argv:
        return subprocess.call([*strip, *notebooks()])
    bad = 0
    for path in notebooks():
        # --verify says what it would change on stdout and with its exit code.
        if subprocess.run([*strip, "--verify", path], capture_output=True).returncode:
            name = path.relative_to(ROOT)
            print(f"{name} is not stripped of outputs and leftovers: run `python book/strip.py`.")
            bad += 1
    return min(bad, 1)


if __name__ == "__main__":
    sys.exit(main())
