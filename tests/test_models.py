"""Attention: by hand, against torch, by identities, and with what it must refuse."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from mathforai.information import entropy
from mathforai.models import (
    attention_weights,
    causal_mask,
    multi_head_attention,
    scaled_dot_product_attention,
)
from mathforai.probability import softmax

RNG = np.random.default_rng(81)
entries = st.floats(-20, 20, width=32)


def rows(t, d):
    return arrays(float, (t, d), elements=entries)


# By hand


def test_the_example_on_paper():
    keys = np.array([[1, -1], [1, 1], [-1, 0], [-1, 0]])
    query = np.sqrt(2) * np.array([[1.0, 1.0]])  # the paper leaves out the division
    power = np.exp([0, 2, -1, -1])
    assert_allclose(attention_weights(query, keys)[0], power / power.sum(), rtol=1e-14)
    values = [[10.0, 0.0], [0.0, 10.0], [0.0, 0.0], [0.0, 0.0]]
    mix = scaled_dot_product_attention(query, keys, values)
    assert_allclose(mix[0], 10 * power[:2] / power.sum(), rtol=1e-14)


def test_masks_by_hand():
    assert_array_equal(causal_mask(1), [[True]])
    assert_array_equal(causal_mask(2), [[True, False], [True, True]])
    weights = attention_weights(np.zeros((3, 2)), np.ones((3, 2)), mask=causal_mask(3))
    assert_allclose(weights, [[1, 0, 0], [1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3]], rtol=1e-15)


def test_two_heads_take_two_places_apart():
    """The first number from the first token, the second from the second: no one row does that."""
    X = np.array([[1.0, 0.0, 5.0, 7.0], [0.0, 1.0, 6.0, 8.0]])
    W_Q, W_K, W_V, W_O = np.zeros((4, 4, 4))
    W_Q[:2, 0], W_Q[:2, 2] = 1, 1  # the first number of each room is asked for, loudly
    W_K[0, 0], W_K[1, 2] = 1000, 1000  # room 1 finds the first token, room 2 the second
    W_V[2, 0], W_V[3, 2] = 1, 1
    W_O[0, 0], W_O[2, 1] = 1, 1
    out = multi_head_attention(X, W_Q=W_Q, W_K=W_K, W_V=W_V, W_O=W_O, n_heads=2)
    assert_allclose(out[:, :2], [[5, 8], [5, 8]], rtol=1e-12)


# Against torch


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("shape", [(1, 1), (7, 5), (3, 2, 9, 4)])
def test_same_as_torch(shape, causal):
    torch = pytest.importorskip("torch")
    Q, K, V = RNG.standard_normal((3, *shape))
    theirs = torch.nn.functional.scaled_dot_product_attention(
        *map(torch.from_numpy, (Q, K, V)), is_causal=causal
    )
    mask = causal_mask(shape[-2]) if causal else None
    assert_allclose(scaled_dot_product_attention(Q, K, V, mask=mask), theirs, atol=1e-12)


@pytest.mark.parametrize("causal", [False, True])
def test_heads_same_as_the_layer_of_torch(causal):
    torch = pytest.importorskip("torch")
    X = RNG.standard_normal((2, 6, 12))
    W = RNG.standard_normal((4, 12, 12)) / 3
    layer = torch.nn.MultiheadAttention(12, 3, bias=False, batch_first=True, dtype=torch.float64)
    with torch.no_grad():
        layer.in_proj_weight.copy_(torch.from_numpy(np.concatenate([M.T for M in W[:3]])))
        layer.out_proj.weight.copy_(torch.from_numpy(W[3].T.copy()))
        x = torch.from_numpy(X)
        hidden = torch.from_numpy(~causal_mask(6)) if causal else None  # True hides, there
        theirs = layer(x, x, x, attn_mask=hidden)[0].numpy()
    names = dict(zip(("W_Q", "W_K", "W_V", "W_O"), W, strict=True))
    mask = causal_mask(6) if causal else None
    assert_allclose(multi_head_attention(X, **names, n_heads=3, mask=mask), theirs, atol=1e-12)


# Identities


@given(rows(5, 3), rows(7, 3))
def test_rows_add_up_and_ratios_follow_the_scores(Q, K):
    weights = attention_weights(Q, K)
    assert_allclose(weights.sum(axis=-1), 1, rtol=1e-12)
    assert_allclose(weights, softmax(Q @ K.T, temperature=np.sqrt(3)), rtol=1e-9, atol=1e-300)


@given(rows(6, 4), rows(6, 4), rows(6, 2), st.permutations(range(6)))
@settings(max_examples=50)
def test_reordered_tokens_give_reordered_outputs(Q, K, V, order):
    plain = scaled_dot_product_attention(Q, K, V)
    mixed = scaled_dot_product_attention(Q[order], K[order], V[order])
    assert_allclose(mixed, plain[order], rtol=1e-9, atol=1e-12)


@given(rows(5, 3), rows(5, 3), rows(5, 2), rows(1, 3), rows(1, 2))
@settings(max_examples=50)
def test_nobody_sees_a_later_token(Q, K, V, k, v):
    mask = causal_mask(5)
    plain = scaled_dot_product_attention(Q, K, V, mask=mask)
    other = scaled_dot_product_attention(
        Q, np.vstack([K[:-1], k]), np.vstack([V[:-1], v]), mask=mask
    )
    assert_array_equal(plain[:-1], other[:-1])
    assert_allclose(plain[0], V[0], rtol=1e-12)


@given(rows(4, 3), rows(3, 4), st.integers(0, 2**32 - 1))
def test_a_key_among_the_others_never_wins(keys, W, seed):
    share = np.random.default_rng(seed).dirichlet(np.ones(4))
    scores = np.vstack([keys, share @ keys]) @ W
    assert np.all(scores[-1] <= scores[:-1].max(axis=0) + 1e-9)


def test_one_head_of_all_is_plain_attention():
    X, *W = RNG.standard_normal((5, 8, 8))
    names = dict(zip(("W_Q", "W_K", "W_V", "W_O"), W, strict=True))
    plain = scaled_dot_product_attention(X @ W[0], X @ W[1], X @ W[2]) @ W[3]
    assert_allclose(multi_head_attention(X, **names, n_heads=1), plain, rtol=1e-12)


def test_a_weight_follows_its_own_score_as_a_times_one_minus_a():
    """The d of the formula is 1 here, so that a score is its key."""
    scores, h = RNG.normal(size=6), 1e-6
    a = attention_weights([[1.0]], scores[:, None])[0]
    for i in range(6):
        moved = [
            attention_weights([[1.0]], (scores + step * np.eye(6)[i])[:, None])[0, i]
            for step in (h, -h)
        ]
        assert_allclose((moved[0] - moved[1]) / (2 * h), a[i] * (1 - a[i]), rtol=1e-7)


@pytest.mark.parametrize("d", [4, 64, 256])
def test_scores_spread_like_the_root_of_the_head_size(d):
    q, k = RNG.standard_normal((2, 20_000, d))
    spread = np.sum(q * k, axis=-1).std()
    assert abs(spread / np.sqrt(d) - 1) < 0.04  # five standard errors at d = 4


def test_dividing_keeps_the_entropy_up():
    Q, K = RNG.standard_normal((2, 300, 256))
    divided = entropy(attention_weights(Q, K[:8])).mean()
    not_divided = entropy(softmax(Q @ K[:8].T)).mean()
    assert not_divided < 0.4 < 1.5 < divided < np.log(8)


# Edges


def test_huge_scores_and_hidden_larger_ones_survive():
    Q, K = RNG.standard_normal((2, 4, 3))
    assert_allclose(attention_weights(1e8 * Q, K).sum(axis=-1), 1)
    K[-1] = 1e6 * Q[0]
    weights = attention_weights(Q, K, mask=causal_mask(4))
    assert_array_equal(weights[0], [1, 0, 0, 0])


def test_types_stay_and_integers_become_floats():
    Q = RNG.standard_normal((3, 4)).astype(np.float32)
    assert scaled_dot_product_attention(Q, Q, Q, mask=causal_mask(3)).dtype == np.float32
    assert scaled_dot_product_attention([[1]], [[2]], [[3]]).dtype == np.float64


def test_fewer_queries_than_keys_and_leading_axes():
    Q, K, V = RNG.standard_normal((2, 1, 3)), RNG.standard_normal((2, 5, 3)), np.ones((2, 5, 7))
    assert_allclose(scaled_dot_product_attention(Q, K, V), np.ones((2, 1, 7)))
    each = RNG.random((2, 1, 5)) < 0.5
    each[..., 0] = True
    assert np.all(attention_weights(Q, K, mask=each)[~each] == 0)


@pytest.mark.parametrize(
    ("Q", "K", "V", "mask", "words"),
    [
        (np.ones((2, 3)), np.ones((2, 4)), np.ones((2, 3)), None, "vectors of one size"),
        (np.ones((2, 3)), np.ones((4, 3)), np.ones((2, 3)), None, "as many rows"),
        (np.ones(3), np.ones((2, 3)), np.ones((2, 3)), None, r"Q must be rows.*\(3,\)"),
        (np.ones((0, 3)), np.ones((2, 3)), np.ones((2, 3)), None, "Q must be rows"),
        (np.ones((2, 0)), np.ones((2, 0)), np.ones((2, 3)), None, "K must be rows"),
        (np.full((2, 3), np.nan), np.ones((2, 3)), np.ones((2, 3)), None, "Q must hold finite"),
        (np.ones((2, 3)), np.ones((2, 3)), np.full((2, 3), np.inf), None, "V must hold finite"),
        (np.full((2, 3), 1e200), np.full((2, 3), 1e200), np.ones((2, 3)), None, "too large"),
        (np.ones((2, 3)), np.ones((2, 3)), np.ones((2, 3)), np.ones((2, 2)), "boolean"),
        (np.ones((2, 3)), np.ones((2, 3)), np.ones((2, 3)), np.eye(2, k=1) > 0, "one key at least"),
    ],
)
def test_what_cannot_be_used_is_refused(Q, K, V, mask, words):
    with pytest.raises(ValueError, match=words):
        scaled_dot_product_attention(Q, K, V, mask=mask)


@pytest.mark.parametrize("n_heads", [3, 8, 0, -1, 1.5])
def test_heads_must_divide(n_heads):
    W = np.eye(4)
    with pytest.raises(ValueError, match="n_heads must"):
        multi_head_attention(np.ones((2, 4)), W_Q=W, W_K=W, W_V=W, W_O=W, n_heads=n_heads)


@pytest.mark.parametrize("name", ["W_Q", "W_K", "W_V", "W_O"])
def test_matrices_of_heads_must_fit(name):
    W = {**dict.fromkeys(("W_Q", "W_K", "W_V", "W_O"), np.eye(4)), name: np.ones((3, 4))}
    with pytest.raises(ValueError, match=rf"{name} must have shape \(4, 4\); got \(3, 4\)"):
        multi_head_attention(np.ones((2, 4)), **W, n_heads=2)


@pytest.mark.parametrize("n_tokens", [0, -1, 2.5, "3"])
def test_a_mask_for_nobody_is_refused(n_tokens):
    with pytest.raises(ValueError, match="n_tokens must be a whole number from 1 on"):
        causal_mask(n_tokens)
