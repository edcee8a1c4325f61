"""Make the book's five font files: small subsets of Source Serif Pro and Source Sans Pro.

The licence (OFL 1.1) reserves the name "Source", so the subsets are renamed inside the file and
the licence lies beside them. Subsetting takes seconds, so the files are kept between builds.
"""

from __future__ import annotations

import hashlib
import shutil
from importlib.util import find_spec
from pathlib import Path

from sphinx.application import Sphinx

# family, weight, style, package, file. The .ttf files come out a seventh smaller than the .otf.
FACES = (
    ("Mathforai Text", 400, "normal", "font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    ("Mathforai Text", 400, "italic", "font_source_serif_pro", "SourceSerifPro-It.ttf"),
    ("Mathforai Text", 600, "normal", "font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
    ("Mathforai Label", 400, "normal", "font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    ("Mathforai Label", 600, "normal", "font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
)
LETTERS = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x391, 0x3CA)]))
LETTERS += "ćčěğłŁńœŒřśšŠűůźžŽőŐ–—‘’“”„•…′″‹› ←↑→↓↔≤≥≈≠∞−×∑∏∂√✓✗"
FEATURES = ["kern", "liga", "tnum", "lnum", "sups", "mark", "ccmp"]
RULE = """@font-face {{
  font-family: "{family}"; font-weight: {weight}; font-style: {style};
  font-display: swap; src: url("{file}") format("woff2");
}}
"""
WAIT_RULE = "html.mf-wait body { visibility: hidden; }\n"
# Text set in a fallback font would move when ours arrives (measured: a layout shift of 0.17).
# Preloading cannot help: browsers refuse it on file:// pages.
WAIT_SCRIPT = """(() => {
  const page = document.documentElement.classList;
  const faces = ["1em 'Mathforai Text'", "italic 1em 'Mathforai Text'", "600 1em 'Mathforai Text'",
    "1em 'Mathforai Label'", "600 1em 'Mathforai Label'"];
  const show = () => page.remove("mf-wait");
  page.add("mf-wait");
  Promise.all(faces.map((face) => document.fonts.load(face))).then(show, show);
  setTimeout(show, 400);
})();"""


def source(package: str, file: str) -> Path:
    """Return the path of a font in its package."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ImportError(f"the package {package} is missing: install requirements.txt")
    return Path(spec.origin).parent / "files" / file


def subset(path: Path, family: str, target: Path) -> None:
    """Write the letters we use as a woff2 file under the new name."""
    from fontTools import subset as tool
    from fontTools.ttLib import TTFont

    options = tool.Options(layout_features=FEATURES, hinting=False, name_IDs=["*"])
    font = TTFont(path)
    subsetter = tool.Subsetter(options)
    subsetter.populate(text=LETTERS)
    subsetter.subset(font)
    for record in font["name"].names:
        text = record.toUnicode()
        if record.nameID in (1, 3, 4, 6, 16, 18, 21):  # the names, not the copyright notice
            old = ("Source Serif Pro", "Source Sans Pro", "SourceSerifPro", "SourceSansPro")
            for name in old:
                text = text.replace(name, family if " " in name else family.replace(" ", ""))
            record.string = text
    font.flavor = "woff2"
    font.save(target)


def make(folder: Path) -> None:
    """Write the five files, their style sheet and the licences into an empty folder."""
    rules = []
    for family, weight, style, package, name in FACES:
        file = f"{family.replace(' ', '')}-{weight}{'-italic' * (style == 'italic')}.woff2"
        subset(source(package, name), family, folder / file)
        rules.append(RULE.format(family=family, weight=weight, style=style, file=file))
        shutil.copy(source(package, "LICENSE.txt"), folder / f"LICENSE-{package}.txt")
    (folder / "fonts.css").write_text("".join(rules) + WAIT_RULE, encoding="utf-8")


def write_assets(app: Sphinx, exception: Exception | None) -> None:
    """Copy the fonts into the book, making them first if this file has changed."""
    if exception or app.builder.format != "html":
        return
    key = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16]
    kept = Path(app.doctreedir).parent / "fonts" / key
    if not (kept / "fonts.css").exists():
        shutil.rmtree(kept.parent, ignore_errors=True)
        kept.mkdir(parents=True)
        make(kept)
    shutil.copytree(kept, Path(app.outdir, "_static", "fonts"), dirs_exist_ok=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the style sheet to every page."""
    app.add_css_file("fonts/fonts.css", priority=700)
    app.add_js_file(None, body=WAIT_SCRIPT, priority=100)
    app.connect("build-finished", write_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
