"""The built book as readers open it: from file://, offline, in both widths and both modes."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from mathforai import theme
from mathforai.figures.optimization import GradientDescent
from mathforai.optimization import gradient_descent, quadratic_gradient, quadratic_loss

SECTION = "notebooks/4_optimization/01_gradient_descent.html"
DESCENT = "figure.mfai[data-figure='optimization.gradient_descent']"
SIZES = [(1280, False), (1280, True), (390, False), (390, True)]

# Heights of the grid lines and of the visible dots in the right panel of a figure.
GRID_AND_DOTS = """(figure) => {
  const panel = figure.querySelectorAll(".mf-panel")[1];
  const heights = (nodes, attribute) => nodes.map((node) => Number(node.getAttribute(attribute)));
  const lines = [...panel.querySelectorAll(".mf-grid")];
  const dots = [...panel.querySelectorAll("circle")];
  const visible = dots.filter((dot) => dot.getAttribute("visibility") === "visible");
  return [heights(lines, "y1"), heights(visible, "cy")];
}"""

# Class names of all elements of the article wider than 30 pixels that have a light background.
PALE = r"""() => {
  const background = (node) =>
    getComputedStyle(node).backgroundColor.match(/[\d.]+/g).map(Number);
  const pale = ([red, green, blue, alpha]) => (alpha ?? 1) > 0 && red + green + blue > 480;
  return [...document.querySelectorAll(".bd-article *")]
    .filter((node) => node.getBoundingClientRect().width > 30)
    .filter((node) => pale(background(node)))
    .map((node) => String(node.className.baseVal ?? node.className));
}"""


def pages(book):
    """All pages but index.html, which only leads to the home page."""
    return sorted(
        p for p in book.rglob("*.html") if "_static" not in p.parts and p != book / "index.html"
    )


def test_the_index_leads_home(book, visit):
    page = visit(book / "index.html")
    page.wait_for_url("**/book/home.html")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Mathematics for AI")


@pytest.mark.parametrize(("width", "dark"), SIZES)
def test_every_page_opens_offline_without_a_fault(book, visit, width, dark):
    for path in pages(book):
        page = visit(path, width=width, dark=dark)
        assert page.locator("figure.mfai:not(.mf-live)").count() == 0, path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (
            f"{path} scrolls sideways"
        )
        assert page.evaluate("document.documentElement.dataset.theme") == (
            "dark" if dark else "light"
        )


@pytest.mark.parametrize(("width", "dark"), SIZES)
def test_no_page_has_an_accessibility_violation(book, served, visit, width, dark):
    found = {}
    for path in pages(book):  # served, because axe reads the stylesheets, which file:// forbids
        page = visit(f"{served}/{path.relative_to(book).as_posix()}", width=width, dark=dark)
        violations = Axe().run(page).response["violations"]
        if violations:
            found[path.name] = [
                (v["id"], [n["html"][:160] for n in v["nodes"]][:3]) for v in violations
            ]
    assert found == {}


def test_the_figure_draws_what_the_kernel_computes(book, visit):
    page = visit(book / SECTION)
    figure = page.locator(DESCENT)
    figure.locator("input[type=range]").focus()
    for _ in range(10):
        page.keyboard.press("Shift+ArrowRight")
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    rate = figure.evaluate("(f) => f.model.get('learning_rate')")
    assert rate == pytest.approx(0.6)
    # The ticks of the right panel give the scale; the last dot must stand at the loss after
    # 12 steps.
    ticks, dots = figure.evaluate(GRID_AND_DOTS)
    powers = [-6, -4, -2, 0, 2, 4]
    slope = (powers[-1] - powers[0]) / (ticks[-1] - ticks[0])
    drawn = [10 ** (powers[0] + slope * (y - ticks[0])) for y in dots]
    path = gradient_descent(quadratic_gradient, 0.0, learning_rate=rate, steps=12)
    losses = [loss for loss in quadratic_loss(path.ravel()) if loss >= 1e-6]
    assert drawn == pytest.approx(losses, rel=0.01)
    assert figure.locator(".mf-value").inner_text() == "0.60"
    assert figure.locator(".mf-sentence").inner_text() == GradientDescent(learning_rate=0.6).alt()


def test_five_regimes_are_found_at_their_exact_borders(book, visit):
    page = visit(book / SECTION)
    figure = page.locator(DESCENT)
    slider = figure.locator("input[type=range]")
    slider.focus()
    page.keyboard.press("Home")
    seen = []
    for _ in range(130):
        now = figure.locator(".mf-now").all_text_contents()
        assert len(now) == 1
        rate = figure.evaluate("(f) => f.model.get('learning_rate')")
        if not seen or seen[-1][0] != now[0]:
            seen.append((now[0], rate))
        if rate == 1.2:
            break
        page.keyboard.press("ArrowRight")
        page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
    assert seen == [
        ("from one side", 0.01),
        ("one step", 0.5),
        ("zigzags in", 0.51),
        ("two-cycle", 1),
        ("flies off", 1.01),
    ]


def test_dark_mode_uses_its_own_tokens(book, visit):
    page = visit(book / SECTION, dark=True)
    rgb = page.locator(".mf-plate").first.evaluate("(n) => getComputedStyle(n).backgroundColor")
    assert "#{:02x}{:02x}{:02x}".format(*map(int, re.findall(r"\d+", rgb))) == theme.DARK["plate"]
    pale = page.evaluate(PALE)
    assert [name for name in pale if "mf-button" not in name] == [], (
        "light rectangles in the dark page"
    )


def test_print_keeps_the_figure_and_drops_what_cannot_be_pressed(book, visit):
    page = visit(book / SECTION, dark=True)
    page.emulate_media(media="print")
    figure = page.locator(DESCENT)
    assert figure.locator(".mf-sentence").is_visible()
    assert figure.locator(".mf-panel").first.is_visible()
    for gone in (".mf-deck", ".mf-reset"):
        assert not figure.locator(gone).is_visible(), gone
    for gone in (".bd-sidebar-primary", ".bd-sidebar-secondary", ".bd-header-article"):
        assert not page.locator(gone).first.is_visible(), gone
    rgb = figure.locator(".mf-plate").evaluate("(n) => getComputedStyle(n).backgroundColor")
    assert (
        "#{:02x}{:02x}{:02x}".format(*map(int, re.findall(r"\d+", rgb))) == theme.LIGHT["plate"]
    ), "paper is light"


def test_without_javascript_there_is_the_still_picture_and_the_formulas(book, visit):
    page = visit(book / SECTION, java_script_enabled=False)
    picture = page.locator(f"{DESCENT} img")
    picture.scroll_into_view_if_needed()
    assert picture.is_visible()
    assert picture.get_attribute("alt") == GradientDescent().alt()
    assert picture.bounding_box()["width"] > 300
    assert page.locator("mjx-container").first.is_visible()
    assert page.get_by_text("It falls nine times as fast.").is_visible(), "quizzes can be read"


def test_still_pictures_are_files_and_small(book):
    page = (book / SECTION).read_text(encoding="utf-8")
    assert "data:image/png" not in page
    names = re.findall(r'class="mf-still" loading="lazy" src="\.\./\.\./_images/([^"]+)"', page)
    assert names
    assert all((book / "_images" / name).stat().st_size <= 15_000 for name in names)


def test_no_page_holds_widget_state_or_another_host(book):
    for path in pages(book):
        text = path.read_text(encoding="utf-8")
        assert "widget-state+json" not in text, path
        loaded = re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(https?:[^"]+)"', text)
        assert [u for u in loaded if not u.startswith("https://doi.org")] == [], path
