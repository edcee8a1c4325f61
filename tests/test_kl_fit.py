"""One bell curve fitted to two bumps: against quad, by differences, and where walks end."""

import numpy as np
import pytest
import scipy.integrate
import scipy.special
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from mathforai.information import (
    DIRECTIONS,
    fit_kl,
    fit_kl_descent,
    fit_kl_gradient,
    two_bumps_log_density,
)


def integral(log_p, log_q, low, high, points):
    def density(x):
        return np.exp(log_p(x)) * (log_p(x) - log_q(x))

    return scipy.integrate.quad(density, low, high, points=points, limit=400, epsabs=1e-13)[0]


def test_the_bumps_are_a_density_with_the_stated_mean_and_width():
    def moment(k):
        return scipy.integrate.quad(
            lambda x: x**k * np.exp(two_bumps_log_density(x)), -12, 12, points=[-3, 0, 3]
        )[0]

    assert_allclose([moment(k) for k in range(3)], [1, 0, 9.49], atol=1e-9)
    x = np.linspace(-9, 9, 50)
    parts = np.log(0.5) + scipy.stats.norm.logpdf(x[:, None], [-3, 3], 0.7)
    assert_allclose(two_bumps_log_density(x), scipy.special.logsumexp(parts, axis=1), rtol=1e-12)


@pytest.mark.parametrize("mean", [-5.0, 0.0, 0.5, 3.0])
@pytest.mark.parametrize("std", [0.5, 0.7, 2.58, 4.0])
def test_fit_kl_is_the_integral(mean, std):
    def bell(x):
        return -(((x - mean) / std) ** 2) / 2 - np.log(std * np.sqrt(2 * np.pi))

    forward = integral(two_bumps_log_density, bell, -12, 12, [-3, 0, 3])
    assert_allclose(fit_kl(mean, std, "forward"), forward, rtol=1e-6)
    ends = (mean - 10 * std, mean + 10 * std)
    reverse = integral(bell, two_bumps_log_density, *ends, [0, mean])
    assert_allclose(fit_kl(mean, std, "reverse"), reverse, rtol=1e-6)


@pytest.mark.parametrize("direction", DIRECTIONS)
@given(st.floats(-5, 5), st.floats(0.5, 4), st.floats(0, 6.3))
def test_the_gradient_is_the_slope_in_every_direction(direction, mean, std, angle):
    h, way = 1e-4, np.array([np.cos(angle), np.sin(angle)])
    above, below = (fit_kl(mean + t * way[0], std + t * way[1], direction) for t in (h, -h))
    slope = fit_kl_gradient(mean, std, direction) @ way
    assert_allclose(slope, (above - below) / (2 * h), rtol=1e-4, atol=1e-4)


def test_walks_end_in_the_valleys_and_never_climb():
    ends = {
        ("forward", 0.5, 1.0): (0, np.sqrt(9.49)),
        ("forward", -5.0, 0.5): (0, np.sqrt(9.49)),
        ("reverse", 1.0, 1.0): (2.99991, 0.70018),
        ("reverse", -1.0, 1.0): (-2.99991, 0.70018),
        ("reverse", 0.5, 1.0): (0, 2.57967),
        ("reverse", 1.5, 3.0): (0, 2.57967),
    }
    for (direction, mean, std), end in ends.items():
        path = fit_kl_descent(mean, std, direction, 600)
        assert_allclose(path[-1], end, atol=1e-4)
        assert np.all(np.hypot(*np.diff(path, axis=0).T) <= 0.1 + 1e-12)
        heights = [fit_kl(*q, direction) for q in path]
        assert np.all(np.diff(heights) <= 1e-9)


def test_a_walk_on_the_ridge_stays_there():
    assert not fit_kl_descent(0.0, 0.5, "reverse")[:, 0].any()


def test_a_straight_way_to_the_end_stays_in_its_valley():
    # The figure's button glides on it, and asks at every frame where the walk ends.
    for mean in (0.3, 0.8, 1.5, 2.5, 4.0):
        for std in (0.5, 1.0, 2.0, 3.0, 4.0):
            start, end = np.array([mean, std]), fit_kl_descent(mean, std, "reverse")[-1]
            half = fit_kl_descent(*(start + end) / 2, "reverse")[-1]
            assert_allclose(half, end, atol=0.2)


def test_what_is_no_fit_is_refused():
    for function in (fit_kl, fit_kl_gradient, fit_kl_descent):
        with pytest.raises(ValueError, match="direction must be one of"):
            function(0.0, 1.0, "backward")
        with pytest.raises(ValueError, match="std must be a positive finite number"):
            function(0.0, 0.0, "forward")
    with pytest.raises(ValueError, match="steps must be a whole number"):
        fit_kl_descent(0.0, 1.0, "forward", -1)
    assert len(fit_kl_descent(0.0, 1.0, "reverse", 0)) == 1
