"""Entropy: by hand, against SciPy, by identities, and where it fails."""

import warnings

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from mathforai.information import entropy
from mathforai.probability import softmax

LOGITS = np.array([3.0, 2.0, 1.0, 0.1, -1.0])
rows = arrays(float, st.integers(1, 12), elements=st.floats(-50, 50))


def test_entropy_by_hand():
    assert_allclose(entropy([0.5, 0.25, 0.25]), 1.5 * np.log(2), rtol=1e-15)
    assert entropy([0.0, 1.0, 0.0]) == 0.0
    assert str(entropy([1])) == "0.0", "and no minus"


def test_entropy_against_scipy():
    p = np.random.default_rng(0).dirichlet(np.full(9, 0.2), size=(5, 4))
    assert_allclose(entropy(p), scipy.stats.entropy(p, axis=-1), rtol=1e-12)


@given(rows)
def test_entropy_lies_between_0_and_the_logarithm_of_the_count(z):
    assert -1e-12 <= entropy(softmax(z)) <= np.log(len(z)) + 1e-12


def assert_is_slope_of_entropy(slope):
    """Compare with central differences; their error is (h / T)^2 times at most 100."""
    for temperature in (0.1, 0.3, 0.5, 2.0, 10.0):
        h = 1e-4 * temperature
        above = entropy(softmax(LOGITS, temperature=temperature + h))
        below = entropy(softmax(LOGITS, temperature=temperature - h))
        assert_allclose(slope(temperature), (above - below) / (2 * h), rtol=1e-6)


def variance(temperature):
    p = softmax(LOGITS, temperature=temperature)
    return p @ (LOGITS - p @ LOGITS) ** 2


def test_heat_raises_entropy_by_variance_over_the_cube():
    assert_is_slope_of_entropy(lambda temperature: variance(temperature) / temperature**3)


@pytest.mark.parametrize("power", [1, 2, 4])
def test_another_power_is_rejected(power):
    with pytest.raises(AssertionError):
        assert_is_slope_of_entropy(lambda temperature: variance(temperature) / temperature**power)


def test_a_tie_keeps_its_entropy_in_the_cold():
    assert_allclose(entropy(softmax([5, 5, 1], temperature=1e-3)), np.log(2), rtol=1e-15)


def test_formats_and_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert entropy(np.array([1e-40, 1.0], dtype=np.float32)).dtype == np.float32
        assert entropy([5e-324, 1.0]) >= 0
        assert entropy(np.full((2, 3, 4), 0.25)).shape == (2, 3)


@pytest.mark.parametrize(
    "p", [[0.5, 0.4], [1.5, -0.5], [np.nan, 1.0], 1.0, [], [[0.5, 0.5], [1, 1]]]
)
def test_what_is_no_distribution_is_refused(p):
    with pytest.raises(ValueError, match="p must be probabilities"):
        entropy(p)
