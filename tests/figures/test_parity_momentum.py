"""The JavaScript of the figure of 4.2 computes what the NumPy kernels compute."""

import numpy as np
import pytest
from javascript import call
from numpy.testing import assert_allclose

from mathforai.figures.optimization import Momentum, momentum
from mathforai.optimization import convergence_rate, heavy_ball, ravine_gradient

MODULE = Momentum.module
KERNELS = MODULE.with_name("kernels.js")
RNG = np.random.default_rng(42)
# Lagging, alike, swinging, on the cliff, beyond it, at the ends of the ranges.
PAIRS = [
    *zip(RNG.uniform(0.001, 0.044, 40).tolist(), RNG.uniform(0, 0.99, 40).tolist(), strict=True),
    (2 / 101, 0.0),
    (0.02, 0.0),
    (0.01, 0.0),
    (0.033, 0.67),
    (0.01, 0.81),
    (0.038, 0.9),
    (0.0398, 0.99),
    (0.001, 0.0),
    (0.001, 0.99),
    (0.044, 0.0),
    (0.044, 0.99),
]


def test_rates():
    asked = [*PAIRS, (5.0, 0.5), (1e300, 0.9)]
    here = [convergence_rate([1, 100], learning_rate=e, momentum=b) for e, b in asked]
    there = call(MODULE, [("convergence_rate", [1, 100], e, b) for e, b in asked])
    assert_allclose(there, here, rtol=1e-12)


def test_whole_walks_also_when_they_overflow():
    asked = [*PAIRS, (5.0, 0.9)]
    walks = call(
        KERNELS,
        [("heavy_ball", {"function": "ravine_gradient"}, [10, 1], e, b, 200) for e, b in asked],
    )
    for there, (eta, beta) in zip(walks, asked, strict=True):
        here = heavy_ball(ravine_gradient, [10.0, 1.0], learning_rate=eta, momentum=beta, steps=200)
        assert_allclose(there, here, rtol=1e-12, err_msg=f"{eta}, {beta}")


def test_borders_triangles_and_arrivals():
    for eta, beta in PAIRS:
        figure = Momentum(learning_rate=eta, momentum=beta)
        rate = figure.rate()
        borders, corners, slowest = call(
            MODULE, [("borders", beta), ("triangle", rate), ("slowest", eta, beta)]
        )
        assert_allclose(borders, momentum.borders(beta), rtol=1e-12)
        assert_allclose(corners, momentum.triangle(rate), rtol=1e-12, atol=1e-15)
        assert slowest == momentum.slowest(eta, beta)
        if rate < 1 - 1e-9:
            assert call(MODULE, [("arrival", eta, beta)]) == [figure.arrival()]


@pytest.mark.parametrize("part", [0.82, 0.9, 0.95, 0.98, 0.999])
def test_on_the_sides_of_the_triangle_the_rate_is_the_same(part):
    corners = momentum.triangle(part)
    middle = corners.mean(axis=0)
    for one, other in zip(corners, np.roll(corners, 1, axis=0), strict=True):
        for share in (0.2, 0.5, 0.8):
            eta, beta = one + share * (other - one)
            if beta < 0:
                continue
            rates = [
                convergence_rate([1, 100], learning_rate=e, momentum=b)
                for e, b in [(eta, beta), (eta, beta) + 1e-3 * (middle - (eta, beta))]
                if b >= 0
            ]
            assert rates[0] == pytest.approx(part, rel=1e-6)
            assert all(rate < part for rate in rates[1:])


def test_the_sentence():
    states = [{"learning_rate": eta, "momentum": beta} for eta, beta in PAIRS]
    here = [Momentum(**state).sentence() for state in states]
    assert call(MODULE, [("sentence", state) for state in states]) == here
    words = " ".join(here)
    for case in ("lag alike", "flat direction lags", "swing, and", "for ever", "flies off"):
        assert case in words
