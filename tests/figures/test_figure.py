"""The base class: values are refused with a sentence, and what the page needs is there."""

import json
import re

import pytest
import traitlets

from mathforai.figures import Figure, Quiz, link
from mathforai.figures.find import by_id, every
from mathforai.figures.optimization import GradientDescent

FIGURES = [cls for cls in every() if cls is not Quiz]


@pytest.mark.parametrize("value", [2, -1, 0, float("nan"), float("inf"), "0.5", True, None, [0.5]])
def test_a_wrong_value_is_refused_with_the_value_and_the_range(value):
    figure = GradientDescent()
    with pytest.raises(traitlets.TraitError) as error:
        figure.learning_rate = value
    assert repr(value) in str(error.value)
    assert "a number from 0.01 to 1.2" in str(error.value)
    assert figure.learning_rate == 0.1, "nothing is lost"
    with pytest.raises(traitlets.TraitError, match=r"0\.01 to 1\.2"):
        GradientDescent(learning_rate=value)


def test_an_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(TypeError, match=r"'lr'; it has learning_rate, start"):
        GradientDescent(lr=0.1)


def test_numpy_numbers_and_whole_numbers_are_numbers():
    np = pytest.importorskip("numpy")
    assert GradientDescent(learning_rate=np.float64(0.5), start=1).state() == {
        "learning_rate": 0.5,
        "start": 1.0,
    }


def test_each_instance_keeps_its_own_state():
    one, two = GradientDescent(learning_rate=0.2), GradientDescent()
    assert (one.learning_rate, two.learning_rate) == (0.2, 0.1)
    assert one._esm == two._esm == GradientDescent._esm


@pytest.mark.parametrize("cls", FIGURES)
def test_the_page_holds_state_picture_and_sentence(cls):
    page = cls().page()
    state = json.loads(
        re.search(r'data-state="([^"]+)"', page)[1].replace("&quot;", '"').replace("&#x27;", "'")
    )
    assert {k: v for k, v in state.items() if k != "_spec"} == cls().state()
    assert cls().alt() in page.replace("&#x27;", "'")
    assert "{" not in cls().alt()


@pytest.mark.parametrize("cls", FIGURES)
def test_the_still_picture_is_small(cls):
    assert 2_000 < len(cls().png()) <= 15_000


def test_scripts_are_within_their_budgets():
    assert len((link.shared_script() + link.host_script()).encode()) <= 20_000
    for cls in [*FIGURES, Quiz]:
        assert len(link.figure_script(cls.figure_id, cls.module).encode()) <= 6_000


def test_jupyter_gets_the_widget_and_others_the_picture():
    bundle, _ = GradientDescent()._repr_mimebundle_()
    assert set(bundle) == {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"}


def test_a_quiz_that_cannot_be_answered_is_refused():
    with pytest.raises(ValueError, match="one of the two or more options"):
        Quiz("2 + 2?", options={"3": "", "4": ""}, answer="5")
    with pytest.raises(ValueError, match="a tolerance of 0 or more"):
        Quiz("2 + 2?", answer=4, tolerance=-1, explanation="Count.", hint="Count.")
    with pytest.raises(ValueError, match="wants a number"):
        Quiz("2 + 2?", answer="four")


def test_an_id_that_no_figure_has_names_those_there_are():
    with pytest.raises(ValueError, match=r"'optimization.descent'; there are: .*gradient_descent"):
        by_id("optimization.descent")


def test_a_subclass_without_a_title_is_no_figure():
    class Half(Figure):
        pass

    assert not hasattr(Half, "figure_id")
