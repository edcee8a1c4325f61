"""See figures on a page of their own: python -m mathforai.figures.preview CHAPTER.NAME.

Writes a folder with a page, its scripts and its stylesheet, all as the book has them.
"""

import sys
from pathlib import Path

from mathforai import theme
from mathforai.figures import Figure, link


def write(folder: Path, figures: list[Figure]) -> Path:
    """Write a page with these figures into a folder; return the page's path."""
    scripts = {"shared": link.shared_script()}
    scripts |= {f.figure_id: link.figure_script(f.figure_id, f.module) for f in figures}
    scripts["host"] = link.host_script()
    folder.mkdir(parents=True, exist_ok=True)
    for name, script in scripts.items():
        (folder / f"{name}.js").write_text(script, encoding="utf-8")
    own = "body { margin: 0 auto; max-width: 720px; background: var(--mf-paper); }"
    style = theme.css() + link.stylesheet() + own
    (folder / "page.css").write_text(style, encoding="utf-8")
    page = folder / "index.html"
    page.write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Preview</title>'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="page.css">'
        + "".join(f'<script defer src="{name}.js"></script>' for name in scripts)
        + f"<main><h1>Preview</h1>{''.join(f.page() for f in figures)}</main></html>",
        encoding="utf-8",
    )
    return page


if __name__ == "__main__":
    from mathforai.figures.find import by_id

    if not sys.argv[1:]:
        sys.exit("Name a figure: python -m mathforai.figures.preview optimization.gradient_descent")
    print(write(Path("_build") / "preview", [by_id(name)() for name in sys.argv[1:]]))
