"""The hooks of pre-commit, in a clone and with the tools of the clone's .venv."""

import json
import os
import sys
from pathlib import Path

import pytest
from clone import ROOT, clone, must, run

pytestmark = pytest.mark.slow
NOTEBOOK = "notebooks/4_optimization/01_gradient_descent.ipynb"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = clone(tmp_path_factory.mktemp("hooks") / "clone")
    # As after `make check`, where .venv is not activated: its tools are not on the PATH.
    (folder / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    must(*PRE_COMMIT, "install", cwd=folder, env=outside())
    return folder


PRE_COMMIT = (sys.executable, "-m", "pre_commit")


def outside():
    here = str(Path(sys.executable).parent)
    return {
        "PATH": os.pathsep.join(p for p in os.environ["PATH"].split(os.pathsep) if p != here),
        "GIT_TERMINAL_PROMPT": "0",
    }


def test_all_files_pass(project):
    printed = must(*PRE_COMMIT, "run", "--all-files", cwd=project, env=outside())
    assert [line.rsplit(".", 1)[1] for line in printed.splitlines()] == ["Passed"] * 4


def commit(project, name, text):
    """Try to commit a changed file; then put it back."""
    path = project / name
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text(text, encoding="utf-8")
    must("git", "add", name, cwd=project)
    done = run("git", "commit", "--message", "Change", cwd=project, env=outside())
    must("git", "reset", "--quiet", "--hard", "HEAD", cwd=project)
    assert before is None or done.returncode == 0 or path.read_text(encoding="utf-8") == before
    return done


def test_a_notebook_with_outputs_is_refused_with_what_to_do(project):
    notebook = json.loads((ROOT / NOTEBOOK).read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    code[1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["1\n"]}]
    text = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    done = commit(project, NOTEBOOK, text)
    assert done.returncode != 0
    sentence = f"{NOTEBOOK} is not stripped of outputs and leftovers: run `python book/strip.py`."
    assert sentence in done.stdout


@pytest.mark.parametrize(
    ("hook", "text"),
    [
        ("format", '"""A module."""\n\nstep = [1,2]\n'),
        ("lint", '"""A module."""\n\nimport os\n'),
        ("types", '"""A module."""\n\nstep: int = "one"\n'),
    ],
)
def test_a_fault_in_a_module_is_refused(project, hook, text):
    done = commit(project, "mathforai/planted.py", text)
    assert done.returncode != 0
    failed = [line.split(".")[0] for line in done.stdout.splitlines() if line.endswith("Failed")]
    assert failed == [hook]


def test_a_good_change_is_committed(project):
    done = commit(project, "mathforai/planted.py", '"""A module."""\n\nstep: int = 1\n')
    assert done.returncode == 0, done.stdout
