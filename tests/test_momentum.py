"""Momentum: by hand, against torch and the eigenvalues, by identities, and where it fails."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mathforai.optimization import (
    convergence_rate,
    gradient_descent,
    heavy_ball,
    nesterov,
    optimal_momentum,
    ravine_gradient,
)

momenta = st.floats(0, 0.999)
curvatures = st.floats(1e-3, 1e3)
BOTH = pytest.mark.parametrize("method", [heavy_ball, nesterov])


def waves(w):
    """Return a gradient whose slope changes: that of w²/4 + cos w, and a mixed term."""
    return w / 2 - np.sin(w) + 0.1 * np.roll(w, 1)


# The walks


def test_heavy_ball_by_hand():
    # u: 4, 0.5 * 4 + 2 = 4, 0.5 * 4 + 0 = 2
    path = heavy_ball(lambda w: w, 4.0, learning_rate=0.5, momentum=0.5, steps=3)
    assert_array_equal(path, [4, 2, 0, -1])


def test_nesterov_by_hand():
    # u: 4, 0.5 * 4 + 1 = 3; steps: 0.5 * (4 + 2), 0.5 * (1 + 1.5)
    path = nesterov(lambda w: w, 4.0, learning_rate=0.5, momentum=0.5, steps=2)
    assert_array_equal(path, [4, 1, -0.25])


def test_on_a_constant_slope_the_velocity_grows_to_ten():
    given_slope = {"learning_rate": 1, "momentum": 0.9, "steps": 400}
    path = heavy_ball(lambda w: 1.0, 0.0, **given_slope)
    assert_allclose(-np.diff(path)[:3], [1, 1.9, 2.71], rtol=1e-12)
    assert_allclose(-np.diff(path)[-1], 10, rtol=1e-12)


def torch_walk(gradient, start, steps, **options):
    torch = pytest.importorskip("torch")
    w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], **options)
    path = [w.detach().numpy().copy()]
    for _ in range(steps):
        w.grad = torch.from_numpy(gradient(w.detach().numpy()))
        optimizer.step()
        path.append(w.detach().numpy().copy())
    return np.array(path)


@BOTH
@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("gradient", [ravine_gradient, waves])
def test_the_walk_of_torch(method, gradient, momentum):
    path = method(gradient, [10.0, 1.0], learning_rate=0.012, momentum=momentum, steps=200)
    ahead = method is nesterov and momentum > 0  # torch refuses nesterov without momentum
    theirs = torch_walk(gradient, [10.0, 1.0], 200, lr=0.012, momentum=momentum, nesterov=ahead)
    assert_allclose(path, theirs, rtol=1e-12, atol=1e-12)


def test_torch_rejects_a_momentum_that_is_a_little_off():
    path = heavy_ball(waves, [10.0, 1.0], learning_rate=0.012, momentum=0.9 + 1e-9, steps=200)
    theirs = torch_walk(waves, [10.0, 1.0], 200, lr=0.012, momentum=0.9)
    with pytest.raises(AssertionError):
        assert_allclose(path, theirs, rtol=1e-12, atol=1e-12)


@BOTH
def test_without_momentum_it_is_gradient_descent(method):
    path = method(waves, [3.0, -2.0], learning_rate=0.3, momentum=0.0, steps=40)
    assert_array_equal(path, gradient_descent(waves, [3.0, -2.0], learning_rate=0.3, steps=40))


@BOTH
def test_a_schedule_is_followed_and_the_velocity_does_not_know_it(method):
    path = method(lambda w: np.ones(1), [0.0], learning_rate=[0, 0, 1], momentum=0.5, steps=3)
    assert_array_equal(path.ravel(), [0, 0, 0, -1.75 if method is heavy_ball else -1.875])


@BOTH
def test_formats_shapes_and_overflow(method):
    options = {"learning_rate": 0.1, "momentum": 0.9, "steps": 3}
    single = method(lambda w: w, np.ones(2, dtype=np.float32), **options)
    assert (single.dtype, single.shape) == (np.float32, (4, 2))
    assert method(lambda w: w, np.ones((0,)), **options).shape == (4, 0)
    assert method(lambda w: w, np.ones((5, 2)), **options).shape == (4, 5, 2)
    gone = method(lambda w: w**3, 1e200, **options)
    assert not np.isfinite(gone[-1])


@BOTH
def test_two_calls_share_nothing(method):
    options = {"learning_rate": 0.1, "momentum": 0.9, "steps": 9}
    once, again = (method(waves, [1.0, 2.0], **options) for _ in range(2))
    assert_array_equal(once, again)


@BOTH
@pytest.mark.parametrize("momentum", [-0.1, 1, 1.5, np.nan, True, "0.9", None, [0.9]])
def test_what_is_no_momentum(method, momentum):
    with pytest.raises(ValueError, match="momentum must be"):
        method(waves, [1.0], learning_rate=0.1, momentum=momentum, steps=2)


@BOTH
def test_what_is_no_rate(method):
    with pytest.raises(ValueError, match="learning_rate must be a positive"):
        method(waves, [1.0], learning_rate=0, momentum=0.9, steps=2)


# The rate


def test_rates_by_hand():
    assert convergence_rate(2.0, learning_rate=0.1) == 0.8
    assert convergence_rate(2.0, learning_rate=0.9) == pytest.approx(0.8, rel=1e-12)
    # z² - 1.25 z + 0.25 = (z - 1) (z - 0.25) in the limit of no curvature
    assert convergence_rate(1e-12, learning_rate=1, momentum=0.25) == pytest.approx(1, abs=1e-11)
    assert convergence_rate([0.3, 1.0, 1.9], learning_rate=1, momentum=0.81) == 0.9
    # z² + 2.5 z + 1 with 1 + 1/4 - a, a = 3.5: (z² + 2.25 z + 0.25), roots -0.1174..., -2.1325...
    root = (2.25 + np.sqrt(2.25**2 - 1)) / 2
    assert convergence_rate(3.5, learning_rate=1, momentum=0.25) == pytest.approx(root)


def spectral_radius(a, beta, ahead):
    """Return the largest size of an eigenvalue of the step (w, u) to (w, u)."""
    step = (
        [[1 - a * (1 + beta), -(beta**2)], [a, beta]] if ahead else [[1 - a, -beta], [a, beta]]
    )  # u in units of 1 / learning rate
    return np.abs(np.linalg.eigvals(step)).max()


@given(momenta, st.floats(1e-3, 5), curvatures, st.booleans())
def test_the_rate_is_the_spectral_radius(beta, a, curvature, ahead):
    rate = convergence_rate(curvature, learning_rate=a / curvature, momentum=beta, nesterov=ahead)
    # a double root moves by the root of the rounding error
    assert_allclose(rate, spectral_radius(a, beta, ahead), rtol=1e-6, atol=1e-6)


def test_a_rate_without_the_square_root_is_rejected():
    assert abs(0.9 - spectral_radius(1.0, 0.9, False)) > 1e-3


@given(st.floats(0.01, 0.99), st.floats(0.001, 0.999))
def test_between_the_borders_the_rate_is_the_root_of_the_momentum(beta, part):
    low, high = (1 - np.sqrt(beta)) ** 2, (1 + np.sqrt(beta)) ** 2
    a = low + part * (high - low)
    assert convergence_rate(a, learning_rate=1, momentum=beta) == np.sqrt(beta)


@given(st.floats(0.01, 0.98), st.floats(1e-3, 3.9))
def test_beyond_the_cliff_it_flies_off(beta, a):
    rate, cliff = convergence_rate(a, learning_rate=1, momentum=beta), 2 * (1 + beta)
    if abs(a / cliff - 1) > 1e-9:
        assert (rate < 1) == (a < cliff)


def test_the_walk_shrinks_at_the_rate():
    for beta, rate in [(0.9, 0.01), (0.5, 0.02), (0.67, 0.033), (0.0, 0.015)]:
        path = heavy_ball(
            ravine_gradient, [10.0, 1.0], learning_rate=rate, momentum=beta, steps=900
        )
        size = np.linalg.norm(path, axis=1)
        mean = (size[300:901].max() / size[:601].max()) ** (1 / 300)  # a swing has zeros
        expected = convergence_rate([1.0, 100.0], learning_rate=rate, momentum=beta)
        assert mean == pytest.approx(expected, abs=0.01)


# The best settings


def test_optimal_by_hand():
    assert optimal_momentum([1.0, 100.0]) == pytest.approx((4 / 121, 81 / 121), rel=1e-14)
    assert optimal_momentum([2.0, 50.0, 7.0]) == pytest.approx((1 / 18, 4 / 9), rel=1e-14)
    assert optimal_momentum(4.0) == (0.25, 0.0)


@given(st.floats(1.01, 1e5), curvatures, st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_nothing_near_is_faster_than_the_optimum(kappa, low, more, less):
    ends = [low, kappa * low]
    rate, beta = optimal_momentum(ends)
    best = np.sqrt(beta)
    found = convergence_rate(ends, learning_rate=rate, momentum=beta)
    assert found == pytest.approx(best, abs=1e-6)
    other = convergence_rate(
        ends, learning_rate=rate * (1 + more), momentum=min(0.9999, beta * (1 + less))
    )
    assert other >= best - 1e-12


@given(st.floats(1.01, 1e4))
def test_the_momentum_of_a_ravine_is_descent_at_its_root(kappa):
    beta = optimal_momentum([1.0, kappa**2])[1]
    plain = convergence_rate([1.0, kappa], learning_rate=2 / (1 + kappa))
    assert np.sqrt(beta) == pytest.approx(plain, rel=1e-9)


@pytest.mark.parametrize("given_curvatures", [[], 0.0, [1.0, -1.0], [1.0, np.inf], [np.nan]])
def test_what_is_no_curvature(given_curvatures):
    with pytest.raises(ValueError, match="curvatures must be positive finite numbers"):
        optimal_momentum(given_curvatures)
    with pytest.raises(ValueError, match="curvatures must be positive finite numbers"):
        convergence_rate(given_curvatures, learning_rate=0.1)
