"""RMSProp, Adam, AdamW: by hand, against torch, by identities, and where they fail."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mathforai.optimization import (
    adam,
    adam_step_ratio,
    adamw,
    heavy_ball,
    ravine_gradient,
    rmsprop,
)

START = [10.0, 1.0]
betas = st.tuples(st.floats(0, 0.99), st.floats(0.5, 0.9999))
OPTIMIZERS = [adam, adamw, rmsprop]


# By hand


def test_adam_by_hand():
    # Gradients 4 and 2; m = 2, 2 and v = 8, 6 with betas of a half; hats: 4, 8/3 and 16, 8.
    gradients = iter([4.0, 2.0])
    path = adam(
        lambda w: next(gradients) + 0 * w, 0.0, learning_rate=1, betas=(0.5, 0.5), eps=0, steps=2
    )
    assert_allclose(path, [0, -1, -1 - (8 / 3) / np.sqrt(8)], rtol=1e-15)


def test_adamw_by_hand():
    path = adamw(lambda w: 3 + 0 * w, 8.0, learning_rate=0.5, weight_decay=0.5, eps=0, steps=2)
    assert_allclose(path, [8, 0.75 * 8 - 0.5, 0.75 * 5.5 - 0.5], rtol=1e-15)


def test_rmsprop_by_hand():
    path = rmsprop(lambda w: 3 + 0 * w, 0.0, learning_rate=1, smoothing=0.75, eps=0, steps=2)
    assert_allclose(path, [0, -2, -2 - 3 / np.sqrt(0.75 * 2.25 + 2.25)], rtol=1e-15)
    assert_allclose(rmsprop(lambda w: w, 1.0, learning_rate=0.01, eps=0, steps=1), [1, 0.9])


def test_step_ratio_by_hand():
    assert_allclose(adam_step_ratio([2.0, 2.0], eps=0), [1, 1], rtol=1e-12)
    raw = adam_step_ratio([2.0, 2.0], eps=0, corrected=False)
    assert_allclose(raw, [0.1 / np.sqrt(0.001), 0.19 / np.sqrt(0.001999)], rtol=1e-12)
    assert_array_equal(adam_step_ratio([0.0, 0.0]), [0, 0])
    # The figures of the section: the peak of the uncorrected start.
    raw = adam_step_ratio(np.ones(5000), corrected=False)
    assert raw.argmax() == 11
    assert_allclose(raw.max(), 6.56852, atol=1e-5)


# Against torch


def quartic_gradient(w):
    """A gradient whose curvature changes along the way, with a full Hessian."""
    w = np.asarray(w)
    return ravine_gradient(w, angle=0.6) + 0.4 * w**3


def torch_walk(kind, angle, quartic, **options):
    torch = pytest.importorskip("torch")
    w = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer = getattr(torch.optim, kind)([w], **options)
    c, s = np.cos(angle), np.sin(angle)
    path = [w.detach().numpy().copy()]
    for _ in range(200):
        optimizer.zero_grad()
        loss = 0.5 * (c * w[0] + s * w[1]) ** 2 + 50 * (c * w[1] - s * w[0]) ** 2
        (loss + quartic * (w**4).sum()).backward()
        optimizer.step()
        path.append(w.detach().numpy().copy())
    return np.array(path)


CASES = [
    (adam, "Adam", {}, {}),
    (adam, "Adam", {"learning_rate": 0.2}, {"lr": 0.2}),
    (
        adam,
        "Adam",
        {"learning_rate": 0.05, "betas": (0.8, 0.95), "eps": 1e-3},
        {"lr": 0.05, "betas": (0.8, 0.95), "eps": 1e-3},
    ),
    (adamw, "AdamW", {}, {}),
    (adamw, "AdamW", {"learning_rate": 0.1, "weight_decay": 0.3}, {"lr": 0.1, "weight_decay": 0.3}),
    (rmsprop, "RMSprop", {}, {}),
    (rmsprop, "RMSprop", {"learning_rate": 0.005, "smoothing": 0.9}, {"lr": 0.005, "alpha": 0.9}),
]


@pytest.mark.parametrize(("function", "kind", "ours", "theirs"), CASES)
def test_two_hundred_steps_in_the_ravine_are_those_of_torch(function, kind, ours, theirs):
    path = function(ravine_gradient, START, steps=200, **ours)
    assert_allclose(path, torch_walk(kind, 0.0, 0.0, **theirs), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("function", "kind", "ours", "theirs"), CASES)
def test_two_hundred_steps_where_the_curvature_changes(function, kind, ours, theirs):
    path = function(quartic_gradient, START, steps=200, **ours)
    assert_allclose(path, torch_walk(kind, 0.6, 0.1, **theirs), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("wrong", [{"betas": (0.9, 0.998)}, {"eps": 1e-7}, {"learning_rate": 0.2}])
def test_torch_rejects_another_adam(wrong):
    path = adam(ravine_gradient, START, steps=200, **{"learning_rate": 0.1, **wrong})
    with pytest.raises(AssertionError):
        assert_allclose(path, torch_walk("Adam", 0.0, 0.0, lr=0.1), rtol=1e-12, atol=1e-12)


def test_torch_rejects_a_decay_in_the_gradient():
    coupled = adam(lambda w: ravine_gradient(w) + 0.3 * w, START, learning_rate=0.1, steps=200)
    theirs = torch_walk("AdamW", 0.0, 0.0, lr=0.1, weight_decay=0.3)
    with pytest.raises(AssertionError):
        assert_allclose(coupled, theirs, atol=1e-3)
    theirs = torch_walk("Adam", 0.0, 0.0, lr=0.1, weight_decay=0.3)
    assert_allclose(coupled, theirs, rtol=1e-12, atol=1e-12)


# Identities


@given(betas, st.integers(-60, 60))
def test_a_power_of_two_in_the_gradients_changes_no_bit(given_betas, power):
    steps = {"learning_rate": 0.1, "betas": given_betas, "eps": 0, "steps": 40}
    path = adam(ravine_gradient, START, **steps)
    scaled = adam(lambda w: 2.0**power * ravine_gradient(w), START, **steps)
    assert_array_equal(path, scaled)


@given(st.floats(-4, 4), st.floats(-4, 4))
def test_along_the_axes_the_path_knows_no_curvature(first, second):
    steps = {"learning_rate": 0.2, "eps": 0, "steps": 100}
    curvatures = (10**first, 10**second)
    path = adam(lambda w: ravine_gradient(w, curvatures=curvatures), START, **steps)
    assert_allclose(path, adam(lambda w: w, START, **steps), rtol=1e-9, atol=1e-9)


def test_turned_it_does():
    c = np.sqrt(0.5)
    turned = np.array([[c, c], [-c, c]])
    level = adam(ravine_gradient, START, learning_rate=0.2, steps=100)
    path = adam(
        lambda w: ravine_gradient(w, angle=np.pi / 4), START @ turned, learning_rate=0.2, steps=100
    )
    assert np.abs(path - level @ turned).max() > 1


@given(betas, st.lists(st.floats(-100, 100), min_size=1, max_size=30))
def test_the_ratio_is_the_step_of_adam(given_betas, gradients):
    given_gradients = iter(gradients)
    path = adam(
        lambda w: next(given_gradients) + 0 * w,
        0.0,
        learning_rate=0.5,
        betas=given_betas,
        steps=len(gradients),
    )
    ratio = adam_step_ratio(gradients, betas=given_betas)
    # A difference of positions has lost the digits that the positions share.
    assert_allclose(-np.diff(path), 0.5 * ratio, rtol=1e-9, atol=1e-11)


@given(betas, st.floats(1e-3, 1e3))
def test_a_steady_gradient_takes_full_steps(given_betas, size):
    ratio = adam_step_ratio(np.full(30, -size), betas=given_betas, eps=0)
    assert_allclose(ratio, -1, rtol=1e-9)


def test_noise_takes_the_root_of_a_nineteenth():
    noise = np.random.default_rng(44).normal(size=(6000, 200))
    ratio = adam_step_ratio(noise)[3000:]
    # 200 weights, each independent of itself after some tens of steps: about half a per cent.
    assert_allclose(np.sqrt((ratio**2).mean()), np.sqrt(1 / 19), rtol=0.02)


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=60), st.floats(0.9, 1.3))
def test_no_step_is_longer_than_the_bound(gradients, growth):
    growing = np.array(gradients) * growth ** np.arange(len(gradients))
    ratio = adam_step_ratio(np.append(np.zeros(3000), growing))
    assert np.abs(ratio).max() <= 0.1 / np.sqrt(0.001 * (1 - 0.81 / 0.999)) + 1e-9


def test_the_bound_is_met_by_gradients_that_grow():
    growing = (0.999 / 0.9) ** np.arange(120)
    ratio = adam_step_ratio(np.append(np.zeros(20000), growing))
    assert_allclose(ratio[-1], 0.1 / np.sqrt(0.001 * (1 - 0.81 / 0.999)), rtol=1e-4)


def test_far_below_eps_it_is_momentum():
    tiny = adam(
        lambda w: 1e-14 * ravine_gradient(w),
        START,
        learning_rate=0.1,
        betas=(0.0, 0.999),
        eps=1e-3,
        steps=50,
    )
    plain = heavy_ball(
        lambda w: 1e-14 * ravine_gradient(w), START, learning_rate=100.0, momentum=0.0, steps=50
    )
    assert_allclose(tiny - START, plain - START, rtol=1e-6)


# Kinds of input


@pytest.mark.parametrize("function", OPTIMIZERS)
@pytest.mark.parametrize(
    ("start", "shape"), [(1.0, (4,)), ([], (4, 0)), (np.ones((2, 3)), (4, 2, 3)), (1, (4,))]
)
def test_path_has_one_more_row_than_steps(function, start, shape):
    path = function(lambda w: 2 * w, start, steps=3)
    assert path.shape == shape
    assert path.dtype == np.float64
    assert function(lambda w: w, start, steps=0).shape == (1, *shape[1:])


@pytest.mark.parametrize("function", OPTIMIZERS)
def test_float32_stays_and_a_schedule_is_followed(function):
    path = function(lambda w: w, np.ones(2, np.float32), learning_rate=[0.0, 0.5], steps=2)
    assert path.dtype == np.float32
    assert_array_equal(path[1], path[0])
    assert np.all(path[2] < path[1])


@pytest.mark.parametrize("function", OPTIMIZERS)
def test_a_walk_remembers_nothing_of_the_one_before(function):
    first, second = (function(ravine_gradient, START, steps=5) for _ in range(2))
    assert_array_equal(first, second)


def test_ratio_of_several_weights_is_that_of_each():
    gradients = np.random.default_rng(1).normal(size=(9, 2, 3))
    ratio = adam_step_ratio(gradients)
    assert ratio.shape == gradients.shape
    assert_array_equal(ratio[:, 1, 2], adam_step_ratio(gradients[:, 1, 2]))
    assert adam_step_ratio([]).shape == (0,)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"learning_rate": 0}, "learning_rate must be a positive finite number; got 0"),
        ({"betas": (0.9, 1.0)}, r"betas\[1\] must be a finite number from 0 to below 1; got 1.0"),
        ({"betas": (-0.1, 0.9)}, r"betas\[0\] must be .* got -0.1"),
        ({"betas": 0.9}, "betas must be two numbers; got 0.9"),
        ({"betas": (0.9, np.nan)}, r"betas\[1\] must be .* got nan"),
        ({"eps": -1e-8}, "eps must be a finite number from 0 on; got -1e-08"),
        ({"eps": "0"}, "eps must be a finite number from 0 on; got '0'"),
        ({"steps": -1}, "steps must be a whole number from 0 on; got -1"),
        ({"learning_rate": [0.1]}, "one learning rate for each of the 3 steps"),
    ],
)
def test_what_is_refused(options, words):
    for function in (adam, adamw):
        with pytest.raises(ValueError, match=words):
            function(lambda w: w, 1.0, **{"steps": 3, **options})


def test_what_else_is_refused():
    with pytest.raises(ValueError, match="weight_decay must be a finite number from 0 on; got inf"):
        adamw(lambda w: w, 1.0, weight_decay=np.inf, steps=1)
    with pytest.raises(ValueError, match="smoothing must be a finite number from 0 to below 1"):
        rmsprop(lambda w: w, 1.0, smoothing=1, steps=1)
    with pytest.raises(ValueError, match="one gradient for each step; got 3"):
        adam_step_ratio(3)
    with pytest.raises(ValueError, match=r"the shape of its input, \(2,\); got \(\)"):
        adam(lambda w: w.sum(), [1.0, 2.0], steps=1)
