"""Stochastic gradients: by hand, against torch, by identities, and where they fail."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mathforai.optimization import (
    gradient_noise_scale,
    heavy_ball,
    minibatches,
    ravine_gradient,
    ravine_loss,
    ravine_samples,
    sgd,
    stationary_variance,
)

# ravine_samples


def loss(w, features, answers):
    return 0.5 * np.mean((features @ w - answers) ** 2)


@pytest.mark.parametrize(("n_samples", "noise"), [(8, 4.0), (1000, 4.0), (64, 0.5)])
def test_the_mean_loss_of_the_samples_is_the_ravine_and_a_floor(n_samples, noise):
    features, answers = ravine_samples(n_samples, noise=noise)
    assert features.shape == (n_samples, 2)
    assert answers.shape == (n_samples,)
    for w in np.random.default_rng(0).normal(scale=5, size=(20, 2)):
        assert_allclose(loss(w, features, answers), ravine_loss(w) + noise**2 / 2, rtol=1e-12)
        full = features.T @ (features @ w - answers) / n_samples
        assert_allclose(full, ravine_gradient(w), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("n_samples", [0, 7, 12, 8.5, None])
def test_a_number_of_samples_without_all_kinds_is_refused(n_samples):
    with pytest.raises(ValueError, match=r"n_samples must be a (multiple of 8|whole number)"):
        ravine_samples(n_samples)


def test_noise_that_is_not_positive_is_refused():
    with pytest.raises(ValueError, match="noise must be a positive finite number; got 0"):
        ravine_samples(8, noise=0)


# minibatches


@given(st.integers(1, 40), st.integers(1, 50), st.integers(1, 3), st.integers(0, 9))
def test_every_epoch_deals_each_sample_once(n_samples, batch_size, epochs, seed):
    rng = np.random.default_rng(seed)
    dealt = list(minibatches(n_samples, batch_size, rng=rng, epochs=epochs))
    each = -(-n_samples // batch_size)
    assert len(dealt) == epochs * each
    for epoch in range(epochs):
        batches = dealt[epoch * each : (epoch + 1) * each]
        assert sorted(np.concatenate(batches)) == list(range(n_samples))
        assert {len(batch) for batch in batches[:-1]} <= {batch_size}


def test_epochs_have_orders_of_their_own_and_a_seed_repeats_them():
    def deal():
        rng = np.random.default_rng(3)
        return [batch.tolist() for batch in minibatches(20, 20, rng=rng, epochs=2)]

    first, second = deal()
    assert first != second
    assert deal() == [first, second]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((0, 4, 1), "n_samples must be a whole number from 1 on; got 0"),
        ((10, 0, 1), "batch_size must be a whole number from 1 on; got 0"),
        ((10, 2.5, 1), "batch_size must be a whole number from 1 on; got 2.5"),
        ((10, 4, 0), "epochs must be a whole number from 1 on; got 0"),
    ],
)
def test_what_cannot_be_dealt(given, words):
    n_samples, batch_size, epochs = given
    with pytest.raises(ValueError, match=words):
        list(minibatches(n_samples, batch_size, rng=np.random.default_rng(0), epochs=epochs))


# sgd

FEATURES, ANSWERS = ravine_samples(1000)


def batch_gradient(w, batch):
    x, y = FEATURES[batch], ANSWERS[batch]
    return x.T @ (x @ w - y) / len(batch)


def test_three_steps_by_hand():
    samples = np.array([0.0, 4.0])
    path = sgd(lambda w, i: w - samples[i], 8.0, [1, 0, 1], learning_rate=0.5)
    assert_array_equal(path, [8, 6, 3, 3.5])
    # u: 4, then 2 + 6, then 4 - 2
    path = sgd(lambda w, i: w - samples[i], 8.0, [1, 0, 1], learning_rate=0.5, momentum=0.5)
    assert_array_equal(path, [8, 6, 2, 1])


def test_with_all_samples_in_each_batch_it_is_the_heavy_ball():
    rest = {"learning_rate": 0.012, "momentum": 0.9}
    everything = [np.arange(1000)] * 50
    path = sgd(batch_gradient, [10.0, 1.0], everything, **rest)
    assert_allclose(
        path, heavy_ball(ravine_gradient, [10.0, 1.0], steps=50, **rest), rtol=1e-10, atol=1e-12
    )


def test_a_schedule_and_an_iterator_are_taken():
    path = sgd(lambda w, g: g, 1.0, iter([1.0, 1.0, 1.0]), learning_rate=[0.5, 0.25, 0.0])
    assert_array_equal(path, [1, 0.5, 0.25, 0.25])


def test_no_batches_are_no_steps_and_float32_stays():
    assert_array_equal(sgd(batch_gradient, [1.0, 2.0], [], learning_rate=0.1), [[1, 2]])
    path = sgd(lambda w, b: w, np.float32([1.0]), [0, 0], learning_rate=0.5)
    assert path.dtype == np.float32


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"learning_rate": -1}, "learning_rate must be a positive finite number; got -1"),
        ({"learning_rate": [0.1]}, "each of the 2 steps"),
        ({"learning_rate": 0.1, "momentum": 1.0}, "momentum must be"),
    ],
)
def test_wrong_options_are_refused(options, words):
    with pytest.raises(ValueError, match=words):
        sgd(lambda w, b: w, 1.0, [0, 1], **options)


def torch_walk(batches, start, *, learning_rate, momentum, bent):
    torch = pytest.importorskip("torch")
    x, y = torch.tensor(FEATURES), torch.tensor(ANSWERS)
    w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=learning_rate, momentum=momentum)
    path = [w.detach().numpy().copy()]
    for batch in batches:
        optimizer.zero_grad()
        error = x[batch] @ w - y[batch]
        (torch.sqrt(1 + error**2) if bent else 0.5 * error**2).mean().backward()
        optimizer.step()
        path.append(w.detach().numpy().copy())
    return np.array(path)


def bent_gradient(w, batch):
    """The gradient of the mean of sqrt(1 + error^2), whose curvature changes with w."""
    error = FEATURES[batch] @ w - ANSWERS[batch]
    return FEATURES[batch].T @ (error / np.sqrt(1 + error**2)) / len(batch)


@pytest.mark.parametrize("bent", [False, True])
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_it_is_torch_step_for_step(momentum, bent):
    rng = np.random.default_rng(5)
    batches = list(minibatches(1000, 48, rng=rng, epochs=10))[:200]
    rest = {"learning_rate": 0.002, "momentum": momentum}
    theirs = torch_walk(batches, [10.0, 1.0], bent=bent, **rest)
    ours = sgd(bent_gradient if bent else batch_gradient, [10.0, 1.0], batches, **rest)
    assert ours.shape == (201, 2)
    assert_allclose(ours, theirs, rtol=0, atol=1e-12)
    shifted = sgd(batch_gradient, [10.0, 1.0], batches[1:] + batches[:1], **rest)
    with pytest.raises(AssertionError):
        assert_allclose(shifted, theirs, rtol=0, atol=1e-6)


# stationary_variance


def test_variance_by_hand():
    assert_allclose(stationary_variance(1.0, learning_rate=0.1), 0.01 / 0.19, rtol=1e-14)
    found = stationary_variance(36.0, learning_rate=0.1, curvature=4.0, batch_size=9)
    assert_allclose(found, 0.0625, rtol=1e-14)
    # One step lands on the minimum, so all that is left is the noise of that step.
    assert_allclose(stationary_variance(9.0, learning_rate=0.5, curvature=2.0), 9 / 4)


@given(st.floats(1e-3, 1.99), st.floats(1e-2, 1e3), st.floats(0, 1e3), st.integers(1, 64))
def test_the_variance_stays_where_it_is(relative_rate, curvature, variance, batch_size):
    rate = relative_rate / curvature
    v = stationary_variance(
        variance, learning_rate=rate, curvature=curvature, batch_size=batch_size
    )
    kept = (1 - relative_rate) ** 2 * v + rate**2 * variance / batch_size
    assert_allclose(kept, v, rtol=1e-9)


@settings(deadline=None)  # the first call loads SciPy
@given(st.floats(0.01, 1.99), st.floats(0, 0.99))
def test_with_momentum_it_solves_the_equation_of_two_steps(relative_rate, momentum):
    # Curvature 1: w' = (1 - rate) w - rate momentum u - rate xi and u' = w + momentum u + xi.
    # The covariance P of (w, u) stays where P = A P A^T + Q; SciPy knows no formula of ours.
    linalg = pytest.importorskip("scipy.linalg")
    step = np.array([[1 - relative_rate, -relative_rate * momentum], [1.0, momentum]])
    enters = np.array([[-relative_rate], [1.0]])
    found = linalg.solve_discrete_lyapunov(step, enters @ enters.T)[0, 0]
    v = stationary_variance(1.0, learning_rate=relative_rate, momentum=momentum)
    assert_allclose(v, found, rtol=1e-6)


@pytest.mark.parametrize(("momentum", "batch_size"), [(0.0, 1), (0.0, 4), (0.7, 2)])
def test_walks_spread_as_far_as_it_says(momentum, batch_size):
    rng = np.random.default_rng(8)
    walks = 20_000
    noise = rng.normal(scale=3, size=(200, walks, batch_size)).mean(axis=2)
    ends = sgd(
        lambda w, xi: 2.0 * w + xi, np.zeros(walks), noise, learning_rate=0.2, momentum=momentum
    )[-1]
    rest = {"curvature": 2.0, "learning_rate": 0.2, "batch_size": batch_size}
    v = stationary_variance(9.0, momentum=momentum, **rest)
    assert abs(ends.var() - v) < 4 * v * np.sqrt(2 / walks)
    assert abs(ends.var() - 1.1 * v) > 4 * v * np.sqrt(2 / walks), "10 % off would be seen"


def test_it_knows_many_directions():
    v = stationary_variance([16.0, 1600.0], learning_rate=1e-6, curvature=[1.0, 100.0])
    assert_allclose(v, 8e-6, rtol=1e-4)
    assert stationary_variance([], learning_rate=0.1).shape == (0,)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"learning_rate": 2.0}, r"must be below 2, or the walk flies off; got 2"),
        ({"learning_rate": 0.02, "curvature": [1.0, 100.0]}, "must be below 2"),
        ({"learning_rate": 3.9, "momentum": 0.9}, r"must be below 3\.8"),
        ({"learning_rate": 0.1, "curvature": -1.0}, "curvature must be positive"),
        ({"learning_rate": 0.1, "batch_size": 0}, "batch_size must be a whole number from 1 on"),
        ({"learning_rate": 0.1, "momentum": -0.1}, "momentum must be"),
        ({"learning_rate": np.nan}, "learning_rate must be"),
    ],
)
def test_what_has_no_stationary_variance(options, words):
    with pytest.raises(ValueError, match=words):
        stationary_variance(1.0, **options)
    with pytest.raises(ValueError, match="variance from 0 on"):
        stationary_variance(-1.0, learning_rate=0.1)


# gradient_noise_scale


def test_noise_scale_by_hand():
    assert gradient_noise_scale([[1.0, 0.0], [3.0, 0.0]]) == 0.25
    each = FEATURES * (FEATURES @ [10.0, 1.0] - ANSWERS)[:, None]
    assert_allclose(gradient_noise_scale(each), (116 + 11600) / (100 + 10000), rtol=1e-12)


def test_noise_scale_without_noise_and_without_signal():
    assert gradient_noise_scale([[2.0, 1.0], [2.0, 1.0]]) == 0
    assert gradient_noise_scale([[2.0], [-2.0]]) == np.inf
    assert gradient_noise_scale([[0.0], [0.0]]) == 0


@given(st.integers(0, 99), st.floats(1e-3, 1e3))
def test_noise_scale_knows_no_unit_and_no_direction(seed, factor):
    rng = np.random.default_rng(seed)
    each = rng.normal(loc=0.5, size=(30, 3))
    turn, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    scale = gradient_noise_scale(each)
    assert_allclose(gradient_noise_scale(factor * each @ turn), scale, rtol=1e-9)


@pytest.mark.parametrize("gradients", [[], [1.0, 2.0], np.zeros((0, 3)), 1.0])
def test_gradients_without_samples_are_refused(gradients):
    with pytest.raises(ValueError, match="one row for each sample; got shape"):
        gradient_noise_scale(gradients)
