"""A report says the same as a list and as text, and borrows no colour that is not its own."""

import re

import pytest

from mathforai import theme
from mathforai.checks.report import Report, Row

ROWS = (
    Row("pass", "returns one number"),
    Row("not yet", "lands on −1 from w = 4", "Hint: is 1 < 2 & 3 > 2?"),
    Row("not run", "lands on −1 from any start"),
)


def words(html):
    """Return the text of some HTML, one string for each piece."""
    body = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    pieces = re.split(r"<[^>]*>", body)
    escapes = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
    return [re.sub("&[a-z]+;", lambda m: escapes[m[0]], piece) for piece in pieces if piece]


def test_text_by_hand():
    assert repr(Report(ROWS)) == (
        "Not yet: 1 of 3 hold.\n"
        "✓ pass     returns one number\n"
        "✗ not yet  lands on −1 from w = 4\n"
        "           Hint: is 1 < 2 & 3 > 2?\n"
        "– not run  lands on −1 from any start"
    )


@pytest.mark.parametrize("report", [Report(ROWS), Report(ROWS[:1]), Report(ROWS[2:], False)])
def test_list_and_text_say_the_same(report):
    shown = "".join(words(report._repr_html_()))
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", repr(report))


def test_passed_only_when_every_row_passes():
    assert Report(ROWS[:1]).passed
    assert not Report(ROWS).passed
    assert not Report(ROWS[2:], attempted=False).passed
    assert not Report(ROWS[:1], attempted=False).passed


def test_what_a_learner_wrote_cannot_become_markup():
    html = Report((Row("not yet", "says", "<script>alert(1)</script>"),))._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_each_row_has_its_mark_and_class():
    html = Report(ROWS)._repr_html_()
    assert html.count('role="listitem"') == 3
    for name in ("pass", "not-yet", "not-run"):
        assert f'class="mf-check-row mf-check-{name}"' in html


def test_colours_are_tokens_and_never_the_hand():
    html = Report(ROWS)._repr_html_()
    used = set(re.findall(r"var\(--mf-([a-z0-9-]+)", html))
    assert used <= {*theme.LIGHT, *theme.FONTS}
    assert "hand" not in used
    assert not re.search(r"#[0-9a-f]{3,6}\b", html)
