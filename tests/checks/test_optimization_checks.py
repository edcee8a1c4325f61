"""The checks of chapter 4: right answers pass, and each typical wrong one meets its row."""

import time

import numpy as np
import pytest

from mathforai import checks
from mathforai.checks import check
from mathforai.checks.optimization import EXERCISES

PREFIX = "optimization."


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
    "gradient_descent.largest_safe_learning_rate": [largest_safe_learning_rate, from_far_points],
    "gradient_descent.repaired_descent": [repaired_descent, repaired_as_array],
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
        "gradient_descent.largest_safe_learning_rate",
        lambda g: 1 / (g(1.0) - g(0.0)),
        2,
        "Just above",
    ),
    (
        "gradient_descent.largest_safe_learning_rate",
        lambda g: 4 / (g(1.0) - g(0.0)),
        1,
        "Just below",
    ),
    (
        "gradient_descent.largest_safe_learning_rate",
        lambda g: (g(1.0) - g(0.0)) / 2,
        1,
        "Just below",
    ),
    ("gradient_descent.largest_safe_learning_rate", lambda g: 0.25, 3, "On one of them"),
    ("gradient_descent.largest_safe_learning_rate", lambda g: 4 / abs(g(1.0)), 3, "On one of them"),
    ("gradient_descent.largest_safe_learning_rate", lambda g: 6 / abs(g(0.0)), 3, "On one of them"),
    (
        "gradient_descent.largest_safe_learning_rate",
        lambda g: 2 / (g(0.0) - g(1.0)),
        0,
        "Wanted a positive",
    ),
    ("gradient_descent.largest_safe_learning_rate", lambda g: g, 0, "Wanted one number"),
    ("gradient_descent.largest_safe_learning_rate", bisecting, 4, "asked for the gradient"),
    (
        "gradient_descent.repaired_descent",
        uphill_and_late,
        2,
        "At entry 1 your weight is 11.4 and your loss 49,",
    ),
    ("gradient_descent.repaired_descent", late, 2, "At entry 1"),
    ("gradient_descent.repaired_descent", uphill, 3, "goes from 10 to 11.4"),
    ("gradient_descent.repaired_descent", without_start, 1, "your first weight is 8.6"),
    ("gradient_descent.repaired_descent", fixed_rate, 4, "not the learning rate times"),
    ("gradient_descent.repaired_descent", double_step, 4, "not the learning rate times"),
    ("gradient_descent.repaired_descent", uphill_late_and_short, 0, "returned shape (2, 5)"),
    ("gradient_descent.repaired_descent", lambda *a: [10.0, 8.6], 0, "shape (2, 6)"),
    (
        "gradient_descent.repaired_descent",
        lambda g, f, w, r, n: ([w] * (n + 1), [f(w)] * n),
        0,
        "Wanted numbers",
    ),
]


def test_every_exercise_has_a_right_and_a_wrong_answer():
    names = {name.removeprefix(PREFIX) for name in EXERCISES}
    assert names == set(RIGHT) == {name for name, *_ in WRONG}


@pytest.mark.parametrize(("name", "answer"), [(n, a) for n, found in RIGHT.items() for a in found])
def test_right_answers_pass(name, answer):
    report = check(PREFIX + name, answer)
    assert report.passed, report


@pytest.mark.parametrize(("name", "answer", "row", "words"), WRONG)
def test_wrong_answers_meet_their_row(name, answer, row, words):
    report = check(PREFIX + name, answer)
    marks = [found.mark for found in report.rows]
    assert report.attempted
    assert marks.index("not yet") == row, report
    assert words in report.rows[row].hint


def test_both_bugs_are_seen_at_once():
    marks = [
        row.mark
        for row in check(PREFIX + "gradient_descent.repaired_descent", uphill_and_late).rows
    ]
    assert marks == ["pass", "pass", "not yet", "not yet", "not run"]


@pytest.mark.parametrize("name", RIGHT)
def test_stubs_are_not_attempted(name):
    def stub(*_, **__):
        raise NotImplementedError

    for answer in (stub, lambda *_, **__: None, None):
        assert not check(PREFIX + name, answer).attempted


@pytest.mark.parametrize("name", RIGHT)
def test_every_row_has_a_property_and_a_hint(name):
    for item in EXERCISES[PREFIX + name]:
        assert item.says
        assert not item.says.endswith(".")
        assert item.hint.endswith((".", "?"))


@pytest.mark.parametrize(("name", "answer"), [(n, found[0]) for n, found in RIGHT.items()])
def test_a_right_answer_is_checked_quickly(name, answer):
    def seconds():
        began = time.process_time()
        check(PREFIX + name, answer)
        return time.process_time() - began

    assert min(seconds() for _ in range(20)) < 0.005


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        (
            "optimization.gradient_descent.repaired",
            "optimization.gradient_descent.repaired_descent",
        ),
        ("zzz", "optimization.gradient_descent.repaired_descent"),
        (3, "optimization.gradient_descent.largest_safe_learning_rate"),
    ],
)
def test_an_unknown_id_names_the_near_ones(wrong, near):
    with pytest.raises(ValueError, match="there is no exercise") as caught:
        check(wrong, repaired_descent)
    assert near in str(caught.value)


def test_what_is_exported():
    assert set(checks.__all__) == {"Report", "check", "stated"}
