"""Whatever a learner hands in becomes a sentence."""

import re
import signal
import threading
import time

import numpy as np
import pytest

from mathforai.checks import properties
from mathforai.checks.properties import NotYet, Property, close, describe, number, numbers, run

ONE = Property("returns 1", lambda answer: number(answer(0)) == 1, "one.")
TWO = Property("returns 1 again", lambda answer: number(answer(1)) == 1, "again.")


class Hostile:
    """An object that breaks whenever it is looked at."""

    def __repr__(self):
        raise RuntimeError("no repr")

    def __array__(self, *_, **__):
        raise RuntimeError("no array")

    def __eq__(self, other):
        raise RuntimeError("no comparison")

    __hash__ = None


def raising(problem):
    def answer(_):
        raise problem

    return answer


def only_report(report):
    assert report.attempted
    assert not report.passed
    assert [row.mark for row in report.rows] == ["not yet", "not run"]
    assert "Traceback" not in repr(report)
    assert "Error in" not in repr(report)
    assert report._repr_html_()
    return report.rows[0].hint


def test_a_right_answer_passes():
    report = run([ONE, TWO], lambda _: 1)
    assert report.passed
    assert [row.mark for row in report.rows] == ["pass", "pass"]
    assert not any(row.hint for row in report.rows)


@pytest.mark.parametrize("stub", [None, ..., NotImplemented])
def test_a_stub_is_not_attempted(stub):
    for answer in (stub, lambda _: stub):
        report = run([ONE, TWO], answer)
        assert not report.attempted
        assert not report.passed
        assert repr(report).startswith("Not attempted yet.")
        assert {row.mark for row in report.rows} == {"not run"}


def test_a_stub_that_raises_is_not_attempted():
    assert not run([ONE], raising(NotImplementedError)).attempted
    assert not run([ONE], raising(NotImplementedError("later"))).attempted


def test_none_on_a_later_call_is_an_attempt():
    report = run([ONE, TWO], lambda w: 1 if w == 0 else None)
    assert report.attempted
    assert "returned None. Is a `return` missing" in report.rows[1].hint


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (3, "A function is wanted here; this is 3 (int)."),
        ("text", "A function is wanted here; this is 'text' (str)."),
        (np.ones(3), "A function is wanted here; this is an array of shape (3,)."),
        (Hostile(), "A function is wanted here; this is an object of type Hostile."),
        (raising(ValueError("w is odd.")), "Your function raised ValueError: w is odd. Hint: one."),
        (raising(KeyError()), "Your function raised KeyError. Hint"),
        (raising(SystemExit(3)), "Your function raised SystemExit: 3."),
        (raising(GeneratorExit()), "Your function raised GeneratorExit."),
        (lambda: 1, "takes 0 positional arguments"),
        (lambda _: float("nan"), "Your function returned nan, which is not a number."),
        (lambda _: "1", "Wanted one number; your function returned '1' (str)."),
        (lambda _: True, "Wanted one number; your function returned True (bool)."),
        (lambda _: 1j, "Wanted one number; your function returned 1j (complex)."),
        (lambda _: [1], "Wanted one number; your function returned shape (1,)."),
        (lambda _: [[1], [1, 2]], "Wanted one number; your function returned [[1], [1, 2]] (list)"),
        (lambda _: {}, "Wanted one number; your function returned {} (dict)."),
        (lambda _: Hostile(), "Wanted one number; your function returned an object of type Hos"),
        (lambda _: 2, "Hint: one."),
    ],
)
def test_what_goes_wrong_becomes_a_sentence(answer, sentence):
    assert sentence in only_report(run([ONE, TWO], answer))


def test_deep_recursion_is_a_sentence():
    def answer(w):
        return answer(w)

    assert "RecursionError" in only_report(run([ONE, TWO], answer))


def test_a_result_that_breaks_in_a_property_is_a_sentence():
    item = Property("is 1", lambda answer: answer(0) == 1, "one.")
    assert "could not be used (RuntimeError)" in only_report(run([item, TWO], lambda _: Hostile()))


def test_an_interrupt_is_not_swallowed():
    with pytest.raises(KeyboardInterrupt):
        run([ONE], raising(KeyboardInterrupt()))


def test_a_failure_that_does_not_stop_lets_the_rest_run():
    free = Property("is 2", lambda answer: number(answer(0)) == 2, "two.", stops=False)
    report = run([free, ONE], lambda _: 1)
    assert [row.mark for row in report.rows] == ["not yet", "pass"]


def test_output_of_the_learner_is_left_alone(capsys):
    def answer(_):
        print("my own words")
        return 1

    assert run([ONE], answer).passed
    assert capsys.readouterr().out == "my own words\n"


def endless(_):
    began = time.monotonic()
    while time.monotonic() < began + 3:  # so that a broken limit fails, and does not hang, the test
        try:
            time.sleep(0.001)
        except Exception:  # must not swallow the limit
            pass


@pytest.fixture
def short_limit(monkeypatch):
    if not hasattr(signal, "setitimer"):
        pytest.fail("this system has no interval timer, and the check's docstring says so")
    monkeypatch.setattr(properties, "TIME_LIMIT", 0.05)


def test_a_loop_without_end_is_a_sentence(short_limit):
    before = signal.getsignal(signal.SIGALRM)
    hint = only_report(run([ONE, TWO], endless))
    assert hint.startswith("Your function was still running after 0.05 seconds. Does its loop end?")
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_somebody_elses_timer_goes_on(short_limit):
    rung = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(True))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.15)
        only_report(run([ONE, TWO], endless))
        assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] < 0.14
        time.sleep(0.2)
        assert rung == [True]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_other_threads_check_without_a_limit():
    found = []
    worker = threading.Thread(target=lambda: found.append(run([ONE, TWO], lambda _: 1)))
    worker.start()
    worker.join()
    assert found[0].passed


def test_numbers_are_floats_of_the_wanted_shape():
    assert numbers([1, 2], (2,)).dtype == np.float64
    assert number(np.float32(0.5)) == 0.5
    assert number(float("inf")) == float("inf")
    with pytest.raises(NotYet, match=re.escape("Wanted numbers of shape (2,); your function")):
        numbers([1, 2, 3], (2,))


@pytest.mark.parametrize(
    ("value", "text"),
    [(-1.0, "−1"), (6.5e-5, "6.5 × 10⁻⁵"), (np.float64(1 / 3), "0.3333"), (47, "47 (int)")],
)
def test_describe(value, text):
    assert describe(value) == text


def test_close_can_say_no():
    assert close(1 + 1e-10, 1)
    assert not close(1 + 1e-6, 1)
    assert not close(np.inf, 1)
    assert not close([1, 2], [1, 3])
