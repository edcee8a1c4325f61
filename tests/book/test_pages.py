"""The pages of the mini book, as files and in a browser."""

import re

import pytest

pytestmark = pytest.mark.slow
PAGES = ["index", "book/home", "notebooks/1_section", "search", "genindex"]


@pytest.fixture
def section(mini):
    return mini.joinpath("_build/html/notebooks/1_section.html").read_text(encoding="utf-8")


def test_nothing_is_loaded_from_another_host(mini):
    address = r"\s*[\"']?((?:https?:)?//[^\"')> ]+)"
    loads = re.compile(
        rf"<(?:script|img|iframe|source|video|object)\b[^>]*?\b(?:src|data)={address}"
        rf"|<link\b[^>]*?\bhref={address}|(?:url\(|@import){address}"
    )
    files = [*mini.glob("_build/html/**/*.html"), *mini.glob("_build/html/**/*.css")]
    assert len(files) > 8
    found = {path.name: loads.findall(path.read_text(encoding="utf-8")) for path in files}
    assert not {name: hits for name, hits in found.items() if hits}


def test_title_line_and_boxes(section):
    assert '<h1><span class="mf-number">1.1</span> A section' in section
    assert re.search(
        r'<p class="mf-meta"><span[^>]*><b>5 minutes</b></span> <span>Needs '
        r'<a [^>]*href="\.\./book/home\.html"',
        section,
    )
    kinds = re.findall(r'<div class="mf-box mf-(\w+)">\s*<p class="mf-label">([^<]*)</p>', section)
    assert kinds == [
        ("question", "The question"),
        ("objectives", "By the end you can"),
        ("exercise", "Exercise 1. Walk"),
        ("card", "On one card"),
    ]
    assert section.count("<blockquote>") == 0


def test_cells_follow_their_tags(section):
    assert "import mathforai  #" not in section, "the setup cell is for Colab"
    folded = re.findall(r'<p class="collapsed admonition-title">([^<]*)', section)
    assert folded == ["How this page checks its numbers", "Solution"]
    assert section.count("drawn without a lesson") == 1, "hide-input leaves the output only"


def test_formulas_are_finished_html(section):
    assert "m-hand" in section
    assert "m-gradient" in section
    assert "<mjx-assistive-mml" in section
    assert "\\eta" not in section.split("</main>")[0]
    assert "MathJax.js" not in section


def test_plots_are_drawn_in_the_page_with_the_roles(section):
    plot = re.search(r'<svg class="mf-plot".*?</svg>', section, re.DOTALL)[0]
    assert 'role="img" aria-label="Each step halves the distance"' in plot
    assert "var(--mf-data)" in plot
    assert "var(--mf-label)" in plot
    assert not re.search(r"#[0-9a-f]{6}\b", plot)
    ids = re.findall(r'\bid="([^"]+)"', section)
    assert len(ids) == len(set(ids))


def test_nothing_for_a_kernel_is_in_the_page(section):
    assert "widget-state" not in section
    assert "thebe" not in section
    assert "require" not in section


def test_fonts_are_small_renamed_and_licensed(mini):
    from fontTools.ttLib import TTFont

    fonts = mini / "_build/html/_static/fonts"
    files = sorted(fonts.glob("*.woff2"))
    assert len(files) == 5
    assert sum(file.stat().st_size for file in files) <= 130_000
    for file in files:
        names = {n.nameID: n.toUnicode() for n in TTFont(file)["name"].names}
        assert "Source" not in names[1] + names[4] + names[6]
        assert names[1].startswith("Mathforai")
    assert len(list(fonts.glob("LICENSE-*"))) == 2


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_open_offline_from_a_folder(mini, browser, mode, width):
    context = browser.new_context(offline=True, viewport={"width": width, "height": 900})
    context.add_init_script(f"localStorage.setItem('mode', '{mode}')")
    context.add_init_script(f"localStorage.setItem('theme', '{mode}')")
    page = context.new_page()
    faults = []
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("requestfailed", lambda request: faults.append(f"failed: {request.url}"))
    page.on("request", lambda r: r.url.startswith(("file:", "data:")) or faults.append(r.url))
    for name in PAGES:
        page.goto(mini.joinpath(f"_build/html/{name}.html").as_uri() + "?q=step")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.dataset.theme") == mode
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert not faults, name
    context.close()


def test_search_finds_a_page_without_a_server(mini, browser):
    page = browser.new_page()
    page.goto(mini.joinpath("_build/html/search.html").as_uri() + "?q=ordinary")
    page.wait_for_selector("#search-results li a")
    page.close()


def test_formulas_show_without_javascript_and_shift_nothing(mini, browser):
    address = mini.joinpath("_build/html/book/home.html").as_uri()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    box = page.locator("mjx-container[display=true]").first.bounding_box()
    assert box["width"] > 100
    assert box["height"] > 40
    context.close()
    page = browser.new_page()
    page.goto(address)
    page.evaluate(
        """() => document.fonts.ready.then(() => new Promise((done) =>
        requestAnimationFrame(() => requestAnimationFrame(done))))"""
    )
    shift = page.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value))
                .observe({type: "layout-shift", buffered: true});
            requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
        })"""
    )
    assert shift < 0.1
    page.close()


def test_wide_formula_is_reached_with_the_keyboard(mini, browser):
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(mini.joinpath("_build/html/book/home.html").as_uri())
    assert page.locator(".mf-formula[tabindex='0']").count() == 1
    page.close()


def test_a_comma_after_a_formula_stays_beside_it_and_is_written_once(mini):
    text = (mini / "_build/html/book/home.html").read_text(encoding="utf-8")
    assert "</mjx-container>,</span> and" in text
