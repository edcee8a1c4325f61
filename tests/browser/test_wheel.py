"""The wheel, installed in an empty environment, brings its JavaScript and a working figure."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile

import pytest
from conftest import ROOT

# Run by the other environment's Python, in a folder far from the sources.
PAGE = """
import sys
from pathlib import Path
import mathforai
from mathforai.figures import preview
from mathforai.figures.optimization import GradientDescent

assert "site-packages" in mathforai.__file__, mathforai.__file__
preview.write(Path(sys.argv[1]), [GradientDescent(learning_rate=0.5)])
"""


def run(*command, **options):
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=600, env=clean, **options
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    # A copy, so that no build folder is left among the sources.
    shutil.copytree(ROOT / "mathforai", folder / "source" / "mathforai")
    shutil.copy(ROOT / "pyproject.toml", folder / "source")
    pip = (sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation")
    run(*pip, "--wheel-dir", folder, folder / "source")
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_file_of_the_package(wheel):
    packed = set(zipfile.ZipFile(wheel).namelist())
    sources = (p for p in (ROOT / "mathforai").rglob("*") if p.suffix in {".py", ".js", ".css"})
    wanted = {p.relative_to(ROOT).as_posix() for p in sources} | {"mathforai/py.typed"}
    assert wanted <= packed
    assert not [name for name in packed if name.startswith("tests")]


def test_it_gives_a_working_figure_in_an_empty_environment(wheel, tmp_path, visit):
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    if not python.exists():  # Windows
        python = tmp_path / "venv" / "Scripts" / "python"
    constraints = ROOT / "constraints.txt"
    run(python, "-m", "pip", "install", "-q", "-c", constraints, f"{wheel}[figures]", cwd=tmp_path)
    run(python, "-c", PAGE, tmp_path / "page", cwd=tmp_path)
    page = visit(tmp_path / "page" / "index.html")
    page.locator("input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.mf-value').textContent === '0.51'")
