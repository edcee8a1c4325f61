"""The figure of 3.4 in the hand: what is kept, where the cut stands, ties, the ends."""

import pytest

from mathforai.figures import preview
from mathforai.figures.probability import Temperature

COUNTS = ["one word", "two words", "three words", "four words", "all five words"]


@pytest.fixture(params=[760, 390])
def page(request, visit, tmp_path):
    return visit(preview.write(tmp_path, [Temperature()]), width=request.param)


def put(page, **values):
    """Set values from outside, as Python does, and wait until they are drawn."""
    page.evaluate(
        """async (values) => {
          const { model } = document.querySelector("figure.mfai");
          for (const name in values) model.set(name, values[name]);
          await new Promise(requestAnimationFrame);
          await new Promise(requestAnimationFrame);
        }""",
        values,
    )


def shown(page):
    """How many parts of the track are filled, how many bars are full, what the sentence says."""
    return (
        page.locator(".mf-track .mf-kept").count(),
        page.locator(".mf-bar").count(),
        1 + next(i for i, c in enumerate(COUNTS) if c in page.locator(".mf-sentence").inner_text()),
    )


@pytest.mark.parametrize("temperature", [0.1, 1.0, 10.0])
def test_track_bars_and_sentence_agree_on_what_is_kept(page, temperature):
    for percent in range(1, 101, 3):
        figure = Temperature(temperature=temperature, top_p=percent / 100)
        put(page, **figure.state())
        assert shown(page) == (figure.kept(),) * 3, percent


def test_the_thumb_stands_in_the_last_part_that_is_kept(page):
    for top_p in (0.05, 0.63, 0.64, 0.86, 0.87, 0.95, 0.96, 1.0):
        put(page, top_p=top_p)
        thumb = page.evaluate(
            """() => {
              const box = document.querySelectorAll("input[type=range]")[1].getBoundingClientRect();
              const { min, max, value } = document.querySelectorAll("input[type=range]")[1];
              return box.left + 12 + (box.width - 24) * (value - min) / (max - min);
            }"""
        )
        part = page.locator(".mf-track .mf-kept").last.bounding_box()
        assert part["x"] - 1 <= thumb <= part["x"] + part["width"] + 1.5, top_p


def test_two_equal_logits_never_part(page):
    page.locator(".mf-handle").focus()
    page.keyboard.press("End")
    page.locator("input[type=range]").first.focus()
    page.keyboard.press("Home")
    page.locator(".mf-sentence", has_text="“mat” and “the” tie at 50.0 %").wait_for()
    first, second = (page.locator(".mf-panel rect").nth(i).bounding_box() for i in (0, 1))
    assert first["width"] == second["width"]


def test_nothing_jumps_under_the_hand(page):
    heights = set()
    for the in (1.0, 2.0, 3.0):
        for temperature in (0.1, 0.3, 1.0, 10.0):
            for top_p in (0.01, 0.9, 1.0):
                put(page, the=the, temperature=temperature, top_p=top_p)
                heights.add(page.locator(".mf-plate").bounding_box()["height"])
    assert len(heights) == 1


def test_a_drag_lands_on_1_and_beyond_the_end_stays_inside(page):
    slider = page.locator("input[type=range]").first
    box = slider.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y)
    page.mouse.move(x + 2, y)
    page.locator(".mf-sentence", has_text="At temperature 1.00").wait_for()
    page.mouse.move(box["x"] + box["width"] + 30, y)
    page.mouse.up()
    page.locator(".mf-sentence", has_text="At temperature 10.00").wait_for()
