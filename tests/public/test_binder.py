"""What Binder would make of binder/: installed into an empty environment, with the memory it has.

Binder's image brings JupyterLab and a kernel, runs `pip install -r binder/requirements.txt` in the
repository's folder and then postBuild. PyTorch's index is named in the requirements; here it is
used only where TORCH_INDEX says that it can be reached, and the summary says so.
"""

import json
import os
import re
import warnings
from pathlib import Path

import nbformat
import pytest
from clone import ROOT, clone, environment, must

BUDGET = 1.5e9  # bytes for one notebook; Binder ends a session at 2 GB, and JupyterLab needs some
NOTEBOOKS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "notebooks").rglob("*.ipynb")
    if ".ipynb_checkpoints" not in path.parts
)
MEASURE = Path(__file__).with_name("measure.py")


def lines(name):
    text = (ROOT / "binder" / name).read_text(encoding="utf-8").splitlines()
    return [line for line in text if line and not line.startswith("#")]


def test_the_python_is_stated_and_nothing_is_pinned_beside_the_constraints():
    assert lines("runtime.txt") == ["python-3.11"]
    assert "-c ../constraints.txt" in lines("requirements.txt")
    assert [line for line in lines("requirements.txt") if "=" in line] == []
    # With -c or -r Binder copies the whole repository before it installs.
    names = {path.name for path in (ROOT / "binder").iterdir()}
    assert names == {"runtime.txt", "requirements.txt", "postBuild"}
    assert os.access(ROOT / "binder/postBuild", os.X_OK)


def test_the_index_of_cpu_builds_is_named_here_only():
    index = "--extra-index-url https://download.pytorch.org/whl/cpu"
    assert index in lines("requirements.txt")
    for path in (*ROOT.glob("requirements*.txt"), ROOT / "constraints.txt"):
        assert "index" not in re.sub(r"#.*", "", path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def binder(tmp_path_factory):
    """The environment's variables and the repository's folder."""
    folder = tmp_path_factory.mktemp("binder")
    project = clone(folder / "repository")
    python = environment(folder / "venv")
    pip = (python, "-m", "pip", "install", "--quiet")
    must(*pip, "-c", "constraints.txt", "jupyterlab", "ipykernel", cwd=project)
    requirements = project / "binder/requirements.txt"
    if not os.environ.get("TORCH_INDEX"):
        warnings.warn("binder/requirements.txt is tried without PyTorch's index", stacklevel=1)
        text = requirements.read_text(encoding="utf-8")
        requirements.write_text(re.sub("--extra-index-url.*\n", "", text), encoding="utf-8")
    must(*pip, "--no-cache-dir", "-r", "binder/requirements.txt", cwd=project)
    path = os.pathsep.join([str(python.parent), os.environ["PATH"]])
    env = {"HOME": str(folder / "home"), "PATH": path}
    must("binder/postBuild", cwd=project, env=env)
    return env, project


@pytest.mark.slow
def test_post_build_leaves_lab_quiet_and_the_fonts_listed(binder):
    env, project = binder
    prefix = Path(env["PATH"].split(os.pathsep)[0]).parent
    config = json.loads((prefix / "etc/jupyter/labconfig/page_config.json").read_text())
    assert config["disabledExtensions"] == {"@jupyterlab/apputils-extension:announcements": True}
    assert list(Path(env["HOME"]).glob(".cache/matplotlib/fontlist*.json"))
    listed = must("jupyter", "labextension", "list", cwd=project, env=env)
    for name in ("anywidget", "@jupyter-widgets/jupyterlab-manager"):
        assert re.search(rf"{name} v\S+ .*enabled.*OK", re.sub(r"\x1b\[\d*m", "", listed)), name


@pytest.mark.slow
def test_versions_are_those_of_the_constraints(binder):
    env, project = binder
    frozen = must("python", "-m", "pip", "freeze", "--exclude-editable", cwd=project, env=env)
    ours = dict(
        line.lower().split("==")
        for line in (ROOT / "constraints.txt").read_text().splitlines()
        if "==" in line
    )
    theirs = dict(re.findall(r"^([\w.-]+)==([^+\s]+)", frozen.lower(), re.MULTILINE))
    assert {"torch", "numpy", "anywidget", "ipywidgets"} <= set(theirs)

    def plain(versions):
        return {name.replace("_", "-"): version for name, version in versions.items()}

    ours, theirs = plain(ours), plain(theirs)
    assert {n: v for n, v in theirs.items() if ours.get(n) != v} == {}


def over(name, bytes_used, budget=BUDGET):
    """Say by how much a notebook is over the budget, or nothing."""
    if bytes_used > budget:
        return f"{name} needs {bytes_used / 1e9:.2f} GB; the budget on Binder is {budget / 1e9} GB."
    return ""


def peak(binder, notebook):
    env, project = binder
    return int(must("python", MEASURE, project / notebook, cwd=project, env=env).split()[-1])


@pytest.mark.slow
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_notebook_runs_within_the_memory(binder, name, record_property):
    used = peak(binder, name)
    record_property("peak_bytes", used)
    print(f"{name}: {used / 1e9:.2f} GB")
    assert over(name, used) == ""


@pytest.mark.slow
def test_a_notebook_that_takes_too_much_is_seen(binder, tmp_path):
    """For a moment only, in the kernel and in a process of its own."""
    greedy = "b = bytearray(300_000_000); b[::4096] = b'1' * len(b[::4096]); del b"
    child = (
        f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {greedy!r}], check=True)"
    )
    for code in (greedy, child):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
        nbformat.write(notebook, tmp_path / "greedy.ipynb")
        used = peak(binder, tmp_path / "greedy.ipynb")
        assert over("greedy.ipynb", used, 0.3e9).startswith("greedy.ipynb needs 0.3")
        assert over("greedy.ipynb", used) == ""
