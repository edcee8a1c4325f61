"""What a Jupyter server does as it saves a notebook."""

import copy
import json

from mathforai import jupyter
from mathforai.figures import Quiz
from mathforai.jupyter import AGAIN, VIEW, enable, keep_pictures

WIDGET = {VIEW: {"model_id": "a", "version_major": 2, "version_minor": 1}}


def notebook(*bundles):
    outputs = [{"output_type": "display_data", "data": dict(data)} for data in bundles]
    cells = [
        {"cell_type": "markdown", "source": "Text."},
        {"cell_type": "code", "outputs": [{"output_type": "stream", "text": "1"}, *outputs]},
    ]
    return {"type": "notebook", "content": {"cells": cells, "nbformat": 4}}


def saved(model):
    keep_pictures(model=model, path="any.ipynb", contents_manager=None)
    return [output.get("data") for output in model["content"]["cells"][1]["outputs"]][1:]


def quiz():
    bundle, _ = Quiz("2 + 2?", answer=4, explanation="Count.", hint="Fingers.")._repr_mimebundle_()
    assert VIEW in bundle
    return bundle


def test_a_figure_is_saved_as_its_picture_and_says_so():
    bundle = quiz()
    (data,) = saved(notebook(bundle))
    assert data == {
        "text/html": bundle["text/html"].replace("</figure>", f"<p>{AGAIN}</p></figure>"),
        "text/plain": bundle["text/plain"],
    }
    assert data["text/html"].count(AGAIN) == 1


def test_saved_twice_it_says_so_once():
    model = notebook(quiz())
    first = copy.deepcopy(saved(model))
    assert saved(model) == first


def test_html_in_lines_is_read_too():
    bundle = quiz()
    bundle["text/html"] = bundle["text/html"].splitlines(keepends=True)
    assert AGAIN in saved(notebook(bundle))[0]["text/html"]


def test_other_widgets_and_other_outputs_stay():
    others = [WIDGET, {**WIDGET, "text/html": "<figure></figure>"}, {"text/html": "<b>1</b>"}]
    assert saved(notebook(*others)) == others


def test_what_is_no_notebook_is_left_alone():
    for model in ({"type": "file", "content": "text"}, {"type": "notebook", "content": None}):
        before = copy.deepcopy(model)
        keep_pictures(model=model)
        assert model == before


def test_enabling_it_names_a_module_that_a_server_can_load(tmp_path):
    switch = json.loads(enable(tmp_path).read_text(encoding="utf-8"))
    assert switch["ServerApp"]["jpserver_extensions"] == {jupyter.__name__: True}
    assert jupyter._jupyter_server_extension_points() == [{"module": jupyter.__name__}]
    assert callable(jupyter._load_jupyter_server_extension)
