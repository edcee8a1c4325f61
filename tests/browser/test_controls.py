"""Every control by mouse, touch and keys, on a page outside the book.

State, read-out and sentence agree.
"""

import pytest
from specimen import Specimen

FIGURE = "figure.mfai >> nth=0"

# Pixels for one unit of the panel: its first and third labels stand 4 units apart.
PIXELS_PER_UNIT = """(figure) => {
  const labels = [...figure.querySelectorAll(".mf-panel text")];
  const x = labels.map((label) => Number(label.getAttribute("x")));
  return (x[2] - x[0]) / 4;
}"""

# Keeps every value that the amount of the first figure takes from now on.
WATCH_AMOUNT = """() => {
  const { model } = document.querySelector("figure.mfai");
  window.seen = [];
  model.on("change:amount", () => window.seen.push(model.get("amount")));
}"""

# Keeps every message that the first figure announces from now on.
WATCH_STATUS = """() => {
  const status = document.querySelector("[role=status]");
  window.said = [];
  const keep = () => window.said.push(status.textContent);
  new MutationObserver(keep).observe(status, { childList: true });
}"""

# Class and size of everything to be touched that is smaller than 44 pixels, rounded.
SMALL_TARGETS = """() => {
  const targets = [
    ".mf-plate button:not([hidden])",
    ".mf-plate input[type=range]",
    ".mf-segments label",
    ".mf-toggle",
    ".mf-hit",
    ".mf-entry input",
    ".mf-option",
  ];
  return [...document.querySelectorAll(targets.join(", "))]
    .map((node) => [node.className.baseVal ?? node.className, node.getBoundingClientRect()])
    .filter(([, box]) => box.width < 43.5 || box.height < 43.5)
    .map(([name, box]) => `${name} ${box.width} x ${box.height}`);
}"""


@pytest.fixture
def page(visit, specimens):
    return visit(specimens, width=760)


def state(page, name, nth=0):
    return page.evaluate(
        "([n, name]) => document.querySelectorAll('figure.mfai')[n].model.get(name)", [nth, name]
    )


def settled(page, nth=0):
    """The sentence after the next frame, beside the one that Python says for the same state."""
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    figure = Specimen(**{name: state(page, name, nth) for name in Specimen().state()})
    shown = page.locator("figure.mfai").nth(nth).locator(".mf-sentence").inner_text()
    return shown, figure.alt()


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def agree(page, nth=0):
    shown, said = settled(page, nth)
    assert shown == said


def test_all_figures_mount_and_show_their_state(page):
    assert page.locator("figure.mfai").count() == page.locator("figure.mf-live").count() == 5
    assert page.locator("img.mf-still:visible").count() == 0
    agree(page, 0)
    agree(page, 1)
    assert state(page, "amount", 1) == 0.25, "two of one kind keep their own state"


def test_slider_by_mouse(page):
    box = page.locator(FIGURE).locator("input[type=range]").first.bounding_box()
    y = box["y"] + 22
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(box["x"] + 12 + 0.8 * (box["width"] - 24), y, steps=5)
    page.mouse.up()
    assert state(page, "amount") == pytest.approx(0.8)
    agree(page)
    assert state(page, "amount", 1) == 0.25, "the neighbour stays where it was"


def test_slider_by_keys(page):
    slider = page.locator(FIGURE).locator("input[type=range]").first
    slider.focus()
    for key, expected in [
        ("ArrowRight", 0.55),
        ("ArrowDown", 0.5),
        ("Shift+ArrowUp", 0.75),
        ("Shift+ArrowLeft", 0.5),
        ("End", 1),
        ("ArrowRight", 1),
        ("Home", 0),
    ]:
        page.keyboard.press(key)
        assert state(page, "amount") == pytest.approx(expected), key
        agree(page)
    assert slider.get_attribute("aria-valuetext") == "0.00 nats"


def test_log_slider_moves_by_hundredths_of_its_line(page):
    slider = page.locator(FIGURE).locator("input[type=range]").nth(1)
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert state(page, "temperature") == pytest.approx(1.05, abs=0.011)
    page.keyboard.press("Home")
    assert state(page, "temperature") == pytest.approx(0.1)
    page.keyboard.press("ArrowRight")
    assert state(page, "temperature") > 0.1, "a step is never lost to rounding"
    page.keyboard.press("End")
    assert state(page, "temperature") == pytest.approx(10)
    agree(page)


def test_point_by_mouse_and_keys(page):
    handle = page.locator(FIGURE).locator(".mf-handle")
    x, y = middle(handle)
    unit = page.locator(FIGURE).evaluate(PIXELS_PER_UNIT)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - unit, y - unit, steps=4)
    page.mouse.up()
    assert state(page, "tip") == pytest.approx([0.0, 1.5])
    agree(page)
    for key, expected in [
        ("ArrowLeft", [-0.1, 1.5]),
        ("Shift+ArrowUp", [-0.1, 2.0]),
        ("Shift+ArrowDown", [-0.1, 1.5]),
    ]:
        page.keyboard.press(key)
        assert state(page, "tip") == pytest.approx(expected), key
    agree(page)


def test_choice_switch_and_button(page):
    figure = page.locator(FIGURE)
    figure.get_by_role("radio", name="sixteen").check()
    figure.get_by_role("switch").click()
    assert (state(page, "size"), state(page, "scaled")) == (16, False)
    agree(page)
    figure.get_by_role("button", name="Go to the corner").click()
    page.wait_for_function(
        "() => String(document.querySelector('figure.mfai').model.get('tip')) === '2,2'"
    )
    agree(page)


def test_words_are_taken_as_they_are_typed(page):
    line = page.locator(FIGURE).get_by_label("Words")
    assert line.input_value() == "two words"
    line.focus()
    page.keyboard.press("End")
    page.keyboard.type(" more")
    assert state(page, "text") == "two words more"
    agree(page)
    page.keyboard.type(" and")
    page.keyboard.type("{}")
    assert line.input_value() == state(page, "text") == "two words more ", "no fourth, no braces"
    agree(page)


def test_a_line_without_words_keeps_the_last_ones(page):
    line = page.locator(FIGURE).get_by_label("Words")
    line.fill("x")
    line.fill(" ")
    assert state(page, "text") == "x"
    line.blur()
    assert line.input_value() == "x"
    page.evaluate("() => document.querySelector('figure.mfai').model.set('text', 'from outside')")
    agree(page)
    assert line.input_value() == "from outside"
    page.locator(FIGURE).get_by_role("button", name="Reset").click()
    page.wait_for_function(
        "() => document.querySelector('figure.mfai').model.get('text') === 'two words'"
    )
    agree(page)
    assert line.input_value() == "two words"


def test_reset_goes_back_through_true_states(page):
    figure = page.locator(FIGURE)
    slider = figure.locator("input[type=range]").first
    slider.focus()
    page.keyboard.press("End")
    page.evaluate(WATCH_AMOUNT)
    figure.get_by_role("button", name="Reset").click()
    page.wait_for_function(
        "() => document.querySelector('figure.mfai').model.get('amount') === 0.5"
    )
    seen = page.evaluate("window.seen")
    assert any(0.5 < v < 1 for v in seen), "the parameter glides"
    assert seen == sorted(seen, reverse=True)
    agree(page)


def test_a_control_taken_during_reset_leaves_the_others_at_their_goal(page):
    figure = page.locator(FIGURE)
    slider = figure.locator("input[type=range]").first
    page.evaluate("() => document.querySelector('figure.mfai').model.set('tip', [2, 2])")
    figure.get_by_role("button", name="Reset").click()
    slider.focus()
    page.keyboard.press("End")
    assert state(page, "amount") == 1
    assert state(page, "tip") == [1.0, 0.5]


def test_reduced_motion_jumps(visit, specimens):
    page = visit(specimens, width=760, reduced_motion="reduce")
    page.locator(FIGURE).locator("input[type=range]").first.focus()
    page.keyboard.press("End")
    page.evaluate(WATCH_AMOUNT)
    page.locator(FIGURE).get_by_role("button", name="Reset").click()
    assert page.evaluate("window.seen") == [0.5]
    assert (
        page.locator(FIGURE)
        .locator(".mf-ring")
        .evaluate("(n) => getComputedStyle(n).transitionDuration")
        == "0s"
    )


def test_touch_drags_slider_and_point(visit, specimens):
    page = visit(specimens, width=390, height=800, has_touch=True, is_mobile=True)
    session = page.context.new_cdp_session(page)

    def drag(x, y, to_x, to_y):
        session.send(
            "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
        )
        for i in range(1, 6):
            point = {"x": x + (to_x - x) * i / 5, "y": y + (to_y - y) * i / 5}
            session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    slider = page.locator(FIGURE).locator("input[type=range]").first
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    drag(
        box["x"] + box["width"] / 2,
        box["y"] + 22,
        box["x"] + 12 + 0.9 * (box["width"] - 24),
        box["y"] + 22,
    )
    assert state(page, "amount") == pytest.approx(0.9)
    handle = page.locator(FIGURE).locator(".mf-handle")
    handle.scroll_into_view_if_needed()
    x, y = middle(handle)
    before = page.evaluate("scrollY")
    drag(x, y, x - 30, y + 90)
    moved = state(page, "tip")
    assert moved[0] < 0.9
    assert moved[1] < -0.2, "the whole way, not only its beginning"
    assert page.evaluate("scrollY") == before, "a drag of a handle does not scroll the page"
    agree(page)


def test_a_foreign_write_moves_the_control(page):
    """What Python does in Jupyter: the model changes, and everything follows."""
    page.evaluate("() => document.querySelector('figure.mfai').model.set('amount', 0.9)")
    agree(page)
    assert (
        page.locator(FIGURE).locator("input[type=range]").first.evaluate("(n) => Number(n.value)")
        == 0.9
    )


def test_touch_targets_are_44_pixels(visit, specimens):
    page = visit(specimens, width=390, has_touch=True, is_mobile=True)
    assert page.evaluate(SMALL_TARGETS) == []


def test_the_sentence_is_announced_only_at_rest(page):
    status = page.locator(FIGURE).locator("[role=status]")
    assert status.inner_text() == "", "nothing is said before the first move"
    slider = page.locator(FIGURE).locator("input[type=range]").first
    slider.focus()
    page.evaluate(WATCH_STATUS)
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("() => window.said.length > 0")
    shown, _ = settled(page)
    assert page.evaluate("window.said") == [shown], (
        "one message after the rest, not one for each step"
    )


def test_a_thumb_lands_on_an_exact_border(page):
    box = page.locator(FIGURE).locator("input[type=range]").nth(1).bounding_box()
    middle = box["x"] + box["width"] / 2  # temperature 1, on a logarithmic line
    page.mouse.move(middle, box["y"] + 22)
    page.mouse.down()
    page.mouse.move(middle + 60, box["y"] + 22)
    page.mouse.move(middle + 3, box["y"] + 22)
    assert state(page, "temperature") == 1
    page.mouse.move(middle + 8, box["y"] + 22)
    page.mouse.up()
    assert state(page, "temperature") > 1
