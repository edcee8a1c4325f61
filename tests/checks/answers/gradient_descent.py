"""Answers to the exercises of 4.1: right ones, and each typical wrong one with its row."""

import numpy as np

# Right answers, some of them the long way round


def largest_safe_learning_rate(gradient):
    return 2 / (gradient(1.0) - gradient(0.0))


def from_far_points(gradient):
    return 2 * (5.0 - -5.0) / (gradient(5.0) - gradient(-5.0))


def repaired_descent(gradient, loss, start, learning_rate, steps):
    weights = [start]
    for _ in range(steps):
        weights.append(weights[-1] - learning_rate * gradient(weights[-1]))
    return weights, [loss(w) for w in weights]


def repaired_as_array(gradient, loss, start, learning_rate, steps):
    return np.array(repaired_descent(gradient, loss, start, learning_rate, steps))


RIGHT = {
    "optimization.gradient_descent.largest_safe_learning_rate": [
        largest_safe_learning_rate,
        from_far_points,
    ],
    "optimization.gradient_descent.repaired_descent": [repaired_descent, repaired_as_array],
}


# Wrong ones


def bisecting(gradient):
    low, high = 0.0, 1e6
    for _ in range(200):
        rate = (low + high) / 2
        grows = abs(gradient(50.0 - rate * gradient(50.0))) > abs(gradient(50.0))
        low, high = (low, rate) if grows else (rate, high)
    return low


def uphill_late_and_short(gradient, loss, start, learning_rate, steps):
    """The text of the exercise, with all its bugs."""
    w = start
    weights, losses = [], []
    for _ in range(steps):
        losses.append(loss(w))
        w = w + learning_rate * gradient(w)
        weights.append(w)
    return weights, losses


def uphill_and_late(gradient, loss, start, learning_rate, steps):
    weights, losses = uphill(gradient, loss, start, learning_rate, steps)
    return weights, [losses[0], *losses[:-1]]


def late(gradient, loss, start, learning_rate, steps):
    weights, losses = repaired_descent(gradient, loss, start, learning_rate, steps)
    return weights, [losses[0], *losses[:-1]]


def uphill(gradient, loss, start, learning_rate, steps):
    return repaired_descent(lambda w: -gradient(w), loss, start, learning_rate, steps)


def without_start(gradient, loss, start, learning_rate, steps):
    return np.array(repaired_descent(gradient, loss, start, learning_rate, steps + 1))[:, 1:]


def fixed_rate(gradient, loss, start, learning_rate, steps):
    return repaired_descent(gradient, loss, start, 0.1, steps)


def double_step(gradient, loss, start, learning_rate, steps):
    return repaired_descent(gradient, loss, start, 2 * learning_rate, steps)


# exercise, wrong answer, index of the first row that says "not yet", words of its hint
WRONG = [
    (
        "optimization.gradient_descent.largest_safe_learning_rate",
        lambda g: 1 / (g(1.0) - g(0.0)),
        2,
        "Just above",
    ),
    (
        "optimization.gradient_descent.largest_safe_learning_rate",
        lambda g: 4 / (g(1.0) - g(0.0)),
        1,
        "Just below",
    ),
    (
        "optimization.gradient_descent.largest_safe_learning_rate",
        lambda g: (g(1.0) - g(0.0)) / 2,
        1,
        "Just below",
    ),
    (
        "optimization.gradient_descent.largest_safe_learning_rate",
        lambda g: 0.25,
        3,
        "On one of them",
    ),
    (
        "optimization.gradient_descent.largest_safe_learning_rate",
        lambda g: 4 / abs(g(1.0)),
        3,
        "On one of them",
    ),
    (
        "optimization.gradient_descent.largest_safe_learning_rate",
        lambda g: 6 / abs(g(0.0)),
        3,
        "On one of them",
    ),
    (
        "optimization.gradient_descent.largest_safe_learning_rate",
        lambda g: 2 / (g(0.0) - g(1.0)),
        0,
        "Wanted a positive",
    ),
    (
        "optimization.gradient_descent.largest_safe_learning_rate",
        lambda g: g,
        0,
        "Wanted one number",
    ),
    (
        "optimization.gradient_descent.largest_safe_learning_rate",
        bisecting,
        4,
        "asked for the gradient",
    ),
    (
        "optimization.gradient_descent.repaired_descent",
        uphill_and_late,
        2,
        "At entry 1 your weight is 11.4 and your loss 49,",
    ),
    ("optimization.gradient_descent.repaired_descent", late, 2, "At entry 1"),
    ("optimization.gradient_descent.repaired_descent", uphill, 3, "goes from 10 to 11.4"),
    (
        "optimization.gradient_descent.repaired_descent",
        without_start,
        1,
        "your first weight is 8.6",
    ),
    (
        "optimization.gradient_descent.repaired_descent",
        fixed_rate,
        4,
        "not the learning rate times",
    ),
    (
        "optimization.gradient_descent.repaired_descent",
        double_step,
        4,
        "not the learning rate times",
    ),
    (
        "optimization.gradient_descent.repaired_descent",
        uphill_late_and_short,
        0,
        "returned shape (2, 5)",
    ),
    ("optimization.gradient_descent.repaired_descent", lambda *a: [10.0, 8.6], 0, "shape (2, 6)"),
    (
        "optimization.gradient_descent.repaired_descent",
        lambda g, f, w, r, n: ([w] * (n + 1), [f(w)] * n),
        0,
        "Wanted numbers",
    ),
]
