"""Pack the built book into one file, for a stick or a school's server: python book/pack.py."""

import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "_build" / "html"
FILE = ROOT / "dist" / "mathematics-for-ai.zip"


def main() -> None:
    """Write the file; all that it holds lies in one folder of its name."""
    if not (BOOK / "index.html").exists():
        sys.exit("There is no book yet: run `make book` first.")
    FILE.parent.mkdir(exist_ok=True)
    with ZipFile(FILE, "w", ZIP_DEFLATED) as packed:
        for path in sorted(BOOK.rglob("*")):
            packed.write(path, Path(FILE.stem) / path.relative_to(BOOK))
    print(FILE.relative_to(ROOT))


if __name__ == "__main__":
    main()
