"""The JavaScript of each figure computes what the NumPy kernels compute."""

import numpy as np
import pytest
from javascript import call
from numpy.testing import assert_allclose

from mathforai import information, optimization, probability
from mathforai.figures import Quiz
from mathforai.figures.find import every
from mathforai.figures.optimization import GradientDescent
from mathforai.figures.probability import Temperature

MODULE = GradientDescent.module
FIGURES = [cls for cls in every() if cls is not Quiz]
RNG = np.random.default_rng(41)
STARTS = RNG.uniform(-1.5, 7.5, size=60).tolist() + [3.0, 0.0, -1.5, 7.5]
# Creeping, landing, zigzag, two-cycle, diverging, overflowing.
RATES = RNG.uniform(0.01, 1.2, size=58).tolist() + [0.5, 1.0, 1.2, 0.01, 60.0, 1e5]


@pytest.mark.parametrize("name", ["quadratic_loss", "quadratic_gradient"])
def test_losses_and_gradients(name):
    w = [*STARTS, 1e160, -1e200, float("inf"), float("nan")]
    with np.errstate(over="ignore", invalid="ignore"):
        here = [float(getattr(optimization, name)(v)) for v in w]
    assert_allclose(call(MODULE, [(name, v) for v in w]), here, rtol=1e-12)


def test_whole_walks_also_when_they_overflow():
    walks = call(
        MODULE,
        [
            ("gradient_descent", {"function": "quadratic_gradient"}, s, r, 200)
            for s, r in zip(STARTS, RATES, strict=True)
        ],
    )
    for walk, start, rate in zip(walks, STARTS, RATES, strict=True):
        here = optimization.gradient_descent(
            optimization.quadratic_gradient, start, learning_rate=rate, steps=200
        )
        assert_allclose(
            walk, np.ravel(here), rtol=1e-12, err_msg=f"start {start}, learning rate {rate}"
        )


def test_regimes_at_and_beside_their_borders():
    rates = [
        *RATES,
        0.5,
        np.nextafter(0.5, 0),
        np.nextafter(0.5, 1),
        1.0,
        np.nextafter(1, 0),
        np.nextafter(1, 2),
    ]
    assert call(MODULE, [("regime", float(r)) for r in rates]) == [
        optimization.regime(r, 2.0) for r in rates
    ]


def states(cls):
    """States of a figure: every parameter at its ends, at its default, and at random places."""
    rng = np.random.default_rng(7)
    limits = cls()._spec["ranges"]
    chosen = [cls().state()]
    for draw in range(60):
        state = {}
        for name, limit in limits.items():
            default = chosen[0][name]
            if "options" in limit:
                state[name] = limit["options"][draw % len(limit["options"])]
            elif "low" in limit:
                low, high, step = limit["low"], limit["high"], limit["step"]
                some = np.round(rng.uniform(low, high, size=np.shape(default)) / step) * step
                some = np.clip(some, low, high)
                ends = np.full(np.shape(default), [low, high][draw % 2])
                state[name] = np.where(draw < 4, ends, some).tolist()
            else:
                state[name] = draw % 2 == 0
        chosen.append(state)
    return chosen


@pytest.mark.parametrize("cls", FIGURES, ids=lambda cls: cls.figure_id)
def test_the_page_says_what_python_says(cls):
    here = [cls(**state).sentence() for state in states(cls)]
    there = call(cls.module, [("sentence", state) for state in states(cls)])
    assert there == here


def test_the_sentence_at_the_borders_of_the_learning_rate():
    rates, starts = [0.01, 0.49, 0.5, 0.51, 0.99, 1.0, 1.01, 1.2], [-1.5, 0.0, 0.1, 2.9, 3.0, 7.5]
    states = [{"learning_rate": rate, "start": start} for rate in rates for start in starts]
    here = [GradientDescent(**state).sentence() for state in states]
    assert call(MODULE, [("sentence", state) for state in states]) == here


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
