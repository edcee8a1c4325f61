"""The exercises of all chapters: right answers pass, and each typical wrong one meets its row."""

import importlib
import pkgutil
import time

import answers
import pytest
from answers import gradient_descent, sampling_and_temperature

from mathforai import checks
from mathforai.checks import CHAPTERS, check

# One module of answers for each section, with RIGHT and WRONG.
SECTIONS = [
    importlib.import_module(f"answers.{module.name}")
    for module in pkgutil.iter_modules(answers.__path__)
]
EXERCISES = {
    name: properties
    for chapter in CHAPTERS
    for name, properties in importlib.import_module(f"mathforai.checks.{chapter}").EXERCISES.items()
}
RIGHT = {k: v for section in SECTIONS for k, v in section.RIGHT.items()}
WRONG = [wrong for section in SECTIONS for wrong in section.WRONG]


def test_every_chapter_with_checks_is_known():
    found = {module.name for module in pkgutil.iter_modules(checks.__path__)}
    assert set(CHAPTERS) == found - {"properties", "report", "stated"}


def test_every_exercise_has_a_right_and_a_wrong_answer():
    assert set(EXERCISES) == set(RIGHT) == {name for name, *_ in WRONG}


@pytest.mark.parametrize(("name", "answer"), [(n, a) for n, found in RIGHT.items() for a in found])
def test_right_answers_pass(name, answer):
    report = check(name, answer)
    assert report.passed, report


@pytest.mark.parametrize(("name", "answer", "row", "words"), WRONG)
def test_wrong_answers_meet_their_row(name, answer, row, words):
    report = check(name, answer)
    marks = [found.mark for found in report.rows]
    assert report.attempted
    assert marks.index("not yet") == row, report
    assert words in report.rows[row].hint


def test_both_bugs_of_a_descent_are_seen_at_once():
    name = "optimization.gradient_descent.repaired_descent"
    marks = [row.mark for row in check(name, gradient_descent.uphill_and_late).rows]
    assert marks == ["pass", "pass", "not yet", "not yet", "not run"]


def test_a_very_small_temperature_in_the_place_of_0_passes():
    name = "probability.sampling_and_temperature.softmax_down_to_zero"
    assert check(name, sampling_and_temperature.shifted_late).passed


@pytest.mark.parametrize("name", RIGHT)
def test_stubs_are_not_attempted(name):
    def stub(*_, **__):
        raise NotImplementedError

    for answer in (stub, lambda *_, **__: None, None):
        assert not check(name, answer).attempted


@pytest.mark.parametrize("name", RIGHT)
def test_every_row_has_a_property_and_a_hint(name):
    for item in EXERCISES[name]:
        assert item.says
        assert not item.says.endswith(".")
        assert item.hint.endswith((".", "?"))


@pytest.mark.parametrize(("name", "answer"), [(n, found[0]) for n, found in RIGHT.items()])
def test_a_right_answer_is_checked_quickly(name, answer):
    def seconds():
        began = time.process_time()
        check(name, answer)
        return time.process_time() - began

    assert min(seconds() for _ in range(20)) < 0.005


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("gradient_descent.repaired", "optimization.gradient_descent.repaired_descent"),
        ("optimization.gradient_descent.descent", "optimization.gradient_descent.repaired_descent"),
        ("zzz", "optimization.gradient_descent.repaired_descent"),
        (3, "optimization.gradient_descent.largest_safe_learning_rate"),
    ],
)
def test_an_unknown_id_names_the_near_ones(wrong, near):
    with pytest.raises(ValueError, match="there is no exercise") as caught:
        check(wrong, gradient_descent.uphill)
    assert near in str(caught.value)


def test_what_is_exported():
    assert set(checks.__all__) == {"Report", "check", "stated"}
