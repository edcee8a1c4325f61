"""Cross-entropy, layer norm and their gradients: by hand, against torch, and where they fail."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import log_softmax

from mathforai.calculus import (
    cross_entropy,
    cross_entropy_grad,
    jacobian_fd,
    layer_norm,
    vjp_layer_norm,
)

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 6)
WORDS = [3.0, 2.0, 1.0, 0.1, -1.0]


def _batch(seed, n, v, scale=3.0):
    rng = np.random.default_rng(seed)
    return scale * rng.normal(size=(n, v)), rng.integers(v, size=n)


# Cross-entropy


def test_cross_entropy_by_hand():
    assert cross_entropy([0.0, 0.0], 1) == pytest.approx(np.log(2))
    assert cross_entropy(np.log([0.5, 0.3, 0.2]), 1) == pytest.approx(-np.log(0.3))
    assert_allclose(cross_entropy_grad(np.log([0.5, 0.3, 0.2]), 1), [0.5, -0.7, 0.2])


@given(seeds, sizes, sizes, st.sampled_from([0.1, 3.0, 100.0]))
def test_cross_entropy_is_scipys(seed, n, v, scale):
    logits, target = _batch(seed, n, v, scale)
    here = cross_entropy(logits, target)
    assert_allclose(here, -log_softmax(logits, axis=1)[range(n), target].mean(), atol=1e-13)


@given(seeds, sizes, sizes)
def test_the_gradient_is_the_slope_and_each_row_adds_up_to_0(seed, n, v):
    logits, target = _batch(seed, n, v)
    gradient = cross_entropy_grad(logits, target)
    slow = jacobian_fd(lambda z: cross_entropy(z.reshape(n, v), target), logits.ravel())
    assert_allclose(gradient.ravel(), slow[0], atol=1e-8)
    assert_allclose(gradient.sum(axis=-1), 0, atol=1e-15)
    assert np.abs(gradient).max() <= 1 / n


@given(seeds, sizes, st.floats(-1e3, 1e3))
def test_a_shift_of_all_logits_changes_nothing(seed, v, shift):
    logits, target = _batch(seed, 3, v)
    assert_allclose(
        cross_entropy(logits + shift, target), cross_entropy(logits, target), atol=1e-11
    )


def test_sure_and_wrong_at_logits_of_10000():
    assert cross_entropy([1e4, 0.0, -1e4], 1) == 1e4
    assert_array_equal(cross_entropy_grad([1e4, 0.0, -1e4], 1), [1, -1, 0])
    assert cross_entropy([1e4, 0.0], 0) == 0


def test_a_word_that_cannot_come():
    assert cross_entropy([0.0, -np.inf], 0) == 0
    assert cross_entropy([0.0, -np.inf], 1) == np.inf
    assert_array_equal(cross_entropy_grad([0.0, -np.inf], 1), [1, -1])


def test_more_axes_are_more_rows():
    logits, target = _batch(7, 6, 4)
    deep, shape = logits.reshape(2, 3, 4), (2, 3)
    assert cross_entropy(deep, target.reshape(shape)) == cross_entropy(logits, target)
    found = cross_entropy_grad(deep, target.reshape(shape))
    assert_array_equal(found.reshape(6, 4), cross_entropy_grad(logits, target))


def test_float32_stays_and_inputs_survive():
    logits, target = _batch(7, 6, 4)
    single = logits.astype(np.float32)
    kept = single.copy()
    assert cross_entropy_grad(single, target).dtype == np.float32
    assert_array_equal(single, kept)
    assert_allclose(cross_entropy(single, target), cross_entropy(logits, target), rtol=1e-5)


def test_against_torch():
    torch = pytest.importorskip("torch")
    logits, target = _batch(26, 5, 7)
    z = torch.tensor(logits, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(z, torch.tensor(target))
    loss.backward()
    assert_allclose(cross_entropy(logits, target), loss.item(), rtol=1e-13)
    assert_allclose(cross_entropy_grad(logits, target), z.grad, atol=1e-15)


@pytest.mark.parametrize(
    ("logits", "target", "words"),
    [
        (WORDS, 5, "numbers of words, from 0 to 4"),
        (WORDS, -1, "numbers of words, from 0 to 4"),
        (WORDS, 1.0, "whole numbers of shape"),
        (WORDS, [0], "whole numbers of shape"),
        ([WORDS, WORDS], 0, "whole numbers of shape"),
        ([WORDS], True, "whole numbers of shape"),
        (np.zeros((0, 3)), np.zeros(0, dtype=int), "numbers of words"),
        ([np.nan, 0.0], 0, "logits"),
        ([], 0, "logits"),
    ],
)
def test_what_is_no_target_and_no_logit_is_refused(logits, target, words):
    for function in (cross_entropy, cross_entropy_grad):
        with pytest.raises(ValueError, match=words):
            function(logits, target)


# Layer norm


def test_layer_norm_by_hand():
    assert_allclose(layer_norm([4.0, 1.0, 1.0], eps=0), np.array([2, -1, -1]) / np.sqrt(2))
    found = layer_norm([4, 1, 1], gain=[1, 2, 0], shift=[0, 1, 5], eps=0)
    assert_allclose(found, [np.sqrt(2), 1 - np.sqrt(2), 5])
    x_bar, gain_bar, shift_bar = vjp_layer_norm([4.0, 1.0, 1.0], [0.0, 1.0, 0.0], eps=0)
    assert_allclose(x_bar, np.array([0, 0.5, -0.5]) / np.sqrt(2), atol=1e-16)
    assert_allclose(gain_bar, [0, -1 / np.sqrt(2), 0])
    assert_array_equal(shift_bar, [0, 1, 0])


@given(seeds, st.integers(2, 9), st.floats(1e-3, 1e3), st.floats(-10, 10))
def test_the_length_is_fixed_and_neither_shift_nor_scale_is_seen(seed, d, scale, shift):
    x = np.random.default_rng(seed).normal(size=d)
    found = layer_norm(x, eps=0)
    assert_allclose(np.linalg.norm(found), np.sqrt(d))
    assert_allclose(found.sum(), 0, atol=1e-10)
    assert_allclose(layer_norm(scale * x + shift, eps=0), found, atol=1e-7)


@given(seeds, sizes, st.integers(2, 6), st.sampled_from([0.0, 1e-5, 0.3]))
def test_the_vjp_is_the_jacobian_from_the_left(seed, n, d, eps):
    rng = np.random.default_rng(seed)
    # Rows whose entries lie apart: near a row of equal entries no nudge is small.
    x = np.arange(d) + rng.uniform(-0.3, 0.3, size=(n, d))
    g, gain, shift = rng.normal(size=(n, d)), rng.normal(size=d), rng.normal(size=d)
    found = vjp_layer_norm(x, g, gain=gain, eps=eps)
    options = {"gain": gain, "shift": shift}
    places = {"x": x, **options}
    for name, bar in zip(places, found, strict=True):

        def final(value, name=name):
            given = {**places, name: value.reshape(places[name].shape)}
            return np.sum(g * layer_norm(given.pop("x"), **given, eps=eps))

        assert_allclose(bar.ravel(), jacobian_fd(final, places[name].ravel())[0], atol=1e-7)


@given(seeds, st.integers(2, 9))
def test_two_parts_are_taken_away_and_a_projection_twice_is_one(seed, d):
    rng = np.random.default_rng(seed)
    x, g = rng.normal(size=(2, d))
    unit, s = layer_norm(x, eps=0), x.std()
    through = vjp_layer_norm(x, g, eps=0)[0]
    assert_allclose([through.sum(), through @ unit], 0, atol=1e-8 / s)
    assert_allclose(s * vjp_layer_norm(x, s * through, eps=0)[0], s * through, atol=1e-8)
    assert_allclose(10 * vjp_layer_norm(10 * x, g, eps=0)[0], through, atol=1e-8 / s)


def test_two_directions_are_lost():
    x = np.random.default_rng(3).normal(size=6)
    table = [vjp_layer_norm(x, row, eps=0)[0] for row in np.eye(6)]
    assert np.linalg.matrix_rank(table) == 4


def test_more_axes_and_float32():
    rng = np.random.default_rng(5)
    x, g = rng.normal(size=(2, 2, 3, 4)).astype(np.float32)
    found = vjp_layer_norm(x, g, gain=np.ones(4))
    assert [value.shape for value in found] == [(2, 3, 4), (4,), (4,)]
    assert {value.dtype for value in (*found, layer_norm(x))} == {np.dtype(np.float32)}
    flat = vjp_layer_norm(x.reshape(6, 4), g.reshape(6, 4))
    for one, other in zip(found, flat, strict=True):
        assert_allclose(one.ravel(), other.ravel(), atol=1e-6)


def test_layer_norm_against_torch():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(26)
    x, g = rng.normal(size=(2, 5, 7))
    gain, shift = rng.normal(size=(2, 7))
    inputs = [torch.tensor(value, requires_grad=True) for value in (x, gain, shift)]
    out = torch.nn.functional.layer_norm(inputs[0], (7,), *inputs[1:])
    out.backward(torch.tensor(g))
    assert_allclose(layer_norm(x, gain=gain, shift=shift), out.detach(), atol=1e-13)
    for ours, theirs in zip(vjp_layer_norm(x, g, gain=gain), inputs, strict=True):
        assert_allclose(ours, theirs.grad, atol=1e-13)


def test_a_vjp_without_one_projection_would_be_seen():
    x, g = np.random.default_rng(1).normal(size=(2, 8))
    slow = g @ jacobian_fd(layer_norm, x)
    assert_allclose(vjp_layer_norm(x, g)[0], slow, atol=1e-8)
    assert np.abs((g - g.mean()) / x.std() - slow).max() > 1e-3


def test_a_row_of_equal_entries():
    assert_array_equal(layer_norm([2.0, 2.0, 2.0]), [0, 0, 0])
    assert_array_equal(layer_norm([7.0]), [0])
    with pytest.raises(ValueError, match="eps must be above 0"):
        layer_norm([2.0, 2.0], eps=0)


def test_equal_entries_whose_mean_is_rounded():
    assert_array_equal(layer_norm([[0.1, 0.1, 0.1], [1.0, 1.0, 1.0]]), np.zeros((2, 3)))
    for function in (layer_norm, lambda x, eps: vjp_layer_norm(x, x, eps=eps)):
        with pytest.raises(ValueError, match="all entries of a row are equal"):
            function([0.1, 0.1, 0.1], eps=0)
    found = vjp_layer_norm([0.1, 0.1, 0.1], [3.0, 0.0, 0.0], eps=0.25)[0]
    assert_allclose(found, [4, -2, -2])


@pytest.mark.parametrize("size", [5e-324, 1e-200, 1e200, 1.7e308])
def test_rows_whose_squares_leave_the_floats(size):
    wanted = np.array([2, -1, -1]) / np.sqrt(2)
    assert_allclose(layer_norm([size, 0.0, 0.0], eps=0), wanted)
    assert_allclose(layer_norm([size, -size, -size], eps=0), wanted)
    beside_eps = layer_norm([size, 0.0, 0.0])
    assert_allclose(beside_eps, wanted if size > 1 else 0, atol=1e-190)
    through = vjp_layer_norm([max(size, 1e-200), 0.0, 0.0], [0.0, 1.0, 0.0], eps=0)[0]
    s = np.sqrt(2) / 3 * max(size, 1e-200)
    assert_allclose(s * through, [0, 0.5, -0.5], atol=1e-15)


def test_half_precision_neither_overflows_nor_changes():
    found = layer_norm(np.array([3e4, 0, 0], dtype=np.float16))
    assert found.dtype == np.float16
    assert_allclose(found, np.array([2, -1, -1]) / np.sqrt(2), rtol=2e-3)


def test_the_mean_is_0_beside_a_large_offset():
    found = layer_norm([1.0, np.nextafter(1, 2), 1.0], eps=0)
    assert_allclose(found, np.array([-1, 2, -1]) / np.sqrt(2))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"x": []}, "rows of finite numbers"),
        ({"x": 3.0}, "rows of finite numbers"),
        ({"x": [1.0, np.inf]}, "rows of finite numbers"),
        ({"x": [1.0, 2.0], "eps": -1e-5}, "eps"),
        ({"x": [1.0, 2.0], "gain": [1.0, 2.0, 3.0]}, "gain must be one number"),
    ],
)
def test_what_is_no_row_is_refused(given, words):
    with pytest.raises(ValueError, match=words):
        layer_norm(**given)


def test_shapes_that_differ_are_refused():
    with pytest.raises(ValueError, match="shape of x"):
        vjp_layer_norm([1.0, 2.0], [1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="shift must be"):
        layer_norm([1.0, 2.0], shift=[[1.0], [2.0]])
