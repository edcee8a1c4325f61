"""Answers to the exercises of 2.2: right ones, and each typical wrong one with its row."""

import numpy as np

# Right answers, some of them the long way round


def repaired_gradient(function, w, h=1e-5):
    knobs = np.array(w, dtype=float)
    gradient = np.zeros_like(knobs)
    for i in np.ndindex(knobs.shape):
        old = knobs[i]
        knobs[i] = old + h
        above = function(knobs)
        knobs[i] = old - h
        gradient[i] = (above - function(knobs)) / (2 * h)
        knobs[i] = old
    return gradient


def with_two_copies(function, w, h=1e-5):
    slopes = []
    for i in range(np.size(w)):
        above, below = (np.array(w, dtype=float) for _ in range(2))
        above.flat[i] += h
        below.flat[i] -= h
        slopes.append((function(above) - function(below)) / (2 * h))
    return np.reshape(slopes, np.shape(w))


def with_axes(function, w, h=1e-5):
    w = np.asarray(w)
    axes = np.eye(w.size).reshape(-1, *w.shape)
    rises = [function(w + h * e) - function(w - h * e) for e in axes]
    return np.reshape(rises, w.shape) / (2 * h)


RIGHT = {"calculus.gradients.repaired_gradient": [repaired_gradient, with_two_copies, with_axes]}


# Wrong ones


def broken(function, w, h=1e-5):
    """The text of the exercise, with all its bugs."""
    gradient = np.zeros_like(w)
    here = function(w)
    for i in np.ndindex(w.shape):
        w[i] += h
        gradient[i] = (function(w) - here) / h
    return gradient


def never_put_back(function, w, h=1e-5):
    return broken(function, np.array(w, dtype=float), h)


def in_the_callers_array(function, w, h=1e-5):
    gradient = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        w[i] += h
        above = function(w)
        w[i] -= 2 * h
        gradient[i] = (above - function(w)) / (2 * h)
    return gradient


def whole_numbers_cut(function, w, h=1e-5):
    gradient = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        above, below = w.copy(), w.copy()
        above[i] += h
        below[i] -= h
        gradient[i] = (function(above) - function(below)) / (2 * h)
    return gradient


def forward(function, w, h=1e-5):
    w = np.asarray(w, dtype=float)
    axes = np.eye(w.size).reshape(-1, *w.shape)
    here = function(w)
    return np.reshape([function(w + h * e) - here for e in axes], w.shape) / h


def half(function, w, h=1e-5):
    return repaired_gradient(function, w, h) / 2


def only_lists(function, w, h=1e-5):
    knobs = np.array(w, dtype=float)
    gradient = np.zeros_like(knobs)
    for i in range(len(knobs)):
        old = knobs[i].copy()
        knobs[i] = old + h
        above = function(knobs)
        knobs[i] = old - h
        gradient[i] = (above - function(knobs)) / (2 * h)
        knobs[i] = old
    return gradient


def flattened(function, w, h=1e-5):
    flat = np.array(w, dtype=float).ravel()
    return with_axes(function, flat, h).reshape(np.shape(w))


NAME = "calculus.gradients.repaired_gradient"
WRONG = [
    (NAME, broken, 1, "are 3, 8, 6"),
    (NAME, never_put_back, 1, "are 3, 8, 6"),
    (NAME, half, 1, "are 1.5, 2.5"),
    (NAME, in_the_callers_array, 2, "no longer (1, 2, 4)"),
    (NAME, whole_numbers_cut, 3, "are 1.5 × 10⁵"),
    (NAME, forward, 4, "off by 0.001"),
    (NAME, only_lists, 5, "With w of shape (2, 3)"),
    (NAME, flattened, 5, "was given shape (6,)"),
    (NAME, lambda f, w, h=1e-5: f(w), 0, "Wanted numbers of shape (3,)"),
    (NAME, lambda f, w, h=1e-5: "3, 5, -2", 0, "Wanted numbers of shape (3,)"),
]
