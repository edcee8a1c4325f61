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


def without_a_default(function, w, h):
    return with_axes(function, w, h)


RIGHT = {
    "calculus.gradients.repaired_gradient": [
        repaired_gradient,
        with_two_copies,
        with_axes,
        without_a_default,
    ]
}


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


def forward_with_a_tiny_step(function, w, h=1e-5):
    return forward(function, w, 1e-8)


def ignores_h(function, w, h=1e-5):
    return repaired_gradient(function, w, 1e-5)


def always_half(function, w, h=1e-5):
    return repaired_gradient(function, w, 0.5)


def keeps_float32(function, w, h=1e-5):
    w = np.array(w, dtype=np.result_type(w, np.float32) if np.ndim(w) else float)
    gradient = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        above, below = w.copy(), w.copy()
        above[i] += w.dtype.type(h)
        below[i] -= w.dtype.type(h)
        gradient[i] = (function(above) - function(below)) / (2 * h)
    return gradient


def whole_slopes(function, w, h=1e-5):
    """Works with floats, but writes the slopes into an array of the kind of w."""
    gradient = np.zeros_like(w)
    gradient[...] = repaired_gradient(function, w, h)
    return gradient


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
    (NAME, whole_slopes, 3, "dtype='int64') your slopes are"),
    (NAME, keeps_float32, 3, "dtype='float32') your slopes are"),
    (NAME, forward, 4, "yours are 213.31 and 1"),
    (NAME, forward_with_a_tiny_step, 4, "yours are 203 and 1"),
    (NAME, ignores_h, 4, "yours are 203 and 1"),
    (NAME, always_half, 4, "yours are 203.25 and 1"),
    (NAME, only_lists, 5, "With w of shape (2, 3)"),
    (NAME, flattened, 5, "was given shape (6,)"),
    (NAME, lambda f, w, h=1e-5: f(w), 0, "Wanted numbers of shape (3,)"),
    (NAME, lambda f, w, h=1e-5: "3, 5, -2", 0, "Wanted numbers of shape (3,)"),
]
