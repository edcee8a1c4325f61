"""The work of a figure per frame: handlers, drawing, layout.

The budget is 4 ms; a planted 20 ms is seen.
"""

import pytest

BUDGET = 4.0  # ms, 95th percentile of 200 moves
DESCENT = "figure.mfai[data-figure='optimization.gradient_descent']"
SECTION = "notebooks/4_optimization/01_gradient_descent.html"

# Times what the page itself does: its handlers and its frame, with the layout that follows. Event
# Timing does not see drags.
METER = """
window.work = [];
let spent = 0;
const nextFrame = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (draw) => nextFrame((now) => {
  const start = performance.now();
  draw(now);
  document.body.getBoundingClientRect();
  spent += performance.now() - start;
});
const listen = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (type, handler, options) {
  if (!["input", "pointermove", "keydown"].includes(type) || typeof handler !== "function")
    return listen.call(this, type, handler, options);
  const timed = function (event) {
    const start = performance.now();
    const result = handler.call(this, event);
    spent += performance.now() - start;
    return result;
  };
  return listen.call(this, type, timed, options);
};
const collect = () => {
  if (spent > 0) window.work.push(spent);
  spent = 0;
  nextFrame(collect);
};
nextFrame(collect);
"""

PLANT = f"""() => {{
  const {{ model }} = document.querySelector("{DESCENT}");
  const waste = () => {{
    const start = performance.now();
    while (performance.now() - start < 20);
  }};
  for (const name of ["learning_rate", "start"]) model.on(`change:${{name}}`, waste);
}}"""


def p95(page, control):
    """The 95th percentile of the work per frame over 200 moves.

    It is the best of three rounds, for the machine is shared.
    """
    rounds = []
    control.scroll_into_view_if_needed()
    box = control.bounding_box()
    for _ in range(3):
        page.evaluate("window.work.length = 0")
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        for i in range(200):
            page.mouse.move(x + 60 * (1 if i % 100 < 50 else -1) * (i % 50) / 50, y)
        page.mouse.move(x, y)
        page.mouse.up()
        work = sorted(page.evaluate("window.work"))
        assert len(work) >= 50, "the drag was drawn"
        rounds.append(work[int(0.95 * len(work))])
    return min(rounds)


@pytest.fixture
def page(book, visit):
    page = visit(book / SECTION, script=METER)
    page.locator(DESCENT).scroll_into_view_if_needed()
    return page


def test_a_frame_of_every_control_is_within_the_budget(book, visit, record_property):
    measured = {}
    for path in sorted((book / "notebooks").rglob("*.html")):
        page = visit(path, script=METER)
        for figure in page.locator("figure.mfai:not([data-figure=quiz])").all():
            for control in figure.locator("input[type=range], .mf-hit").all():
                measured[f"{path.stem} {len(measured)}"] = p95(page, control)
        page.close()  # what is open goes on drawing, and would slow the next page
    record_property("p95_ms", measured)
    assert measured
    assert {name: ms for name, ms in measured.items() if ms > BUDGET} == {}


def test_a_planted_20_ms_is_seen(page):
    page.evaluate(PLANT)
    assert p95(page, page.locator(DESCENT).locator("input[type=range]")) > BUDGET


def test_the_picture_is_never_more_than_one_frame_behind(page):
    behind = page.evaluate(
        """async (selector) => {
          const figure = document.querySelector(selector);
          const input = figure.querySelector("input[type=range]");
          const late = [];
          for (let i = 1; i <= 60; i++) {
            input.value = 0.01 * i;
            input.dispatchEvent(new Event("input"));
            await new Promise((done) => requestAnimationFrame(done));
            const shown = figure.querySelector(".mf-value").textContent;
            const said = figure.querySelector(".mf-sentence .mf-hand").textContent;
            if (shown !== (i / 100).toFixed(2) || said !== shown) late.push([i, shown, said]);
          }
          return late;
        }""",
        DESCENT,
    )
    assert behind == []
