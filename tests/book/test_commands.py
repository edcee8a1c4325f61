"""What environment.py and serve.py say when something is in the way."""

import ast
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
AS_IF = "import runpy, sys, importlib.util as u; {}; runpy.run_path({!r}, run_name='__main__')"


@pytest.fixture
def clone(tmp_path):
    """A clone that has nothing installed and no network."""
    (tmp_path / "book").mkdir()
    for name in ("environment.py", "serve.py"):
        shutil.copy(ROOT / "book" / name, tmp_path / "book")
    for path in [
        *ROOT.glob("requirements*.txt"),
        ROOT / "constraints.txt",
        ROOT / "pyproject.toml",
    ]:
        shutil.copy(path, tmp_path)
    return tmp_path


def run(clone, *command, **environment):
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return subprocess.run(
        [sys.executable, *command],
        cwd=clone,
        env={**quiet, "PIP_CONFIG_FILE": os.devnull, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_environment_is_plain_python():
    source = ROOT.joinpath("book/environment.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    assert source.isascii()


def test_too_old_python_is_told_so(clone):
    lie = "sys.version_info = (3, 8, 1, 'final', 0)"
    result = run(clone, "-c", AS_IF.format(lie, "book/environment.py"))
    assert result.returncode != 0
    assert result.stderr.strip() == (
        "The book needs Python 3.11 or newer, and this is Python 3.8: install a newer one and name "
        "it, as in `make book PYTHON=python3.12`."
    )
    assert not (clone / ".venv").exists()


def test_missing_venv_is_told_with_the_package_to_install(clone):
    lie = "f = u.find_spec; u.find_spec = lambda n, *a: None if n == 'ensurepip' else f(n, *a)"
    result = run(clone, "-c", AS_IF.format(lie, "book/environment.py"))
    assert result.returncode != 0
    assert "apt-get install python3-venv" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.slow
def test_no_network_is_told_and_leaves_nothing_half_made(clone):
    index = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1"}
    result = run(clone, "book/environment.py", **index)
    assert result.returncode != 0
    assert "pip does not reach its package index" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (clone / ".venv").exists()


def test_environment_does_nothing_when_nothing_changed(clone):
    files = "['requirements.txt', 'constraints.txt', 'pyproject.toml']"
    made = (
        "import os, runpy; e = runpy.run_path('book/environment.py'); os.mkdir('.venv'); "
        f"open('.venv/installed.txt', 'w').write(e['fingerprint']({files}) + chr(10))"
    )
    assert run(clone, "-c", made).returncode == 0
    result = run(clone, "book/environment.py")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_serve_without_a_book(clone):
    result = run(clone, "book/serve.py")
    assert result.returncode != 0
    assert result.stderr.strip() == "There is no book yet: run `make book` first."


def test_serve_takes_the_next_port(clone):
    from urllib.request import urlopen

    (clone / "_build/html").mkdir(parents=True)
    (clone / "_build/html/index.html").write_text("the book")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "book/serve.py", str(port)]
        server = subprocess.Popen(command, cwd=clone, stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout.readline() == f"Port {port} is taken, trying {port + 1}.\n"
            line = server.stdout.readline()
            address = line.split(" (")[0].removeprefix("The book is at ")
            assert address.startswith("http://127.0.0.1:")
            assert urlopen(address, timeout=10).read() == b"the book"
        finally:
            server.terminate()
            server.wait()
            server.stdout.close()


def test_browser_that_cannot_be_run_is_named(monkeypatch):
    from browser_path import browser_path

    monkeypatch.setenv("MATHFORAI_BROWSER", "/no/such/browser")
    with pytest.raises(RuntimeError, match="names /no/such/browser, which cannot be run"):
        browser_path()


def test_missing_browser_is_told_with_what_to_install(monkeypatch):
    import browser_path

    monkeypatch.delenv("MATHFORAI_BROWSER", raising=False)
    monkeypatch.setattr(browser_path.shutil, "which", lambda name: None)
    monkeypatch.setattr(browser_path, "playwrights_own", lambda: None)
    with pytest.raises(RuntimeError, match="apt-get install chromium"):
        browser_path.browser_path()
