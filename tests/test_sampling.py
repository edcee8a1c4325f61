"""Softmax, the two cuts and the two draws: by hand, against SciPy and torch, by identities."""

import warnings

import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from mathforai.probability import (
    gumbel_max,
    sample_categorical,
    softmax,
    top_k_filter,
    top_p_filter,
)

LOGITS = np.array([3.0, 2.0, 1.0, 0.1, -1.0])
rows = arrays(float, st.integers(1, 12), elements=st.floats(-50, 50))
temperatures = st.floats(0.01, 100)


# softmax


def test_softmax_by_hand():
    assert_allclose(softmax(np.log([16, 4, 1])), np.array([16, 4, 1]) / 21, rtol=1e-15)
    squared = softmax(np.log([16, 4, 1]), temperature=0.5)
    assert_allclose(squared, np.array([256, 16, 1]) / 273, rtol=1e-14)
    assert_array_equal(softmax([7]), [1.0])


@pytest.mark.parametrize("scale", [0.1, 3.0, 100.0, 1e4])
def test_softmax_against_scipy(scale):
    logits = np.random.default_rng(0).normal(scale=scale, size=(20, 3, 50))
    assert_allclose(softmax(logits), scipy.special.softmax(logits, axis=-1), rtol=1e-12, atol=0)


def test_softmax_against_torch():
    torch = pytest.importorskip("torch")
    for temperature in (0.1, 1.0, 10.0):
        theirs = torch.softmax(torch.tensor(LOGITS) / temperature, dim=-1).numpy()
        assert_allclose(softmax(LOGITS, temperature=temperature), theirs, rtol=1e-13)


@given(rows, temperatures)
def test_ratios_are_powers_and_the_order_stays(z, temperature):
    p = softmax(z, temperature=temperature)
    assert_allclose(p.sum(), 1.0, rtol=1e-12)
    assert np.all(np.diff(p[np.argsort(z)]) >= 0)
    seen = p > 1e-300
    log_ratio = np.log(p[seen]) - np.log(p.max())
    assert_allclose(log_ratio, (z[seen] - z.max()) / temperature, rtol=1e-9, atol=1e-9)


def test_heat_takes_above_the_mean_and_gives_below():
    for temperature in (0.3, 1.0, 4.0):
        h = 1e-5 * temperature
        p = softmax(LOGITS, temperature=temperature)
        rate = p * (p @ LOGITS - LOGITS) / temperature**2
        above = softmax(LOGITS, temperature=temperature + h)
        below = softmax(LOGITS, temperature=temperature - h)
        assert_allclose((above - below) / (2 * h), rate, rtol=1e-6)


def test_the_limits():
    assert_array_equal(softmax(LOGITS, temperature=1e-3), [1, 0, 0, 0, 0])
    assert_array_equal(softmax([5, 5, 0], temperature=1e-300), [0.5, 0.5, 0])
    assert_allclose(softmax(LOGITS, temperature=1e9), np.full(5, 0.2), rtol=1e-8)


def test_huge_logits_and_minus_infinity_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert_array_equal(softmax([1e4, 1e4, -np.inf]), [0.5, 0.5, 0.0])
        assert_array_equal(softmax([1e308, -1e308]), [1.0, 0.0])
        assert_allclose(softmax(LOGITS + 1e4), softmax(LOGITS), rtol=1e-11)


def test_float32_stays_and_integers_become_floats():
    assert softmax(LOGITS.astype(np.float32), temperature=0.5).dtype == np.float32
    assert softmax([1, 2]).dtype == np.float64
    assert top_k_filter(LOGITS.astype(np.float32), 2).dtype == np.float32
    assert top_p_filter(LOGITS.astype(np.float32), 0.9).dtype == np.float32


@pytest.mark.parametrize("temperature", [0, -1, np.inf, np.nan, "1", None])
def test_a_wrong_temperature_is_refused(temperature):
    with pytest.raises(ValueError, match="temperature must be a positive finite number"):
        softmax(LOGITS, temperature=temperature)


@pytest.mark.parametrize(
    "logits", [3.0, [], np.zeros((2, 0)), [1.0, np.nan], [np.inf, 0.0], [[0.0, 1.0], [-np.inf] * 2]]
)
def test_wrong_logits_are_refused_everywhere(logits):
    rng = np.random.default_rng(0)
    for function in (
        softmax,
        lambda z: top_k_filter(z, 1),
        lambda z: top_p_filter(z, 0.5),
        lambda z: gumbel_max(z, 3, rng),
    ):
        with pytest.raises(ValueError, match="logits must"):
            function(logits)


# top_k_filter, top_p_filter


def kept(filtered):
    return np.isfinite(filtered).tolist()


def test_top_k_by_hand():
    assert_array_equal(top_k_filter([1.0, 3.0, 2.0], 2), [-np.inf, 3.0, 2.0])
    assert_array_equal(top_k_filter([1.0, 3.0, 2.0], 9), [1.0, 3.0, 2.0])
    assert_array_equal(top_k_filter([2.0, 2.0, 1.0], 1), [2.0, 2.0, -np.inf])


def test_top_k_against_torch():
    torch = pytest.importorskip("torch")
    logits = np.random.default_rng(1).normal(size=(7, 30))
    for k in (1, 5, 30):
        border = torch.topk(torch.tensor(logits), k).values[:, -1:].numpy()
        assert_array_equal(np.isfinite(top_k_filter(logits, k)), logits >= border)


def test_top_p_keeps_a_varying_count():
    counts = [sum(kept(top_p_filter(LOGITS / t, 0.9))) for t in (0.3, 0.5, 1.0, 1.5, 4.0)]
    assert counts == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("p", "top_p", "wanted"),
    [
        ([0.5, 0.3, 0.2], 0.5, [True, False, False]),  # on the border
        ([0.7, 0.2, 0.1], 0.9, [True, True, False]),  # where 0.7 + 0.2 < 0.9 in floats
        ([0.1, 0.2, 0.7], 0.9, [False, True, True]),
        ([0.6, 0.3, 0.1], 0.9, [True, True, False]),
        ([0.5, 0.3, 0.2], np.nextafter(0.5, 1) + 1e-12, [True, True, False]),
        ([0.4, 0.4, 0.2], 0.3, [True, False, False]),  # a tie: the first
        ([0.5, 0.3, 0.2], 1e-300, [True, False, False]),
        ([0.5, 0.3, 0.2], 1, [True, True, True]),
        ([1.0], 0.5, [True]),
    ],
)
def test_top_p_by_hand(p, top_p, wanted):
    assert kept(top_p_filter(np.log(p), top_p)) == wanted


def test_top_p_of_1_keeps_what_is_too_small_for_the_sum():
    assert kept(top_p_filter([0.0, -40.0, -1000.0], 1.0)) == [True, True, True]
    assert kept(top_p_filter([0.0, -np.inf, -1.0], 1.0)) == [True, False, True]


@given(rows, st.floats(0.001, 0.999))
def test_top_p_keeps_the_fewest_likeliest_words_that_hold_it(z, top_p):
    p, stays = softmax(z), np.array(kept(top_p_filter(z, top_p)))
    rounding = 1e-12
    assert p[stays].sum() >= top_p - rounding
    if stays.sum() > 1:
        assert p[stays].sum() - p[stays].min() < top_p + rounding
    assert z[stays].min() >= z[~stays].max(initial=-np.inf)


@given(rows, st.floats(0.001, 0.999), st.integers(1, 15))
def test_a_cut_keeps_the_ratios(z, top_p, k):
    whole = softmax(z)
    for cut in (softmax(top_p_filter(z, top_p)), softmax(top_k_filter(z, k))):
        stays = cut > 0
        assert_allclose(cut[stays], whole[stays] / whole[stays].sum(), rtol=1e-9)


def test_batches_are_cut_row_by_row():
    logits = np.random.default_rng(2).normal(size=(4, 3, 9))
    for cut in (lambda z: top_p_filter(z, 0.7), lambda z: top_k_filter(z, 4)):
        assert_array_equal(cut(logits)[2, 1], cut(logits[2, 1]))


def test_filters_leave_their_input_alone():
    given_logits = LOGITS.copy()
    top_p_filter(given_logits, 1.0)[0] = 7
    top_p_filter(given_logits, 0.5)
    top_k_filter(given_logits, 9)[0] = 7
    assert_array_equal(given_logits, LOGITS)


@pytest.mark.parametrize("top_p", [0, -0.1, 1.1, np.nan, "0.9", None])
def test_a_wrong_top_p_is_refused(top_p):
    with pytest.raises(ValueError, match="top_p must be a number above 0 and at most 1"):
        top_p_filter(LOGITS, top_p)


@pytest.mark.parametrize("k", [0, -1, 1.5, "2", None])
def test_a_wrong_k_is_refused(k):
    with pytest.raises(ValueError, match="k must be a whole number from 1 on"):
        top_k_filter(LOGITS, k)


# sample_categorical, gumbel_max

N = 200_000


def assert_drawn_from(p, drawn):
    """Compare frequencies with p: five standard errors, which a right draw passes but once.

    One of five words strays farther in one of 350,000 runs, and the seeds are fixed.
    """
    p = np.asarray(p)
    share = np.bincount(drawn, minlength=len(p)) / len(drawn)
    error = np.sqrt(p * (1 - p) / len(drawn))
    assert_array_equal(share[p == 0], 0)
    assert np.all(np.abs(share - p) <= 5 * error + 1e-15)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 5.0])
def test_both_draws_have_the_frequencies_of_softmax(temperature):
    p = softmax(LOGITS, temperature=temperature)
    assert_drawn_from(p, sample_categorical(p, N, np.random.default_rng(3)))
    assert_drawn_from(p, gumbel_max(LOGITS / temperature, N, np.random.default_rng(4)))


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng: np.argmax(LOGITS + rng.normal(size=(N, 5)), axis=1),
        lambda rng: np.argmax(LOGITS + rng.normal(size=(N, 5)) * np.pi / 6**0.5, axis=1),
        lambda rng: np.argmax(softmax(LOGITS) + rng.gumbel(size=(N, 5)), axis=1),
        lambda rng: np.argmax(LOGITS + rng.gumbel(size=(N, 1)), axis=1),
        lambda rng: np.searchsorted(np.cumsum(softmax(LOGITS))[:-1], rng.random(N) * 0.99),
    ],
)
def test_a_wrong_draw_is_rejected(draw):
    with pytest.raises(AssertionError):
        assert_drawn_from(softmax(LOGITS), draw(np.random.default_rng(5)))


def test_words_of_probability_0_are_never_drawn():
    class Ends:
        """Darts at the very ends of the line."""

        def random(self, size):
            return np.resize([0.0, np.nextafter(1, 0)], size)

    assert_array_equal(sample_categorical([0, 0.5, 0.5, 0], 4, Ends()), [1, 2, 1, 2])
    rounded = np.full(10, 0.1)  # adds up to 0.9999999999999999
    assert sample_categorical(rounded, 2, Ends()).max() == 9
    cut = top_k_filter(LOGITS, 2)
    assert gumbel_max(cut, 1000, np.random.default_rng(6)).max() == 1


@pytest.mark.parametrize("p", [[0.5, 0.4], [1.5, -0.5], [[0.5, 0.5]], 1.0, [np.nan, 1.0]])
def test_what_is_no_distribution_is_refused(p):
    with pytest.raises(ValueError, match="p must be one row of probabilities"):
        sample_categorical(p, 3, np.random.default_rng(0))


@pytest.mark.parametrize("n_samples", [0, -1, 2.5, None])
def test_a_wrong_number_of_samples_is_refused(n_samples):
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="n_samples must be a whole number"):
        sample_categorical([1.0], n_samples, rng)
    with pytest.raises(ValueError, match="n_samples must be a whole number"):
        gumbel_max([1.0], n_samples, rng)


def test_gumbel_max_wants_one_row():
    with pytest.raises(ValueError, match="logits must be one row"):
        gumbel_max(np.zeros((2, 3)), 5, np.random.default_rng(0))
