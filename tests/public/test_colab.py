"""The copies of the notebooks for Colab, and the whole way there without Colab.

Colab is an environment without the package, a single notebook in it, and the module google.colab.
"""

import re
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import nbformat
import pytest
import yaml
from clone import ROOT, clone, environment, must, run

ADDRESS = "https://github.com/some-one/a.book"
NOTEBOOKS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "notebooks").rglob("*.ipynb")
    if ".ipynb_checkpoints" not in path.parts
)
SECTION = "notebooks/4_optimization/01_gradient_descent.ipynb"
COLAB_HAS = ("numpy", "scipy", "matplotlib")  # PyTorch too, which the notebooks can do without
MISSING = "ModuleNotFoundError: mathforai is missing; the book's README says what to do."

# Executes a notebook with the kernel of the Python that runs this, in a folder of its own.
EXECUTE = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
client = NotebookClient(notebook, timeout=300, allow_errors=True)
client.execute()
nbformat.write(notebook, sys.argv[2])
"""
# What anywidget needs of Colab, noting what is asked of it; imported before the first cell.
GOOGLE = """
import types
enabled = []
_widgets = types.SimpleNamespace(_installed_url=None)
def enable_custom_widget_manager():
    enabled.append(True)
    _widgets._installed_url = "https://cdn.test/manager.js"
"""


def setup_cell(path):
    notebook = nbformat.read(path, as_version=4)
    cell = next(c for c in notebook.cells if c.cell_type == "code")
    assert cell.metadata.tags == ["setup"]
    return cell.source


def test_the_setup_cell_is_the_same_in_every_notebook_and_short():
    cells = {setup_cell(ROOT / path) for path in NOTEBOOKS}
    assert len(cells) == 1
    lines = cells.pop().splitlines()
    assert len(lines) <= 12
    assert max(map(len, lines)) <= 72
    assert [line for line in lines if line.startswith('PACKAGE = ""')] != []


def said(path):
    """All lines of a notebook's cells, and then the rest of it."""
    notebook = nbformat.read(path, as_version=4)
    lines = [line for cell in notebook.cells for line in cell.pop("source").splitlines()]
    return [*lines, str(notebook)]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return clone(tmp_path_factory.mktemp("colab") / "clone")


@pytest.fixture(scope="module")
def copies(project):
    """What the publishing workflow writes."""
    printed = must("make", "colab", cwd=project, env={"MATHFORAI_REPOSITORY": ADDRESS})
    assert printed.splitlines()[-1] == "_build/colab"
    return project / "_build/colab"


def test_copies_differ_only_in_the_package_and_in_links(project, copies):
    commit = must("git", "rev-parse", "HEAD", cwd=project).strip()
    written = sorted(p.relative_to(copies).as_posix() for p in copies.rglob("*.ipynb"))
    assert written == NOTEBOOKS
    for name in NOTEBOOKS:
        before, after = said(ROOT / name), said(copies / name)
        changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        package = f'PACKAGE = "mathforai[figures] @ git+{ADDRESS}@{commit}"'
        assert [b for _, b in changed if "PACKAGE" in b] == [package]
        for a, b in changed:
            links = re.findall(r"\]\(([^)]*)\)", b)
            assert "PACKAGE" in a or any(link.startswith(f"{ADDRESS}/blob/") for link in links)
        for link in re.findall(r"\]\((\S*?)\)", "\n".join(after)):
            if link.startswith(ADDRESS):
                target = link.removeprefix(f"{ADDRESS}/blob/{commit}/").split("#")[0]
                assert (ROOT / target).is_file(), link
            assert not link.startswith("../"), link


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Colab needs the repository's address: set MATHFORAI_REPOSITORY."),
        ("o/n", "MATHFORAI_REPOSITORY must look like https://github.com/OWNER/NAME; got 'o/n'."),
    ],
)
def test_without_an_address_there_are_no_copies(project, address, sentence):
    command = ("python3", "book/colab.py")
    done = run(*command, cwd=project, env={"MATHFORAI_REPOSITORY": address})
    assert (done.returncode, done.stdout.strip()) == (1, sentence)


def test_the_workflow_puts_the_copies_and_nothing_else_on_the_branch(project, copies, tmp_path):
    """The script of publish.yml, twice, against a repository on this disk."""
    workflow = yaml.safe_load((ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8"))
    script = workflow["jobs"]["colab"]["steps"][-1]["run"]
    origin = tmp_path / "origin.git"
    must("git", "clone", "--quiet", "--bare", project, origin)
    for _ in range(2):
        checkout = tmp_path / f"checkout{_}"
        must("git", "clone", "--quiet", origin, checkout)
        must("make", "colab", cwd=checkout, env={"MATHFORAI_REPOSITORY": ADDRESS})
        must("bash", "-e", "-c", script, cwd=checkout, env={"GITHUB_SHA": "1234"})
    listed = must("git", "ls-tree", "-r", "--name-only", "colab", cwd=origin).split()
    assert listed == NOTEBOOKS
    assert must("git", "rev-list", "--count", "colab", cwd=origin).strip() == "1"
    show = ["git", "show", f"colab:{NOTEBOOKS[0]}"]
    pushed = subprocess.run(show, cwd=origin, check=True, capture_output=True).stdout
    assert pushed == (copies / NOTEBOOKS[0]).read_bytes()


@pytest.fixture(scope="module")
def colab(tmp_path_factory):
    """Execute a notebook in what is like a new machine of Colab."""
    folder = tmp_path_factory.mktemp("machine")
    python = environment(folder / "venv")
    constraints = ("-c", ROOT / "constraints.txt")
    must(python, "-m", "pip", "install", "-q", *constraints, "ipykernel", "nbclient", *COLAB_HAS)
    site = must(python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])").strip()
    (Path(site) / "google/colab").mkdir(parents=True)
    (Path(site) / "google/colab/output.py").write_text(GOOGLE)
    startup = folder / "home/.ipython/profile_default/startup"
    startup.mkdir(parents=True)
    (startup / "colab.py").write_text("import google.colab.output\n")
    home = {"HOME": str(folder / "home"), "IPYTHONDIR": str(folder / "home/.ipython")}

    def execute(notebook):
        nbformat.write(notebook, folder / "in.ipynb")
        must(python, "-c", EXECUTE, "in.ipynb", "out.ipynb", cwd=folder, env=home)
        return nbformat.read(folder / "out.ipynb", as_version=4)

    return execute


@pytest.fixture
def hub(project, tmp_path):
    """The address of a repository on this machine, in place of GitHub's."""
    must("git", "clone", "--quiet", "--bare", project, tmp_path / "hub.git")
    must("git", "update-server-info", cwd=tmp_path / "hub.git")
    handler = partial(Quiet, directory=str(tmp_path))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hub.git"
    server.shutdown()
    server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        """Say nothing."""


def errors(notebook):
    return [
        re.sub(r"\x1b\[[\d;]*m", "", f"{output.ename}: {output.evalue}")
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]


def fresh(text):
    return nbformat.reads(text, as_version=4)


@pytest.mark.slow
def test_without_the_package_there_is_one_sentence_then_it_installs_and_runs(colab, project, hub):
    sys.path.insert(0, str(ROOT))
    from book.colab import adapted

    text = (ROOT / SECTION).read_text(encoding="utf-8")
    # The file of the repository, opened in Colab, knows of no package.
    assert errors(colab(fresh(text)))[0] == MISSING
    # A place where no package is: pip says so, and then the same sentence.
    nowhere = adapted(text, SECTION, f"mathforai[figures] @ git+{hub}.not-there", ADDRESS)
    assert errors(colab(fresh(nowhere)))[0] == MISSING
    # The copy, as the branch has it.
    commit = must("git", "rev-parse", "HEAD", cwd=project).strip()
    package = f"mathforai[figures] @ git+{hub}@{commit}"
    notebook = fresh(adapted(text, SECTION, package, ADDRESS))
    notebook.cells.append(
        nbformat.v4.new_code_cell("import google.colab.output as o; print(o.enabled)")
    )
    done = colab(notebook)
    assert errors(done) == []
    assert done.cells[-1].outputs[0].text == "[True]\n", "anywidget asks for its widgets itself"
    mime = "application/vnd.jupyter.widget-view+json"
    views = [o for c in done.cells for o in c.get("outputs", []) if mime in o.get("data", {})]
    assert views
    for view in views:
        manager = view.metadata[mime]["colab"]["custom_widget_manager"]
        assert manager == {"url": "https://cdn.test/manager.js"}
    # The package is there now: the setup cell, with a package that is nowhere, does nothing.
    assert errors(colab(fresh(nowhere))) == []
