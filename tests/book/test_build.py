"""The mini book is built, broken in every way we know of, and built again."""

import json
import re

import pytest
from mini_book import NOTEBOOK, build, build_plainly, change_notebook, code, lay_out, run

pytestmark = pytest.mark.slow


def test_good_book_ends_with_its_path_and_shows_progress(mini):
    printed = mini.joinpath("printed.txt").read_text(encoding="utf-8").splitlines()
    assert printed[-1] == "_build/html/index.html"
    assert f"running {NOTEBOOK} (none left)" in printed
    assert len(printed) <= 5, "jupyter-book's own noise belongs in the log"
    assert mini.joinpath(printed[-1]).exists()


def test_every_planted_fault_is_named_with_its_place(tmp_path):
    folder = lay_out(tmp_path / "mini")
    html = folder / "_build/html"
    html.mkdir(parents=True)
    html.joinpath("index.html").write_text("the last good book")
    with folder.joinpath("book/home.md").open("a", encoding="utf-8") as home:
        home.write("\n[Nowhere](nowhere.md)\n\n$\\nosuchcommand{x}$\n\n> **Theorem.** No box.\n")
        home.write("\n![](../picture.svg)\n")
    folder.joinpath("picture.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'></svg>")

    def plant(cells):
        drawing = next(c for c in cells if "plt.show" in "".join(c["source"]))
        del drawing["metadata"]["mystnb"]
        cells.append(code("quiet = 1", "skip-me"))
        cells.append(code("import sys\nprint('careful', file=sys.stderr)"))
        cells.append(code("numerator = 1\nnumerator / 0"))

    change_notebook(folder, plant)
    result = build(folder)
    assert result.returncode != 0
    sentences = {
        "broken reference": r"book/home\.md:\d+: .*nowhere\.md",
        "broken TeX": r"book/home\.md:\d+: the formula \\nosuchcommand\{x\} cannot be typeset: "
        r"Undefined control sequence",
        "unknown box": r'book/home\.md:\d+: no box begins with "Theorem\.".*Definition\.',
        "Markdown picture": r"book/home\.md: the picture \S*picture\.svg has no alternative text",
        "plot": rf"{NOTEBOOK}: the picture of cell \d+ has no alternative text",
        "forbidden tag": rf"{NOTEBOOK}: cell \d+ has the tag 'skip-me'.*The tags are: setup",
        "stderr": rf"{NOTEBOOK}, cell \d+: it writes to stderr",
        "failing cell": rf"{NOTEBOOK}, cell \d+: ZeroDivisionError: division by zero\n"
        r" +numerator = 1\n +numerator / 0",
    }
    for fault, sentence in sentences.items():
        assert re.search(sentence, result.stdout), f"{fault} is not named in:\n{result.stdout}"
    assert "The last good book is still in _build/html" in result.stdout
    assert "Traceback" not in result.stdout
    assert html.joinpath("index.html").read_text() == "the last good book"


@pytest.mark.parametrize(
    "fault",
    ["[Nowhere](nowhere.md)", "$\\nosuchcommand$", "> **Theorem.** No box.", "![](x.png)"],
)
def test_one_fault_alone_makes_a_plain_build_red_twice(tmp_path, fault):
    """Sphinx keeps the pages it has read: the second build must not pass by forgetting."""
    folder = lay_out(tmp_path / "mini")
    folder.joinpath(NOTEBOOK).unlink()
    folder.joinpath("_toc.yml").write_text("format: jb-book\nroot: book/home\n")
    home = folder / "book/home.md"
    home.write_text(f"# Home\n\n{fault}\n", encoding="utf-8")
    for _ in range(2):
        assert build_plainly(folder).returncode != 0
        assert not folder.joinpath("_build/html/index.html").exists()


def test_second_plain_build_gives_the_same_pages(mini, tmp_path):
    folder = lay_out(tmp_path / "mini")
    assert build_plainly(folder).returncode == 0

    def pages():
        names = ("book/home.html", "notebooks/1_section.html", "_static/formulas/formulas.css")
        texts = [folder.joinpath("_build/html", name).read_text(encoding="utf-8") for name in names]
        return [re.sub(r"\?v=\w+", "", text) for text in texts]

    first = pages()
    with folder.joinpath("book/home.md").open("a", encoding="utf-8") as home:
        home.write("\nOne more line.\n")
    result = build_plainly(folder)
    assert result.returncode == 0, result.stdout
    second = pages()
    assert "One more line" in second[0]
    assert first[1:] == second[1:]


def test_notebook_for_download_is_the_original(mini):
    copy = mini / "_build/html/_sources" / NOTEBOOK
    assert copy.read_bytes() == mini.joinpath(NOTEBOOK).read_bytes()
    assert all(not cell.get("outputs") for cell in json.loads(copy.read_text())["cells"])


def test_stored_output_is_named(tmp_path):
    folder = lay_out(tmp_path / "mini")
    assert run(folder, "book/strip.py", "--check").returncode == 0

    def store(cells):
        cell = next(c for c in cells if c["cell_type"] == "code")
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["1\n"]}]

    change_notebook(folder, store)
    result = run(folder, "book/strip.py", "--check")
    assert result.returncode != 0
    assert f"{NOTEBOOK} is not stripped" in result.stdout
    assert run(folder, "book/strip.py").returncode == 0
    assert run(folder, "book/strip.py", "--check").returncode == 0
