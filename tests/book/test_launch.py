"""The menu that runs a page: with an address, without one, and with what is no address."""

import re
from urllib.parse import urlsplit

import pytest
from mini_book import NOTEBOOK, lay_out, run
from test_extensions import load

ADDRESS = "https://github.com/some-one/a.book"
LINKS = {
    "Run in Binder": f"https://mybinder.org/v2/gh/some-one/a.book/HEAD?urlpath=lab/tree/{NOTEBOOK}",
    "Run in Colab": "https://colab.research.google.com/github/some-one/a.book/blob/colab/"
    + NOTEBOOK,
}
MENU = re.compile(r'<div class="dropdown dropdown-launch-buttons">.*?</ul>', re.DOTALL)
ENTRY = re.compile(r'<a href="([^"]*)".*?<span class="btn__text-container">([^<]*)', re.DOTALL)


@pytest.fixture(scope="module")
def launched(tmp_path_factory):
    folder = lay_out(tmp_path_factory.mktemp("launched"))
    result = run(folder, "book/build.py", MATHFORAI_REPOSITORY=ADDRESS)
    assert result.returncode == 0, result.stdout
    return folder / "_build/html"


def menus(html):
    """The entries of each page's menu."""
    found = {}
    for page in html.rglob("*.html"):
        for menu in MENU.findall(page.read_text(encoding="utf-8")):
            entries = {text: address for address, text in ENTRY.findall(menu)}
            found[page.relative_to(html).as_posix()] = entries
    return found


@pytest.mark.slow
def test_links_are_right_and_on_pages_of_notebooks_only(launched):
    assert menus(launched) == {"notebooks/1_section.html": LINKS}


@pytest.mark.slow
def test_without_an_address_there_is_no_menu(mini):
    html = mini / "_build/html"
    assert menus(html) == {}
    for page in html.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "mybinder.org" not in text
        assert "colab.research" not in text


@pytest.mark.slow
def test_the_download_is_the_stripped_file(launched):
    page = (launched / "notebooks/1_section.html").read_text(encoding="utf-8")
    assert f'<a href="../_sources/{NOTEBOOK}"' in page
    source = launched.parents[1] / NOTEBOOK
    assert (launched / "_sources" / NOTEBOOK).read_bytes() == source.read_bytes()
    assert '"outputs": []' in source.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_menu_can_be_used_and_nothing_is_asked_of_its_hosts(launched, browser, width, mode):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_init_script(
        f"localStorage.setItem('mode', '{mode}'); localStorage.setItem('theme', '{mode}')"
    )
    # A served page, because axe reads the stylesheets, which file:// forbids.
    site = "http://book.test/"

    def answer(route):
        path = launched / urlsplit(route.request.url).path.lstrip("/")
        route.fulfill(path=path) if path.is_file() else route.fulfill(status=404)

    context.route(f"{site}**", answer)
    page = context.new_page()
    asked, faults = [], []
    page.on("request", lambda r: asked.append(r.url))
    page.on("response", lambda r: r.ok or faults.append(f"{r.status}: {r.url}"))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{site}notebooks/1_section.html", wait_until="networkidle")
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    assert faults == []
    button = page.get_by_role("button", name="Run this page")
    assert min(button.bounding_box()["width"], button.bounding_box()["height"]) >= 44
    button.focus()
    page.keyboard.press("Enter")
    for text, address in LINKS.items():
        entry = page.get_by_role("link", name=text, exact=True)
        assert entry.get_attribute("href") == address
        box = entry.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults == []  # before axe, which asks for stylesheets at addresses that it makes up
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], [n["html"][:160] for n in v["nodes"]]) for v in violations] == []
    context.close()


@pytest.mark.slow
def test_a_malformed_address_is_refused_with_one_sentence(tmp_path):
    folder = lay_out(tmp_path / "mini")
    result = run(folder, "book/build.py", MATHFORAI_REPOSITORY="github.com/some-one/a.book")
    assert result.returncode != 0
    sentence = "MATHFORAI_REPOSITORY must look like https://github.com/OWNER/NAME; got"
    faults = [line for line in result.stdout.splitlines() if line.startswith("  - ")]
    assert faults == [f"  - the book: {sentence} 'github.com/some-one/a.book'."]
    assert not (folder / "_build/html").exists()


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("https://github.com/some-one/a.book", "some-one/a.book"),
        ("https://github.com/O/n.git", "O/n"),
        (" https://github.com/O/n_1/ ", "O/n_1"),
        ("", None),
        ("  ", None),
    ],
)
def test_addresses(monkeypatch, address, meant):
    monkeypatch.setenv("MATHFORAI_REPOSITORY", address)
    assert load("book/_extensions/repository.py").owner_and_name() == meant


@pytest.mark.parametrize(
    "address",
    [
        "some-one/a.book",
        "http://github.com/O/n",
        "https://gitlab.com/O/n",
        "https://github.com/O",
        "https://github.com/O/..",
        "https://github.com/O/.git",
        "https://github.com/O/n/tree/main",
        "https://github.com/O/n?x=1",
        'https://github.com/O/n"><script>',
        "https://github.com.evil.org/O/n",
        "https://github.com/O/n\nx",
    ],
)
def test_what_is_no_address_is_refused(monkeypatch, address):
    monkeypatch.setenv("MATHFORAI_REPOSITORY", address)
    with pytest.raises(ValueError, match="must look like https://github.com/OWNER/NAME; got '"):
        load("book/_extensions/repository.py").owner_and_name()
