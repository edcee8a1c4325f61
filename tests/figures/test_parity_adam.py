"""Adam in the page is Adam in NumPy, step by step and over whole walks."""

import numpy as np
import pytest
from javascript import call
from numpy.testing import assert_allclose

from mathforai.figures.optimization import Adam
from mathforai.figures.optimization.adam import NEAR, STEPS, arrival

MODULE = Adam.module
STATES = [
    {"angle": angle, "curvature": curvature, "decades": decades}
    for angle in (0, 1, 17, 45, 60, 90)
    for curvature in (1, 2, 37, 100, 1000, 10000)
    for decades in (-12, -9, -8, -1, 0, 1, 6)
]


@pytest.mark.parametrize("name", ["adam_path", "descent_path"])
def test_whole_walks(name):
    for state, there in zip(STATES, call(MODULE, [(name, s) for s in STATES]), strict=True):
        with np.errstate(over="ignore", invalid="ignore"):
            here = getattr(Adam(**state), name)()
        assert_allclose(there, here, rtol=1e-12, atol=1e-12, err_msg=str(state))


def test_arrival():
    rng = np.random.default_rng(45)
    given = [
        [10.0, 5.0, 0.05, 0.01],
        [0.05, 0.01],
        [1.0, 0.05, 1.0],
        [NEAR],
        [],
        [float("inf"), float("nan")],
        *rng.uniform(0, 0.2, size=(20, 9)).tolist(),
    ]
    assert call(MODULE, [("arrival", away) for away in given]) == [
        arrival(np.array(away)) for away in given
    ]


def test_the_sentence_at_every_angle():
    states = [
        {"angle": angle, "curvature": curvature, "decades": decades}
        for angle in range(91)
        for curvature, decades in ((100, 0), (3, -9), (10000, 1), (1, 0))
    ]
    here = [Adam(**state).sentence() for state in states]
    assert call(MODULE, [("sentence", state) for state in states]) == here


def test_aligned_the_walk_knows_neither_curvature_nor_scale():
    first = Adam().adam_path()
    for curvature in (1, 7, 10000):
        for decades in (0, 1, 6):
            path = Adam(curvature=curvature, decades=decades).adam_path()
            # What remains is eps, a hundred-millionth beside gradients of 1.
            assert_allclose(path, first, atol=1e-6)
    assert STEPS + 1 == len(first)
