"""What the still pictures of the models chapter share."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from mathforai import theme


def weight_table(
    axes: Any, weights: np.ndarray, rows: Sequence[str], columns: Sequence[str]
) -> None:
    """Draw a table of attention weights: the darker the more, with the numbers from .05 on."""
    for i, row in enumerate(weights):
        for j, weight in enumerate(row):
            axes.fill(
                [j, j + 0.94, j + 0.94, j],
                [i, i, i + 0.92, i + 0.92],
                color=theme.DATA,
                alpha=0.04 + 0.088 * round(5 * weight),
                linewidth=0,
            )
            text = "" if weight < 0.05 else ">.99" if weight >= 0.995 else f"{weight:.2f}"[1:]
            axes.text(j + 0.47, i + 0.62, text, ha="center", fontsize=theme.QUIET_SIZE - 1)
    axes.set(xlim=(0, len(columns)), ylim=(8, 0))
    axes.set_yticks(np.arange(len(rows)) + 0.5, rows)
    axes.set_xticks(np.arange(len(columns)) + 0.5, columns, rotation=90)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
