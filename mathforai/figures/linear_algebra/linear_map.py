"""A 2 by 2 matrix moves the plane: both columns and one input in the reader's hand."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mathforai.figures.figure import Figure
from mathforai.figures.numbers import fixed, significant
from mathforai.figures.traits import Point
from mathforai.linear_algebra import determinant, linear_forward

LETTER = np.array(
    [[0.3, 0.15], [0.3, 0.85], [0.75, 0.85], [np.nan, np.nan], [0.3, 0.52], [0.62, 0.52]]
)
SQUARE = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
REACH = 6  # the grid is drawn from -6 to 6


class LinearMap(Figure):
    """A layer with two inputs and two outputs: hold its columns, hold its input.

    Taught in: 1.3 Matrices: maps, layers, shapes.
    """

    title = "A 2 × 2 matrix moves the plane"
    caption = (
        "Left, the inputs; right, where W sends them. The tips on the right are the columns of W, "
        "the first solid and the second dashed. The way to Wx follows the first column as far as x "
        "goes right, then the second as far as x goes up. A button moves the plane on from where "
        "it is (a grey one would take a tip out of reach); Identity puts the plane back."
    )

    first = Point((1.5, 0.5), low=-2, high=2, step=0.1, help="column 1: where (1, 0) lands")
    second = Point((-0.5, 1.0), low=-2, high=2, step=0.1, help="column 2: where (0, 1) lands")
    x = Point((1.2, 0.6), low=-1.5, high=1.5, step=0.1, help="an input")

    def matrix(self) -> np.ndarray:
        """Return W, shape (2, 2), with `first` and `second` as its columns."""
        return np.column_stack([self.first, self.second])

    def sentence(self) -> str:
        """Say where x lands, and what becomes of the unit square."""
        W = self.matrix()
        a, b = self.x
        lands = linear_forward(self.x, W)
        return (
            f"{{i x}} = {{hand {_pair(self.x)}}} lands on {{hand {fixed(a, 2)}}} · "
            f"{{data {_pair(self.first)}}} {'−' if b < 0 else '+'} {{hand {fixed(abs(b), 2)}}} · "
            f"{{model {_pair(self.second)}}} = {{ink {_pair(lands)}}}. {_area(W)}"
        )

    def draw(self, figure: Any) -> None:
        """Draw the inputs and where they land."""
        from mathforai import theme

        before, after = figure.subplots(1, 2, width_ratios=[1, 1.6])
        for axes, W, wide, title, text in (
            (before, np.eye(2), 2.5, "input", "x"),
            (after, self.matrix(), 4.0, "where it lands", "Wx"),
        ):
            draw_image(axes, W, wide=wide)
            a, b = self.x
            corner, end = a * W[:, 0], linear_forward(self.x, W)
            axes.plot(*np.transpose([0 * corner, corner]), color=theme.DATA, linewidth=theme.LINE)
            axes.plot(
                *np.transpose([corner, end]),
                color=theme.MODEL,
                linestyle=theme.DASH[theme.MODEL],
                linewidth=theme.LINE,
            )
            axes.plot(*end, "o", color=theme.LIGHT["ink"])
            axes.annotate(text, end, xytext=(6, 2), textcoords="offset points", style="italic")
            axes.set_title(title)


def is_flat(W: np.ndarray) -> bool:
    """Return whether the signed area is 0 but for the rounding of its two products."""
    size = abs(W[0, 0] * W[1, 1]) + abs(W[0, 1] * W[1, 0])
    return bool(abs(determinant(W)) <= 4 * np.finfo(float).eps * size)


def _pair(point: ArrayLike) -> str:
    x, y = np.asarray(point, dtype=float)
    return f"({fixed(x, 2)}, {fixed(y, 2)})"


def _area(W: np.ndarray) -> str:
    if not W.any():
        return "The signed area is {ink 0}: every input lands on the same point."
    if is_flat(W):
        return "The signed area is {ink 0}: all of the dotted line lands where {i x} does."
    area = float(determinant(W))
    text = fixed(area, 2) if abs(area) >= 0.005 else significant(area)
    role, letter = ("target", "is not mirrored") if area > 0 else ("gradient", "is mirrored")
    return f"The unit square has the signed area {{{role} {text}}}, and the F {letter}."


def draw_image(axes: Any, matrix: ArrayLike, *, wide: float = 2.5) -> None:
    """Draw what a 2 by 2 matrix makes of the grid, the unit square and the letter F in it.

    The columns are arrows, the first solid and the second dashed; a square that is turned over is
    hatched. Taught in: 1.3 Matrices: maps, layers, shapes.
    """
    from mathforai import theme

    W = np.asarray(matrix, dtype=float)
    area = determinant(W)
    for k in range(-REACH, REACH + 1):
        for line in ([[k, -REACH], [k, REACH]], [[-REACH, k], [REACH, k]]):
            shown = linear_forward(line, W)
            width = theme.HAIRLINE if k else theme.LINE
            axes.plot(*shown.T, color=theme.MUTED, linestyle="solid", linewidth=width)
    (patch,) = axes.fill(*linear_forward(SQUARE, W).T, facecolor=theme.TARGET, alpha=0.14, zorder=0)
    if area < 0:
        patch.set(alpha=1, facecolor=theme.LIGHT["plate"], edgecolor=theme.GRADIENT, hatch="////")
    axes.plot(*linear_forward(LETTER, W).T, color=theme.LIGHT["ink"], linestyle="solid", zorder=3)
    for column, role in zip(W.T, (theme.DATA, theme.MODEL), strict=True):
        way = np.transpose([0 * column, column])
        # Or a line of the grid shows between the dashes.
        axes.plot(*way, color=theme.LIGHT["plate"], linestyle="solid", linewidth=4)
        axes.plot(*way, color=role, linestyle=theme.DASH[role])
        axes.plot(*column, "o", color=role)
    axes.set(xlim=(-wide, wide), ylim=(-2.5, 2.5), xticks=[], yticks=[], aspect="equal")
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
