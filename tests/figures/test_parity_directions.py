"""The JavaScript of the figure of 1.2 computes what the NumPy kernels compute."""

import math

import numpy as np
from javascript import call
from numpy.testing import assert_allclose

from mathforai.figures.linear_algebra import Directions
from mathforai.linear_algebra import cap_share, room_for

MODULE = Directions.module
RNG = np.random.default_rng(12)
DIMENSIONS = [2, 3, 4, 5, 10, 63, 64, 767, 768, 1536, 4095, 4096]
# In the middle, at the ends, and around the border between the two fractions.
COSINES = [0.0, 1e-12, 1e-3, 0.02, 0.04, 0.1736, 0.5, 0.7, 0.9, 0.999, *RNG.uniform(0, 1, 12)]
ANGLES = [60.0, 60.1, 75.0, 79.9, 80.0, 81.1, 85.0, 88.0, 89.9, 90.0]


def test_shares_in_every_dimension():
    pairs = [(c, d) for d in DIMENSIONS for c in COSINES]
    borders = [(math.sqrt(1.5 / (d / 2 + 2)) + e, d) for d in DIMENSIONS for e in (-1e-9, 0, 1e-9)]
    here = [float(cap_share(c, d)) for c, d in pairs + borders]
    there = call(MODULE, [("cap_share", c, d) for c, d in pairs + borders])
    assert_allclose(there, here, rtol=1e-12, atol=1e-300)


def test_rooms_in_every_dimension():
    pairs = [(angle, d) for d in DIMENSIONS for angle in ANGLES]
    here = [float(room_for(angle, d)) for angle, d in pairs]
    assert_allclose(call(MODULE, [("room_for", *pair) for pair in pairs]), here, rtol=1e-12)


def test_small_rooms_are_the_same_whole_number():
    pairs = [(angle, d) for d in range(2, 80) for angle in (60.0, 70.0, 80.0, 90.0)]
    here = [room_for(angle, d) for angle, d in pairs]
    assert call(MODULE, [("room_for", *pair) for pair in pairs if room_for(*pair) < 1e4]) == [
        room for room in here if room < 1e4
    ]


def test_the_sentence_at_the_ends_and_at_the_right_angle():
    states = [
        {"dimension": float(d), "angle": angle}
        for d in [*DIMENSIONS, 2.5, 767.5, 279, 278]
        for angle in ANGLES
    ]
    here = [Directions(**state).sentence() for state in states]
    assert call(MODULE, [("sentence", state) for state in states]) == here
