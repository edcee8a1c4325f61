import pytest
from mini_book import build, lay_out


@pytest.fixture(scope="session")
def mini(tmp_path_factory):
    """The folder of a mini book that has been built without a fault."""
    folder = lay_out(tmp_path_factory.mktemp("mini"))
    result = build(folder)
    assert result.returncode == 0, result.stdout
    folder.joinpath("printed.txt").write_text(result.stdout, encoding="utf-8")
    return folder
