"""Answers to the exercises of 2.1: right ones, and each typical wrong one with its row."""

import numpy as np

from mathforai.calculus import central_difference

# Right answers, some of them the long way round


def repaired_slope(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)


def mean_of_two_sides(f, x, h):
    above = (f(x + h) - f(x)) / h
    below = (f(x) - f(x - h)) / h
    return 0.5 * (above + below)


def verdict(size, *, tolerance=1e-3, floor=1e-8, h=6e-6):
    """Return a test whose nudge is h times the size of x."""

    def derivative_is_right(f, df, x):
        nudge = h * size(x)
        seen, said = (f(x + nudge) - f(x - nudge)) / (2 * nudge), df(x)
        return abs(seen - said) <= max(tolerance * max(abs(seen), abs(said)), floor)

    return derivative_is_right


def size(x):
    return max(1.0, abs(x))


def with_isclose(f, df, x):
    h = 1e-5 * (1 + abs(x))
    return np.isclose(df(x), central_difference(f, x, step=h), rtol=1e-3, atol=1e-8)


def with_the_package(f, df, x):
    a, b = df(x), float(central_difference(np.vectorize(f), x))
    return abs(a - b) <= 1e-8 or abs(a - b) <= 1e-3 * max(abs(a), abs(b))


RIGHT = {
    "calculus.derivatives.repaired_slope": [repaired_slope, mean_of_two_sides],
    "calculus.derivatives.derivative_is_right": [
        verdict(size),
        verdict(size, h=2e-5),
        with_the_package,
        with_isclose,
    ],
}


# Wrong ones


def unequal(f, df, x):
    return df(x) == repaired_slope(f, x, 1e-5)


def signed(f, df, x):
    seen = repaired_slope(f, x, 6e-6 * size(x))
    return seen - df(x) <= 1e-3 * abs(seen) + 1e-8


def relative_only(f, df, x):
    h = 6e-6 * size(x)
    seen, said = repaired_slope(f, x, h), df(x)
    return seen == said or abs(seen - said) / max(abs(seen), abs(said)) <= 1e-3


def one_sided(f, df, x):
    h = 1.5e-8 * size(x)
    seen, said = (f(x + h) - f(x)) / h, df(x)
    return abs(seen - said) <= max(1e-3 * max(abs(seen), abs(said)), 1e-8)


SLOPE, TEST = RIGHT
# exercise, wrong answer, index of the first row that says "not yet", words of its hint
WRONG = [
    (SLOPE, lambda f, x, h: f(x + h) - f(x - h) / 2 * h, 1, "With h = 0.25 your slope"),
    (SLOPE, lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h, 1, "Both need brackets"),
    (SLOPE, lambda f, x, h: f(x + h) - f(x - h) / (2 * h), 1, "and −3 is wanted"),
    (SLOPE, lambda f, x, h: (f(x + h) - f(x - h)) / h, 1, "your slope is −6"),
    (SLOPE, lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h), 1, "your slope is 3"),
    (SLOPE, lambda f, x, h: (f(x + h) - f(x)) / h, 2, "both sides"),
    (SLOPE, lambda f, x, h: repaired_slope(f, x, 1e-5), 3, "Is h replaced"),
    (SLOPE, lambda f, x, h: [1.0, 2.0], 0, "Wanted one number"),
    (SLOPE, lambda f, x, h: f, 0, "Wanted one number"),
    (TEST, lambda f, df, x: df(x), 0, "Wanted True or False"),
    (TEST, lambda f, df, x: np.array([True]), 0, "an array of shape (1,)"),
    (TEST, lambda f, df, x: False, 1, "your test refuses it"),
    (TEST, unequal, 1, "Do the two have to be equal?"),
    (TEST, lambda f, df, x: True, 2, "half of it"),
    (TEST, signed, 2, "passes your test"),
    (TEST, verdict(size, tolerance=0.02), 2, "1 % too large"),
    (TEST, verdict(size, tolerance=1e-6), 3, "0.0005 of itself"),
    (TEST, verdict(lambda x: 1.0), 4, "stand 10⁻⁷ apart"),
    (TEST, verdict(lambda x: abs(x) or 1.0), 5, "shrink with x all the same"),
    (TEST, verdict(abs), 5, "eˣ at 10⁻⁸ is right"),
    (TEST, verdict(lambda x: abs(x) if abs(x) > 1e-15 else 0), 5, "shrink"),
    (TEST, one_sided, 6, "x + 10⁶x² at 0 is right"),
    (TEST, relative_only, 6, "x³ at 0, slope 0 is right"),
]
