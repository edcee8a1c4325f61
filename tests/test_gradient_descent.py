"""Gradient descent on a parabola: by hand, against torch, by identities, and where it fails."""

import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mathforai.optimization import (
    contraction_factor,
    gd_closed_form,
    gradient_descent,
    quadratic_gradient,
    quadratic_loss,
    regime,
)

finite = st.floats(-100, 100)
curvatures = st.floats(1e-3, 1e3)
relative_rates = st.floats(1e-3, 3.9)  # learning rate times curvature


# quadratic_loss, quadratic_gradient


def test_loss_and_gradient_by_hand():
    assert quadratic_loss(10.0) == 49.0
    assert quadratic_gradient(10.0) == 14.0
    assert quadratic_loss(4.0, minimum=-1.0, curvature=10.0) == 125.0
    assert quadratic_gradient(4.0, minimum=-1.0, curvature=10.0) == 50.0


def assert_is_slope(gradient, loss, rng):
    """Compare with the central difference, which is exact on a parabola but for rounding."""
    w = rng.normal(scale=5, size=50)
    h = 0.25
    assert_allclose(gradient(w), (loss(w + h) - loss(w - h)) / (2 * h), rtol=1e-10, atol=1e-10)


def test_gradient_is_the_slope_of_the_loss():
    rng = np.random.default_rng(0)
    assert_is_slope(quadratic_gradient, quadratic_loss, rng)
    where = {"minimum": -7.0, "curvature": 0.3}
    assert_is_slope(
        lambda w: quadratic_gradient(w, **where), lambda w: quadratic_loss(w, **where), rng
    )


@pytest.mark.parametrize(
    "wrong",
    [
        lambda w: -quadratic_gradient(w),
        lambda w: quadratic_gradient(w) / 2,
        lambda w: quadratic_gradient(w, minimum=3.0000001),
        lambda w: np.full_like(w, quadratic_gradient(w).mean()),
    ],
)
def test_a_wrong_gradient_is_rejected(wrong):
    with pytest.raises(AssertionError):
        assert_is_slope(wrong, quadratic_loss, np.random.default_rng(0))


def test_loss_keeps_the_number_format_and_does_not_warn():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert quadratic_loss(np.float32(1e30)).dtype == np.float32
        assert quadratic_loss(np.float32(1e30)) == np.inf
        assert quadratic_loss([]).shape == (0,)
        assert np.isnan(quadratic_gradient(np.nan))


# gradient_descent


def test_walk_by_hand():
    path = gradient_descent(quadratic_gradient, 10.0, learning_rate=0.25, steps=3)
    assert_array_equal(path, [10.0, 6.5, 4.75, 3.875])


def test_walk_in_two_dimensions_by_hand():
    slopes = np.array([2.0, 4.0])
    path = gradient_descent(lambda w: slopes * w, [1.0, 1.0], learning_rate=0.25, steps=2)
    assert_array_equal(path, [[1, 1], [0.5, 0], [0.25, 0]])


def torch_walk(loss, start, learning_rate, steps):
    torch = pytest.importorskip("torch")
    w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=learning_rate)
    path = [w.detach().numpy().copy()]
    for _ in range(steps):
        optimizer.zero_grad()
        loss(w).sum().backward()
        optimizer.step()
        path.append(w.detach().numpy().copy())
    return np.array(path)


@pytest.mark.parametrize("learning_rate", [2**-7, 2**-4, 0.25, 0.5, 1.0, 2.0])
def test_walk_is_exactly_that_of_torch(learning_rate):
    # At a power of two the product learning_rate * gradient has no rounding; see the next test.
    start = np.random.default_rng(1).normal(scale=10, size=7)
    path = gradient_descent(quadratic_gradient, start, learning_rate=learning_rate, steps=200)
    assert_array_equal(path, torch_walk(lambda w: (w - 3) ** 2, start, learning_rate, 200))


def rounded_once(w, learning_rate, gradient):
    return float(Fraction(w) - Fraction(learning_rate) * Fraction(gradient))


@pytest.mark.parametrize("learning_rate", [0.01, 0.1, 0.37, 0.9, 1.1])
def test_every_step_is_that_of_torch_but_for_one_rounding(learning_rate):
    # torch may multiply and subtract with one rounding (a fused instruction); NumPy rounds twice.
    # So from torch's own position the next one is exactly ours, or exactly the one rounded once.
    start = np.random.default_rng(2).normal(scale=10, size=5)
    theirs = torch_walk(lambda w: (w - 3) ** 2, start, learning_rate, 200)
    for before, after in zip(theirs[:-1].ravel(), theirs[1:].ravel(), strict=True):
        ours = gradient_descent(quadratic_gradient, before, learning_rate=learning_rate, steps=1)[1]
        fused = rounded_once(before, learning_rate, quadratic_gradient(before))
        assert after in (ours, fused)


def test_torch_rejects_a_walk_with_a_stale_gradient():
    path = [10.0, 10.0 - 0.25 * quadratic_gradient(10.0)]
    for _ in range(199):
        path.append(path[-1] - 0.25 * quadratic_gradient(path[-2]))
    theirs = torch_walk(lambda w: (w - 3) ** 2, 10.0, 0.25, 200)
    with pytest.raises(AssertionError):
        assert_array_equal(path, theirs)


@pytest.mark.parametrize(
    ("start", "shape"),
    [(1.0, (4,)), ([1.0], (4, 1)), ([], (4, 0)), (np.ones((2, 3)), (4, 2, 3)), (np.int64(1), (4,))],
)
def test_path_has_one_more_row_than_steps(start, shape):
    path = gradient_descent(quadratic_gradient, start, steps=3)
    assert path.shape == shape
    assert path.dtype == np.float64


def test_no_steps_is_the_start():
    assert_array_equal(gradient_descent(quadratic_gradient, 5, steps=0), [5.0])


def test_float32_stays_float32_and_leaves_its_range_at_step_40():
    path = gradient_descent(quadratic_gradient, np.float32(0), learning_rate=2.0, steps=60)
    losses = quadratic_loss(path)
    assert path.dtype == losses.dtype == np.float32
    assert np.flatnonzero(~np.isfinite(losses))[0] == 40  # 9 * 9^40 > 3.4e38
    assert np.flatnonzero(np.isnan(losses)).size == 0 or np.flatnonzero(np.isnan(losses))[0] > 40


def test_the_walk_goes_on_through_inf_and_nan_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        path = gradient_descent(quadratic_gradient, 1.0, learning_rate=1e9, steps=60)
    assert np.isinf(path).any()
    assert np.isnan(path[-1])


def test_start_is_not_changed_and_a_gradient_may_write_into_its_input():
    def gradient(w):
        w *= 2
        return w

    start = np.array([1.0])
    path = gradient_descent(gradient, start, learning_rate=0.25, steps=2)
    assert_array_equal(path.ravel(), [1.0, 0.5, 0.25])
    assert start[0] == 1.0


@pytest.mark.parametrize("learning_rate", [0, -0.1, np.nan, np.inf, "0.1", None])
def test_a_learning_rate_that_is_not_positive_is_refused(learning_rate):
    with pytest.raises(ValueError, match="learning_rate must be a positive finite number; got"):
        gradient_descent(quadratic_gradient, 1.0, learning_rate=learning_rate)
    with pytest.raises(ValueError, match="learning_rate must be"):
        regime(learning_rate, 2.0)
    with pytest.raises(ValueError, match="learning_rate must be"):
        contraction_factor(learning_rate, 2.0)
    with pytest.raises(ValueError, match="learning_rate must be"):
        gd_closed_form(0.0, learning_rate=learning_rate)


@pytest.mark.parametrize("curvature", [0, -2.0, np.nan, np.inf])
def test_a_curvature_that_is_not_positive_is_refused(curvature):
    with pytest.raises(ValueError, match="curvature must be a positive finite number; got"):
        regime(0.1, curvature)
    with pytest.raises(ValueError, match="curvature must be"):
        gd_closed_form(0.0, curvature=curvature)


@pytest.mark.parametrize("steps", [-1, 2.5, "3", None])
def test_steps_that_cannot_be_counted_are_refused(steps):
    with pytest.raises(ValueError, match="steps must be a whole number from 0 on; got"):
        gradient_descent(quadratic_gradient, 1.0, steps=steps)
    with pytest.raises(ValueError, match="steps must be"):
        gd_closed_form(1.0, steps=steps)


def test_a_gradient_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"the shape of its input, \(2,\); got \(\)"):
        gradient_descent(lambda w: w.sum(), [1.0, 2.0])


# The closed form


def test_closed_form_by_hand():
    assert_array_equal(gd_closed_form(10.0, learning_rate=0.25, steps=3), [10.0, 6.5, 4.75, 3.875])
    path = gd_closed_form([0.0, 3.0], learning_rate=1.0, steps=2)
    assert_array_equal(path, [[0, 3], [6, 3], [0, 3]])


@given(finite, finite, curvatures, relative_rates, st.integers(0, 60))
def test_closed_form_is_the_walk(start, minimum, curvature, relative_rate, steps):
    rate = {"learning_rate": relative_rate / curvature, "steps": steps}
    shape = {"minimum": minimum, "curvature": curvature}
    walked = gradient_descent(lambda w: quadratic_gradient(w, **shape), start, **rate)
    # Each step rounds by a few units in the last place of the numbers in it, and the walk then
    # multiplies that by the factor, as it multiplies the distance.
    growth = np.maximum(1, abs(1 - relative_rate)) ** np.arange(steps + 1)
    allowed = 1e-12 * (1 + abs(start) + abs(minimum)) * growth
    assert np.all(np.abs(gd_closed_form(start, **rate, **shape) - walked) <= allowed)


@pytest.mark.parametrize("learning_rate", [2.0, 30.0, 1e6])
def test_closed_form_overflows_where_the_walk_does(learning_rate):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        walked = gradient_descent(quadratic_gradient, 0.0, learning_rate=learning_rate, steps=800)
        known = gd_closed_form(0.0, learning_rate=learning_rate, steps=800)
    ends = [np.flatnonzero(~np.isfinite(path))[0] for path in (walked, known)]
    assert abs(ends[0] - ends[1]) <= 1
    both = min(ends)
    assert_allclose(known[:both], walked[:both], rtol=1e-12)
    assert not np.isnan(known).any()


def test_closed_form_stays_on_the_minimum_for_ever():
    assert_array_equal(gd_closed_form(3.0, learning_rate=30.0, steps=800), np.full(801, 3.0))


# What a learning rate does


@given(curvatures, st.floats(0.01, 0.99), finite)
def test_factors_of_opposite_sign_give_the_same_losses(curvature, size, start):
    walks = [
        gd_closed_form(start, learning_rate=rate / curvature, steps=30, curvature=curvature)
        for rate in (1 - size, 1 + size)
    ]
    creeping, zigzagging = (quadratic_loss(w, curvature=curvature) for w in walks)
    allowed = 1e-11 * (1 + creeping[0])
    assert_allclose(creeping, zigzagging, rtol=1e-9, atol=allowed)


@given(curvatures, st.floats(1e-3, 1.0), finite)
def test_a_short_step_lowers_the_loss_by_what_the_descent_lemma_promises(curvature, rate, start):
    learning_rate = rate / curvature
    w = gd_closed_form(start, learning_rate=learning_rate, steps=20, curvature=curvature)
    losses = quadratic_loss(w, curvature=curvature)
    slopes = quadratic_gradient(w, curvature=curvature)
    promised = losses[:-1] - learning_rate / 2 * slopes[:-1] ** 2
    assert np.all(losses[1:] <= promised + 1e-12 * (1 + losses[0]))


def test_a_long_step_breaks_that_promise():
    losses = quadratic_loss(gd_closed_form(0.0, learning_rate=0.6, steps=1))
    assert losses[1] > losses[0] - 0.3 * quadratic_gradient(0.0) ** 2


def test_factor_by_hand():
    assert contraction_factor(0.1, 2.0) == 0.8
    assert contraction_factor(0.5, 2.0) == 0
    assert contraction_factor(1.0, 2.0) == -1
    assert contraction_factor(1.5, 2.0) == -2


@pytest.mark.parametrize("curvature", [2.0, 10.0, 49.0, 1 / 3, 1e-3, 7e5])
def test_the_borders_of_the_regimes_are_exact(curvature):
    lands, turns = 1 / curvature, 2 / curvature
    assert regime(np.nextafter(lands, 0), curvature) == "monotone"
    assert regime(lands, curvature) == "one step"
    assert regime(np.nextafter(lands, 1e9), curvature) == "zigzags"
    assert regime(np.nextafter(turns, 0), curvature) == "zigzags"
    assert regime(turns, curvature) == "two-cycle"
    assert regime(np.nextafter(turns, 1e9), curvature) == "diverges"


@given(curvatures, relative_rates)
def test_the_walk_does_what_its_regime_says(curvature, relative_rate):
    rate = {"learning_rate": relative_rate / curvature, "curvature": curvature}
    signs = np.sign(1 - relative_rate)
    name = regime(**rate)
    if abs(relative_rate - 1) < 1e-9 or abs(relative_rate - 2) < 1e-9:
        return
    first, second = np.abs(gd_closed_form(1.0, minimum=0.0, steps=1, **rate))
    assert (signs > 0) == (name == "monotone")
    assert (second < first) == (name in ("monotone", "zigzags"))
    assert (second > first) == (name == "diverges")
