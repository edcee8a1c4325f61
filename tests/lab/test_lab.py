"""The notebooks in a real JupyterLab, driven by a browser."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lab import ROOT, Lab
from playwright.sync_api import expect

from book.strip import OPTIONS
from mathforai.jupyter import AGAIN, FIGURE, VIEW

NOTEBOOKS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "notebooks").rglob("*.ipynb")
    if ".ipynb_checkpoints" not in path.parts
)
DESCENT = "notebooks/4_optimization/01_gradient_descent.ipynb"
FIGURE_CELL = "figure = GradientDescent()"
LOST = "Error displaying widget"  # what JupyterLab writes where a widget's kernel is gone
# What stands in a fold as text, without formulas and code.
WORDS = """fold => { const copy = fold.cloneNode(true);
  copy.querySelectorAll('mjx-container, script, code').forEach(node => node.remove());
  return copy.textContent; }"""
each = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda name: name.split("/", 1)[1])


def source(notebook):
    cells = json.loads((ROOT / notebook).read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")


def figures(outputs):
    """How many of the outputs are live figures; each shows itself in two forms."""
    pages = ["".join(o.get("data", {}).get("text/html", "")) for o in outputs]
    return sum(FIGURE in page for page in pages)


def open_figure(lab, **where):
    """Open 4.1, and run the cell of its figure."""
    lab.open(DESCENT, **where)
    plate = lab.run(FIGURE_CELL).locator(".mf-plate")
    expect(plate.locator(".mf-value")).to_have_text("0.10")
    return plate


def asked(lab, expression, wanted):
    """What Python says; asked again while the browser's message is still under way."""
    for _ in range(5):
        said = lab.run_new(expression).inner_text()
        if said == wanted:
            break
    return said


def drag(lab, plate, to):
    """Drag the learning rate; the figure follows at once, and Python knows."""
    lab.drag(plate, low=0.01, high=1.2, to=to)
    expect(plate.locator(".mf-value")).to_have_text(f"{to:.2f}")
    assert asked(lab, "figure.learning_rate", f"{to:g}") == f"{to:g}"


@each
def test_run_all_runs_to_the_end_figures_mount_and_folds_open(lab, notebook):
    lab.open(notebook)
    lab.run_all()
    outputs = lab.outputs()
    assert [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"] == []
    assert figures(outputs) >= source(notebook).count("\nQuiz(")
    plates = lab.page.locator(".jp-OutputArea .mf-plate")
    expect(plates).to_have_count(figures(outputs))
    for text in lab.page.locator(".mf-sentence, .mf-quiz-question, .mf-quiz legend").all():
        expect(text).not_to_be_empty()
    expect(lab.page.get_by_text(LOST)).to_have_count(0)

    for fold in lab.page.locator(".jp-MarkdownCell details").all():
        fold.locator("summary").click()
        expect(fold).to_have_attribute("open", "")
        assert "\\" not in fold.evaluate(WORDS), (
            "LaTeX as text in a fold: jupyterlab-myst typesets no formulas there; uninstall it"
        )


def test_python_and_the_figure_stay_in_step(lab):
    plate = open_figure(lab)
    drag(lab, plate, 0.8)
    lab.run_new("figure.learning_rate = 0.5")
    expect(plate.locator(".mf-value")).to_have_text("0.50")
    expect(plate.locator("input[type=range]")).to_have_value("0.5")
    expect(plate.locator(".mf-sentence")).to_contain_text("At learning rate 0.50")

    said = lab.run_new("figure.learning_rate = 5")
    refusal = "TraitError: learning_rate must be a number from 0.01 to 1.2, but 5 came."
    expect(said).to_contain_text(refusal)
    expect(plate.locator(".mf-value")).to_have_text("0.50")
    drag(lab, plate, 0.9)


def test_a_check_says_not_attempted_then_gives_a_hint_then_passes(lab):
    lab.open(DESCENT)
    stub = "def largest_safe_learning_rate(gradient):"
    report = lab.run(stub)
    expect(report.locator(".mf-check-summary")).to_have_text("Not attempted yet.")
    cell = lab.cell(stub)
    lab.retype(cell, "your code here", "return 1 / (gradient(1.0) - gradient(0.0))")
    report = lab.run(stub)
    expect(report.locator(".mf-check-summary")).to_have_text("Not yet: 2 of 5 hold.")
    expect(report.locator(".mf-check-hint")).to_have_count(1)
    expect(report.locator(".mf-check-hint")).to_contain_text("Hint: your rate is safe, but")
    lab.retype(cell, "return 1 /", "return 2 / (gradient(1.0) - gradient(0.0))")
    report = lab.run(stub)
    expect(report.locator(".mf-check-summary")).to_have_text("Passed: 5 of 5 hold.")


def test_a_quiz_answers_and_python_knows_it(lab):
    lab.open(DESCENT)
    quiz = lab.run("You raise the learning rate").locator(".mf-plate")
    quiz.get_by_text("It explodes").click()
    quiz.get_by_role("button", name="Check my guess").click()
    expect(quiz.locator(".mf-wrong .mf-feedback")).to_contain_text("Not yet.")
    expect(quiz.locator(".mf-right .mf-feedback")).to_contain_text("Yes.")
    assert asked(lab, "Out[1].given, Out[1].answered", "(0, True)") == "(0, True)"


@pytest.fixture(scope="module")
def saved(server, browser):
    """A copy of 4.1 after Run All, save and close, and how many figures it showed."""
    lab = Lab(browser, *server)
    path = lab.folder / "saved.ipynb"
    shutil.copy(ROOT / DESCENT, path)
    lab.open(path.name)
    lab.run_all()
    shown = figures(lab.outputs())
    lab.save()
    lab.close()  # its kernel is gone
    return path, shown


def test_the_saved_file_holds_pictures_and_no_widget(saved):
    path, shown = saved
    text = path.read_text(encoding="utf-8")
    assert VIEW not in text
    assert "widgets" not in json.loads(text)["metadata"]
    outputs = [o for cell in json.loads(text)["cells"] for o in cell.get("outputs", [])]
    assert figures(outputs) == shown > 0
    assert any(o.get("name") == "stdout" for o in outputs), "other outputs stay"


def test_the_saved_file_strips_back_to_the_stored_one(saved, tmp_path):
    copy = shutil.copy(saved[0], tmp_path)
    strip = [sys.executable, "-m", "nbstripout", *OPTIONS]
    refused = subprocess.run([*strip, "--verify", copy], capture_output=True)
    assert refused.returncode == 1, "so `make check` names it"
    subprocess.run([*strip, copy], check=True)
    after, before = (json.loads(Path(p).read_text("utf-8")) for p in (copy, ROOT / DESCENT))
    for contents in (after, before):
        del contents["metadata"]["kernelspec"]["display_name"]  # JupyterLab writes its own
    assert after == before


def test_opened_again_pictures_stand_where_figures_were_until_they_run(saved, lab):
    path, shown = saved
    lab.open(path.name)
    pictures = lab.page.locator(".jp-OutputArea figure.mfai")
    expect(pictures).to_have_count(shown)
    expect(lab.page.get_by_text(AGAIN)).to_have_count(shown)
    expect(lab.page.get_by_text(LOST)).to_have_count(0)
    picture = lab.page.locator("img.mf-still").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0

    plate = lab.run(FIGURE_CELL).locator(".mf-plate")
    expect(plate).to_have_count(1)
    expect(pictures).to_have_count(shown - 1)
    drag(lab, plate, 0.7)


def test_in_notebook_7_a_figure_mounts_and_a_drag_reaches_python(lab):
    plate = open_figure(lab, within="notebooks")
    drag(lab, plate, 0.8)
