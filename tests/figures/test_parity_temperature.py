"""The JavaScript of the figure of 3.4 computes what the NumPy kernels compute."""

import numpy as np
from javascript import call
from numpy.testing import assert_allclose

from mathforai import information, probability
from mathforai.figures.probability import Temperature

RNG = np.random.default_rng(41)
# Ordinary, tied, equal, huge, and a single logit.
ROWS = [
    [3.0, 2.0, 1.0, 0.1, -1.0],
    [3.0, 3.0, 1.0, 0.1, -1.0],
    [0.0, 0.0, 0.0],
    [1e4, 1e4 - 1, -1e4],
    [1e4, 1e4, 0.0, 9999.5],
    [-7.5],
    *(RNG.normal(scale=scale, size=20).tolist() for scale in (0.1, 3.0, 100.0, 1e4)),
]
TEMPERATURES = [0.1, 0.5, 1.0, 1.76, 10.0, 1e-3, 1e3]


def test_softmax_and_entropy_at_every_temperature():
    given = [(row, t) for row in ROWS for t in TEMPERATURES]
    here = [probability.softmax(row, temperature=t) for row, t in given]
    there = call(Temperature.module, [("softmax", row, t) for row, t in given])
    for ours, theirs in zip(here, there, strict=True):
        assert_allclose(theirs, ours, rtol=1e-12, atol=1e-320)
    entropies = call(Temperature.module, [("entropy", p.tolist()) for p in here])
    assert_allclose(entropies, [information.entropy(p) for p in here], rtol=1e-12, atol=1e-300)


def test_top_p_on_and_beside_its_borders():
    # Neighbours of the running sums, and the sums themselves.
    given = [(row, p) for row in ROWS for p in (1e-300, 0.01, 0.3, 0.5, 0.63, 0.9, 0.99, 1.0)]
    for p in ([0.7, 0.2, 0.1], [0.6, 0.3, 0.1], [0.4, 0.4, 0.2], [0.5, 0.3, 0.2]):
        logits = np.log(p).tolist()
        for border in np.cumsum(p)[:-1]:
            given += [(logits, border), (logits, border - 1e-9), (logits, border + 1e-9)]
    here = [probability.top_p_filter(row, p).tolist() for row, p in given]
    assert call(Temperature.module, [("top_p_filter", row, float(p)) for row, p in given]) == here


def test_the_sentence_at_the_ends_of_temperature_and_at_ties():
    states = [
        {"temperature": t, "top_p": p, "the": the}
        for t in (0.1, 0.11, 0.99, 1.0, 1.76, 1.77, 9.99, 10.0)
        for p in (0.01, 0.49, 0.5, 0.51, 0.86, 0.87, 0.95, 0.96, 0.99, 1.0)
        for the in (1.0, 1.05, 2.0, 2.95, 3.0)
    ]
    here = [Temperature(**state).sentence() for state in states]
    assert call(Temperature.module, [("sentence", state) for state in states]) == here


def test_the_sentence_says_what_changes():
    assert "keeps {data three words}." in Temperature().sentence()
    assert "lifts {gradient “the”, “cat”, “sat” and “on”}" in Temperature().sentence()
    assert "lifts {gradient “cat”, “sat” and “on”}" in Temperature(temperature=2).sentence()
    tie = Temperature(temperature=0.1, the=3, top_p=0.4).sentence()
    assert "“mat” and “the” tie at {data 50.0 %}" in tie
    assert tie.endswith("keeps {data one word} of two equals.")
