"""Write the notebooks as Colab needs them, into _build/colab: python book/colab.py.

Colab opens a single file of the repository, in a place where the package is not installed and no
setting of ours is known. So in these copies the setup cell says where the package is, at the commit
that the copy was made from, and links to other pages lead to the repository. The publishing
workflow keeps the copies on the branch `colab`.
"""

import json
import posixpath
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from book._extensions.repository import SETTING, owner_and_name  # noqa: E402

COPIES = ROOT / "_build" / "colab"
BLANK = 'PACKAGE = ""'  # the line of the setup cell that is filled in
LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]+)((?:#[^)\s]*)?)\)")


def adapted(text: str, path: str, package: str, site: str) -> str:
    """Return a notebook that installs `package` and whose links are under `site`."""
    notebook = json.loads(text)
    setup = next(c for c in notebook["cells"] if "setup" in c["metadata"].get("tags", []))
    lines = "".join(setup["source"]).splitlines(keepends=True)
    where = next(number for number, line in enumerate(lines) if line.startswith(BLANK))
    lines[where] = f"PACKAGE = {json.dumps(package)}\n"
    setup["source"] = lines

    def lead(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), match[1]))
        return f"]({site}/{target}{match[2]})" if (ROOT / target).exists() else match[0]

    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            source = LINK.sub(lead, "".join(cell["source"]))
            cell["source"] = source.splitlines(keepends=True)
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def write(package: str, site: str) -> None:
    """Write all copies anew."""
    shutil.rmtree(COPIES, ignore_errors=True)
    for notebook in sorted((ROOT / "notebooks").rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in notebook.parts:
            path = notebook.relative_to(ROOT)
            copy = COPIES / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            text = notebook.read_text(encoding="utf-8")
            copy.write_text(adapted(text, path.as_posix(), package, site), encoding="utf-8")


def main() -> None:
    """Read the address and the commit, and write."""
    try:
        repository = owner_and_name()
    except ValueError as error:
        sys.exit(str(error))
    if repository is None:
        sys.exit(f"Colab needs the repository's address: set {SETTING}.")
    head = ["git", "rev-parse", "HEAD"]
    commit = subprocess.run(head, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    address = f"https://github.com/{repository}"
    package = f"mathforai[figures] @ git+{address}@{commit.strip()}"
    write(package, f"{address}/blob/{commit.strip()}")
    print(COPIES.relative_to(ROOT))


if __name__ == "__main__":
    main()
