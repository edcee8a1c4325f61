"""The look of the book: the only file with a colour.

With this file you can: draw a plot in the book's style (`use()`, then the roles DATA, MODEL,
GRADIENT, TARGET, MUTED), and write the same colours as custom properties for the pages and the live
figures (`css()`).

A colour is a role, never a hue. One role has no name here: the vermilion of the token "hand" marks
what a reader can hold, so no static plot uses it.
"""

from typing import Any

LIGHT = {
    "paper": "#fbf9f4",  # the page
    "plate": "#fffefb",  # a figure, a quiz, a card; the ground of every plot
    "wash": "#f4f0e7",  # code
    "ink": "#23252b",
    "ink-2": "#5f5b54",  # captions, outputs, ticks
    "link": "#1b4f9c",
    "edge": "#827c71",  # borders of controls, axes
    "rule": "#e4ded1",  # hairlines, no meaning
    "grid": "#ebe6da",  # hairlines, no meaning
    "data": "#1667d9",  # what is given, what is measured
    "model": "#cf7a1a",  # what we fit (marks only)
    "model-ink": "#9a5206",  # the same as text
    "gradient": "#5b1a78",  # steps, divergences, negative area
    "target": "#00665a",  # truth, minimum, pass
    "muted": "#8d887e",  # ghosts, what is cut (no small text)
    "hand": "#c42e17",  # what the reader can hold, and nothing else
    "on-hand": "#fffefb",  # text on a filled control
}

DARK = {
    "paper": "#15171b",
    "plate": "#1c1f25",
    "wash": "#262a31",
    "ink": "#e8e4da",
    "ink-2": "#a8a398",
    "link": "#8fb4ee",
    "edge": "#7d828b",
    "rule": "#333842",
    "grid": "#2b2f37",
    "data": "#8fb8ff",
    "model": "#f2c75a",
    "model-ink": "#f2c75a",
    "gradient": "#c27cc0",
    "target": "#58e0c0",
    "muted": "#918d86",
    "hand": "#f4592b",
    "on-hand": "#15171b",
}

FONTS = {
    "text": ("Mathforai Text", "Charter", "Sitka Text", "Noto Serif", "Georgia", "serif"),
    "label": (*("Mathforai Label", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"),),
    "code": (
        *("ui-monospace", "SF Mono", "Cascadia Mono", "Consolas", "DejaVu Sans Mono"),
        *("Liberation Mono", "monospace"),
    ),
}

# Roles, for plots. Matplotlib draws with the light set, on the plate.
DATA = LIGHT["data"]
MODEL = LIGHT["model"]
GRADIENT = LIGHT["gradient"]
TARGET = LIGHT["target"]
MUTED = LIGHT["muted"]

# The colour of a role's label: two marks are too pale for small letters.
TEXT = {
    DATA: DATA,
    MODEL: LIGHT["model-ink"],
    GRADIENT: GRADIENT,
    TARGET: TARGET,
    MUTED: LIGHT["ink-2"],
}

_PT = 0.75  # points in one CSS pixel; matplotlib counts in points

# The second cue, so that colour never carries the meaning alone.
DASH: dict[str, Any] = {
    DATA: "solid",
    MODEL: (0, (7 * _PT, 4 * _PT)),
    GRADIENT: "solid",
    TARGET: (0, (3 * _PT, 3 * _PT)),
    MUTED: "solid",
}

# The three line widths, in points: 1, 1.5 and 2 px.
HAIRLINE, LINE, BOLD = 1 * _PT, 1.5 * _PT, 2 * _PT

# The two letter sizes of a plot, in points: 13.5 px, and 12.5 px for what is quiet.
LABEL_SIZE, QUIET_SIZE = 13.5 * _PT, 12.5 * _PT

_DARK_SELECTORS = 'html[data-theme="dark"], body[data-jp-theme-light="false"]'


def css() -> str:
    """Return the colours and font stacks as CSS custom properties (`--mf-ink`, `--mf-data`, ...).

    Light on `:root`, dark where the book or JupyterLab says dark, light again on paper.

    >>> "--mf-on-hand" in css()
    True
    """
    light, dark = _properties(LIGHT), _properties(DARK)
    fonts = "".join(f"  --mf-{name}: {_stack(family)};\n" for name, family in FONTS.items())
    return (
        f":root {{\n{light}{fonts}}}\n"
        f"{_DARK_SELECTORS} {{\n{dark}}}\n"
        f"@media print {{\n:root, {_DARK_SELECTORS} {{\n{light}}}\n}}\n"
    )


def _properties(tokens: dict[str, str]) -> str:
    return "".join(f"  --mf-{token}: {colour};\n" for token, colour in tokens.items())


def _stack(family: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' if " " in name else name for name in family)


def use() -> None:
    """Make matplotlib draw in the book's style, as SVG where a notebook shows the plot.

    A plot is 420 px wide unless told otherwise, so that its letters read at 13.5 px, and hardly
    smaller on a phone.
    """
    import matplotlib
    from cycler import cycler

    roles = (DATA, MODEL, GRADIENT, TARGET, MUTED)
    matplotlib.rcParams.update(
        {
            "figure.figsize": (420 * _PT / 72, 270 * _PT / 72),  # inches
            "figure.facecolor": LIGHT["plate"],
            "savefig.facecolor": LIGHT["plate"],
            "figure.constrained_layout.use": True,
            "axes.facecolor": LIGHT["plate"],
            "axes.edgecolor": LIGHT["edge"],
            "axes.labelcolor": LIGHT["ink"],
            "axes.linewidth": HAIRLINE,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.axisbelow": True,
            "axes.grid": True,
            "axes.grid.axis": "y",
            "axes.prop_cycle": cycler(color=roles) + cycler(linestyle=[DASH[r] for r in roles]),
            "axes.unicode_minus": True,
            "grid.color": LIGHT["grid"],
            "grid.linewidth": HAIRLINE,
            "lines.linewidth": BOLD,
            "lines.scale_dashes": False,
            "lines.markersize": 4,
            "patch.linewidth": LINE,
            "text.color": LIGHT["ink"],
            "font.family": [
                "sans-serif",
                "DejaVu Sans",
            ],  # the second lends missing letters
            "font.sans-serif": [*FONTS["label"][:-1], "DejaVu Sans"],
            "font.size": LABEL_SIZE,
            "axes.labelsize": LABEL_SIZE,
            "axes.titlesize": LABEL_SIZE,
            "axes.titlelocation": "left",
            "xtick.labelsize": QUIET_SIZE,
            "ytick.labelsize": QUIET_SIZE,
            "xtick.color": LIGHT["edge"],
            "ytick.color": LIGHT["edge"],
            "xtick.labelcolor": LIGHT["ink-2"],
            "ytick.labelcolor": LIGHT["ink-2"],
            "xtick.major.width": HAIRLINE,
            "ytick.major.width": HAIRLINE,
            "xtick.minor.size": 0,
            "ytick.minor.size": 0,
            "image.cmap": "viridis",
            "svg.fonttype": "none",  # letters stay letters: small, searchable, in the page's fonts
            "svg.hashsalt": "mathforai",  # the same plot gives the same bytes
        }
    )
    _show_as_svg()


def _show_as_svg() -> None:
    """Ask the notebook for SVG; do nothing outside one."""
    try:
        from IPython import get_ipython
        from matplotlib_inline.config import InlineBackend
    except ImportError:
        return
    shell = get_ipython()
    if shell is None:
        return
    backend = InlineBackend.instance(parent=shell)  # it may start later, and will remember
    options: dict[str, Any] = {"bbox_inches": None, "metadata": {"Date": None}}
    backend.print_figure_kwargs = options
    backend.figure_formats = {"svg"}
