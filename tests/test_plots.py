"""The drawings: what is on them, and what they do with zero, inf and nan."""

import re
import warnings

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mathforai import plots, theme
from mathforai.optimization import gradient_descent, quadratic_gradient, quadratic_loss

matplotlib = pytest.importorskip("matplotlib")


@pytest.fixture
def axes():
    matplotlib.use("svg")
    from matplotlib import pyplot

    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("error")
        theme.use()
        figure, axes = pyplot.subplots()
        yield axes
        figure.canvas.draw()
        pyplot.close(figure)


def walk(learning_rate, steps=12):
    return gradient_descent(quadratic_gradient, 0.0, learning_rate=learning_rate, steps=steps)


def words(axes):
    return [text.get_text() for text in axes.texts]


def test_path_stands_on_the_loss(axes):
    path = walk(0.9)
    plots.descent_path(axes, quadratic_loss, path)
    curve, walked = axes.lines
    assert_allclose(walked.get_xydata(), np.column_stack([path, quadratic_loss(path)]))
    assert_allclose(curve.get_ydata(), quadratic_loss(curve.get_xdata()))
    assert curve.get_color() == theme.DATA
    assert walked.get_color() == theme.GRADIENT
    assert walked.get_marker() == "o"  # the second cue beside the colour
    assert words(axes) == ["loss", "start", "1", "2", "3"]


def test_path_takes_the_column_that_gradient_descent_gives(axes):
    path = gradient_descent(quadratic_gradient, [0.0], learning_rate=0.25, steps=4)
    plots.descent_path(axes, quadratic_loss, path, numbered=0, label="(w − 3)²")
    assert_allclose(axes.lines[1].get_xdata(), path.ravel())
    assert words(axes) == ["(w − 3)²", "start"]


@pytest.mark.parametrize("learning_rate", [0.01, 0.1, 0.5, 0.9, 1.0, 1.06, 3.0, 1e80])
def test_path_is_drawn_in_every_regime(axes, learning_rate):
    plots.descent_path(axes, quadratic_loss, walk(learning_rate))
    assert np.isfinite(axes.lines[0].get_xydata()).all()
    assert np.isfinite(axes.lines[1].get_xydata()).all()


def test_a_start_on_the_minimum_is_drawn(axes):
    plots.descent_path(axes, quadratic_loss, np.full(5, 3.0))
    assert axes.get_xlim() == (2.0, 4.0)


def test_span_is_the_part_that_is_shown(axes):
    plots.descent_path(axes, quadratic_loss, walk(1.2), span=(-1.6, 7.6))
    assert axes.get_xlim() == (-1.6, 7.6)
    assert axes.lines[0].get_xdata()[[0, -1]].tolist() == [-1.6, 7.6]


def test_labels_stand_outside_the_bowl(axes):
    plots.descent_path(axes, quadratic_loss, walk(0.9))
    sides = {text.get_text(): text.get_horizontalalignment() for text in axes.texts}
    assert sides["start"] == sides["2"] == "right"
    assert sides["1"] == sides["3"] == sides["loss"] == "left"


def test_two_panels_are_a_small_file_with_letters(axes, tmp_path):
    figure = axes.figure
    figure.clear()
    walked, trace = figure.subplots(1, 2)
    plots.descent_path(walked, quadratic_loss, walk(0.9))
    plots.loss_trace(trace, quadratic_loss(walk(0.9)), label="0.90")
    figure.savefig(tmp_path / "plot.svg")
    svg = (tmp_path / "plot.svg").read_text()
    assert len(svg) < 25_000
    assert ">start</text>" in svg
    assert ">0.90</text>" in svg


def test_trace_is_on_a_log_axis_with_its_label_at_the_end(axes):
    losses = quadratic_loss(walk(0.1))
    plots.loss_trace(axes, losses, label="0.10", role=theme.MODEL)
    (line,) = axes.lines
    assert axes.get_yscale() == "log"
    assert_allclose(line.get_ydata(), losses)
    (label,) = axes.texts
    assert label.xy == (12, losses[-1])
    assert label.get_color() == theme.LIGHT["model-ink"]
    assert line.get_linestyle() == "--"


@pytest.mark.parametrize(
    ("losses", "shown"),
    [
        ([9, 0, 0], [0]),
        ([9, 81, np.inf, np.nan], [0, 1]),
        ([1, -1, 1], [0, 2]),
        ([0, 0], []),
        ([5], [0]),
    ],
)
def test_what_has_no_place_on_a_log_axis_is_left_out(axes, losses, shown):
    plots.loss_trace(axes, losses, label="loss")
    assert np.flatnonzero(np.isfinite(axes.lines[0].get_ydata())).tolist() == shown
    assert words(axes) == (["loss"] if shown else [])


def test_a_flat_trace_looks_flat(axes):
    plots.loss_trace(axes, quadratic_loss(walk(1.0)))
    low, high = axes.get_ylim()
    assert low < 1 < 9 < 80 < high


@pytest.mark.parametrize("learning_rate", [0.1, 0.9, 1.0, 1.06, 3.0])
def test_ticks_are_few_and_plainly_written(axes, learning_rate):
    plots.loss_trace(axes, quadratic_loss(walk(learning_rate)))
    low, high = axes.get_ylim()
    ticks = [
        label.get_text()
        for height, label in zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)
        if low <= height <= high
    ]
    assert 2 <= len(ticks) <= 6
    assert all(re.fullmatch("1|10|10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", tick) for tick in ticks)


def test_no_legend_and_only_colours_of_the_theme(axes, tmp_path):
    plots.loss_trace(axes, quadratic_loss(walk(0.1)), label="0.10")
    axes.figure.savefig(tmp_path / "plot.svg")
    svg = (tmp_path / "plot.svg").read_text()
    used = set(re.findall("#[0-9a-f]{6}", svg))
    assert used <= set(theme.LIGHT.values()) - {theme.LIGHT["hand"]}
    assert axes.get_legend() is None


def test_bars_carry_their_probabilities_and_the_cut_ones_are_hatched(axes):
    plots.probability_bars(axes, ["mat", "the", "cat"], [0.75, 0.2496, 0.0004], kept=2)
    assert_allclose([bar.get_width() for bar in axes.patches], [0.75, 0.2496, 0.0004])
    assert [bool(bar.get_hatch()) for bar in axes.patches] == [False, False, True]
    assert words(axes) == ["75.0 %", "25.0 %", "< 0.1 %"]
    assert axes.yaxis_inverted(), "the first word stands on top"
    assert_allclose(axes.lines[0].get_xdata(), 1 / 3)
    assert axes.lines[0].get_color() == theme.TARGET
