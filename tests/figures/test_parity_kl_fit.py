"""The JavaScript of the figure of 5.3 computes what the NumPy kernels compute."""

import numpy as np
from javascript import call
from numpy.testing import assert_allclose

from mathforai import information
from mathforai.figures.information import KLFit

MODULE = KLFit.module
RNG = np.random.default_rng(53)
MEANS = [*RNG.uniform(-5, 5, size=40).tolist(), 0.0, -0.0, 5.0, -5.0, 3.0, 1e-9]
WIDTHS = [*RNG.uniform(0.5, 4, size=40).tolist(), 0.5, 4.0, 0.5, 4.0, 0.7, 2.58]
BELLS = [(m, s, way) for m, s in zip(MEANS, WIDTHS, strict=True) for way in information.DIRECTIONS]


def test_the_density_also_where_it_is_0_in_floats():
    x = [*np.linspace(-9, 9, 61).tolist(), 0.0, 1e-300, 40.0, -1e6, 1e150]
    here = information.two_bumps_log_density(x)
    assert_allclose(call(MODULE, [("two_bumps_log_density", v) for v in x]), here, rtol=1e-12)


def test_divergences_and_their_slopes():
    extreme = [(m, s, w) for m in (0.0, 50.0) for s in (1e-3, 60.0) for w in information.DIRECTIONS]
    for name in ("fit_kl", "fit_kl_gradient"):
        here = [getattr(information, name)(*bell) for bell in [*BELLS, *extreme]]
        there = call(MODULE, [(name, *bell) for bell in [*BELLS, *extreme]])
        assert_allclose(there, here, rtol=1e-12, atol=1e-12)


def test_whole_walks():
    there = call(MODULE, [("fit_kl_descent", *bell) for bell in BELLS])
    here = [information.fit_kl_descent(*bell) for bell in BELLS]
    assert_allclose(there, here, rtol=1e-12, atol=1e-12)


def test_on_the_ridge_both_walks_stay_there():
    for width in (0.5, 1.0, 2.0, 4.0):
        there = np.array(call(MODULE, [("fit_kl_descent", 0.0, width, "reverse")])[0])
        here = information.fit_kl_descent(0.0, width, "reverse")
        assert not there[:, 0].any()
        assert not here[:, 0].any()


def test_the_sentence_on_a_grid_of_all_that_can_be_set():
    states = [
        {"mean": float(m), "width": float(s), "direction": way}
        for m in np.arange(-100, 101, 8) / 20
        for s in np.arange(10, 81, 5) / 20
        for way in information.DIRECTIONS
    ]
    here = [KLFit(**state).sentence() for state in states]
    assert call(MODULE, [("sentence", state) for state in states]) == here


def test_the_sentence_says_where_the_walk_ends():
    def end(mean, width, direction):
        return KLFit(mean=mean, width=width, direction=direction).sentence()

    for mean, width in [(0.5, 1), (-5, 0.5), (5, 4)]:
        assert "Downhill from here, q ends across both bumps: mean {target 0.00}" in end(
            mean, width, "forward"
        )
        assert "width {target 3.08}, {target 0.789 nats}." in end(mean, width, "forward")
    assert "Downhill from here, q ends across both bumps" in end(0.5, 1, "reverse")
    assert "though one bump alone would cost less." in end(0.5, 1, "reverse")
    assert "on the right bump" in end(1, 1, "reverse")
    assert "on the left bump" in end(-1, 1, "reverse")


def test_the_sentence_names_the_bottom_of_the_valley_also_next_to_a_border():
    for mean in (1.0, -1.0):  # 240 steps end at mean 0.12, still on their way
        state = {"mean": mean, "width": 1.8, "direction": "reverse"}
        said = KLFit(**state).sentence()
        assert "mean {target 0.00}, width {target 2.58}, {target 2.24 nats}" in said
        assert call(MODULE, [("sentence", state)]) == [said]
