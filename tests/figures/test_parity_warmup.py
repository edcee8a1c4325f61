"""The JavaScript of the figure of 4.5 walks down the gorge as NumPy does."""

import numpy as np
import pytest
from javascript import call
from numpy.testing import assert_allclose, assert_array_equal

from mathforai import optimization
from mathforai.figures.optimization import Warmup, warmup

MODULE = Warmup.module
RNG = np.random.default_rng(45)
# Below the border, across it and back, off the picture at once and late, on the exact borders.
STATES = [
    *[(0.016, n) for n in (0, 1, 25, 75, 150, 225, 248, 249, 320)],
    *[(0.004, 0), (0.0045, 0), (0.02, 320), (0.0205, 310), (0.03, 0), (0.03, 320), (0.002, 0)],
    *zip(RNG.uniform(0.002, 0.03, 30).tolist(), RNG.integers(0, 320, 30).tolist(), strict=True),
]


@pytest.mark.parametrize("name", ["gorge_loss", "gorge_gradient"])
def test_loss_and_gradient(name):
    points = [*RNG.normal(scale=5, size=(40, 2)).tolist(), [1e90, 1e-90], [1e160, 1.0], [0.0, 0.0]]
    with np.errstate(over="ignore", invalid="ignore"):
        here = [getattr(optimization, name)(w) for w in points]
    assert_allclose(call(MODULE, [(name, w) for w in points]), here, rtol=1e-12)


def test_curvature_and_error():
    along = [0.0, 10.0, -3.0, 1e200]
    here = optimization.gorge_curvature(along)
    assert_allclose(call(MODULE, [("gorge_curvature", a) for a in along]), here, rtol=1e-12)
    assert call(MODULE, [("slope_error", t) for t in range(5)]) == [
        warmup.slope_error(t) for t in range(5)
    ]


def test_the_schedule_is_that_of_the_package():
    for peak, steps in STATES:
        here = optimization.linear_warmup(400, peak=peak, warmup=steps)
        assert_allclose(
            call(MODULE, [("rate_at", t, peak, steps) for t in range(400)]), here, rtol=1e-12
        )


def test_walks_that_stay_that_climb_and_that_fly_off():
    kinds = set()
    for (peak, steps), there in zip(
        STATES, call(MODULE, [("warmup_walk", *state) for state in STATES]), strict=True
    ):
        here = warmup.warmup_walk(peak, steps)
        *lines, above, lost = there
        for line, name in zip(lines, ("borders", "losses", "across"), strict=True):
            assert_allclose(line, getattr(here, name), rtol=1e-12, err_msg=f"{peak} {steps}")
        assert_array_equal(above, here.above)
        assert lost == here.lost
        kinds.add((bool(here.above.size), here.lost))
    assert kinds == {(False, False), (True, False), (True, True)}


def test_the_shortest_warmup_is_the_first_that_stays_below():
    peaks = np.arange(0.002, 0.0301, 0.0005).tolist()
    found = call(MODULE, [("shortest_warmup", peak) for peak in peaks])
    for peak, shortest in zip(peaks, found, strict=True):
        for n in {0, 100, 200, 320, shortest - 1, shortest} - {-1, 321}:
            assert (not warmup.warmup_walk(peak, n).above.size) == (n >= shortest)
    assert found[4] == 0  # at 0.004, the border at the start
    assert found[5] > 0
    assert found[35] < 321  # at 0.0195
    assert set(found[36:]) == {321}  # from 0.02 on, none


def test_the_sentence_at_the_borders():
    states = [
        {"peak": peak, "warmup": float(n)}
        for peak in (0.002, 0.004, 0.0045, 0.006, 0.016, 0.0195, 0.02, 0.0205, 0.03)
        for n in (0, 1, 10, 75, 200, 240, 249, 310, 320)
    ]
    here = [Warmup(**state).sentence() for state in states]
    assert call(MODULE, [("sentence", state) for state in states]) == here
    kinds = ("no warmup and", "is never above", "flown off", "climbs to", "ends no lower", "1 step")
    for words in kinds:
        assert any(words in sentence for sentence in here), words
