"""Finite differences and the complex step: by hand, against torch, and where they fail."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mathforai.calculus import central_difference, complex_step, forward_difference
from mathforai.calculus.chain_rule import STEP, jacobian_fd

METHODS = [forward_difference, central_difference, complex_step]
# within about |f| eps^(1/2), |f| eps^(2/3), |f| eps
TOLERANCES = dict(zip(METHODS, [1e-6, 1e-8, 1e-13], strict=True))
finite = st.floats(-100, 100)
nudges = st.floats(1e-3, 10)


def profit(y):
    return 6 * (2 + np.sqrt(y)) - y


def profit_slope(y):
    return 3 / np.sqrt(y) - 1


def test_by_hand():
    assert forward_difference(profit, 1.0, step=3.0) == 1.0  # from 17 to 20
    assert central_difference(lambda x: x**3, 1.0, step=0.5) == 3.25
    assert complex_step(lambda x: x**3, 2.0) == 12.0
    assert_array_equal(forward_difference(np.square, [1, 2], step=1), [3, 5])


@pytest.mark.parametrize("method", METHODS)
def test_slope_of_the_profit(method):
    y = np.random.default_rng(21).uniform(0.5, 20, size=200)
    assert_allclose(method(profit, y), profit_slope(y), rtol=0, atol=TOLERANCES[method])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "wrong",
    [
        lambda y: 6 / np.sqrt(y) - 1,
        lambda y: 3 / np.sqrt(y),
        lambda y: -profit_slope(y),
        lambda y: 3.0001 / np.sqrt(y) - 1,
    ],
)
def test_a_wrong_derivative_is_rejected(method, wrong):
    y = np.linspace(0.5, 20, 9)
    with pytest.raises(AssertionError):
        assert_allclose(method(profit, y), wrong(y), rtol=0, atol=TOLERANCES[method])


@pytest.mark.parametrize("method", METHODS)
def test_agree_with_torch(method):
    torch = pytest.importorskip("torch")
    x = np.random.default_rng(1).uniform(0.5, 2, size=50)
    theirs = torch.tensor(x, requires_grad=True)
    (torch.exp(torch.sin(theirs)) / theirs + torch.log(theirs)).sum().backward()
    found = method(lambda x: np.exp(np.sin(x)) / x + np.log(x), x)
    assert_allclose(found, theirs.grad.numpy(), rtol=0, atol=10 * TOLERANCES[method])


def test_agree_with_scipy():
    from scipy.differentiate import derivative

    x = np.linspace(-2, 2, 20)
    found = derivative(np.sinh, x)
    assert found.success.all()
    assert_allclose(complex_step(np.sinh, x), found.df, rtol=1e-8)


@given(finite, finite, finite, finite, nudges)
def test_what_the_bend_does_to_a_parabola(a, b, c, x, h):
    def parabola(x):
        return a + b * x + c * x**2

    slope, allowed = b + 2 * c * x, 1e-9 * (1 + abs(a) + abs(b) + abs(c)) / h
    assert abs(forward_difference(parabola, x, step=h) - slope - c * h) <= allowed
    assert abs(central_difference(parabola, x, step=h) - slope) <= allowed
    assert complex_step(parabola, x) == pytest.approx(slope, rel=1e-12, abs=1e-12)


@given(finite, nudges)
def test_central_is_the_mean_of_both_sides(x, h):
    above = forward_difference(np.cos, x, step=h)
    below = forward_difference(np.cos, x - h, step=h)
    assert central_difference(np.cos, x, step=h) == pytest.approx((above + below) / 2, abs=1e-12)


def test_the_order_of_the_errors():
    h = 2.0 ** -np.arange(3, 9)
    forward = [abs(forward_difference(profit, 1.0, step=v) - 2) for v in h]
    central = [abs(central_difference(profit, 1.0, step=v) - 2) for v in h]
    assert_allclose(forward / h, 0.75, rtol=0.07)
    assert_allclose(central / h**2, 0.375, rtol=0.03)


def test_rounding_takes_over_where_nothing_is_left_to_subtract():
    assert forward_difference(profit, 1.0, step=1e-16) == 0
    assert abs(forward_difference(profit, 1.0, step=1e-15) - 2) > 1
    assert abs(complex_step(profit, 1.0, step=1e-16) - 2) < 1e-14


def test_the_step_grows_with_x_and_suits_the_format():
    for x in (1e9, -1e9, 1e-4, 0.0):
        assert_allclose(central_difference(np.square, x), 2 * x, rtol=1e-9, atol=1e-9)
    single = central_difference(profit, np.float32(2))
    assert single.dtype == np.float32
    assert abs(single - profit_slope(2.0)) < 1e-3
    assert abs(central_difference(profit, np.float32(2), step=STEP) - profit_slope(2.0)) > 1e-2


def test_the_step_is_that_of_the_jacobian():
    x = np.array([0.3, -2.0, 40.0])
    own = central_difference(np.sin, x)
    assert_allclose(np.diag(jacobian_fd(np.sin, x)), own, rtol=1e-8)
    assert STEP == float(np.finfo(float).eps ** (1 / 3))


@pytest.mark.parametrize("method", METHODS)
def test_shapes(method):
    assert np.shape(method(np.sin, 1.0)) == ()
    assert np.shape(method(np.sin, 1)) == ()
    assert method(np.sin, []).shape == (0,)
    assert method(np.sin, np.ones((2, 3))).shape == (2, 3)
    assert_allclose(method(np.sin, np.ones((2, 3))), np.cos(1), atol=1e-7)
    with pytest.raises(ValueError, match=r"from \(2,\) to the same shape; got \(\)"):
        method(np.sum, [1.0, 2.0])


@pytest.mark.parametrize("method", METHODS)
def test_bad_input(method):
    for step in (0, -1e-5, np.nan, np.inf, "1"):
        with pytest.raises(ValueError, match="step must be a positive finite number; got"):
            method(np.sin, 1.0, step=step)
    for x in (np.nan, np.inf, [1.0, np.nan]):
        with pytest.raises(ValueError, match="x must be finite; got"):
            method(np.sin, x)


def test_a_kink_is_not_noticed():
    assert forward_difference(np.abs, 0.0) == 1
    assert central_difference(np.abs, 0.0) == 0
    assert central_difference(lambda x: np.maximum(x, 0), 0.0) == 0.5


def test_the_complex_step_needs_smooth_code():
    with pytest.raises(ValueError, match="real numbers of complex ones"):
        complex_step(np.abs, 3.0)
    assert complex_step(lambda x: x * np.abs(x), 3.0) == 3.0  # half of the slope, as documented
