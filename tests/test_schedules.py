"""Schedules, clipping, the noisy ravine and the gorge: by hand, against torch, by identities."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mathforai.optimization import (
    adamw,
    clip_by_global_norm,
    cosine_schedule,
    expected_ravine_loss,
    global_norm,
    gorge_curvature,
    gorge_gradient,
    gorge_loss,
    gradient_descent,
    heavy_ball,
    linear_warmup,
    ravine_gradient,
    ravine_loss,
    stationary_variance,
)

# linear_warmup, cosine_schedule


def test_warmup_by_hand():
    assert_allclose(linear_warmup(4, peak=0.3, warmup=2), [0.1, 0.2, 0.3, 0.3])
    assert_array_equal(linear_warmup(3, peak=0.3, warmup=0), [0.3, 0.3, 0.3])
    assert_allclose(linear_warmup(2, peak=0.6, warmup=5), [0.1, 0.2])  # ends before its peak
    assert linear_warmup(0, peak=0.3, warmup=2).shape == (0,)


def test_cosine_by_hand():
    rates = cosine_schedule(7, peak=1.0, warmup=1, final=0.2)
    down = 0.2 + 0.8 * (1 + np.cos(np.pi * np.array([0.2, 0.4, 0.6, 0.8]))) / 2
    assert_allclose(rates, [0.5, 1.0, *down, 0.2])


@given(
    st.integers(0, 40),
    st.integers(2, 60),
    st.floats(1e-8, 1e8),
    st.floats(0, 1),
)
def test_ends_are_exact_and_the_way_is_monotone(warmup, after, peak, share):
    final = peak * share
    rates = cosine_schedule(warmup + after, peak=peak, warmup=warmup, final=final)
    assert len(rates) == warmup + after
    assert rates[warmup] == peak
    assert rates[-1] == final
    assert np.all(np.diff(rates[: warmup + 1]) > 0)
    assert np.all(np.diff(rates[warmup:]) <= 1e-15 * peak)


@given(st.integers(3, 200), st.floats(0, 1))
def test_the_two_halves_of_a_cosine_mirror_each_other(steps, share):
    rates = cosine_schedule(steps, peak=1.0, final=share)
    assert_allclose(rates + rates[::-1], 1 + share, rtol=1e-12)


def torch_rates(make, peak, steps):
    torch = pytest.importorskip("torch")
    weight = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([weight], lr=peak)
    schedule = make(torch.optim.lr_scheduler, optimizer)
    rates = []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return np.array(rates)


def test_cosine_is_that_of_torch():
    theirs = torch_rates(lambda s, o: s.CosineAnnealingLR(o, T_max=999, eta_min=0.003), 0.03, 1000)
    ours = cosine_schedule(1000, peak=0.03, final=0.003)
    # torch goes from each rate to the next, and a thousand roundings add up
    assert_allclose(ours, theirs, rtol=1e-11)
    late = cosine_schedule(1001, peak=0.03, final=0.003)[:1000]
    with pytest.raises(AssertionError):
        assert_allclose(late, theirs, rtol=1e-11)


def test_warmup_and_cosine_are_those_of_torch():
    def make(schedulers, optimizer):
        return schedulers.SequentialLR(
            optimizer,
            [
                schedulers.LinearLR(optimizer, start_factor=1 / 101, total_iters=100),
                schedulers.CosineAnnealingLR(optimizer, T_max=899, eta_min=0.003),
            ],
            milestones=[100],
        )

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SequentialLR calls its parts in its own way
        theirs = torch_rates(make, 0.03, 1000)
    ours = cosine_schedule(1000, peak=0.03, warmup=100, final=0.003)
    assert_allclose(ours, theirs, rtol=1e-11)


@pytest.mark.parametrize("name", ["SGD", "momentum", "AdamW"])
def test_scheduled_walks_are_those_of_torch(name):
    torch = pytest.importorskip("torch")
    rates = cosine_schedule(200, peak=0.003, warmup=20, final=0.0003)
    w = torch.tensor([10.0, 1.0], dtype=torch.float64, requires_grad=True)
    optimizer = {
        "SGD": lambda: torch.optim.SGD([w], lr=1.0),
        "momentum": lambda: torch.optim.SGD([w], lr=1.0, momentum=0.9),
        "AdamW": lambda: torch.optim.AdamW([w], lr=1.0, weight_decay=0.1),
    }[name]()
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda t: rates[min(t, 199)])
    path = [w.detach().numpy().copy()]
    for _ in range(200):
        optimizer.zero_grad()
        (0.5 * (w[0] ** 2 + (100 + 4 * w[0] ** 2) * w[1] ** 2)).backward()
        optimizer.step()
        schedule.step()
        path.append(w.detach().numpy().copy())
    run = {
        "SGD": lambda **given: gradient_descent(gorge_gradient, [10.0, 1.0], **given),
        "momentum": lambda **given: heavy_ball(gorge_gradient, [10.0, 1.0], momentum=0.9, **given),
        "AdamW": lambda **given: adamw(gorge_gradient, [10.0, 1.0], weight_decay=0.1, **given),
    }[name]
    assert_allclose(run(learning_rate=rates, steps=200), path, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: linear_warmup(5, peak=0.0, warmup=1), "peak must be a positive"),
        (lambda: linear_warmup(5, peak=0.1, warmup=-1), "warmup must be a whole number"),
        (lambda: linear_warmup(2.5, peak=0.1, warmup=1), "steps must be a whole number"),
        (lambda: cosine_schedule(5, peak=0.1, final=0.2), "between 0 and peak, 0.1; got 0.2"),
        (lambda: cosine_schedule(5, peak=0.1, final=np.nan), "between 0 and peak"),
        (lambda: cosine_schedule(5, peak=0.1, warmup=4), "at least warmup . 2, 6; got 5"),
        (lambda: cosine_schedule(1, peak=0.1), "at least warmup . 2, 2; got 1"),
        (lambda: expected_ravine_loss(0.1, noise=-1.0), "noise must be a finite number from 0 on"),
        (lambda: expected_ravine_loss(0.1, noise=np.inf), "noise must be"),
        (lambda: expected_ravine_loss([0.1], steps=2), "each of the 2 steps"),
        (lambda: clip_by_global_norm([[1.0]], 0.0), "max_norm must be a positive"),
        (lambda: clip_by_global_norm([[np.nan]], 1.0), "must be finite to be clipped"),
        (lambda: clip_by_global_norm([[1.0], [np.inf]], 1.0), "their norm is inf"),
        (lambda: gorge_loss([1.0, 2.0, 3.0]), "two weights along its last axis"),
        (lambda: gorge_gradient(3.0), "two weights along its last axis"),
    ],
)
def test_what_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# expected_ravine_loss


def test_mean_loss_without_noise_is_that_of_the_walk():
    rates = cosine_schedule(60, peak=0.019)
    path = gradient_descent(ravine_gradient, [10.0, 1.0], learning_rate=rates, steps=60)
    assert_allclose(expected_ravine_loss(rates, noise=0.0, steps=60), ravine_loss(path), rtol=1e-9)


def test_one_noisy_step_by_hand():
    # along: mean 9, variance 0.01; across: mean -9, variance 0.01 * 100
    [_, after] = expected_ravine_loss(0.1, noise=1.0, steps=1)
    assert_allclose(after, (81 + 0.01) / 2 + 100 * (81 + 1) / 2)


def test_after_long_it_is_the_cloud_of_the_section_before():
    variance = [
        stationary_variance(9.0 * c, learning_rate=0.012, curvature=c) for c in (1.0, 100.0)
    ]
    cloud = 0.5 * (variance[0] + 100 * variance[1])
    assert_allclose(expected_ravine_loss(0.012, noise=3.0, steps=3000)[-1], cloud, rtol=1e-9)


def test_it_is_the_mean_of_many_noisy_walks():
    rng = np.random.default_rng(45)
    rates = cosine_schedule(80, peak=0.018, warmup=10)
    w = np.tile([10.0, 1.0], (20_000, 1))
    for rate in rates:
        w = w - rate * (ravine_gradient(w) + 2.0 * rng.normal(size=w.shape) * [1.0, 10.0])
    losses = ravine_loss(w)
    error = losses.std() / np.sqrt(len(losses))
    exact = expected_ravine_loss(rates, noise=2.0, steps=80)[-1]
    assert abs(losses.mean() - exact) < 4 * error
    assert abs(losses.mean() - 1.1 * exact) > 4 * error  # it would see a tenth


# global_norm, clip_by_global_norm


def test_norm_and_clipping_by_hand():
    assert global_norm([[6.0, 8.0], [0.0, 24.0]]) == 26.0
    assert_allclose(clip_by_global_norm([[6.0, 8.0], [0.0, 24.0]], 13.0), [[3, 4], [0, 12]])


tensors = st.lists(st.lists(st.floats(-1e3, 1e3), max_size=4), max_size=4)


@given(tensors, st.floats(1e-3, 1e4))
def test_clipping_shortens_and_keeps_the_direction(gradients, limit):
    clipped = clip_by_global_norm(gradients, limit)
    before = np.concatenate([np.ravel(g) for g in gradients]) if gradients else np.zeros(0)
    after = np.concatenate([np.ravel(g) for g in clipped]) if clipped else np.zeros(0)
    assert global_norm(clipped) <= limit * (1 + 1e-12)
    if global_norm(gradients) <= limit:
        assert_array_equal(after, before)
    else:
        factor = limit / np.linalg.norm(before)
        assert_allclose(after, factor * before, rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize("limit", [0.5, 1.0, 7.0, 1e3])
def test_clipping_is_that_of_torch_but_for_its_millionth(limit):
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(1)
    gradients = [rng.normal(size=shape) for shape in ((3, 4), (5,), (), (0,))]
    weights = [torch.zeros(g.shape, dtype=torch.float64, requires_grad=True) for g in gradients]
    for w, g in zip(weights, gradients, strict=True):
        w.grad = torch.tensor(g)
    norm = torch.nn.utils.clip_grad_norm_(weights, limit).item()
    assert_allclose(norm, global_norm(gradients), rtol=1e-14)
    shorter = norm / (norm + 1e-6) if norm > limit else 1.0
    for ours, w in zip(clip_by_global_norm(gradients, limit), weights, strict=True):
        assert_allclose(ours * shorter, w.grad.numpy(), rtol=1e-13)
        if norm > limit and ours.size:
            with pytest.raises(AssertionError):
                assert_allclose(ours, w.grad.numpy(), rtol=1e-8)


def test_clipping_at_the_edges_of_the_formats():
    small = clip_by_global_norm([np.float32([3, 4])], 1.0)[0]
    assert small.dtype == np.float32
    assert_allclose(small, [0.6, 0.8], rtol=1e-7)
    assert_allclose(clip_by_global_norm([[3e200, 4e200]], 1.0)[0], [0.6, 0.8])
    assert_allclose(global_norm([[3e-200], [4e-200]]), 5e-200)
    assert clip_by_global_norm([[3, 4]], 10.0)[0].dtype.kind == "i"  # short: as it came
    assert clip_by_global_norm([], 1.0) == []
    assert global_norm([]) == global_norm([[]]) == 0.0


def test_clipping_leaves_its_input_alone():
    gradient = np.array([3.0, 4.0])
    for limit in (1.0, 10.0):
        clip_by_global_norm([gradient], limit)[0][:] = 0
    assert_array_equal(gradient, [3.0, 4.0])


# the gorge


def test_gorge_by_hand():
    assert gorge_loss([2.0, 3.0]) == 0.5 * (4 + 116 * 9)
    assert_array_equal(gorge_gradient([2.0, 3.0]), [2 * 37, 116 * 3])
    assert gorge_curvature(-2.0) == 116.0


def test_gradient_of_the_gorge_is_its_slope():
    rng = np.random.default_rng(2)
    w = rng.normal(scale=3, size=(50, 2))
    way = rng.normal(size=(50, 2))
    h = 1e-5
    slope = (gorge_loss(w + h * way) - gorge_loss(w - h * way)) / (2 * h)
    along = (gorge_gradient(w) * way).sum(axis=-1)
    assert_allclose(along, slope, rtol=1e-6, atol=1e-5)
    with pytest.raises(AssertionError):
        assert_allclose((ravine_gradient(w) * way).sum(axis=-1), slope, rtol=1e-6, atol=1e-5)


def test_at_the_bottom_the_gorge_is_the_ravine():
    w = np.array([1e-4, 1e-3])
    assert_allclose(gorge_gradient(w), ravine_gradient(w), rtol=1e-5)


@given(st.floats(-20, 20), st.floats(-20, 20), st.floats(1e-4, 0.03))
def test_a_step_multiplies_the_distance_across_by_the_factor_of_4_1(along, across, rate):
    _, [_, after] = gradient_descent(gorge_gradient, [along, across], learning_rate=rate, steps=1)
    wanted = (1 - rate * gorge_curvature(along)) * across
    assert_allclose(after, wanted, rtol=1e-9, atol=1e-9 * (1 + abs(across)))


def test_below_the_border_of_the_start_no_warmup_is_needed_and_beyond_it_is():
    def widest(peak, warmup):
        rates = linear_warmup(400, peak=peak, warmup=warmup)
        path = gradient_descent(gorge_gradient, [10.0, 1.0], learning_rate=rates, steps=400)
        return np.max(np.abs(path[:, 1]))

    assert widest(0.0039, 0) == 1.0
    assert widest(0.016, 249) == 1.0
    assert not widest(0.016, 0) < 1e6
    assert not widest(0.03, 320) < 1e6


def test_loss_and_gradient_do_not_warn_where_they_overflow():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert gorge_loss([1e200, 1e200]) == np.inf
        assert not np.isfinite(gorge_gradient([1e200, 1e200])).any()
        assert gorge_loss(np.zeros((0, 2))).shape == (0,)
        assert gorge_loss(np.zeros((3, 4, 2))).shape == (3, 4)
