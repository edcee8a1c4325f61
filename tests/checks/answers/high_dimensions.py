"""Answers to the exercises of 1.2: right ones, and each typical wrong one with its row."""

import numpy as np

# Right answers, some of them the long way round


def peel(total, table, k):
    found, rest = [], np.array(total)
    for _ in range(k):
        found.append(int(np.argmax(table @ rest)))
        rest -= table[found[-1]]
    return found


def peel_by_scores(total, table, k):
    scores, found = table @ total, []
    for _ in range(k):
        row = scores.argmax()
        scores = scores - table @ table[row]
        found.append(row)
    return np.array(found)


def random_cosines(n, d, rng):
    x = rng.standard_normal((n, d))
    return x[:, 0] / np.linalg.norm(x, axis=1)


def cosines_of_pairs(n, d, rng):
    x, y = rng.normal(scale=3, size=(2, n, d))
    lengths = np.sqrt((x * x).sum(axis=1) * (y * y).sum(axis=1))
    return (x * y).sum(axis=1) / lengths


# Wrong ones


def largest_scores(total, table, k):
    return np.argsort(-(table @ total))[:k]


def in_place(total, table, k):
    found = []
    for _ in range(k):
        found.append(int(np.argmax(table @ total)))
        total -= table[found[-1]]
    return found


def strikes_off(total, table, k):
    table, rest, found = table.copy(), total.copy(), []
    for _ in range(k):
        found.append(int(np.argmax(table @ rest)))
        rest -= table[found[-1]]
        table[found[-1]] = 0
    return found


def from_the_total(total, table, k):
    """Peel, but always from the first list."""
    found, rest = [], np.array(total)
    for _ in range(k):
        found.append(int(np.argmax(table @ rest)))
        rest = total - table[found[-1]]
    return found


def broken_cosines(n, d, rng):
    x, y = rng.random((2, n, d))
    x = x / np.linalg.norm(x)
    y = y / np.linalg.norm(y)
    return np.sum(x * y, axis=1)


def rows_of(draw, same=False):
    def cosines(n, d, rng):
        x, y = draw(rng, (2, n, d))
        y = x + y if same else y
        x = x / np.linalg.norm(x, axis=1, keepdims=True)
        y = y / np.linalg.norm(y, axis=1, keepdims=True)
        return np.sum(x * y, axis=1)

    return cosines


positive = rows_of(lambda rng, shape: rng.random(shape))
cube = rows_of(lambda rng, shape: rng.uniform(-1, 1, shape))
coins = rows_of(lambda rng, shape: rng.choice([-1.0, 1.0], shape))


def one_length(n, d, rng):
    x, y = rng.standard_normal((2, n, d))
    return np.sum(x * y, axis=1) / np.linalg.norm(x) / np.linalg.norm(y)


def no_length(n, d, rng):
    x, y = rng.standard_normal((2, n, d))
    return np.sum(x * y, axis=1) / d


def signs_only(n, d, rng):
    return rng.choice([-1.0, 1.0], n)


def while_any_scores(total, table, k):
    found, rest = [], np.array(total)
    while (table @ rest).max() > 0.75 and len(found) < 50:
        found.append(int(np.argmax(table @ rest)))
        rest -= table[found[-1]]
    return found


def largest_in_size(total, table, k):
    found, rest = [], np.array(total)
    for _ in range(k):
        found.append(int(np.argmax(np.abs(table @ rest))))
        rest -= table[found[-1]]
    return found


def in_float32(n, d, rng):
    x, y = rng.standard_normal((2, n, d), dtype=np.float32)
    x, y = (z / np.linalg.norm(z, axis=1, keepdims=True) for z in (x, y))
    return np.sum(x * y, axis=1)


def right_in_the_plane_only(n, d, rng):
    if d == 2:
        return np.cos(rng.uniform(0, 2 * np.pi, n))
    return rng.choice([-1.0, 1.0], n) / np.sqrt(d)


def table_row(total, table, k):
    return table[int(np.argmax(table @ total))]


PEEL = "linear_algebra.high_dimensions.peel"
COSINES = "linear_algebra.high_dimensions.random_cosines"

RIGHT = {
    PEEL: [peel, peel_by_scores],
    COSINES: [random_cosines, cosines_of_pairs, in_float32],
}

WRONG = [
    (PEEL, largest_scores, 3, "of the 14 words are right"),
    (PEEL, in_place, 1, "`total` is another list"),
    (PEEL, strikes_off, 4, "2 of the 3 words"),
    (PEEL, from_the_total, 3, "of the 14 words are right"),
    (PEEL, lambda *a: sorted(peel(*a)), 5, "your first row is 5"),
    (PEEL, while_any_scores, 2, "returned shape (4,)"),
    (PEEL, largest_in_size, 0, "its score is large, but below 0"),
    (PEEL, table_row, 0, "returned shape (100,)"),
    (PEEL, lambda t, table, k: (table @ t)[:k], 0, "Wanted row numbers"),
    (PEEL, lambda *a: set(peel(*a)), 0, "Wanted numbers"),
    (COSINES, broken_cosines, 0, "only two directions"),
    (COSINES, one_length, 0, "only two directions"),
    (COSINES, no_length, 0, "A cosine lies from"),
    (COSINES, positive, 1, "the mean of 300 cosines is 0.7"),
    (COSINES, rows_of(lambda rng, shape: rng.standard_normal(shape), same=True), 1, "0.7"),
    (COSINES, signs_only, 2, "the spread of 300 cosines is 0.99"),
    (COSINES, cube, 3, "some angles come up more often"),
    (COSINES, right_in_the_plane_only, 3, "In three dimensions"),
    (COSINES, lambda n, d, _: random_cosines(n, d, np.random.default_rng()), 4, "same seed"),
    (COSINES, coins, 3, "some angles come up more often"),
    (COSINES, lambda n, d, rng: random_cosines(n, d, rng)[:, None], 0, "returned shape (50, 1)"),
    (COSINES, lambda n, d, rng: 0.0, 0, "returned shape ()"),
]
