"""The JavaScript of the figure of 4.3 computes what Python computes, and both what was promised."""

import numpy as np
import pytest
from javascript import call
from numpy.testing import assert_allclose

from mathforai.figures.optimization import NoiseCloud, noise_cloud
from mathforai.optimization import ravine_loss, ravine_samples

MODULE = NoiseCloud.module
RNG = np.random.default_rng(43)
# Slow, usual, at the limit of one sample, at that of all, beyond, far beyond.
STATES = [
    *zip(
        (10 ** RNG.uniform(-3.3, -1.4, 20)).tolist(), RNG.integers(1, 65, 20).tolist(), strict=True
    ),
    *[(0.0005, 1), (0.001, 1), (0.01, 1), (0.0198, 1), (8 / 404, 1), (0.02, 64), (0.04, 64)],
]
SETTLING = [(r, b) for r, b in STATES if r < 0.0197]


def test_signs_are_fair_and_no_two_runs_see_the_same():
    p, q = noise_cloud.signs()
    # Three standard errors of so many coins.
    for sign in (p, q, p * q):
        assert abs(sign.mean()) < 3 / np.sqrt(sign.size)
    shared = np.corrcoef(p)[np.triu_indices(len(p), 1)]
    assert np.abs(shared).max() < 5 / np.sqrt(p.shape[1])


@pytest.mark.parametrize(("rate", "size"), [*SETTLING[:6], (0.0005, 64), (0.001, 1), (0.019, 7)])
def test_runs(rate, size):
    [[there, places]] = call(MODULE, [("sgd_runs", noise_cloud.DRAWS, rate, size)])
    path = noise_cloud.sgd_runs(rate, size)
    losses = (path**2 @ [0.5, 50.0]).mean(axis=1)
    assert_allclose(there, losses, rtol=1e-12)
    last = len(path) - 1
    late = path[[int(last * share) for share in noise_cloud.LATE]]
    assert_allclose(np.reshape(places, (noise_cloud.RUNS, -1, 2)), late.swapaxes(0, 1), atol=1e-12)


def test_expected_losses_and_where_they_settle():
    for name in ("expected_losses", "stationary_moments"):
        there = call(MODULE, [(name, rate, size) for rate, size in STATES])
        for state, found in zip(STATES, there, strict=True):
            here = getattr(noise_cloud, name)(*state)
            # Beside the limit a small difference of large numbers is divided by.
            assert_allclose(found, here, rtol=1e-12 if state[0] < 0.0197 else 1e-9, err_msg=name)


def test_limits():
    sizes = [*range(1, 65), 1000]
    here = [noise_cloud.rate_limit(size) for size in sizes]
    assert_allclose(call(MODULE, [("rate_limit", size) for size in sizes]), here, rtol=1e-15)
    assert_allclose(here[0], 2 / 101, rtol=1e-15)
    assert np.all(np.diff(here) > 0)
    assert here[-1] < 2 / 100


def test_the_sentence_at_its_borders():
    rates = [0.0005, 0.0175, 0.0191, 0.0197, 0.0198, 0.0199, 0.02, 0.0201, 0.04]
    states = [{"learning_rate": r, "batch_size": b} for r in rates for b in (1, 2, 2.5, 63.5, 64)]
    here = [NoiseCloud(**state).sentence() for state in states]
    assert call(MODULE, [("sentence", state) for state in states]) == here


# What both compute is true


@pytest.mark.parametrize(("rate", "size"), [(0.002, 1), (0.01, 1), (0.015, 4), (0.004, 16)])
def test_the_expected_loss_is_that_of_real_samples(rate, size):
    features, answers = ravine_samples(8)
    rng = np.random.default_rng(1)
    runs = 4000
    w = np.tile([10.0, 1.0], (runs, 1))
    expected = noise_cloud.expected_losses(rate, size)
    for t in range(1, 41):
        x = rng.integers(0, 8, size=(runs, size))
        residual = np.einsum("rbi,ri->rb", features[x], w) - answers[x]
        w = w - rate * np.einsum("rb,rbi->ri", residual, features[x]) / size
        losses = ravine_loss(w)
        error = losses.std() / np.sqrt(runs)
        assert abs(losses.mean() - expected[t]) < 5 * error


@pytest.mark.parametrize(("rate", "size"), SETTLING)
def test_settled_moments_stay(rate, size):
    a, b = noise_cloud.stationary_moments(rate, size)
    spread = rate**2 / size
    assert_allclose((1 - rate) ** 2 * a + spread * (100 * b + 16), a, rtol=1e-9)
    assert_allclose((1 - 100 * rate) ** 2 * b + spread * 100 * (a + 16), b, rtol=1e-9)


@pytest.mark.parametrize("size", [1, 2, 8, 64])
def test_beyond_the_limit_nothing_settles(size):
    limit = noise_cloud.rate_limit(size)
    keep = [
        np.array(
            [
                [(1 - r) ** 2, 100 * r**2 / size],
                [100 * r**2 / size, (1 - 100 * r) ** 2],
            ]
        )
        for r in (limit * (1 - 1e-9), limit * (1 + 1e-9))
    ]
    below, above = (np.abs(np.linalg.eigvals(m)).max() for m in keep)
    assert below < 1 < above
    assert noise_cloud.stationary_moments(limit, size) == (np.inf, np.inf)


def test_the_runs_keep_to_the_expected_loss():
    path = noise_cloud.sgd_runs(0.002, 1)
    late = (path[60:] ** 2 @ [0.5, 50.0]).mean()
    assert_allclose(late, noise_cloud.plateau(noise_cloud.stationary_moments(0.002, 1)), rtol=0.05)
