"""Entropy and divergences: by hand, against SciPy, by identities, and where they fail."""

import warnings

import numpy as np
import pytest
import scipy.integrate
import scipy.special
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from mathforai.information import entropy, kl_divergence, kl_gaussian
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


# The divergence of two lists


def test_kl_by_hand():
    assert_allclose(kl_divergence([0.5, 0.5, 0], [0.25, 0.25, 0.5]), np.log(2), rtol=1e-15)
    assert kl_divergence([0.25, 0.25, 0.5], [0.5, 0.5, 0]) == np.inf
    assert str(kl_divergence([1, 0], [1, 0])) == "0.0", "0 ln 0 counts as 0, and no minus"
    assert kl_divergence([0.3, 0.7], [0.3, 0.7]) == 0


def sparse(rng, shape):
    p = rng.dirichlet(np.full(shape[-1], 0.4), size=shape[:-1])
    p[..., 1:] *= rng.random(p[..., 1:].shape) > 0.3
    return p / p.sum(axis=-1, keepdims=True)


def test_kl_against_scipy_zeros_included():
    rng = np.random.default_rng(53)
    p, q = sparse(rng, (40, 3, 6)), sparse(rng, (40, 3, 6))
    theirs = scipy.special.rel_entr(p, q).sum(axis=-1)
    assert np.isinf(theirs).any()
    assert_allclose(kl_divergence(p, q), theirs, rtol=1e-12)
    assert_allclose(kl_divergence(p, p), np.zeros((40, 3)), atol=1e-15)
    with pytest.raises(AssertionError):  # a planted swap is seen
        assert_allclose(kl_divergence(q, p), theirs, rtol=1e-12)


@given(rows, st.integers(0, 2**32 - 1))
def test_kl_is_never_negative_and_makes_cross_entropy(z, seed):
    p = softmax(z)
    q = softmax(np.random.default_rng(seed).normal(scale=3, size=len(z)))
    cost = kl_divergence(p, q)
    assert cost >= -1e-14
    assert_allclose(entropy(p) + cost, -p @ np.log(q), rtol=1e-9, atol=1e-12)


@given(st.floats(1e-6, 1 - 1e-6))
def test_kl_of_a_coin_and_its_mirror_image_is_symmetric(heads):
    p, q = [heads, 1 - heads], [1 - heads, heads]
    assert_allclose(kl_divergence(p, q), kl_divergence(q, p), rtol=1e-9, atol=1e-15)


def test_kl_formats_rows_and_the_smallest_number():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert kl_divergence([0.5, 0.5], [1.0, 5e-324]) < 400, "p / q overflows, its logarithm not"
        single = np.array([0.5, 0.5], dtype=np.float32)
        assert kl_divergence(single, single).dtype == np.float32
        assert kl_divergence(np.full((2, 3, 4), 0.25), np.full(4, 0.25)).shape == (2, 3)
        assert kl_divergence(np.ones((0, 1)), np.ones(1)).shape == (0,)
        assert kl_divergence([1.0], [1.0]) == 0


@pytest.mark.parametrize("bad", [[0.5, 0.4], [1.5, -0.5], [np.nan, 1.0], 1.0, []])
def test_kl_says_which_list_is_no_distribution(bad):
    with pytest.raises(ValueError, match="p must be probabilities"):
        kl_divergence(bad, [0.5, 0.5])
    with pytest.raises(ValueError, match="q must be probabilities"):
        kl_divergence([0.5, 0.5], bad)


def test_kl_of_lists_of_different_lengths_is_refused():
    with pytest.raises(ValueError, match=r"equally many entries; got shapes \(2,\) and \(1,\)"):
        kl_divergence([0.5, 0.5], [1.0])


# The divergence of two bell curves


def test_kl_gaussian_by_hand():
    assert_allclose(kl_gaussian(1, 0.5, 0, 1), np.log(2) + 0.625 - 0.5, rtol=1e-15)
    assert kl_gaussian(2.0, 3.0, 2.0, 3.0) == 0
    assert_allclose(kl_gaussian([0, 1], 1, 0, 1), [0, 0.5])


def integral(log_p, log_q, low, high, points):
    def density(x):
        return np.exp(log_p(x)) * (log_p(x) - log_q(x))

    return scipy.integrate.quad(density, low, high, points=points, limit=400, epsabs=1e-13)[0]


@pytest.mark.parametrize("bells", [(0, 1, 0, 2), (-3, 0.5, 1, 2), (2, 4, 1, 3), (0, 1, 0, 0.5)])
def test_kl_gaussian_is_the_integral(bells):
    m, s, mu, sigma = bells
    p, q = scipy.stats.norm(m, s).logpdf, scipy.stats.norm(mu, sigma).logpdf
    assert_allclose(kl_gaussian(*bells), integral(p, q, m - 12 * s, m + 12 * s, [m]), rtol=1e-9)


def test_kl_gaussian_against_torch():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(53)
    m, mu = rng.normal(size=(2, 50))
    s, sigma = np.exp(rng.normal(size=(2, 50)))
    t = [torch.tensor(v) for v in (m, s, mu, sigma)]
    normal = torch.distributions.Normal
    theirs = torch.distributions.kl_divergence(normal(*t[:2]), normal(*t[2:])).numpy()
    assert_allclose(kl_gaussian(m, s, mu, sigma), theirs, rtol=1e-12, atol=1e-14)


@given(*[st.floats(-5, 5)] * 2, *[st.floats(0.05, 20)] * 2, st.floats(0.1, 10), st.floats(-9, 9))
def test_kl_gaussian_does_not_depend_on_the_unit(m, mu, s, sigma, scale, shift):
    cost = kl_gaussian(m, s, mu, sigma)
    assert cost >= -1e-12
    moved = kl_gaussian(scale * m + shift, scale * s, scale * mu + shift, scale * sigma)
    assert_allclose(moved, cost, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("bad", [0.0, -1.0, np.nan, np.inf])
def test_kl_gaussian_refuses(bad):
    with pytest.raises(ValueError, match="std_q must be positive and finite"):
        kl_gaussian(0, 1, 0, bad)
    with pytest.raises(ValueError, match="std_p must be positive and finite"):
        kl_gaussian(0, [1, bad], 0, 1)
    with pytest.raises(ValueError, match="mean_p must be finite"):
        kl_gaussian(np.nan, 1, 0, 1)
