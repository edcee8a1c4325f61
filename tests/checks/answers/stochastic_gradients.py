"""Answers to the exercises of 4.3: right ones, and each typical wrong one with its row."""

import numpy as np

# Right answers, some of them the long way round


def accumulated_gradient(gradient, w, samples, size):
    total = 0.0
    for first in range(0, len(samples), size):
        part = samples[first : first + size]
        total = total + len(part) * gradient(w, part)
    return total / len(samples)


def one_by_one(gradient, w, samples, size):
    return np.mean([gradient(w, [int(i)]) for i in samples], axis=0)


def weighted(gradient, w, samples, size):
    parts = np.split(samples, range(size, len(samples), size))
    return np.average(
        [gradient(w, part) for part in parts], axis=0, weights=[len(part) for part in parts]
    ).tolist()


def repaired_sgd(gradient, start, n_samples, batch_size, learning_rate, epochs, rng):
    w, path = start, [start]
    for _ in range(epochs):
        order = rng.permutation(n_samples)
        for first in range(0, n_samples, batch_size):
            w = w - learning_rate * gradient(w, order[first : first + batch_size])
            path.append(w)
    return np.array(path)


def repaired_with_lists(gradient, start, n_samples, batch_size, learning_rate, epochs, rng):
    path = [list(start)]
    for _ in range(epochs):
        left = list(rng.permutation(n_samples))
        while left:
            batch, left = left[:batch_size], left[batch_size:]
            slopes = gradient(path[-1], batch)
            path.append([a - learning_rate * g for a, g in zip(path[-1], slopes, strict=True)])
    return path


def with_a_log(gradient, start, n_samples, batch_size, learning_rate, epochs, rng):
    """Look at the full gradient after each epoch, as one may."""
    path, lengths = [np.array(start)], []
    for _ in range(epochs):
        order = np.arange(n_samples)
        rng.shuffle(order)
        for part in np.split(order, range(batch_size, n_samples, batch_size)):
            path.append(path[-1] - learning_rate * gradient(path[-1], part))
        lengths.append(np.linalg.norm(gradient(path[-1], np.arange(n_samples))))
    return np.array(path)


RIGHT = {
    "optimization.stochastic_gradients.accumulated_gradient": [
        accumulated_gradient,
        one_by_one,
        weighted,
    ],
    "optimization.stochastic_gradients.repaired_sgd": [
        repaired_sgd,
        repaired_with_lists,
        with_a_log,
    ],
}


# Wrong ones


def mean_of_means(gradient, w, samples, size):
    parts = np.split(samples, range(size, len(samples), size))
    return np.mean([gradient(w, part) for part in parts], axis=0)


def sum_of_means(gradient, w, samples, size):
    parts = np.split(samples, range(size, len(samples), size))
    return np.sum([gradient(w, part) for part in parts], axis=0)


def divided_by_size(gradient, w, samples, size):
    """Right for equal parts only: as if every part had `size` samples."""
    parts = np.split(samples, range(size, len(samples), size))
    return sum(size * gradient(w, part) for part in parts) / (size * len(parts))


def without_the_rest(gradient, w, samples, size):
    full = len(samples) // size * size
    return accumulated_gradient(gradient, w, samples[:full], size)


def all_at_once(gradient, w, samples, size):
    return gradient(w, samples)


def positions_for_samples(gradient, w, samples, size):
    return accumulated_gradient(gradient, w, np.arange(len(samples)), size)


def each_once(gradient, w, samples, size):
    return accumulated_gradient(gradient, w, np.unique(samples), size)


def last_half(gradient, w, samples, size):
    """The last part always counts half, as two samples beside four do."""
    parts = np.split(samples, range(size, len(samples), size))
    weights = [1.0] * len(parts)
    weights[-1] = 0.5 if len(samples) % size else 1.0
    return np.average([gradient(w, part) for part in parts], axis=0, weights=weights)


def for_two_weights(gradient, w, samples, size):
    total = np.zeros(2)
    for first in range(0, len(samples), size):
        part = samples[first : first + size]
        total = total + len(part) * gradient(w, part)
    return total / len(samples)


def samples_overwritten(gradient, w, samples, size):
    found = accumulated_gradient(gradient, w, samples, size)
    samples[:] = 0
    return found


def weights_overwritten(gradient, w, samples, size):
    found = accumulated_gradient(gradient, w, samples, size)
    w -= 0.1 * found
    return found


def broken_sgd(gradient, start, n_samples, batch_size, learning_rate, epochs, rng):
    """The text of the exercise, with all its bugs."""
    w, total = start, 0.0
    path = [w]
    order = rng.permutation(n_samples)
    for _ in range(epochs):
        for first in range(0, n_samples - batch_size, batch_size):
            batch = order[first : first + batch_size]
            total = total + gradient(w, batch)
            w = w - learning_rate * total
            path.append(w)
    return np.array(path)


def accumulating(gradient, start, n_samples, batch_size, learning_rate, epochs, rng):
    w, total, path = start, 0.0, [start]
    for _ in range(epochs):
        order = rng.permutation(n_samples)
        for first in range(0, n_samples, batch_size):
            total = total + gradient(w, order[first : first + batch_size])
            w = w - learning_rate * total
            path.append(w)
    return path


def reset_each_epoch(gradient, start, n_samples, batch_size, learning_rate, epochs, rng):
    w, path = start, [start]
    for _ in range(epochs):
        order, total = rng.permutation(n_samples), 0.0
        for first in range(0, n_samples, batch_size):
            total = total + gradient(w, order[first : first + batch_size])
            w = w - learning_rate * total
            path.append(w)
    return path


def shuffled_once(gradient, start, n_samples, batch_size, learning_rate, epochs, rng):
    w, path = start, [start]
    order = rng.permutation(n_samples)
    for _ in range(epochs):
        for first in range(0, n_samples, batch_size):
            w = w - learning_rate * gradient(w, order[first : first + batch_size])
            path.append(w)
    return path


def drawn_with_repeats(gradient, start, n_samples, batch_size, learning_rate, epochs, rng):
    w, path = start, [start]
    for _ in range(epochs):
        for first in range(0, n_samples, batch_size):
            size = min(batch_size, n_samples - first)
            w = w - learning_rate * gradient(w, rng.integers(0, n_samples, size))
            path.append(w)
    return path


def always_full(gradient, start, n_samples, batch_size, learning_rate, epochs, rng):
    w, path = start, [start]
    for _ in range(epochs):
        order = rng.permutation(n_samples)
        for first in range(0, n_samples, batch_size):
            batch = np.resize(order[first : first + batch_size], batch_size)
            w = w - learning_rate * gradient(w, batch)
            path.append(w)
    return path


def _in_orders(gradient, start, batch_size, learning_rate, orders):
    path = [start]
    for order in orders:
        for first in range(0, len(order), batch_size):
            slopes = gradient(path[-1], order[first : first + batch_size])
            path.append(path[-1] - learning_rate * slopes)
    return np.array(path)


def first_epoch_in_order(gradient, start, n_samples, batch_size, learning_rate, epochs, rng):
    orders = [np.arange(n_samples)] + [rng.permutation(n_samples) for _ in range(epochs - 1)]
    return _in_orders(gradient, start, batch_size, learning_rate, orders)


def same_batches_stirred(gradient, start, n_samples, batch_size, learning_rate, epochs, rng):
    """Dealt once; only the order inside each batch is new."""
    parts = np.split(rng.permutation(n_samples), range(batch_size, n_samples, batch_size))
    orders = [np.concatenate([rng.permutation(part) for part in parts]) for _ in range(epochs)]
    return _in_orders(gradient, start, batch_size, learning_rate, orders)


def forwards_and_backwards(gradient, start, n_samples, batch_size, learning_rate, epochs, rng):
    orders = [np.arange(n_samples)[:: (-1) ** k] for k in range(epochs)]
    return _in_orders(gradient, start, batch_size, learning_rate, orders)


def numbers_of_its_own(gradient, start, n_samples, batch_size, learning_rate, epochs, rng):
    orders = [np.random.default_rng(k).permutation(n_samples) for k in range(epochs)]
    return _in_orders(gradient, start, batch_size, learning_rate, orders)


def start_overwritten(gradient, start, n_samples, batch_size, learning_rate, epochs, rng):
    w, path = start, [start.copy()]
    for _ in range(epochs):
        order = rng.permutation(n_samples)
        for first in range(0, n_samples, batch_size):
            w -= learning_rate * gradient(w, order[first : first + batch_size])
            path.append(w.copy())
    return np.array(path)


def only_the_end(*given):
    return repaired_sgd(*given)[-1]


def without_start(*given):
    return np.vstack([repaired_sgd(*given)[1:], [[0.0, 0.0]]])


PARTS = "optimization.stochastic_gradients.accumulated_gradient"
TRAINING = "optimization.stochastic_gradients.repaired_sgd"

# exercise, wrong answer, index of the first row that says "not yet", words of its hint
WRONG = [
    (PARTS, mean_of_means, 3, "With parts of 4, 4, 2 samples"),
    (PARTS, divided_by_size, 3, "With parts of 4, 4, 2 samples"),
    (PARTS, sum_of_means, 2, "What is the mean of all"),
    (PARTS, without_the_rest, 1, "The gradient was asked for 8, and 8 of the 9"),
    (PARTS, all_at_once, 1, "asked for 10 samples at once"),
    (PARTS, positions_for_samples, 1, "The gradient was asked for 10"),
    (PARTS, each_once, 1, "The gradient was asked for 9, and 9 of the 9"),
    (PARTS, last_half, 3, "With parts of 4, 4, 3 samples"),
    (PARTS, for_two_weights, 0, "for two weights as for three"),
    (PARTS, samples_overwritten, 0, "changed the entries of `samples`"),
    (PARTS, weights_overwritten, 0, "changed `w`"),
    (PARTS, lambda g, w, s, k: g(w, s[0]), 0, "at least one; it was given"),
    (PARTS, lambda g, w, s, k: 0.5, 0, "your function returned shape ()"),
    (PARTS, lambda g, w, s, k: "half", 0, "Wanted numbers of shape (2,)"),
    (TRAINING, broken_sgd, 0, "your function returned shape (5, 2)"),
    (TRAINING, only_the_end, 0, "your function returned shape (2,)"),
    (TRAINING, accumulating, 4, "what is left in `total`"),
    (TRAINING, reset_each_epoch, 4, "Step 2 is"),
    (TRAINING, shuffled_once, 3, "how often is rng.permutation called?"),
    (TRAINING, drawn_with_repeats, 2, "of the 10 samples were used"),
    (TRAINING, always_full, 1, "4, 4, 4, 4, 4, 4 samples"),
    (TRAINING, without_start, 4, "and the start is 10"),
    (TRAINING, first_epoch_in_order, 3, "In epoch 1 each batch holds neighbours"),
    (TRAINING, same_batches_stirred, 3, "Two epochs went through the same batches"),
    (TRAINING, forwards_and_backwards, 3, "the same batches"),
    (TRAINING, numbers_of_its_own, 3, "Another `rng` gives the same batches in epoch 1"),
    (TRAINING, start_overwritten, 0, "overwrote the caller's `start`"),
]
