"""The JavaScript of the figure of 2.2 computes what the NumPy kernels compute."""

import numpy as np
import pytest
from javascript import call
from numpy.testing import assert_allclose

from mathforai.calculus import numerical_gradient, steepest_direction
from mathforai.figures.calculus import SlopeMap
from mathforai.figures.calculus import slope_map as here

MODULE = SlopeMap.module
RNG = np.random.default_rng(22)
POINTS = [
    *RNG.uniform(1, 7, size=(60, 2)).tolist(),
    *(RNG.integers(10, 71, size=(60, 2)) / 10).tolist(),  # the places of the handle
    [4.0, 4.0],
    [2.0, 1.0],
    [1.0, 1.0],
    [7.0, 7.0],
    [1e-9, 1e-12],
    [1e9, 1e12],
]
ANGLES = [*RNG.uniform(0, 360, size=60).tolist(), *range(0, 361, 15), 1e-9, 359.999]
RULERS = list(here.RULERS)


@pytest.mark.parametrize("name", ["profit", "profit_gradient"])
def test_profit_and_its_slopes(name):
    there = call(MODULE, [(name, x, y) for x, y in POINTS])
    ours = [getattr(here, name)(x, y) for x, y in POINTS]
    terms = np.array([14 + 16 * x * x + 2 * y + x / np.sqrt(y) for x, y in POINTS])
    error = np.abs(np.array(there) - np.array(ours)).reshape(len(POINTS), -1)
    assert np.all(error <= 1e-12 * terms[:, None])


def test_slopes_are_those_of_the_profit():
    for x, y in POINTS[:120]:
        measured = numerical_gradient(lambda p: here.profit(p[0], p[1]), [x, y])
        assert_allclose(here.profit_gradient(x, y), measured, atol=1e-7)
    assert not here.profit_gradient(4.0, 4.0).any()
    assert here.profit_gradient(6.0, 1.0).tolist() == [-9, 2]


def test_contours_and_that_they_are_level():
    heights = [-50.0, 0.0, 16.9, 27.5, 27.999999, 28.0, 28.000001, -1e6]
    there = call(MODULE, [("contour", height) for height in heights])
    for height, points in zip(heights, there, strict=True):
        ours = here.contour(height)
        theirs = np.array([p or [np.nan, np.nan] for p in points], dtype=float)
        assert_allclose(theirs, ours, rtol=1e-12, atol=1e-12)
        size = 1e-6 + abs(height)
        assert np.nanmax(np.abs(here.profit(*ours.T) - min(height, 28))) < 1e-12 * size + 1e-12


def test_a_wrong_contour_is_seen():
    off = here.contour(20.0) + [0, 1e-6]
    assert np.nanmax(np.abs(here.profit(*off.T) - 20)) > 1e-9


def test_unit_steps_and_slopes():
    cases = [(angle, ruler) for angle in ANGLES for ruler in RULERS]
    steps = call(MODULE, [("unit_step", *case) for case in cases])
    assert_allclose(steps, [here.unit_step(*case) for case in cases], rtol=1e-12, atol=1e-15)
    for (_, ruler), u in zip(cases, np.array(steps), strict=True):
        scaled = u / here.RULERS[ruler]["units"]
        assert np.linalg.norm(scaled, here.RULERS[ruler]["norm"]) == pytest.approx(1, rel=1e-14)
    states = [(*case, *POINTS[i % 120]) for i, case in enumerate(cases)]
    there = call(MODULE, [("slope", *state) for state in states])
    assert_allclose(there, [here.slope(*state) for state in states], rtol=1e-12, atol=1e-12)


def test_steepest_directions_and_that_none_is_steeper():
    gradients = [
        *RNG.normal(size=(40, 2)).tolist(),
        [0.0, 0.0],
        [7.0, 0.0],
        [0.0, -3.0],
        [1e-200, 1e-200],
        [1e200, -1e199],
    ]
    for ruler in RULERS:
        there = call(MODULE, [("steepest_direction", g, ruler) for g in gradients])
        ours = [steepest_direction(g, **here.RULERS[ruler]) for g in gradients]
        assert_allclose(there, ours, rtol=1e-12)
        for g, u in zip(gradients, ours, strict=True):
            around = [np.dot(g, here.unit_step(angle, ruler)) for angle in range(360)]
            assert np.dot(g, u) >= max(around) * (1 - 1e-14)


def test_the_sentence_at_the_top_and_at_sides_of_the_square():
    points = [(4.0, 4.0), (2.0, 1.0), (6.0, 1.0), (1.0, 7.0), (7.0, 1.0), (3.9, 4.0), (4.0, 3.9)]
    points += [(4.0, 1.0), (2.1, 1.2), (6.9, 2.1)]
    states = [
        {"point": list(point), "direction": float(angle), "ruler": ruler}
        for point in points
        for angle in (0, 1, 45, 90, 180, 225, 270, 359, 360)
        for ruler in RULERS
    ]
    ours = [SlopeMap(**state).sentence() for state in states]
    assert call(MODULE, [("sentence", state) for state in states]) == ours
    assert "all from 315.0° to 45.0°" in SlopeMap(point=(2.0, 1.0), ruler="square").sentence()


@pytest.mark.parametrize("ruler", RULERS)
def test_what_only_rounding_left_is_no_slope(ruler):
    for angle in (45.0, 225.0):  # at (4, 1) the gradient is (-1, 1)
        said = SlopeMap(point=(4.0, 1.0), direction=angle, ruler=ruler).sentence()
        assert f"{{hand {angle:.0f}°}} is {{gradient 0}}" in said
        assert "level are {target 45.0°} and {target 225.0°}" in said
    assert "360" not in SlopeMap(point=(2.1, 1.2)).sentence()
    assert abs(here.slope(45.1, ruler, 4.0, 1.0)) > 1e-3


@pytest.mark.parametrize("ruler", RULERS)
def test_level_directions_are_level_by_every_ruler(ruler):
    g = here.profit_gradient(6.0, 1.0)
    level = (np.degrees(np.arctan2(g[1], g[0])) + 90) % 360
    assert abs(here.slope(level, ruler, 6.0, 1.0)) < 1e-14
    assert abs(here.slope(level + 1, ruler, 6.0, 1.0)) > 0.05
