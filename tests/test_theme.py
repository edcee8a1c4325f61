"""The colours: readable, complete in both modes, and written down once."""

import logging
import re
import warnings
from pathlib import Path

import pytest

from mathforai import theme
from mathforai.theme import DARK, LIGHT

ROOT = Path(theme.__file__).parents[1]

# Contrast on plate, paper and wash, light and dark.
RATIOS = {
    "ink": [(15.2, 14.6, 13.5), (13.0, 14.1, 11.3)],
    "ink-2": [(6.7, 6.4, 5.9), (6.6, 7.1, 5.7)],
    "link": [(7.9, 7.5, 7.0), (7.8, 8.5, 6.8)],
    "edge": [(4.1, 3.9, 3.6), (4.3, 4.6, 3.7)],
    "data": [(5.2, 5.0, 4.6), (8.2, 8.9, 7.2)],
    "model": [(3.2, 3.1, 2.9), (10.3, 11.2, 9.0)],
    "model-ink": [(5.8, 5.6, 5.2), (10.3, 11.2, 9.0)],
    "gradient": [(11.2, 10.7, 9.9), (5.5, 5.9, 4.8)],
    "target": [(6.8, 6.5, 6.1), (10.1, 11.0, 8.8)],
    "muted": [(3.5, 3.4, 3.1), (5.0, 5.4, 4.4)],
    "hand": [(5.6, 5.3, 4.9), (5.0, 5.4, 4.3)],
}
TEXT = ["ink", "ink-2", "link", "data", "model-ink", "gradient", "target", "hand"]
MARKS = ["edge", "model", "muted", *TEXT]
MODES = pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])

VARIABLES = """
paper plate wash ink ink-2 link edge rule grid data model model-ink gradient target muted hand
on-hand text label code
""".split()


def luminance(colour):
    """Return the relative luminance of WCAG 2."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_contrast_by_hand():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("token", RATIOS)
def test_contrasts_are_what_they_were_when_the_colours_were_chosen(token):
    for mode, ratios in zip((LIGHT, DARK), RATIOS[token], strict=True):
        for ground, ratio in zip(("plate", "paper", "wash"), ratios, strict=True):
            assert contrast(mode[token], mode[ground]) == pytest.approx(ratio, abs=0.0501)


@MODES
@pytest.mark.parametrize("ground", ["plate", "paper"])
def test_text_and_marks_can_be_read(mode, ground):
    for token in TEXT:
        assert contrast(mode[token], mode[ground]) >= 4.5, token
    for token in MARKS:
        assert contrast(mode[token], mode[ground]) >= 3, token
    assert contrast(mode["on-hand"], mode["hand"]) >= 4.5


def test_labels_in_plots_can_be_read():
    for role in (theme.DATA, theme.MODEL, theme.GRADIENT, theme.TARGET, theme.MUTED):
        assert contrast(theme.TEXT[role], LIGHT["plate"]) >= 4.5
        assert role in theme.DASH


def test_both_modes_have_the_same_tokens_and_plain_colours():
    assert list(LIGHT) == list(DARK)
    for colour in [*LIGHT.values(), *DARK.values()]:
        assert re.fullmatch("#[0-9a-f]{6}", colour)


def blocks(css):
    """Return the properties of each rule, by selector; those for print under "print"."""
    found = {}
    for media, selector, body in re.findall(
        r"\s*(@media print \{\n)?([^{}]+?) \{\n(.*?)\}", css, re.S
    ):
        found["print" if media else selector] = dict(re.findall(r"--mf-([\w-]+): (.*?);", body))
    return found


def test_css_has_every_variable():
    assert set(blocks(theme.css())[":root"]) == set(VARIABLES)


def test_css_is_light_then_dark_then_light_in_print():
    found = blocks(theme.css())
    dark = found['html[data-theme="dark"], body[data-jp-theme-light="false"]']
    assert found[":root"].items() >= LIGHT.items()
    assert dark == DARK
    assert found["print"] == LIGHT
    selectors = theme.css().split("@media print")[1]
    assert ':root, html[data-theme="dark"], body[data-jp-theme-light="false"] {' in selectors


def test_fonts_end_in_a_generic_family():
    stacks = blocks(theme.css())[":root"]
    assert stacks["text"].startswith('"Mathforai Text", ')
    assert stacks["text"].endswith(", serif")
    assert stacks["label"].startswith('"Mathforai Label", ')
    assert stacks["label"].endswith(", sans-serif")
    assert stacks["code"].endswith(", monospace")


# The one place with a colour. A link such as (notation.md#add) or an entity is no colour.
COLOUR = re.compile(
    r"(?<![\w&/.(\]])#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![\w-])"
    r"|\((?:#[0-9a-f]{6}|#(?=\w*\d)[0-9a-f]{3})[,)]"
    r"|\b(?:rgb|hsl|oklch|oklab)a?\(\s*[\d.]",
    re.IGNORECASE,
)


def colours_in(folder):
    written = []
    for path in sorted(folder.rglob("*")):
        built = any(part.startswith(("_build", ".", "__pycache__")) for part in path.parts)
        if path.suffix not in (".py", ".js", ".css", ".md", ".ipynb", ".html") or built:
            continue
        if path != Path(theme.__file__):
            lines = path.read_text(encoding="utf-8").splitlines()
            written += [f"{path.name}: {line.strip()}" for line in lines if COLOUR.search(line)]
    return written


@pytest.mark.parametrize("folder", ["mathforai", "book", "notebooks"])
def test_no_other_file_holds_a_colour(folder):
    assert colours_in(ROOT / folder) == []


@pytest.mark.parametrize(
    "line",
    ["color: #c42e17;", 'fill="#fff"', "a { color: #ABC }", "rgb(1, 2, 3)", "mix(#fff000, x)"],
)
def test_a_colour_elsewhere_would_be_seen(line, tmp_path):
    (tmp_path / "planted.css").write_text(line)
    assert colours_in(tmp_path) == [f"planted.css: {line}"]


@pytest.mark.parametrize(
    "line", ["[add](notation.md#add)", "&#8217;", "# add", "#mf-card", "[x](#fade)", "page.md#abc"]
)
def test_what_is_no_colour_is_let_pass(line, tmp_path):
    (tmp_path / "page.md").write_text(line)
    assert colours_in(tmp_path) == []


# Matplotlib


@pytest.fixture
def pyplot():
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("svg")
    from matplotlib import pyplot

    with matplotlib.rc_context():
        theme.use()
        yield pyplot
        pyplot.close("all")


def drawn(pyplot, path):
    figure, axes = pyplot.subplots()
    axes.plot([1, 2, 3], [-1, 0, 1])
    axes.set_xlabel("step")
    figure.savefig(path, metadata={"Date": None})
    return path.read_text()


def test_a_plot_is_420_px_wide_with_letters_of_the_page(pyplot, tmp_path):
    svg = drawn(pyplot, tmp_path / "plot.svg")
    assert 'width="315pt"' in svg  # 420 px
    sizes = {float(size) / 0.75 for size in re.findall(r"font-size: ([\d.]+)px", svg)}
    assert sizes == {12.5, 13.5}
    assert "'Mathforai Label', 'Segoe UI'" in svg
    assert "<text" in svg


def test_a_plot_has_no_colour_of_its_own_and_no_hand(pyplot, tmp_path):
    used = set(re.findall("#[0-9a-f]{6}", drawn(pyplot, tmp_path / "plot.svg")))
    assert used <= set(LIGHT.values()) - {LIGHT["hand"]}
    assert LIGHT["plate"] in used


def test_the_same_plot_gives_the_same_bytes(pyplot, tmp_path):
    assert drawn(pyplot, tmp_path / "a.svg") == drawn(pyplot, tmp_path / "b.svg")


def test_missing_fonts_say_nothing(pyplot, tmp_path, caplog):
    with warnings.catch_warnings(), caplog.at_level(logging.WARNING):
        warnings.simplefilter("error")
        drawn(pyplot, tmp_path / "plot.svg")
    assert caplog.records == []


def test_lines_have_three_widths_and_a_second_cue(pyplot):
    assert sorted({theme.HAIRLINE, theme.LINE, theme.BOLD}) == [0.75, 1.125, 1.5]
    lines = pyplot.subplots()[1].plot([[1, 2], [2, 3]])
    assert [line.get_color() for line in lines] == [theme.DATA, theme.MODEL]
    assert lines[0].get_linestyle() != lines[1].get_linestyle()


@pytest.mark.parametrize(
    "first",
    ["theme.use(); from matplotlib import pyplot", "from matplotlib import pyplot; theme.use()"],
)
def test_a_notebook_shows_plots_as_svg_of_that_width(first):
    nbformat = pytest.importorskip("nbformat")
    client = pytest.importorskip("nbclient")
    cells = [
        f"from mathforai import theme; {first}",
        "pyplot.plot([1, 2, 3]);",
        "pyplot.plot([1, 2, 3]); pyplot.gca().set_xlabel('step');",
    ]
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, cells)))
    where = {"metadata": {"path": str(ROOT)}}
    client.NotebookClient(notebook, timeout=60, resources=where).execute()
    assert notebook.cells[0].outputs == []
    for cell in notebook.cells[1:]:
        (output,) = cell.outputs
        assert "image/png" not in output.data
        assert 'width="315pt"' in output.data["image/svg+xml"]
        assert "<dc:date>" not in output.data["image/svg+xml"]
