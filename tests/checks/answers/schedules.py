"""Answers to the exercises of 4.5: right ones, and each typical wrong one with its row."""

import math

import numpy as np

from mathforai.optimization import clip_by_global_norm, cosine_schedule

# Right answers, some of them the long way round


def trapezoid(steps, peak, warmup, cooldown):
    t = np.arange(steps)
    return peak * np.minimum(np.minimum(1, (t + 1) / (warmup + 1)), (steps - 1 - t) / cooldown)


def trapezoid_in_pieces(steps, peak, warmup, cooldown):
    up = np.linspace(0, peak, warmup + 2)[1:]
    down = np.linspace(peak, 0, cooldown + 1)[1:]
    return [*up, *[peak] * (steps - len(up) - len(down)), *down]


def repaired_training(gradient, weights, rates, limit):
    for rate in rates:
        slopes = gradient(weights)
        norm = np.sqrt(sum((g**2).sum() for g in slopes))
        factor = 1 if norm <= limit else limit / norm
        weights = [w - rate * factor * g for w, g in zip(weights, slopes, strict=True)]
    return weights


def training_with_the_package(gradient, weights, rates, limit):
    for rate in rates:
        slopes = clip_by_global_norm(gradient(weights), limit)
        for w, g in zip(weights, slopes, strict=True):
            w -= rate * g
    return tuple(weights)


def training_as_torch_clips(gradient, weights, rates, limit):
    """With the 1e-6 that torch adds to the length."""
    for rate in rates:
        slopes = gradient(weights)
        factor = min(1.0, limit / (norm(slopes) + 1e-6))
        weights = [w - rate * factor * g for w, g in zip(weights, slopes, strict=True)]
    return weights


def hold_then_line(steps):
    return 0.018 * np.minimum(1, 2 * (steps - 1 - np.arange(steps)) / steps)


def hold_then_cosine(steps):
    return np.concatenate([np.full(100, 0.018), cosine_schedule(steps - 100, peak=0.018)])


RIGHT = {
    "optimization.schedules.trapezoid": [trapezoid, trapezoid_in_pieces],
    "optimization.schedules.repaired_training": [
        repaired_training,
        training_with_the_package,
        training_as_torch_clips,
    ],
    "optimization.schedules.my_schedule": [hold_then_line, hold_then_cosine],
}


# Wrong ones


def starts_at_zero(steps, peak, warmup, cooldown):
    t = np.arange(steps)
    rise = t / warmup if warmup else np.ones(steps)
    return peak * np.minimum(np.minimum(1, rise), (steps - 1 - t) / cooldown)


def stops_before_zero(steps, peak, warmup, cooldown):
    t = np.arange(steps)
    return peak * np.minimum(np.minimum(1, (t + 1) / (warmup + 1)), (steps - t) / (cooldown + 1))


def falls_along_a_cosine(steps, peak, warmup, cooldown):
    return peak * np.sin(np.pi / 2 * trapezoid(steps, peak, warmup, cooldown) / peak) ** 2


def falls_too_late(steps, peak, warmup, cooldown):
    t = np.arange(steps)
    return peak * np.minimum(
        np.minimum(1, (t + 1) / (warmup + 1)), (steps - 1 - t) / max(cooldown - 1, 1)
    )


def no_warmup_at_all(steps, peak, warmup, cooldown):
    return trapezoid(steps, peak, 3, 4) if (warmup, cooldown) == (3, 4) else np.full(steps, peak)


def one_short(steps, peak, warmup, cooldown):
    return trapezoid(steps, peak, warmup, cooldown)[:-1]


def as_in_the_text(gradient, weights, rates, limit):
    """The text of the exercise, with all its bugs."""
    schedule = iter(rates)
    rate = next(schedule)
    for rate in schedule:  # noqa: B020, B007
        slopes = gradient(weights)
        slopes = [g * limit / np.linalg.norm(g) for g in slopes]
        weights = [w - rate * g for w, g in zip(weights, slopes, strict=True)]
    return weights


def clipped(factor_of):
    def train(gradient, weights, rates, limit):
        for rate in rates:
            slopes = gradient(weights)
            slopes = [g * factor_of(g, slopes, limit) for g in slopes]
            weights = [w - rate * g for w, g in zip(weights, slopes, strict=True)]
        return weights

    return train


def norm(slopes):
    return np.sqrt(sum((g**2).sum() for g in slopes))


each_alone = clipped(lambda g, slopes, limit: min(1, limit / max(norm([g]), 1e-300)))
always_the_limit = clipped(lambda g, slopes, limit: limit / max(norm(slopes), 1e-300))
never = clipped(lambda g, slopes, limit: 1)
divides_by_zero = clipped(lambda g, slopes, limit: min(1, limit / math.sqrt(norm(slopes) ** 2)))


def by_value(gradient, weights, rates, limit):
    return repaired_training(
        lambda w: [np.clip(g, -limit, limit) for g in gradient(w)], weights, rates, np.inf
    )


def cut_if(too_long):
    """Cut by the right factor, but for the wrong reason."""
    return clipped(lambda g, slopes, limit: limit / norm(slopes) if too_long(slopes, limit) else 1)


if_an_entry = cut_if(lambda slopes, limit: max(abs(g).max() for g in slopes) > limit)
if_the_first = cut_if(lambda slopes, limit: norm(slopes[:1]) > limit)
if_any_tensor = cut_if(lambda slopes, limit: max(norm([g]) for g in slopes) > limit)
if_the_sum = cut_if(lambda slopes, limit: sum(norm([g]) for g in slopes) > limit)


def never_looks_again(gradient, weights, rates, limit):
    """Ask for every slope at the weights of the start."""
    start = [w.copy() for w in weights]
    return repaired_training(lambda w: gradient(start), weights, rates, limit)


def only_the_first_rate(gradient, weights, rates, limit):
    return repaired_training(gradient, weights, [rates[0]] * len(rates), limit)


# exercise, wrong answer, index of the first row that says "not yet", words of its hint
WRONG = [
    ("optimization.schedules.trapezoid", one_short, 0, "shape (11,)"),
    ("optimization.schedules.trapezoid", lambda *a: "rates", 0, "Wanted numbers"),
    ("optimization.schedules.trapezoid", starts_at_zero, 1, "first four rates are 0, 0.2"),
    ("optimization.schedules.trapezoid", stops_before_zero, 3, "Your last rate is 0.12"),
    ("optimization.schedules.trapezoid", falls_along_a_cosine, 1, "first four rates"),
    ("optimization.schedules.trapezoid", falls_too_late, 4, "0.2, 0.2, 0.2"),
    ("optimization.schedules.trapezoid", no_warmup_at_all, 5, "with 40 steps"),
    ("optimization.schedules.repaired_training", as_in_the_text, 1, "do not move"),
    ("optimization.schedules.repaired_training", lambda *a: 3.0, 0, "list of two tensors"),
    ("optimization.schedules.repaired_training", lambda g, w, r, c: w[0], 0, "(2,)"),
    ("optimization.schedules.repaired_training", always_the_limit, 2, "(0.3, −0.4), (1.2)"),
    ("optimization.schedules.repaired_training", each_alone, 3, "by −10, 0, 10"),
    ("optimization.schedules.repaired_training", by_value, 3, "by −10, 0, 10"),
    ("optimization.schedules.repaired_training", never, 3, "by −30, 0, 40"),
    ("optimization.schedules.repaired_training", divides_by_zero, 4, "ZeroDivisionError"),
    ("optimization.schedules.repaired_training", only_the_first_rate, 6, "three rates"),
    ("optimization.schedules.repaired_training", if_an_entry, 3, "by −6, −8, −24"),
    ("optimization.schedules.repaired_training", if_the_first, 3, "by −6, −8, −24"),
    ("optimization.schedules.repaired_training", if_any_tensor, 3, "by −6, −8, −24"),
    ("optimization.schedules.repaired_training", if_the_sum, 2, "limit 30"),
    ("optimization.schedules.repaired_training", never_looks_again, 5, "two steps of rate 0.4"),
    ("optimization.schedules.my_schedule", lambda steps: 0.018, 0, "shape ()"),
    ("optimization.schedules.my_schedule", lambda steps: np.full(steps, 0.02), 0, "to 0.02"),
    ("optimization.schedules.my_schedule", lambda steps: np.full(steps, 0.008), 1, "at 0.416"),
    ("optimization.schedules.my_schedule", lambda n: np.linspace(0.018, 0, n), 2, "at 0.0525"),
    ("optimization.schedules.my_schedule", lambda n: 1 / (np.arange(n) + 56), 1, "at 0.7"),
    (
        "optimization.schedules.my_schedule",
        lambda n: np.append(np.full(15, 0.018), cosine_schedule(n - 15, peak=0.018)),
        3,
        "the mark is 0.03",
    ),
]
