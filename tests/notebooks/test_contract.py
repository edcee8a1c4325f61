"""What every section's notebook promises, checked on all of them."""

import ast
import re
import subprocess
import sys

import matplotlib as mpl
import pytest

from notebooks import NOTEBOOKS, ROOT, read, run, tags

sys.path.insert(0, str(ROOT))
from book._extensions.notebook import TAGS

mpl.use("agg")
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
SECTIONS = [p for p in NOTEBOOKS if not p.name.endswith(("_opening.ipynb", "_review.ipynb"))]
NUMBER = re.compile(
    r"(?<![\w.])(\d[\d,]*(?:\.\d+)?)(?:\s*(?:\\cdot|\\times|·|×)\s*10\^?\{?([-−⁻]?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+)\}?)?(?![\w])"
)
POWERS = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")


def normal(text):
    """One way to write a number: no sign, no thousands commas, a power as e-16."""
    return re.sub(r"[eE]\+?", "e", text.strip().translate(POWERS).lstrip("+-").replace(",", ""))


def significant_digits(number):
    """Digits that say something: no leading zeros, and no trailing zeros of a whole number."""
    mantissa = number.split("e")[0]
    digits = mantissa.replace(".", "").lstrip("0")
    return len(digits if "." in mantissa else digits.rstrip("0"))


def numbers_in(prose):
    """Numbers with three or more significant digits in Markdown.

    Those in links, code and HTML tags are left out.
    """
    for noise in (r"```.*?```", r"`[^`]*`", r"\[[^\]]*\]\([^)]*\)", r"<[^>]+>"):
        prose = re.sub(noise, " ", prose, flags=re.DOTALL)
    found = set()
    for match in NUMBER.finditer(prose.replace("\\,", "")):
        mantissa, power = match[1].rstrip(","), match[2]
        number = normal(f"{mantissa}e{power}" if power else mantissa)
        if significant_digits(number) >= 3:
            found.add(number)
    return found


def calls(cell, name):
    """Calls of a function in a code cell."""
    if cell.cell_type != "code":
        return []
    nodes = ast.walk(ast.parse(cell.source))
    return [
        n
        for n in nodes
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == name
    ]


def texts(node):
    """All strings inside a call, neighbours joined as Python joins them."""
    return [
        n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]


def unstated(notebook):
    """Numbers of the prose, and of the quizzes, that no cell computes."""
    said, written = set(), set()
    for cell in notebook.cells:
        if "numbers" in tags(cell):
            # stated("0.0425", ...), and the lists of texts that a loop goes through
            said |= {normal(text) for text in texts(ast.parse(cell.source))}
        if cell.cell_type == "markdown":
            written |= numbers_in(cell.source)
        for quiz in calls(cell, "Quiz"):
            for text in texts(quiz):
                written |= numbers_in(re.sub(r"\{\S+ ([^}]*)\}", r" \1", text))
    return written - said


@each
def test_every_number_in_the_text_is_stated(path):
    assert unstated(read(path)) == set()


def test_a_number_that_nobody_computes_is_seen():
    notebook = read(NOTEBOOKS[0])
    notebook.cells[0].source += "\n\nIt takes 12,345 steps, or $6.78 \\cdot 10^{-9}$, of 100."
    assert unstated(notebook) == {"12345", "6.78e-9"}


@each
def test_summaries_hold_no_formula(path):
    for cell in read(path).cells:
        found = re.findall(r"<summary>[^<]*\$[^<]*", cell.source)
        assert found == [], "a formula in a summary is not typeset; write it in words"


@each
def test_every_column_of_a_table_has_a_word_in_its_head(path):
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            for head in re.findall(r"^>? *(\|.*)\n>? *\|[\s:|-]+$", cell.source, re.MULTILINE):
                columns = re.sub(r"\$[^$]*\$", "", head).strip().strip("|").split("|")
                assert all(re.search(r"\w", column) for column in columns), head


@each
def test_tags_are_of_the_closed_list(path):
    for cell in read(path).cells:
        assert set(tags(cell)) <= set(TAGS)
        if "solution" in tags(cell):
            assert "hide-cell" in tags(cell)
            assert cell.metadata.jupyter.source_hidden, "folded in JupyterLab too"
        if "numbers" in tags(cell) or calls(cell, "Quiz"):
            assert cell.metadata.get("jupyter", {}).get("source_hidden"), "folded in JupyterLab"


def test_the_setup_cell_is_the_same_everywhere():
    cells = [next(c for c in read(path).cells if c.cell_type == "code") for path in NOTEBOOKS]
    assert all(tags(cell) == ["setup"] for cell in cells)
    assert len({cell.source for cell in cells}) == 1


@each
def test_code_fits_the_page_and_the_rules(path):
    for cell in read(path).cells:
        if cell.cell_type == "code":
            long = [line for line in cell.source.splitlines() if len(line) > 72]
            assert long == [], "code ends at column 72"
            assert not re.search(r"^\s*(%|!)|import \*|NBVAL_|\?\?? *$", cell.source, re.MULTILINE)


@each
def test_it_imports_only_what_reading_the_book_installs(path):
    required = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    known = {*re.findall(r"^([\w-]+)==", required, re.MULTILINE), "mathforai"}
    imported = set()
    for cell in read(path).cells:
        for node in ast.walk(ast.parse(cell.source)) if cell.cell_type == "code" else []:
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            if isinstance(node, ast.ImportFrom):
                imported.add(str(node.module).split(".")[0])
    assert imported - sys.stdlib_module_names <= known


@each
def test_cells_that_need_torch_say_so_and_begin_with_the_guard(path):
    for cell in read(path).cells:
        if cell.cell_type == "code":
            uses = bool(re.search(r"\btorch\b", cell.source))
            assert uses == ("needs-torch" in tags(cell))
            assert not uses or cell.source.startswith('torch = optional("torch")\nif torch:\n')


@each
def test_it_runs_to_its_end_without_torch(path):
    script = ROOT / "tests" / "notebooks" / "notebooks.py"
    done = subprocess.run(
        [sys.executable, "-W", "error", script, path, "torch"],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    if any("needs-torch" in tags(cell) for cell in read(path).cells):
        assert "torch is not installed" in done.stdout


@each
def test_stubs_are_not_attempted_and_solutions_pass(path):
    stubs, solutions = [], []
    for cell, value in run(path):
        if "exercise" in tags(cell):
            stubs.append(value)
        if "solution" in tags(cell):
            solutions.append(value)
    assert [report for report in stubs if report.attempted or report.passed] == []
    assert [report for report in solutions if not report.passed] == []
    assert len(solutions) == len(stubs)


@each
def test_solutions_use_names_of_their_own(path):
    cells = read(path).cells
    defined = [
        {n.name for n in ast.walk(ast.parse(c.source)) if isinstance(n, ast.FunctionDef)}
        for tag in ("exercise", "solution")
        for c in cells
        if tag in tags(c)
    ]
    names = [name for group in defined for name in group]
    assert len(names) == len(set(names))


def test_the_table_of_contents_lists_every_notebook():
    contents = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    listed = set(re.findall(r"file: (notebooks/\S+)", contents))
    there = {path.relative_to(ROOT).with_suffix("").as_posix() for path in NOTEBOOKS}
    assert there - listed == set(), "list it in _toc.yml"
    assert listed - there == set(), "_toc.yml names a notebook that is not there"
    home = (ROOT / "book" / "home.md").read_text(encoding="utf-8")
    sections = {path.relative_to(ROOT).with_suffix("").as_posix() for path in SECTIONS}
    assert {name for name in sections if name not in home} == set(), "name it in book/home.md"


def test_every_chapter_opens_with_its_sections_in_order_and_their_minutes():
    for chapter in {path.parent for path in NOTEBOOKS}:
        opening = "\n".join(cell.source for cell in read(chapter / "00_opening.ipynb").cells)
        listed = re.findall(r"\| \[([^]]+)\]\((\S+\.ipynb)\) \| (\d+) \|", opening)
        assert listed == [
            (
                read(path).cells[0].source.splitlines()[0][2:],
                path.name,
                str(read(path).metadata.mfai.minutes),
            )
            for path in NOTEBOOKS
            if path.parent == chapter and path.name != "00_opening.ipynb"
        ]


@pytest.mark.parametrize("path", SECTIONS, ids=lambda p: p.stem)
def test_a_section_asks_shows_and_exercises(path):
    cells = read(path).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    assert "Quiz(" in code, "a question to commit to"
    assert "from mathforai.figures." in code, "a live figure"
    assert any("exercise" in tags(cell) for cell in cells), "a stub cell tagged exercise"
    assert any("numbers" in tags(cell) for cell in cells), "a cell of stated(...), tagged numbers"
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    for box in ("The question", "By the end you can", "Try this", "What you will read elsewhere"):
        assert f"> **{box}" in text, box
    for box in ("Exercise 1.", "Exercise 3.", "On one card"):
        assert f"> **{box}" in text, box


@each
def test_alternative_texts_are_unique_sentences(path):
    alts = [
        c.metadata.mystnb.image.alt
        for c in read(path).cells
        if "image" in c.metadata.get("mystnb", {})
    ]
    headings = re.findall(
        r"^#+ (.*)$",
        "\n".join(c.source for c in read(path).cells if c.cell_type == "markdown"),
        re.MULTILINE,
    )
    assert len(alts) == len(set(alts))
    assert all(alt.endswith(".") and alt not in headings for alt in alts)


@each
def test_the_notebook_says_what_the_book_needs(path):
    about = read(path).metadata.get("mfai")
    assert about, 'its metadata want "mfai": {"minutes": 45, "needs": [], "symbols": {}}'
    assert about.minutes > 0
    assert all((path.parent / need["link"]).exists() for need in about.needs if "link" in need)
    assert set(about.symbols.values()) <= {"hand", "data", "model", "gradient", "target"}
