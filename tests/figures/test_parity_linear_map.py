"""The JavaScript of the figure of 1.3 computes what the NumPy kernels compute."""

import numpy as np
import pytest
from javascript import call
from numpy.testing import assert_allclose

from mathforai import linear_algebra
from mathforai.figures.linear_algebra import LinearMap
from mathforai.figures.linear_algebra.linear_map import is_flat
from mathforai.figures.numbers import fixed

MODULE = LinearMap.module
RNG = np.random.default_rng(13)
INF = float("inf")
MATRICES = [
    *RNG.uniform(-2, 2, size=(40, 2, 2)).tolist(),
    *(RNG.integers(-20, 21, size=(200, 2, 2)) / 10).tolist(),  # the places of the tips
    np.zeros((2, 2)).tolist(),
    np.eye(2).tolist(),
    [[1e200, 1.0], [1.0, 1e-200]],
    [[1e-300, 0.0], [0.0, 1e-300]],
    [[1e160, 1e160], [1e160, -1e160]],
    [[INF, 1.0], [0.0, 1.0]],
]


def test_images_of_points():
    points = [[0.0, 0.0], [1.0, 0.0], [-1.5, 1.5], [1e-9, 1e9], [1e100, 0.0]]
    W = np.array(MATRICES[:-1])
    there = call(MODULE, [("linear_forward", points, w) for w in W.tolist()])
    here = np.array([linear_algebra.linear_forward(points, w) for w in W])
    # A library may round once where JavaScript rounds twice; where the terms cancel, that shows.
    terms = np.array([linear_algebra.linear_forward(np.abs(points), np.abs(w)) for w in W])
    assert np.all(np.abs(np.array(there) - here) <= 1e-12 * terms)


def test_signed_areas():
    with np.errstate(all="ignore"):
        here = [linear_algebra.determinant(W) for W in MATRICES]
    assert_allclose(call(MODULE, [("determinant", W) for W in MATRICES]), here, rtol=1e-12)


def test_flat_is_flat_in_both():
    tenths = RNG.integers(-20, 21, size=(2000, 2, 2))
    states = [*(tenths / 10).tolist(), *MATRICES[:-1]]
    with np.errstate(all="ignore"):
        here = [is_flat(np.array(W)) for W in states]
    assert call(MODULE, [("is_flat", W) for W in states]) == here


def test_on_the_grid_of_the_hand_flat_is_exact():
    every = np.arange(-20, 21)
    a, b, c, d = (v.ravel() for v in np.meshgrid(every, every, every[::4], every[::3]))
    whole = a * d - b * c  # in whole numbers, without rounding
    for i in np.flatnonzero(np.abs(whole) <= 1)[::7]:
        assert is_flat(np.array([[a[i], b[i]], [c[i], d[i]]]) / 10) == (whole[i] == 0)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ((1, 0.5), (-1, -0.5), "{ink 0}: all of the dotted line"),
        ((0.3, 0.1), (0.6, 0.2), "{ink 0}: all"),
        ((0, 0), (0, 0), "every input lands on the same point"),
        ((0, 0), (0.1, 0), "all of the dotted line lands"),
        ((1, 0), (1, 0.001), "{target 0.00100}, and the F is not mirrored"),
        ((0, 1), (1e-12, 0), "{gradient −1.00 × 10⁻¹²}, and the F is mirrored"),
        ((0, 1), (1, 0), "{gradient −1.00}, and the F is mirrored"),
    ],
)
def test_the_sentence_at_the_border(first, second, words):
    state = {"first": list(first), "second": list(second), "x": [0.5, -0.5]}
    here = LinearMap(**state).sentence()
    assert words in here
    assert call(MODULE, [("sentence", state)]) == [here]


def test_areas_of_the_grid_are_printed_without_rounding():
    for i in range(-800, 801):
        assert float(fixed(i / 100, 2).replace("−", "-")) == i / 100


@pytest.mark.parametrize(
    ("pulled", "start", "along", "wanted"),
    [
        ((1.7, 0.9), (1, 1), (1, 0), (1.7, 1)),  # Shear: it stays on its line in spite of a wobble
        ((-1.2, 1.2), (1, 1), (-1, 0), (-1.2, 1)),
        ((1.7, 0.7), (1, 1), (1, 0), (1.7, 0.7)),  # pulled away
        ((3.0, 1.1), (1, 1), (1, 0), (2, 1)),  # no farther than the hand reaches
        ((1.4, 1.4), (0.5, 0.8), (-1, -1), (1.2, 1.5)),
        ((0.75, 0.2), (0, 0), (2, 1), (0.6, 0.3)),
        ((0.3, 0.1), (0, 0), (1.5, 0.7), (0.3, 0.1)),  # this line meets the grid too seldom
        ((0.3, 0.1), (0, 0), (0, 0), (0.3, 0.1)),
    ],
)
def test_a_point_is_held_on_its_line(pulled, start, along, wanted):
    high = 1.5 if along == (-1, -1) else 2
    assert_allclose(call(MODULE, [("held", pulled, start, along, high)])[0], wanted, atol=1e-12)


def test_moves_on_top_of_each_other_are_products():
    turn, shear, flat = [[0, -1], [1, 0]], [[1, 1], [0, 1]], [[1, -1], [0, 0]]
    states = (RNG.integers(-20, 21, size=(100, 2, 2)) / 10).tolist()
    for P in (turn, shear, flat):
        for columns, moved in zip(
            states, call(MODULE, [("onward", P, c, 2) for c in states]), strict=True
        ):
            wanted = (np.array(P) @ np.transpose(columns)).T
            if np.abs(wanted).max() > 2 + 1e-9:
                assert moved is None
            else:
                assert moved == np.round(wanted, 1).tolist()  # tenths again, without a rounding
