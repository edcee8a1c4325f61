"""Answers to the review problems of chapter 4: right ones, and each typical wrong one."""

import math

# Right answers, some of them the long way round


def steps_needed(curvatures, fraction):
    kappa = max(curvatures) / min(curvatures)
    if kappa == 1:
        return 1
    return math.ceil(math.log(fraction) / math.log((kappa - 1) / (kappa + 1)))


def counted(curvatures, fraction):
    rate = 2 / (min(curvatures) + max(curvatures))
    factor = abs(1 - rate * min(curvatures))
    steps, kept = 0, 1.0
    while kept > fraction:
        steps, kept = steps + 1, kept * factor
    return steps


def repaired_run(gradient, start, epochs, rates, momentum):
    w, u, t = start, 0.0, 0
    for batches in epochs:
        for batch in batches:
            u = momentum * u + gradient(w, batch)
            w = w - rates[t] * u
            t += 1
    return w


def flattened(gradient, start, epochs, rates, momentum):
    w, u = start, 0.0
    for rate, batch in zip(rates, sum(epochs, []), strict=True):
        u = momentum * u + gradient(w, batch)
        w -= rate * u
    return w


RIGHT = {
    "optimization.review.steps_needed": [steps_needed, counted],
    "optimization.review.repaired_run": [repaired_run, flattened],
}


# Wrong ones


def logarithms(factor_of, rounding=math.ceil):
    def steps(curvatures, fraction):
        factor = factor_of(max(curvatures) / min(curvatures))
        return rounding(math.log(fraction) / math.log(factor)) if factor else 1

    return steps


def only_at_the_ends(curvatures, fraction):
    """Takes the first curvature for the smallest and the last for the largest."""
    return steps_needed([curvatures[0], curvatures[-1]], fraction) if curvatures[0] < 7 else 3


def divides_by_the_log_of_zero(curvatures, fraction):
    kappa = max(curvatures) / min(curvatures)
    return math.ceil(math.log(fraction) / math.log((kappa - 1) / (kappa + 1)))


def as_in_the_text(gradient, start, epochs, rates, momentum):
    """The text of the exercise, with both bugs."""
    w = start
    for epoch, batches in enumerate(epochs):
        u = 0.0
        for batch in batches:
            u = momentum * u + gradient(w, batch)
            w = w - rates[epoch] * u
    return w


def forgets_the_velocity(gradient, start, epochs, rates, momentum):
    w, rate = start, iter(rates)
    for batches in epochs:
        u = 0.0
        for batch in batches:
            u = momentum * u + gradient(w, batch)
            w = w - next(rate) * u
    return w


def one_rate_an_epoch(gradient, start, epochs, rates, momentum):
    w, u = start, 0.0
    for epoch, batches in enumerate(epochs):
        for batch in batches:
            u = momentum * u + gradient(w, batch)
            w = w - rates[epoch] * u
    return w


def averages(gradient, start, epochs, rates, momentum):
    return repaired_run(
        lambda w, b: (1 - momentum) * gradient(w, b), start, epochs, rates, momentum
    )


def one_rate_late(gradient, start, epochs, rates, momentum):
    return repaired_run(gradient, start, epochs, [*rates[1:], rates[-1]], momentum)


# exercise, wrong answer, index of the first row that says "not yet", words of its hint
WRONG = [
    ("optimization.review.steps_needed", lambda c, f: c, 0, "Wanted one number"),
    (
        "optimization.review.steps_needed",
        logarithms(lambda k: (k - 1) / (k + 1), lambda x: x),
        0,
        "whole number of steps",
    ),
    ("optimization.review.steps_needed", logarithms(lambda k: 1 - 1 / k), 2, "fewer than"),
    (
        "optimization.review.steps_needed",
        logarithms(lambda k: (k**0.5 - 1) / (k**0.5 + 1)),
        1,
        "After your 69 steps",
    ),
    (
        "optimization.review.steps_needed",
        logarithms(lambda k: (k - 1) / (k + 1), math.floor),
        1,
        "After your 690 steps",
    ),
    ("optimization.review.steps_needed", only_at_the_ends, 3, "After your 3 steps"),
    (
        "optimization.review.steps_needed",
        logarithms(lambda k: (k - 1) / (k + 1), lambda x: math.floor(x) + 1),
        3,
        "fewer than your 3 steps",
    ),
    ("optimization.review.steps_needed", divides_by_the_log_of_zero, 4, "math domain error"),
    ("optimization.review.repaired_run", as_in_the_text, 1, "In one epoch of two batches"),
    ("optimization.review.repaired_run", one_rate_an_epoch, 1, "In one epoch of two batches"),
    ("optimization.review.repaired_run", forgets_the_velocity, 2, "at the constant rate"),
    ("optimization.review.repaired_run", averages, 0, "From 8, with the slope 1"),
    ("optimization.review.repaired_run", one_rate_late, 1, "In one epoch of two batches"),
    ("optimization.review.repaired_run", lambda *a: [1.0, 2.0], 0, "shape (2,)"),
]
