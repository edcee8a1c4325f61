"""Reading and running the book's notebooks in the tests."""

import ast
import linecache
import sys
from pathlib import Path
from typing import Any

import nbformat

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted(
    p for p in (ROOT / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts
)


def read(path: Path) -> Any:
    """The notebook's contents."""
    return nbformat.read(path, as_version=4)


def tags(cell: Any) -> list[str]:
    """Tags of a cell."""
    return cell.metadata.get("tags", [])


def run(path: Path) -> list[tuple[Any, Any]]:
    """Run all code cells in this process; return each with the value of its last expression."""
    space: dict[str, Any] = {"__name__": "__main__"}
    results = []
    for number, cell in enumerate(c for c in read(path).cells if c.cell_type == "code"):
        name = f"<{path.stem} code cell {number}>"
        linecache.cache[name] = (
            len(cell.source),
            None,
            cell.source.splitlines(keepends=True),
            name,
        )
        tree = ast.parse(cell.source, name)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, name, "exec"), space)
        value = eval(compile(ast.Expression(last.value), name, "eval"), space) if last else None
        results.append((cell, value))
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")  # in Jupyter each cell's plots are closed with it
    return results


if __name__ == "__main__":  # python notebooks.py NOTEBOOK BLOCKED...: run it without these modules
    for blocked in sys.argv[2:]:
        sys.modules[blocked] = None  # type: ignore[assignment]
    run(Path(sys.argv[1]))
