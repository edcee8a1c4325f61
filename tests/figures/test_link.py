"""Joining the JavaScript sources keeps their meaning."""

import re
import subprocess
from collections import Counter

import pytest
from javascript import NODE, call

from mathforai.figures import Quiz, link
from mathforai.figures.find import every

FIGURES = every()
OUTPUTS = {
    "shared": link.shared_script(),
    "host": link.host_script(),
    **{cls.figure_id: link.figure_script(cls.figure_id, cls.module) for cls in FIGURES},
    **{f"{cls.figure_id} widget": link.widget_module(cls.module) for cls in FIGURES},
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_output_is_valid_javascript(name, tmp_path):
    file = tmp_path / ("out.mjs" if "widget" in name else "out.cjs")
    file.write_text(OUTPUTS[name], encoding="utf-8")
    done = subprocess.run([NODE, "--check", file], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", OUTPUTS)
def test_no_import_and_in_the_book_no_comment_is_left(name):
    left = r"^\s*(import |export (?!default))"
    if "widget" not in name:
        left += r"|^\s*/\*|(^|\s)//"
    assert not re.search(left, OUTPUTS[name], re.MULTILINE)


def test_the_small_script_says_what_the_long_one_says(tmp_path):
    # A template in a template: one minifier took the blanks out, and "of 75 steps" lost them.
    own = tmp_path / "own.js"
    own.write_text(
        "export const render = (words) =>\n"
        "  `a  b ${words.map((word) => `${word}  of  ${word ?? 0} steps // no`).join(' ')} c`;\n"
    )
    (tmp_path / "page.mjs").write_text(
        f"globalThis.mathforai = {{ figures: {{}} }};\n{link.figure_script('own', own)}\n"
        "export const answer = (words) => mathforai.figures.own.render(words);\n"
    )
    assert call(tmp_path / "page.mjs", [("answer", ["x"])]) == ["a  b x  of  x steps // no c"]


def test_names_of_the_layer_are_unique():
    names = Counter()
    for module in link.LAYER:
        source = (link.SHARED / f"{module}.js").read_text(encoding="utf-8")
        names.update(
            re.findall(r"^(?:export )?(?:const|let|function\*?|class) (\w+)", source, re.MULTILINE)
        )
    assert [name for name, times in names.items() if times > 1] == []


def test_a_module_of_ones_own_is_taken_along(tmp_path):
    # Both files have a STEP: each keeps its own.
    (tmp_path / "kernel.js").write_text("const STEP = 2;\nexport const twice = (x) => STEP * x;\n")
    own = tmp_path / "own.js"
    own.write_text(
        'import { twice } from "./kernel.js";\n\nconst STEP = 21;\n'
        "export const render = () => twice(STEP);\n"
    )
    script = link.figure_script("own", own)
    (tmp_path / "page.mjs").write_text(
        f"globalThis.mathforai = {{ figures: {{}} }};\n{script}\n"
        "export const answer = () => mathforai.figures.own.render();\n"
    )
    assert call(tmp_path / "page.mjs", [("answer",)]) == [42]


def test_numbers_that_readers_type():
    typed = ["0.25", " 0,25 ", "−1.5", "1e-3", "1,000", "", "abc", "0.25x", ".5", "7/4"]
    typed += ["0,576", "−0,576", "1,034,567.5", "12,5"]
    values = call(Quiz.module, [("typed", text) for text in typed])
    assert values[:5] == [0.25, 0.25, -1.5, 0.001, 1000]
    assert all(value != value for value in values[5:8]), "what is no number is nan"
    assert values[8:] == [0.5, 1.75, 0.576, -0.576, 1034567.5, 12.5]
