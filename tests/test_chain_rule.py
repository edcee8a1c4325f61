"""Sweeps, finite differences and VJPs: by hand, against torch and SciPy, and where they fail."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize._numdiff import approx_derivative

from mathforai.calculus import (
    backward_sweep,
    forward_sweep,
    jacobian_fd,
    vjp_matmul,
    vjp_relu,
    vjp_softmax,
)
from mathforai.probability import softmax

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 6)

# Sweeps

CONCERT = [
    ("x", "q", -2.0),
    ("y", "a", 0.5),
    ("a", "q", 1.0),
    ("x", "r", 3.0),
    ("q", "r", 6.0),
    ("r", "f", 1.0),
    ("y", "f", -1.0),
]


def test_sweeps_by_hand():
    from_x, from_y = forward_sweep(CONCERT, "x"), forward_sweep(CONCERT, "y")
    assert from_x == {"x": 1, "y": 0, "a": 0, "q": -2, "r": -9, "f": -9}
    assert from_y == {"x": 0, "y": 1, "a": 0.5, "q": 0.5, "r": 3, "f": 2}
    assert backward_sweep(CONCERT, "f") == {"x": -9, "y": 2, "a": 6, "q": 6, "r": 1, "f": 1}


def test_a_sweep_may_begin_in_the_middle():
    assert forward_sweep(CONCERT, "q") == {"x": 0, "y": 0, "a": 0, "q": 1, "r": 6, "f": 6}
    assert backward_sweep(CONCERT, "q") == {"x": -2, "y": 0.5, "a": 1, "q": 1, "r": 0, "f": 0}


def _random_graph(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 9))
    table = np.tril(rng.normal(size=(n, n)) * (rng.random((n, n)) < 0.6), -1)
    table[-1, 0] = 1.0  # the first and the last node are there
    edges = [(j, i, table[i, j]) for i in range(n) for j in range(i) if table[i, j]]
    # The sum over all paths is the geometric series I + A + A² + ..., which ends.
    return edges, np.linalg.inv(np.eye(n) - table)


@given(seeds)
def test_both_sweeps_are_the_sum_over_all_paths(seed):
    edges, paths = _random_graph(seed)
    first, last = 0, len(paths) - 1
    for node, value in forward_sweep(edges, first).items():
        assert_allclose(value, paths[node, first], rtol=1e-9, atol=1e-9)
    for node, value in backward_sweep(edges, last).items():
        assert_allclose(value, paths[last, node], rtol=1e-9, atol=1e-9)
    assert_allclose(forward_sweep(edges, first)[last], backward_sweep(edges, last)[first])


def test_a_billion_paths_take_one_sweep():
    edges = [
        (a, b, 1.0)
        for i in range(30)
        for a, b in [((i, 0), (i, 1)), ((i, 0), (i, 2)), ((i, 1), (i + 1, 0)), ((i, 2), (i + 1, 0))]
    ]
    assert len(edges) == 120
    assert forward_sweep(edges, (0, 0))[30, 0] == 2**30
    assert backward_sweep(edges, (30, 0))[0, 0] == 2**30


def test_graphs_that_cannot_be_swept():
    for sweep in (forward_sweep, backward_sweep):
        with pytest.raises(ValueError, match="'z' is not a node"):
            sweep(CONCERT, "z")
        with pytest.raises(ValueError, match=r"\('x', 'u'\) comes too late"):
            sweep([("u", "f", 1.0), ("x", "u", 1.0)], "f")
        with pytest.raises(ValueError, match="comes too late"):
            sweep([("u", "u", 1.0)], "u")
        with pytest.raises(ValueError, match="is not a node"):
            sweep([], "x")


# jacobian_fd


def test_jacobian_by_hand():
    found = jacobian_fd(lambda v: np.array([v[0] * v[1], v[1] ** 2, 7.0]), [2.0, 3.0])
    assert_allclose(found, [[3, 2], [0, 6], [0, 0]], atol=1e-9)
    assert jacobian_fd(lambda v: v @ v, [1.0, 2.0, 3.0]).shape == (1, 3)


@given(seeds, sizes, sizes)
def test_jacobian_of_a_product_of_tables_is_the_table(seed, m, n):
    rng = np.random.default_rng(seed)
    table, x = rng.normal(size=(m, n)), rng.normal(scale=100, size=n)
    assert_allclose(jacobian_fd(lambda v: table @ v, x), table, atol=1e-8)


def test_jacobian_agrees_with_scipy():
    x = np.random.default_rng(1).normal(size=5)
    theirs = approx_derivative(softmax, x, method="3-point")
    assert_allclose(jacobian_fd(softmax, x), theirs, atol=1e-9)


def test_jacobians_multiply_in_order():
    rng = np.random.default_rng(2)
    w, x = rng.normal(size=(3, 4)), rng.normal(size=4)
    inner, outer = jacobian_fd(lambda v: np.tanh(w @ v), x), jacobian_fd(softmax, np.tanh(w @ x))
    both = jacobian_fd(lambda v: softmax(np.tanh(w @ v)), x)
    assert_allclose(outer @ inner, both, atol=1e-9)


def test_a_far_point_is_nudged_by_more():
    assert_allclose(jacobian_fd(lambda v: v**2, [1e8]), [[2e8]], rtol=1e-9)


@pytest.mark.parametrize("x", [[[1.0]], 1.0, [], [np.nan], [np.inf]])
def test_points_that_cannot_be_nudged(x):
    with pytest.raises(ValueError, match="one row of finite numbers"):
        jacobian_fd(lambda v: v, x)
    with pytest.raises(ValueError, match="step must be"):
        jacobian_fd(lambda v: v, [1.0], step=0)


# VJPs


def assert_is_vjp(vjp, function, x, rng):
    """Compare (g J) u with g (J u), the latter from two runs."""
    u, g = rng.normal(size=x.shape), rng.normal(size=function(x).shape)
    h = 1e-5
    seen = np.sum(g * (function(x + h * u) - function(x - h * u))) / (2 * h)
    assert_allclose(np.sum(vjp(x, g) * u), seen, rtol=1e-7, atol=1e-7)


def test_vjps_by_hand():
    x_bar, w_bar = vjp_matmul([[1, 2]], [[3], [4]], [[10]])
    assert_array_equal(x_bar, [[30, 40]])
    assert_array_equal(w_bar, [[10], [20]])
    assert_array_equal(vjp_relu([-1.0, -0.0, 0.0, 2.0], [5.0, 6, 7, 8]), [0, 0, 0, 8])
    assert_allclose(vjp_softmax([0.0, np.log(3)], [1.0, 0.0]), [3 / 16, -3 / 16])


@given(seeds, sizes, sizes, sizes)
def test_vjps_foretell_nudges(seed, b, n, m):
    rng = np.random.default_rng(seed)
    x, w = rng.normal(size=(b, n)), rng.normal(size=(n, m))
    assert_is_vjp(lambda x, g: vjp_matmul(x, w, g)[0], lambda x: x @ w, x, rng)
    assert_is_vjp(lambda w, g: vjp_matmul(x, w, g)[1], lambda w: x @ w, w, rng)
    assert_is_vjp(vjp_softmax, softmax, x, rng)
    away = np.sign(x) * (np.abs(x) + 0.1)  # not near the kink
    assert_is_vjp(vjp_relu, lambda x: np.maximum(x, 0), away, rng)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda x, g: softmax(x) * g,
        lambda x, g: softmax(x) * (g - g.mean(-1, keepdims=True)),
        lambda x, g: -vjp_softmax(x, g),
        lambda x, g: vjp_softmax(x, g) * 1.0001,
    ],
)
def test_a_wrong_vjp_is_rejected(wrong):
    rng = np.random.default_rng(3)
    with pytest.raises(AssertionError):
        assert_is_vjp(wrong, softmax, rng.normal(size=(2, 5)), rng)


def test_vjps_agree_with_torch():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(4)
    x, w = rng.normal(size=(4, 3)), rng.normal(size=(3, 5))
    g, g_x = rng.normal(size=(4, 5)), rng.normal(size=(4, 3))
    x[0, 0] = 0.0  # torch takes 0 at the kink too
    tx, tw, tg, tg_x = (torch.tensor(v) for v in (x, w, g, g_x))
    theirs = torch.func.vjp(torch.matmul, tx, tw)[1](tg)
    for ours, other in zip(vjp_matmul(x, w, g), theirs, strict=True):
        assert_allclose(ours, other, atol=1e-14)
    for ours, step in [(vjp_relu, torch.relu), (vjp_softmax, lambda v: torch.softmax(v, -1))]:
        assert_allclose(ours(x, g_x), torch.func.vjp(step, tx)[1](tg_x)[0], atol=1e-14)


@given(seeds, sizes, st.floats(-1e4, 1e4))
def test_rows_of_a_softmax_gradient_add_up_to_nothing(seed, v, shift):
    rng = np.random.default_rng(seed)
    z, g = rng.normal(size=(2, 3, v)), rng.normal(size=(2, 3, v))
    found = vjp_softmax(z, g)
    assert_allclose(found.sum(axis=-1), 0, atol=1e-14)
    assert_allclose(vjp_softmax(z, g + shift), found, atol=1e-10)
    assert_allclose(vjp_softmax(z + shift, g), found, atol=1e-10)


def test_the_jacobian_of_a_softmax_loses_one_direction():
    for v in (1, 2, 5, 9):
        p = softmax(np.random.default_rng(v).normal(size=v))
        assert np.linalg.matrix_rank(np.diag(p) - np.outer(p, p), tol=1e-9) == v - 1


def test_large_and_cut_logits():
    assert_allclose(vjp_softmax([1e4, 0.0], [1.0, 2.0]), [0, 0], atol=0)
    assert_allclose(vjp_softmax([0.0, -np.inf, 0.0], [1.0, 9.0, 0.0]), [0.25, 0, -0.25])


def test_number_formats_and_empty_batches():
    x, w, g = (np.ones(s, np.float32) for s in ((2, 3), (3, 4), (2, 4)))
    assert all(found.dtype == np.float32 for found in vjp_matmul(x, w, g))
    assert vjp_relu(x, x).dtype == vjp_softmax(x, x).dtype == np.float32
    assert vjp_relu([1, -1], [2, 2]).dtype == float
    x_bar, w_bar = vjp_matmul(np.ones((0, 3)), w, np.ones((0, 4)))
    assert x_bar.shape == (0, 3)
    assert_array_equal(w_bar, np.zeros((3, 4)))


def test_shapes_that_do_not_fit():
    with pytest.raises(ValueError, match=r"got \(2, 3\) and \(4, 5\)"):
        vjp_matmul(np.ones((2, 3)), np.ones((4, 5)), np.ones((2, 5)))
    with pytest.raises(ValueError, match=r"x \(b, n\) and w \(n, m\)"):
        vjp_matmul(np.ones(3), np.ones((3, 5)), np.ones(5))
    with pytest.raises(ValueError, match=r"shape of the output, \(2, 5\); got \(5, 2\)"):
        vjp_matmul(np.ones((2, 3)), np.ones((3, 5)), np.ones((5, 2)))
    for vjp in (vjp_relu, vjp_softmax):
        with pytest.raises(ValueError, match=r"shape of the output, \(2,\); got \(3,\)"):
            vjp([1.0, 2.0], [1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="nan"):
        vjp_softmax([np.nan, 1.0], [1.0, 1.0])
