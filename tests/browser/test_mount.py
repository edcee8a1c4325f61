"""Each figure of the package draws itself, without an error, and says what Python says."""

import pytest

from mathforai.figures import preview
from mathforai.figures.find import every

FIGURES = [cls for cls in every() if cls.figure_id != "quiz"]


@pytest.mark.parametrize("cls", FIGURES, ids=lambda cls: cls.figure_id)
@pytest.mark.parametrize("width", [760, 390])
def test_it_mounts(cls, width, visit, tmp_path):
    page = visit(preview.write(tmp_path, [cls()]), width=width)
    assert page.locator(".mf-sentence").inner_text() == cls().alt()
    assert page.locator(".mf-panel").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
