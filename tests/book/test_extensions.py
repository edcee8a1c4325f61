"""The parts of the extensions that can be tried without building a book."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(path: str):
    spec = importlib.util.spec_from_file_location(f"tried_{Path(path).stem}", ROOT / path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


SYMBOLS = {r"\eta": "hand", r"\nabla L": "gradient", "L": "model", "w": "data"}


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\eta", r"{\class{m-hand}{\eta}}"),
        (r"\beta\zeta", r"\beta\zeta"),
        (r"\nabla L", r"{\class{m-gradient}{\nabla L}}"),
        (r"\nabla  L(x)", r"{\class{m-gradient}{\nabla  L}}(x)"),
        (r"\frac\eta2", r"\frac{\class{m-hand}{\eta}}2"),
        (r"\text{the L and w}", r"\text{the L and w}"),
        (r"\operatorname{Law} L", r"\operatorname{Law} {\class{m-model}{L}}"),
        (r"\begin{wide}w\end{wide}", r"\begin{wide}{\class{m-data}{w}}\end{wide}"),
        (r"a \\ b", r"a \\ b"),
    ],
)
def test_symbols_are_coloured_where_they_are_symbols(tex, expected):
    assert load("book/_extensions/symbols.py").colour(tex, SYMBOLS) == expected


@pytest.mark.parametrize(
    ("lead", "kind"),
    [
        ("Definition.", "definition"),
        ("Exercise 12. The step that lands.", "exercise"),
        ("Exercise 3.", "exercise"),
        ("Exercise.", None),
        ("Theorem.", None),
    ],
)
def test_kinds_of_boxes(lead, kind):
    assert load("book/_extensions/boxes.py").kind_of(lead) == kind


def test_inline_svg_has_its_own_ids_and_the_books_colours():
    svg = (
        '<?xml version="1.0"?>\n<!DOCTYPE svg>\n<svg width="75pt" height="30pt" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"><metadata>who</metadata>'
        '<path id="p" style="fill: #1667D9"/><use xlink:href="#p" clip-path="url(#p)"/>'
        "<text style=\"font: 12px 'DejaVu Sans', sans-serif; fill: #000000\">1</text>"
        '<text style="font-size: 9px; font-family: Arial, sans-serif">2</text></svg>'
    )
    inline = load("book/_extensions/plots.py").inline
    result = inline(svg, 'a "b"', "q-", {"#1667d9": "var(--x)"}, "var(--f)")
    assert result.startswith('<svg class="mf-plot" role="img" aria-label="a &quot;b&quot;"')
    assert "width: 100px; max-width: 100%" in result
    assert '<path id="q-p" style="fill: var(--x)"/>' in result
    assert '<use href="#q-p" clip-path="url(#q-p)"/>' in result
    assert "font: 12px var(--f); fill: #000000" in result
    assert "font-family: var(--f)" in result
    assert "metadata" not in result


def test_results_are_kept_until_the_package_changes(tmp_path, monkeypatch):
    build = load("book/build.py")
    monkeypatch.setattr(build, "ROOT", tmp_path)
    monkeypatch.setattr(build, "BUILT", tmp_path / "_build/aside/_build")
    module = tmp_path / "mathforai/optimization.py"
    module.parent.mkdir()
    module.write_text("step = 1\n")
    build.prepare()
    kept = build.BUILT / ".jupyter_cache/result"
    kept.parent.mkdir()
    kept.touch()
    build.prepare()
    assert kept.exists()
    module.write_text("step = 2\n")
    build.prepare()
    assert not kept.exists()
