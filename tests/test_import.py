"""The package is light: NumPy and nothing else."""

import doctest
import importlib
import json
import pkgutil
import subprocess
import sys

import pytest

import mathforai
from mathforai import optional

# What readers and learners import; figures (anywidget) and the course (nbgrader) need more.
LIGHT = [
    "mathforai",
    *(
        module.name
        for module in pkgutil.walk_packages(mathforai.__path__, "mathforai.")
        if not module.name.startswith(("mathforai.figures", "mathforai.course"))
    ),
]

PROBE = """
import json, sys, time
import numpy
before = set(sys.modules)
began = time.process_time()
{imports}
print(json.dumps([sorted(set(sys.modules) - before), time.process_time() - began]))
"""


def import_afresh(names):
    code = PROBE.format(imports="\n".join(f"import {name}" for name in names))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def strangers(modules):
    """Return the packages among them that are neither ours, nor NumPy's, nor Python's."""
    known = {"mathforai", "numpy", *sys.stdlib_module_names}
    return {name.partition(".")[0] for name in modules} - known


def test_the_chapters_are_looked_at():
    assert {"mathforai.optimization", "mathforai.checks", "mathforai.theme"} <= set(LIGHT)


def test_import_loads_numpy_and_nothing_else():
    modules, _ = import_afresh(LIGHT)
    assert strangers(modules) == set()


def test_a_heavy_import_would_be_seen():
    modules, _ = import_afresh(["matplotlib"])
    assert "matplotlib" in strangers(modules)


def test_import_is_quick():
    # The budget is 30 ms of processor time beyond NumPy; the bound leaves room for a busy machine.
    assert min(import_afresh(LIGHT)[1] for _ in range(3)) < 0.12


@pytest.mark.parametrize("name", LIGHT)
def test_examples_in_docstrings_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_version():
    assert mathforai.__version__.count(".") == 2


def test_optional_returns_the_module(capsys):
    assert optional("json") is json
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["no_such_module", "no_such_package.part"])
def test_optional_says_in_one_sentence_what_is_missing(name, capsys):
    assert optional(name) is None
    assert capsys.readouterr().out == (
        f"{name} is not installed, so this cell is left out; "
        "the rest of the section runs without it.\n"
    )


def test_optional_takes_a_blocked_module_for_a_missing_one(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "torch", None)
    assert optional("torch") is None
    assert capsys.readouterr().out.startswith("torch is not installed")


def test_optional_does_not_hide_a_broken_module(monkeypatch, tmp_path):
    (tmp_path / "half_installed.py").write_text("import no_such_part\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="no_such_part"):
        optional("half_installed")
