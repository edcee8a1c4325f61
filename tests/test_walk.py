"""The loop of all optimizers, and schedules in the place of a rate."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from mathforai.optimization import gradient_descent, learning_rates, walk


def test_step_by_hand():
    seen = []

    def step(w, g, t):
        seen.append((w.tolist(), g.tolist(), t))
        return w - g

    assert_array_equal(walk(step, lambda w: w / 2, [8.0, 4.0], 2), [[8, 4], [4, 2], [2, 1]])
    assert seen == [([8.0, 4.0], [4.0, 2.0], 0), ([4.0, 2.0], [2.0, 1.0], 1)]


def test_a_gradient_may_write_into_its_input():
    def gradient(w):
        w *= 2
        return w

    assert_array_equal(walk(lambda w, g, t: w - 0.25 * g, gradient, 1.0, 2), [1, 0.5, 0.25])


def test_a_constant_schedule_is_the_rate_itself():
    one = gradient_descent(lambda w: w, 5.0, learning_rate=0.3, steps=7)
    many = gradient_descent(lambda w: w, 5.0, learning_rate=[0.3] * 7, steps=7)
    assert_array_equal(one, many)


def test_a_schedule_is_followed_step_by_step():
    path = gradient_descent(lambda w: w, 8.0, learning_rate=[0.5, 0.0, 0.75], steps=3)
    assert_array_equal(path, [8, 4, 4, 1])


@pytest.mark.parametrize(
    ("rate", "steps", "words"),
    [
        ([0.1, 0.1], 3, r"each of the 3 steps; got shape \(2,\)"),
        ([0.1, -0.1], 2, "finite rates from 0 on; got"),
        ([0.1, np.nan], 2, "finite rates from 0 on; got"),
        (-0.1, 2, "learning_rate must be a positive finite number; got -0.1"),
        (0.1, -1, "steps must be a whole number from 0 on; got -1"),
    ],
)
def test_what_is_no_schedule(rate, steps, words):
    with pytest.raises(ValueError, match=words):
        learning_rates(rate, steps)
