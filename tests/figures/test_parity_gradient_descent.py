"""The JavaScript of the figure of 4.1 computes what the NumPy kernels compute."""

import numpy as np
import pytest
from javascript import call
from numpy.testing import assert_allclose

from mathforai import optimization
from mathforai.figures.optimization import GradientDescent

MODULE = GradientDescent.module
RNG = np.random.default_rng(41)
STARTS = RNG.uniform(-1.5, 7.5, size=60).tolist() + [3.0, 0.0, -1.5, 7.5]
# Creeping, landing, zigzag, two-cycle, diverging, overflowing.
RATES = RNG.uniform(0.01, 1.2, size=58).tolist() + [0.5, 1.0, 1.2, 0.01, 60.0, 1e5]


@pytest.mark.parametrize("name", ["quadratic_loss", "quadratic_gradient"])
def test_losses_and_gradients(name):
    w = [*STARTS, 1e160, -1e200, float("inf"), float("nan")]
    with np.errstate(over="ignore", invalid="ignore"):
        here = [float(getattr(optimization, name)(v)) for v in w]
    assert_allclose(call(MODULE, [(name, v) for v in w]), here, rtol=1e-12)


def test_whole_walks_also_when_they_overflow():
    walks = call(
        MODULE,
        [
            ("gradient_descent", {"function": "quadratic_gradient"}, s, r, 200)
            for s, r in zip(STARTS, RATES, strict=True)
        ],
    )
    for walk, start, rate in zip(walks, STARTS, RATES, strict=True):
        here = optimization.gradient_descent(
            optimization.quadratic_gradient, start, learning_rate=rate, steps=200
        )
        assert_allclose(
            walk, np.ravel(here), rtol=1e-12, err_msg=f"start {start}, learning rate {rate}"
        )


def test_regimes_at_and_beside_their_borders():
    rates = [
        *RATES,
        0.5,
        np.nextafter(0.5, 0),
        np.nextafter(0.5, 1),
        1.0,
        np.nextafter(1, 0),
        np.nextafter(1, 2),
    ]
    assert call(MODULE, [("regime", float(r)) for r in rates]) == [
        optimization.regime(r, 2.0) for r in rates
    ]


def test_the_sentence_at_the_borders_of_the_learning_rate():
    rates, starts = [0.01, 0.49, 0.5, 0.51, 0.99, 1.0, 1.01, 1.2], [-1.5, 0.0, 0.1, 2.9, 3.0, 7.5]
    states = [{"learning_rate": rate, "start": start} for rate in rates for start in starts]
    here = [GradientDescent(**state).sentence() for state in states]
    assert call(MODULE, [("sentence", state) for state in states]) == here
