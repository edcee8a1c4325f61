"""Quizzes in the page: commit first, then be answered."""

import pytest


@pytest.fixture
def page(visit, specimens):
    return visit(specimens, width=760)


def test_quiz_with_options(page):
    quiz = page.locator("figure.mfai").nth(3)
    check = quiz.get_by_role("button")
    assert check.is_disabled(), "one commits before the page answers"
    assert "It is" not in quiz.inner_text()
    quiz.get_by_label("that").check()
    check.click()
    text = quiz.inner_text()
    assert "Not yet. It is not." in text
    assert "Yes. It is." in text
    check.click()
    assert "Not yet" not in quiz.inner_text()
    assert check.is_disabled()


def test_quiz_with_a_number_by_keyboard(page):
    quiz = page.locator("figure.mfai").nth(4)
    field = quiz.get_by_label("2 + 2?")
    for typed, said in [
        ("22", "Not yet. That glues them."),
        ("7", "Not yet. Use fingers."),
        ("four", "Please enter a number"),
        ("4,00", "Yes. Count."),
    ]:
        field.fill(typed)
        field.press("Enter")
        assert said in quiz.inner_text(), typed
    assert not quiz.get_by_role("button", name="Show the answer").is_visible()


def test_who_gives_up_is_told_and_not_praised(page):
    quiz = page.locator("figure.mfai").nth(4)
    quiz.get_by_label("2 + 2?").fill("7")
    quiz.get_by_role("button", name="Check").click()
    quiz.get_by_role("button", name="Show the answer").click()
    assert "The answer is 4. Count." in quiz.inner_text()
    assert "Yes" not in quiz.inner_text()
