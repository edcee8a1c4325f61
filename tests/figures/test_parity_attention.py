"""The JavaScript of the figures of 8.1 computes what the NumPy kernels compute."""

import numpy as np
import pytest
import traitlets
from javascript import call
from numpy.testing import assert_allclose

from mathforai.figures.models import Attention, Heads
from mathforai.figures.models.attention import spelled, turned, winners
from mathforai.figures.models.heads import ROOMS, head_scores
from mathforai.information import entropy
from mathforai.models import attention_weights, causal_mask
from mathforai.probability import softmax

MODULE = Attention.module
KERNELS = MODULE.with_name("kernels.js")
RNG = np.random.default_rng(81)
WORDS = [
    "the",
    "The",
    "dog",
    "a",
    "it",
    "chased",
    "Übermut",
    "naïve",
    "東京",
    "🐈",
    "x" * 60,
    "1,000",
]
TEXTS = [
    "the dog saw the cat and chased it",
    "it",
    "a a",
    " the  the the the dog dog cat it ",
    "Übermut naïve 東京 🐈",
    "constructor toString __proto__ saw it",
    "dog day cat street saw night",
    "a\u2003b\u00a0c\u3000d",
]


def test_words_stand_in_the_same_places():
    assert_allclose(
        call(MODULE, [("spelled", w) for w in WORDS]), [spelled(w) for w in WORDS], atol=1e-12
    )
    assert np.array_equal(spelled("The"), spelled("the"))


def test_softmax_and_entropy_also_at_the_ends():
    rows = [
        *RNG.normal(scale=5, size=(20, 8)).tolist(),
        [1e4, 0.0, -1e4],
        [0.0],
        [-np.inf, 1.0, 2.0],
    ]
    weights = call(KERNELS, [("softmax", row) for row in rows])
    for row, there in zip(rows, weights, strict=True):
        assert_allclose(there, softmax(np.array(row)), rtol=1e-12, atol=1e-300)
    nats = call(KERNELS, [("entropy", w) for w in weights])
    assert_allclose(nats, [entropy(w) for w in weights], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("masked", [False, True])
def test_whole_tables(masked):
    for _ in range(10):
        t = int(RNG.integers(1, 9))
        places, query = RNG.normal(size=(t, 2)), RNG.uniform(-3, 3, size=2)
        queries = turned(places, query)
        assert_allclose(queries[-1], query, atol=1e-12)
        [there] = call(MODULE, [("turned", places.tolist(), query.tolist())])
        assert_allclose(there, queries, atol=1e-12)
        mask = causal_mask(t) if masked else None
        here = attention_weights(queries, places, mask=mask)
        [there] = call(MODULE, [("attention_weights", queries.tolist(), places.tolist(), masked)])
        assert_allclose(there, here, rtol=1e-12, atol=1e-15)
        [best] = call(MODULE, [("winners", query.tolist(), places.tolist())])
        assert best == winners(query, places).tolist()


def test_cells_never_print_a_rounded_one_or_nothing():
    cells = [0.0, 0.0049, 0.005, 0.34, 0.994, 0.995, 1.0]
    assert call(KERNELS, [("brief", w, False) for w in cells]) == [
        "<.01", "<.01", ".01", ".34", ".99", ">.99", ">.99",
    ]  # fmt: skip
    assert call(KERNELS, [("brief", 1.0, True)]) == ["1"]


@pytest.mark.parametrize("text", TEXTS)
def test_the_sentence_of_odd_texts_and_queries(text):
    queries = [[0.0, 0.0], [0.0, 2.0], [3.0, -3.0], [-1.35, 0.95], [0.05, 0.0], [-3.0, -3.0]]
    states = [{"text": text, "query": q, "masked": m} for q in queries for m in (False, True)]
    here = [Attention(**state).sentence() for state in states]
    assert call(MODULE, [("sentence", state) for state in states]) == here


def test_and_never_wins_and_every_other_word_does():
    figure, leaders = Attention(), set()
    for angle in np.radians(np.arange(360)):
        figure.query = [2 * np.cos(angle), 2 * np.sin(angle)]
        leaders.add(figure.words()[int(figure.weights()[-1].argmax())])
    assert leaders == {"the", "dog", "saw", "cat", "chased", "it"}


def test_the_mask_leaves_the_last_row_alone_and_the_first_with_one_weight():
    open_, masked = (
        Attention(query=(1, -2)).weights(),
        Attention(query=(1, -2), masked=True).weights(),
    )
    assert_allclose(open_[-1], masked[-1], rtol=1e-14)
    assert masked[0].tolist() == [1] + 7 * [0]


@pytest.mark.parametrize("width", ROOMS)
@pytest.mark.parametrize("heads", [1, 2, 4, 8])
def test_scores_of_heads(width, heads):
    for divided in (False, True):
        here = head_scores(width, heads, divided)
        [there] = call(Heads.module, [("head_scores", width, heads, divided)])
        assert_allclose(there, here, atol=1e-12)
        spread = np.sqrt(np.mean(here**2)) / (1 if divided else np.sqrt(width / heads))
        assert 0.75 < spread < 1.25, "the draw is a typical one"


def test_heads_fall_softer_at_every_split_when_not_divided():
    for width in ROOMS:
        tops = [Heads(width=width, heads=h).seen()["top"] for h in (1, 2, 4, 8)]
        assert tops == sorted(tops, reverse=True)


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "a b c d e f g h i", "x" * 61, "a {b c} d", "{",
        "a\tb", "a\x1cb", "a\x85b", "a\ufeffb", None, 3, True, ["a"],
    ],
)  # fmt: skip
def test_texts_that_do_not_fit_are_refused(text):
    figure = Attention()
    with pytest.raises(traitlets.TraitError, match="one to 8 words of 60 characters"):
        figure.text = text
    assert figure.text == "the dog saw the cat and chased it"
