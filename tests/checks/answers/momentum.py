"""Answers to the exercises of 4.2: right ones, and each typical wrong one with its row."""

import numpy as np

# Right answers, some of them the long way round


def from_positions(gradient, start, learning_rate, momentum, steps):
    before = now = np.asarray(start, dtype=float)
    path = [now]
    for _ in range(steps):
        after = now + momentum * (now - before) - learning_rate * gradient(now)
        before, now = now, after
        path.append(now)
    return np.array(path)


def from_the_list(gradient, start, learning_rate, momentum, steps):
    path = [start]
    for t in range(steps):
        last = path[t] - path[t - 1] if t else 0
        path.append(path[t] + momentum * last - learning_rate * gradient(path[t]))
    return path


def repaired_average(gradient, start, learning_rate, momentum, steps):
    w, average, path = start, 0.0, [start]
    for _ in range(steps):
        average = momentum * average + (1 - momentum) * gradient(w)
        w = w - learning_rate * average
        path.append(w)
    return path


def by_a_velocity(gradient, start, learning_rate, momentum, steps):
    return from_positions(gradient, start, (1 - momentum) * learning_rate, momentum, steps)


RIGHT = {
    "optimization.momentum.from_positions": [from_positions, from_the_list],
    "optimization.momentum.repaired_average": [repaired_average, by_a_velocity],
}


# Wrong ones


def moved_too_early(gradient, start, learning_rate, momentum, steps):
    before = now = start
    path = [now]
    for _ in range(steps):
        before = now
        now = now + momentum * (now - before) - learning_rate * gradient(now)
        path.append(now)
    return path


def before_is_zero(gradient, start, learning_rate, momentum, steps):
    before, now, path = 0.0, start, [start]
    for _ in range(steps):
        before, now = now, now + momentum * (now - before) - learning_rate * gradient(now)
        path.append(now)
    return path


def looks_ahead(gradient, start, learning_rate, momentum, steps):
    before = now = start
    path = [now]
    for _ in range(steps):
        ahead = now + momentum * (now - before)
        before, now = now, ahead - learning_rate * gradient(ahead)
        path.append(now)
    return path


def slope_of_before(gradient, start, learning_rate, momentum, steps):
    before = now = start
    path = [now]
    for _ in range(steps):
        after = now + momentum * (now - before) - learning_rate * gradient(before)
        before, now = now, after
        path.append(now)
    return path


def in_place(gradient, start, learning_rate, momentum, steps):
    now = np.array(start, dtype=float)
    step = np.zeros_like(now)
    path = [now if now.ndim else float(now)]
    for _ in range(steps):
        step = momentum * step - learning_rate * gradient(now)
        now += step
        path.append(now if now.ndim else float(now))
    return path


def with_bugs(*, forgets=False, whole=False, shrinks=False):
    def average_walk(gradient, start, learning_rate, momentum, steps):
        w, average, path = start, 0.0, [start]
        for _ in range(steps):
            if forgets:
                average = 0.0
            average = momentum * average + (1 if whole else 1 - momentum) * gradient(w)
            w = (momentum if shrinks else 1) * w - learning_rate * average
            path.append(w)
        return path

    return average_walk


def weights_swapped(gradient, start, learning_rate, momentum, steps):
    return repaired_average(gradient, start, learning_rate, 1 - momentum, steps)


def begins_with_a_slope(gradient, start, learning_rate, momentum, steps):
    w, average, path = start, gradient(start), [start]
    for _ in range(steps):
        average = momentum * average + (1 - momentum) * gradient(w)
        w = w - learning_rate * average
        path.append(w)
    return path


def whole_numbers(gradient, start, learning_rate, momentum, steps):
    path = np.empty((steps + 1, *np.shape(start)), dtype=np.asarray(start).dtype)
    path[:] = from_positions(gradient, start, learning_rate, momentum, steps)
    return path


def never_empty(gradient, start, learning_rate, momentum, steps):
    return from_positions(gradient, start, learning_rate, momentum, max(steps, 1))


def one_by_one(gradient, start, learning_rate, momentum, steps):
    if np.ndim(start) == 0:
        return from_positions(gradient, start, learning_rate, momentum, steps)
    parts = [
        from_positions(lambda w: gradient(np.full(3, w))[0], v, learning_rate, momentum, steps)
        for v in start
    ]
    return np.transpose(parts)


def writes_into_start(gradient, start, learning_rate, momentum, steps):
    path = from_positions(gradient, start, learning_rate, momentum, steps)
    if np.ndim(start):
        start[:] = path[-1]
    return path


def average_in_place(gradient, start, learning_rate, momentum, steps):
    w, average = np.array(start, dtype=float), 0.0
    path = [w if w.ndim else float(w)]
    for _ in range(steps):
        average = momentum * average + (1 - momentum) * gradient(w)
        w -= learning_rate * average
        path.append(w if w.ndim else float(w))
    return path


def mean_slope(gradient, start, learning_rate, momentum, steps):
    return repaired_average(lambda w: np.mean(gradient(w)), start, learning_rate, momentum, steps)


POSITIONS = "optimization.momentum.from_positions"
AVERAGE = "optimization.momentum.repaired_average"

# exercise, wrong answer, index of the first row that says "not yet", words of its hint
WRONG = [
    (POSITIONS, lambda *a: from_positions(*a)[1:], 0, "returned shape (5,)"),
    (POSITIONS, lambda *a: "10, 7.2", 0, "Wanted numbers of shape (6,)"),
    (POSITIONS, lambda g, w, r, b, n: [g(w)] * (n + 1), 1, "your first position is 28"),
    (POSITIONS, before_is_zero, 2, "your first step ends at 16.2"),
    (POSITIONS, lambda g, w, r, b, n: from_positions(g, w, -r, b, n), 2, "ends at 12.8"),
    (POSITIONS, by_a_velocity, 2, "ends at 9.72"),
    (POSITIONS, slope_of_before, 3, "at which position"),
    (POSITIONS, moved_too_early, 4, "now minus before"),
    (POSITIONS, looks_ahead, 4, "now minus before"),
    (POSITIONS, in_place, 5, "in place"),
    (POSITIONS, whole_numbers, 2, "your first step ends at 7."),
    (POSITIONS, never_empty, 0, "returned shape (2,)"),
    (POSITIONS, one_by_one, 5, "in place"),
    (POSITIONS, writes_into_start, 5, "changed the array"),
    (AVERAGE, average_in_place, 6, "in place"),
    (AVERAGE, mean_slope, 6, "in place"),
    (AVERAGE, with_bugs(forgets=True, whole=True, shrinks=True), 2, "walks to 1.333"),
    (AVERAGE, with_bugs(shrinks=True), 2, "What else moves w?"),
    (AVERAGE, with_bugs(forgets=True), 3, "your first two steps are 0.1 and 0.1 long"),
    (AVERAGE, with_bugs(forgets=True, whole=True), 3, "first two steps are 1 and 1 long"),
    (AVERAGE, with_bugs(whole=True), 4, "your steps become 10 long"),
    (AVERAGE, weights_swapped, 3, "first two steps are 0.9 and 0.99 long"),
    (AVERAGE, begins_with_a_slope, 3, "first two steps are 1 and 1 long"),
    (AVERAGE, lambda g, w, r, b, n: repaired_average(g, w, 2 * r, b, n), 4, "become 2 long"),
    (AVERAGE, lambda *a: repaired_average(*a)[-1], 0, "Wanted numbers of shape (6,)"),
    (AVERAGE, lambda *a: repaired_average(*a)[1:] + [0.0], 1, "your first position is 8.6"),
]
