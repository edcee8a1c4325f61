"""Stochastic gradients: by hand, against torch, by identities, and where they fail."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mathforai.optimization import (
    heavy_ball,
    minibatches,
    ravine_gradient,
    ravine_loss,
    ravine_samples,
    sgd,
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
