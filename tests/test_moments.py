"""Expectation, variance, covariance and running means: by hand, against NumPy and SciPy."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from mathforai.probability import covariance, expectation, running_mean, variance

TABLE = [0, 2, 6], [0.5, 0.25, 0.25]
values = arrays(float, 5, elements=st.floats(-100, 100))
weights = arrays(float, 5, elements=st.floats(0.01, 1)).map(lambda w: w / w.sum())


def test_by_hand():
    assert expectation(*TABLE) == 2
    assert variance(*TABLE) == 6
    assert covariance([0, 2, 6], [3, 3, -1], TABLE[1]) == -4
    assert variance([7.0], [1.0]) == 0
    assert isinstance(variance(*TABLE), float)


def test_against_numpy_and_scipy():
    rng = np.random.default_rng(31)
    for _ in range(50):
        x, y, p = *rng.normal(scale=10, size=(2, 9)), rng.dirichlet(np.ones(9))
        assert_allclose(expectation(x, p), np.average(x, weights=p), rtol=1e-12, atol=1e-12)
        table = np.cov(x, y, aweights=p, ddof=0)
        assert_allclose(covariance(x, y, p), table[0, 1], rtol=1e-11, atol=1e-11)
        assert_allclose(variance(y, p), table[1, 1], rtol=1e-11)
        law = scipy.stats.rv_discrete(values=(np.arange(9), p))
        assert_allclose(variance(np.arange(9), p), law.var(), rtol=1e-9)


@given(values, values, weights, st.floats(-3, 3), st.floats(-3, 3))
def test_linearity_and_the_variance_of_a_sum(x, y, p, a, b):
    mixed = expectation(a * x + b * y + 1, p)
    assert_allclose(mixed, a * expectation(x, p) + b * expectation(y, p) + 1, atol=1e-9)
    parts = a * a * variance(x, p) + b * b * variance(y, p) + 2 * a * b * covariance(x, y, p)
    assert_allclose(variance(a * x + b * y + 1, p), parts, rtol=1e-9, atol=1e-8)
    assert variance(x, p) >= 0


@given(values, values, weights, weights)
def test_independent_ones_have_no_covariance(x, y, p, q):
    pairs = np.outer(p, q).ravel()
    first, second = np.repeat(x, 5), np.tile(y, 5)
    assert_allclose(covariance(first, second, pairs), 0, atol=1e-8)
    both = variance(first + second, pairs)
    assert_allclose(both, variance(x, p) + variance(y, q), rtol=1e-9, atol=1e-8)


def test_large_values_keep_their_digits():
    x, p = TABLE
    assert_allclose(variance(np.array(x) + 1e8, p), 6, rtol=1e-12)


@pytest.mark.parametrize(
    ("x", "p", "words"),
    [
        ([1, 2], [0.5, 0.6], "add up to 1"),
        ([1, 2], [1.5, -0.5], "add up to 1"),
        ([1, 2], [[0.5, 0.5]], "one row"),
        ([1, 2], [0.5, np.nan], "add up to 1"),
        ([], [], "add up to 1"),
        ([1, 2, 3], [0.5, 0.5], "each of the 2"),
        ([1, np.inf], [0.5, 0.5], "finite"),
        (3.0, [1.0], "each of the 1"),
    ],
)
def test_bad_input(x, p, words):
    for function in (expectation, variance):
        with pytest.raises(ValueError, match=words):
            function(x, p)
    with pytest.raises(ValueError, match=words):
        covariance(x, x, p)


def test_running_means():
    assert_array_equal(running_mean([4, 0, 5]), [4, 2, 3])
    draws = np.random.default_rng(0).normal(size=(3, 4, 50))
    found = running_mean(draws)
    for n in (1, 7, 50):
        assert_allclose(found[..., n - 1], draws[..., :n].mean(axis=-1), rtol=1e-12, atol=1e-14)
    assert running_mean(np.ones((2, 3), dtype=np.float32)).dtype == np.float32
    assert running_mean([]).shape == (0,)
    with pytest.raises(ValueError, match="single number"):
        running_mean(3.0)
