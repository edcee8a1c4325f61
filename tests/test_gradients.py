"""Gradients, slopes and steepest directions: by hand, against torch and SciPy, where they fail."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import linprog

from mathforai.calculus import directional_derivative, numerical_gradient, steepest_direction

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 6)


def profit(w):
    return w[0] * (14 - 2 * w[0] + np.sqrt(w[1])) - w[1]


# numerical_gradient


@pytest.mark.parametrize(
    ("point", "wanted"), [((6, 1), (-9, 2)), ((4, 4), (0, 0)), ((1, 4), (12, -0.75))]
)
def test_the_concert_by_hand(point, wanted):
    assert_allclose(numerical_gradient(profit, point), wanted, atol=1e-8)


def test_seed_examples_by_hand():
    first = numerical_gradient(lambda w: w[0] ** 2 + 2 * w[0] * w[1] + w[1] ** 2, [3, 2])
    second = numerical_gradient(lambda w: w[0] ** 2 + 3 * w[0] * w[1] + w[1] ** 2, [2, 1])
    assert_allclose(first, [10, 10], rtol=1e-9)
    assert_allclose(second, [7, 8], rtol=1e-9)


def networks(torch, w):
    return torch.tanh(w).prod() + torch.logsumexp(w.reshape(-1), 0) * torch.sin(w).sum()


@pytest.mark.parametrize("shape", [(), (1,), (5,), (2, 3), (2, 1, 3)])
def test_it_is_the_gradient_of_torch_in_any_shape(shape):
    torch = pytest.importorskip("torch")
    start = np.random.default_rng(22).normal(size=shape)
    w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    (theirs,) = torch.autograd.grad(networks(torch, w), w)

    def of_array(x):
        return networks(torch, torch.tensor(x)).item()

    ours = numerical_gradient(of_array, start)
    assert ours.shape == shape
    assert_allclose(ours, theirs.numpy(), rtol=1e-8, atol=1e-8)
    for wrong in (1.0001 * theirs.numpy(), theirs.numpy() + 1e-5):
        with pytest.raises(AssertionError):
            assert_allclose(ours, wrong, rtol=1e-8, atol=1e-8)


@given(seeds, sizes)
def test_a_nudge_does_what_the_gradient_promises(seed, d):
    rng = np.random.default_rng(seed)
    A, w, u = rng.normal(size=(d, d)), rng.normal(size=d), rng.normal(size=d)
    g = numerical_gradient(lambda w: w @ A @ w, w)
    leftover = (w + u) @ A @ (w + u) - w @ A @ w - g @ u
    assert_allclose(leftover, u @ A @ u, rtol=1e-6, atol=1e-6)  # of a quadratic, exactly this


def test_its_input_stays_and_the_function_may_write_into_its_own():
    def writes(w):
        total = np.sum(w**2)
        w[:] = 0
        return total

    w = np.array([1.0, 2.0])
    assert_allclose(numerical_gradient(writes, w), [2, 4], rtol=1e-9)
    assert_array_equal(w, [1, 2])


def test_whole_numbers_and_float32_become_float64():
    for kind in (int, np.float32):
        g = numerical_gradient(profit, np.array([6, 1], dtype=kind))
        assert g.dtype == np.float64
        assert_allclose(g, [-9, 2], atol=1e-8)


@pytest.mark.parametrize("w", [[], [np.nan, 1.0], [np.inf], [[]]])
def test_a_place_that_is_none_is_refused(w):
    with pytest.raises(ValueError, match="finite numbers; got"):
        numerical_gradient(np.sum, w)


def test_a_function_with_two_outputs_is_refused():
    with pytest.raises(ValueError, match=r"must return one number; got shape \(2,\)"):
        numerical_gradient(lambda w: 2 * w, [1.0, 2.0])


@pytest.mark.parametrize("step", [0, -1e-5, np.nan])
def test_a_step_that_is_none_is_refused(step):
    with pytest.raises(ValueError, match="step must be"):
        numerical_gradient(np.sum, [1.0], step=step)


# directional_derivative


def test_slopes_by_hand():
    assert directional_derivative([7.0, 8.0], [3.0, 4.0]) == 10.6
    assert directional_derivative([-9, 2], [2, 9]) == 0
    assert directional_derivative([-9, 2], [0, 5]) == 2
    assert directional_derivative([[3.0], [4.0]], [[3.0], [4.0]]) == 5
    assert directional_derivative([0.0, 0.0], [1.0, 1.0]) == 0


@given(seeds, sizes)
def test_a_slope_is_what_a_walk_finds(seed, d):
    rng = np.random.default_rng(seed)
    w, u = rng.normal(size=(2, d))
    g = np.cos(w)  # of the sum of sines
    unit = u / np.linalg.norm(u)
    ahead, behind = np.sin(w + 1e-5 * unit).sum(), np.sin(w - 1e-5 * unit).sum()
    assert_allclose(directional_derivative(g, u), (ahead - behind) / 2e-5, atol=1e-8)


@given(seeds, sizes, st.floats(1e-3, 1e3))
def test_no_slope_exceeds_the_length_and_only_the_direction_counts(seed, d, stretch):
    g, u = np.random.default_rng(seed).normal(size=(2, d))
    slope = directional_derivative(g, u)
    assert abs(slope) <= np.linalg.norm(g) * (1 + 1e-12)
    assert_allclose(directional_derivative(g, stretch * u), slope, rtol=1e-9, atol=1e-12)
    assert_allclose(directional_derivative(g, -u), -slope, rtol=1e-12)
    assert_allclose(directional_derivative(g, g), np.linalg.norm(g), rtol=1e-12)


@pytest.mark.parametrize("size", [1e200, 1e-200])
def test_very_long_and_very_short_directions(size):
    assert_allclose(directional_derivative([7.0, 8.0], [3 * size, 4 * size]), 10.6, rtol=1e-12)


@pytest.mark.parametrize("direction", [[0.0, 0.0], [np.nan, 1.0], [np.inf, 1.0]])
def test_a_direction_that_is_none_is_refused(direction):
    with pytest.raises(ValueError, match="direction must be finite and not 0; got"):
        directional_derivative([1.0, 2.0], direction)


def test_a_direction_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"the shape of gradient, \(2,\); got \(3,\)"):
        directional_derivative([1.0, 2.0], [1.0, 2.0, 3.0])


# steepest_direction


def test_directions_by_hand():
    assert_allclose(steepest_direction([3.0, -4.0]), [0.6, -0.8], rtol=1e-15)
    assert_array_equal(steepest_direction([3.0, -4.0, 0.0], norm=np.inf), [1, -1, 0])
    assert_array_equal(steepest_direction([3.0, -4.0, 4.0], norm=1), [0, -1, 0])
    # In units of 1/2 and 1 the gradient (6, 4) is (3, 4), and its direction (0.6, 0.8).
    assert_allclose(steepest_direction([6.0, 4.0], units=[0.5, 1.0]), [0.3, 0.8], rtol=1e-15)
    assert_array_equal(steepest_direction([6.0, -4.0], norm=np.inf, units=[0.5, 2]), [0.5, -2])


@given(seeds, sizes, st.sampled_from([1, 2, np.inf]))
def test_it_has_length_1_and_none_of_that_length_is_steeper(seed, d, norm):
    rng = np.random.default_rng(seed)
    g, units = rng.normal(size=d), rng.uniform(0.1, 10, size=d)
    best = steepest_direction(g, norm=norm, units=units)
    assert_allclose(np.linalg.norm(best / units, norm), 1, rtol=1e-12)
    dual = {1: np.inf, 2: 2, np.inf: 1}[norm]
    assert_allclose(g @ best, np.linalg.norm(units * g, dual), rtol=1e-12)
    others = rng.normal(size=(200, d))
    others *= (units / np.linalg.norm(others, norm, axis=1, keepdims=True)) if d else 1
    assert (others @ g).max() <= g @ best * (1 + 1e-12)


@pytest.mark.parametrize("norm", [1, np.inf])
def test_it_is_what_linear_programming_finds(norm):
    g = np.array([1.5, -0.3, 0.7])
    ours = steepest_direction(g, norm=norm)
    if norm == 1:  # u = a - b with a, b >= 0 and the sum of both at most 1
        found = linprog(np.concatenate([-g, g]), A_ub=np.ones((1, 6)), b_ub=[1]).x
        theirs = found[:3] - found[3:]
    else:
        theirs = linprog(-g, bounds=(-1, 1)).x
    assert_allclose(ours, theirs, atol=1e-9)


@pytest.mark.parametrize("norm", [1, 2, np.inf])
def test_where_all_is_level_there_is_no_direction(norm):
    assert_array_equal(steepest_direction(np.zeros((2, 2)), norm=norm), np.zeros((2, 2)))


@pytest.mark.parametrize("size", [1e200, 1e-200])
def test_very_steep_and_very_flat_places(size):
    assert_allclose(steepest_direction([3 * size, 4 * size]), [0.6, 0.8], rtol=1e-12)


def test_very_large_and_very_small_units():
    for size in (1e-200, 1e200):
        for slopes in (1e-200, 1e200):
            u = steepest_direction([3 * slopes, 4 * slopes], units=size)
            assert_allclose(u / size, [0.6, 0.8], rtol=1e-12)
    u = steepest_direction([3e200, 4e-200], units=[1e-200, 1e200])
    assert_allclose(u / [1e-200, 1e200], [0.6, 0.8], rtol=1e-12)
    u = steepest_direction([3e-200, 4e-200], norm=1, units=1e-200)
    assert_array_equal(u, [0, 1e-200])


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_a_gradient_that_is_not_finite_is_refused(wrong):
    for function in (steepest_direction, lambda g: directional_derivative(g, [1.0, 2.0])):
        with pytest.raises(ValueError, match="gradient must be finite; got"):
            function([1.0, wrong])


@pytest.mark.parametrize("units", [0, -1, [1.0, np.nan], [1.0, np.inf]])
def test_units_that_are_none_are_refused(units):
    with pytest.raises(ValueError, match="units must be positive finite numbers; got"):
        steepest_direction([1.0, 2.0], units=units)


def test_units_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"the shape of gradient, \(2,\)"):
        steepest_direction([1.0, 2.0], units=[[1.0], [2.0]])


@pytest.mark.parametrize("norm", [0, 3, "2", None])
def test_a_norm_that_is_not_known_is_refused(norm):
    with pytest.raises(ValueError, match="norm must be 1, 2 or inf; got"):
        steepest_direction([1.0, 2.0], norm=norm)
