"""Drawings that more than one place needs, in the book's style (`theme.use()` first).

With this file you can: draw a walk on its loss curve, and the loss at each step on a log axis.
Labels stand on the marks.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from mathforai import theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def descent_path(
    axes: "Axes",
    loss: Callable[[Any], Any],
    path: ArrayLike,
    *,
    label: str = "loss",
    numbered: int = 3,
    span: tuple[float, float] | None = None,
) -> None:
    """Draw a loss of one variable and the walk of gradient descent on it.

    Shapes: path (steps + 1,) or (steps + 1, 1), as `gradient_descent` returns it.
    The start is named and the first `numbered` positions after it carry their numbers; what is inf
    or nan is left out. `span` is the part of the w axis to show; without it, where the walk went.
    Taught in: 4.1 Gradient descent and the learning rate.
    """
    walked = np.asarray(path, dtype=float).reshape(-1)
    walked = walked[np.isfinite(walked) & np.isfinite(loss(walked))]
    low, high = span or _around(walked, loss)
    w = np.linspace(low, high, 201)
    axes.plot(w, loss(w), color=theme.DATA, linestyle="solid")
    axes.plot(walked, loss(walked), "o-", color=theme.GRADIENT, linewidth=theme.LINE)
    arm = 1 if walked[0] < (low + high) / 2 else -1  # the one on which the walk did not start
    _label(axes, label, w[100 + 97 * arm], loss(w[100 + 97 * arm]), theme.DATA, side=arm)
    for t, position in enumerate(walked[: numbered + 1]):
        outward = 1 if position > w[np.argmin(loss(w))] else -1
        _label(axes, str(t or "start"), position, loss(position), theme.GRADIENT, side=outward)
    axes.set_xlim(low, high)
    axes.set_xlabel("w", loc="right", style="italic")
    axes.grid(visible=False)
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])


def _around(walked: np.ndarray, loss: Callable[[Any], Any]) -> tuple[float, float]:
    """Return a stretch that holds the walk and has its lowest point in the middle."""
    middle = walked[np.argmin(loss(walked))]
    reach = 1.2 * np.abs(walked - middle).max() or 1.0
    return middle - reach, middle + reach


def loss_trace(axes: "Axes", losses: ArrayLike, *, label: str = "", role: str = theme.DATA) -> None:
    """Draw the loss at each step on a log axis, with its label at the end of the line.

    Shapes: losses (steps + 1,). A loss of 0, inf or nan has no place on a log axis and is left out.
    Taught in: 4.1 Gradient descent and the learning rate.
    """
    heights = np.asarray(losses, dtype=float).reshape(-1)
    steps = np.arange(len(heights))
    shown = np.isfinite(heights) & (heights > 0)
    axes.set_yscale("log")
    axes.plot(
        steps,
        np.where(shown, heights, np.nan),
        color=role,
        linestyle=theme.DASH[role],
        marker="o" if len(steps) <= 40 else "",
    )
    if label and shown.any():
        last = steps[shown][-1]
        _label(axes, label, last, heights[last], role)
    _log_ticks(axes)
    axes.set_title("loss at each step")
    axes.set_xlabel("step", loc="right")


def probability_bars(
    axes: "Axes", words: Sequence[str], p: ArrayLike, *, kept: int | None = None
) -> None:
    """Draw the probabilities of a few words, and beside them what uniform ones would be.

    Shapes: words and p (v,), in the order in which they are drawn, from the top. The first `kept`
    bars are full; the others are cut, and hatched.
    Taught in: 3.4 Sampling and temperature.
    """
    shares = np.asarray(p, dtype=float)
    kept = len(shares) if kept is None else kept
    for row, share in enumerate(shares):
        (bar,) = axes.barh(row, share, height=0.65, color=theme.DATA)
        if row >= kept:
            bar.set(facecolor=theme.LIGHT["plate"], edgecolor=theme.MUTED, hatch="/////")
        text = "< 0.1 %" if 0 < share < 0.001 else f"{100 * share:.1f} %"
        _label(axes, text, share, row, theme.DATA if row < kept else theme.MUTED)
    axes.axvline(1 / len(shares), color=theme.TARGET, linestyle=theme.DASH[theme.TARGET], zorder=1)
    axes.set_yticks(range(len(shares)), words)
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    axes.set_xlim(0, max(1.15 * shares.max() + 0.08, 0.3))
    axes.set_xticks([])
    axes.set_title("probability")
    axes.grid(visible=False)
    axes.spines[["left", "bottom"]].set_visible(False)


def _label(axes: "Axes", text: str, x: float, y: float, role: str, *, side: int = 1) -> None:
    """Write beside a mark in its text colour, on a ground that hides the grid but no mark."""
    axes.annotate(
        text,
        (x, y),
        xytext=(6 * side, 0),
        textcoords="offset points",
        color=theme.TEXT[role],
        horizontalalignment="left" if side > 0 else "right",
        verticalalignment="center",
        annotation_clip=True,  # off the stage, nothing
        zorder=1.5,  # grid, labels, lines
        bbox={"facecolor": theme.LIGHT["plate"], "edgecolor": "none", "pad": 1},
    )


def _log_ticks(axes: "Axes") -> None:
    """Write at most five powers of ten, as 10⁻² and not as 1e-02."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    axes.autoscale(axis="y")  # an earlier trace may have been flat, and its limits set
    low, high = axes.get_ylim()
    if high < 100 * low:  # a flat line needs room to be seen as flat
        axes.set_ylim(low / 10, high * 10)
    axes.yaxis.set_major_locator(LogLocator(numticks=5))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda height, _: power_of_ten(height)))


def power_of_ten(height: float) -> str:
    """Return a power of ten as it is printed.

    >>> [power_of_ten(height) for height in (0.01, 1, 10, 1e12)]
    ['10⁻²', '1', '10', '10¹²']
    """
    exponent = round(np.log10(height))
    if exponent in (0, 1):
        return str(10**exponent)
    return "10" + str(exponent).translate(_SUPERSCRIPT)
