"""The cloud where SGD ends and the noise scale: by hand, by SciPy, by walks, where they fail."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from mathforai.optimization import (
    gradient_noise_scale,
    ravine_samples,
    sgd,
    stationary_variance,
)

FEATURES, ANSWERS = ravine_samples(1000)

# stationary_variance


def test_variance_by_hand():
    assert_allclose(stationary_variance(1.0, learning_rate=0.1), 0.01 / 0.19, rtol=1e-14)
    found = stationary_variance(36.0, learning_rate=0.1, curvature=4.0, batch_size=9)
    assert_allclose(found, 0.0625, rtol=1e-14)
    # One step lands on the minimum, so all that is left is the noise of that step.
    assert_allclose(stationary_variance(9.0, learning_rate=0.5, curvature=2.0), 9 / 4)


@given(st.floats(1e-3, 1.99), st.floats(1e-2, 1e3), st.floats(0, 1e3), st.integers(1, 64))
def test_the_variance_stays_where_it_is(relative_rate, curvature, variance, batch_size):
    rate = relative_rate / curvature
    v = stationary_variance(
        variance, learning_rate=rate, curvature=curvature, batch_size=batch_size
    )
    kept = (1 - relative_rate) ** 2 * v + rate**2 * variance / batch_size
    assert_allclose(kept, v, rtol=1e-9, atol=1e-300)  # the smallest floats have few digits


@settings(deadline=None)  # the first call loads SciPy
@given(st.floats(0.01, 1.99), st.floats(0, 0.99))
def test_with_momentum_it_solves_the_equation_of_two_steps(relative_rate, momentum):
    # Curvature 1: w' = (1 - rate) w - rate momentum u - rate xi and u' = w + momentum u + xi.
    # The covariance P of (w, u) stays where P = A P A^T + Q; SciPy knows no formula of ours.
    linalg = pytest.importorskip("scipy.linalg")
    step = np.array([[1 - relative_rate, -relative_rate * momentum], [1.0, momentum]])
    enters = np.array([[-relative_rate], [1.0]])
    found = linalg.solve_discrete_lyapunov(step, enters @ enters.T)[0, 0]
    v = stationary_variance(1.0, learning_rate=relative_rate, momentum=momentum)
    assert_allclose(v, found, rtol=1e-6)


@pytest.mark.parametrize(("momentum", "batch_size"), [(0.0, 1), (0.0, 4), (0.7, 2)])
def test_walks_spread_as_far_as_it_says(momentum, batch_size):
    rng = np.random.default_rng(8)
    walks = 20_000
    noise = rng.normal(scale=3, size=(200, walks, batch_size)).mean(axis=2)
    ends = sgd(
        lambda w, xi: 2.0 * w + xi, np.zeros(walks), noise, learning_rate=0.2, momentum=momentum
    )[-1]
    rest = {"curvature": 2.0, "learning_rate": 0.2, "batch_size": batch_size}
    v = stationary_variance(9.0, momentum=momentum, **rest)
    assert abs(ends.var() - v) < 4 * v * np.sqrt(2 / walks)
    assert abs(ends.var() - 1.1 * v) > 4 * v * np.sqrt(2 / walks), "10 % off would be seen"


def test_it_knows_many_directions():
    v = stationary_variance([16.0, 1600.0], learning_rate=1e-6, curvature=[1.0, 100.0])
    assert_allclose(v, 8e-6, rtol=1e-4)
    assert stationary_variance([], learning_rate=0.1).shape == (0,)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"learning_rate": 2.0}, r"must be below 2, or the walk flies off; got 2"),
        ({"learning_rate": 0.02, "curvature": [1.0, 100.0]}, "must be below 2"),
        ({"learning_rate": 3.9, "momentum": 0.9}, r"must be below 3\.8"),
        ({"learning_rate": 0.1, "curvature": -1.0}, "curvature must be positive"),
        ({"learning_rate": 0.1, "batch_size": 0}, "batch_size must be a whole number from 1 on"),
        ({"learning_rate": 0.1, "momentum": -0.1}, "momentum must be"),
        ({"learning_rate": np.nan}, "learning_rate must be"),
    ],
)
def test_what_has_no_stationary_variance(options, words):
    with pytest.raises(ValueError, match=words):
        stationary_variance(1.0, **options)
    with pytest.raises(ValueError, match="variance from 0 on"):
        stationary_variance(-1.0, learning_rate=0.1)


# gradient_noise_scale


def test_noise_scale_by_hand():
    assert gradient_noise_scale([[1.0, 0.0], [3.0, 0.0]]) == 0.25
    each = FEATURES * (FEATURES @ [10.0, 1.0] - ANSWERS)[:, None]
    assert_allclose(gradient_noise_scale(each), (116 + 11600) / (100 + 10000), rtol=1e-12)


def test_noise_scale_without_noise_and_without_signal():
    assert gradient_noise_scale([[2.0, 1.0], [2.0, 1.0]]) == 0
    assert gradient_noise_scale([[2.0], [-2.0]]) == np.inf
    assert gradient_noise_scale([[0.1], [0.2], [-0.3]]) == np.inf  # their sum is 3e-17
    assert gradient_noise_scale([[0.0], [0.0]]) == 0


@given(st.integers(0, 99), st.floats(1e-3, 1e3))
def test_noise_scale_knows_no_unit_and_no_direction(seed, factor):
    rng = np.random.default_rng(seed)
    each = rng.normal(loc=0.5, size=(30, 3))
    turn, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    scale = gradient_noise_scale(each)
    assert_allclose(gradient_noise_scale(factor * each @ turn), scale, rtol=1e-9)


@pytest.mark.parametrize("gradients", [[], [1.0, 2.0], np.zeros((0, 3)), 1.0])
def test_gradients_without_samples_are_refused(gradients):
    with pytest.raises(ValueError, match="one row for each sample; got shape"):
        gradient_noise_scale(gradients)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_gradients_that_are_not_finite_are_refused(value):
    with pytest.raises(ValueError, match="must be finite"):
        gradient_noise_scale([[1.0, value], [2.0, 3.0]])
