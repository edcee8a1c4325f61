"""The book as one file."""

import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from clone import ROOT, run


@pytest.fixture
def project(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book/pack.py").write_bytes((ROOT / "book/pack.py").read_bytes())
    return tmp_path


def test_without_a_book_it_says_what_to_do(project):
    done = run(sys.executable, "book/pack.py", cwd=project)
    assert (done.returncode, done.stdout.strip()) == (
        1,
        "There is no book yet: run `make book` first.",
    )


def test_everything_lies_in_one_folder_and_nothing_old_is_left(project, tmp_path):
    files = {"index.html": "the book", "notebooks/4/page.html": "π", "_static/x.js": ""}
    for name, text in files.items():
        path = project / "_build/html" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for _ in range(2):
        done = run(sys.executable, "book/pack.py", cwd=project)
        assert done.stdout.strip() == str(Path("dist/mathematics-for-ai.zip"))
    with ZipFile(project / "dist/mathematics-for-ai.zip") as packed:
        names = [name for name in packed.namelist() if not name.endswith("/")]
        assert sorted(names) == sorted(f"mathematics-for-ai/{name}" for name in files)
        packed.extractall(tmp_path / "stick")
    for name, text in files.items():
        path = tmp_path / "stick/mathematics-for-ai" / name
        assert path.read_text(encoding="utf-8") == text
