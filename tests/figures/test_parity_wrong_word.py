"""The JavaScript of the figure of 2.6 computes what the NumPy kernels compute."""

import numpy as np
from javascript import call
from numpy.testing import assert_allclose

from mathforai import calculus, probability
from mathforai.figures.calculus import WrongWord
from mathforai.figures.calculus.wrong_word import squared_error, squared_error_grad

RNG = np.random.default_rng(26)
# Ordinary, tied, sure and wrong, equal, huge, a single logit.
ROWS = [
    [3.0, 2.0, 1.0, 0.1, -1.0],
    [3.0, 3.0, 1.0, 0.1, -1.0],
    [3.0, 10.0, 1.0, 0.1, -1.0],
    [0.0, 0.0, 0.0],
    [1e4, 1e4 - 1, -1e4],
    [-745.0, 0.0, 30.0],
    [-7.5],
    *(RNG.normal(scale=scale, size=9).tolist() for scale in (0.1, 3.0, 100.0, 1e4)),
]
GIVEN = [(row, target) for row in ROWS for target in range(len(row))]


def test_softmax_at_every_size():
    there = call(WrongWord.module, [("softmax", row) for row in ROWS])
    for row, theirs in zip(ROWS, there, strict=True):
        assert_allclose(theirs, probability.softmax(row), rtol=1e-12, atol=1e-320)


def test_both_losses_for_every_target():
    for name, ours in (("cross_entropy", calculus.cross_entropy), ("squared_error", squared_error)):
        here = [ours(np.array(row), target) for row, target in GIVEN]
        there = call(WrongWord.module, [(name, row, target) for row, target in GIVEN])
        assert_allclose(there, here, rtol=1e-12, atol=1e-12)


def test_both_gradients_for_every_target():
    kernels = {
        "cross_entropy_grad": calculus.cross_entropy_grad,
        "squared_error_grad": squared_error_grad,
    }
    for name, ours in kernels.items():
        here = [ours(np.array(row), target) for row, target in GIVEN]
        there = call(WrongWord.module, [(name, row, target) for row, target in GIVEN])
        for one, other in zip(here, there, strict=True):
            assert_allclose(other, one, rtol=1e-12, atol=1e-15)


def test_the_sentence_over_the_whole_slider():
    states = [
        {"the": float(the), "truth": truth}
        for the in (-2, -1.95, 0, 2, 2.95, 3, 3.05, 3.85, 6, 8, 8.3, 8.35, 8.4, 9, 9.95, 10)
        for truth in ("mat", "the")
    ]
    here = [WrongWord(**state).sentence() for state in states]
    assert call(WrongWord.module, [("sentence", state) for state in states]) == here


def test_the_sentence_says_what_changes():
    assert "slope {data 0.233} in this logit, squared error {model 0.188}" in WrongWord().sentence()
    assert "{data 98.1 %} with the one and {model 6.1 %}" in WrongWord(the=8.5).sentence()
    assert "the true word is “the”" in WrongWord(truth="the").sentence()


def test_the_gradients_are_the_slopes_of_the_losses():
    z = np.array([3.0, 4.5, 1.0, 0.1, -1.0])
    pairs = [
        (calculus.cross_entropy, calculus.cross_entropy_grad),
        (squared_error, squared_error_grad),
    ]
    for loss, gradient in pairs:
        slow = calculus.jacobian_fd(lambda v, loss=loss: loss(v, 0), z)[0]
        assert_allclose(gradient(z, 0), slow, atol=1e-9)
