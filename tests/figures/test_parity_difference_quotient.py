"""The JavaScript of the figure of 2.1 computes what NumPy computes, its stairs to the last bit."""

import math

import numpy as np
import pytest
from javascript import call
from numpy.testing import assert_allclose

from mathforai.figures.calculus import DifferenceQuotient
from mathforai.figures.calculus.difference_quotient import (
    FORMATS,
    LADDER,
    bend,
    best,
    magnified,
    profit,
    quotient,
    stair,
)

MODULE = DifferenceQuotient.module
RULES = ["forward", "central"]
RNG = np.random.default_rng(21)
STEPS = [*LADDER, *(10 ** RNG.uniform(-16, math.log10(0.5), size=200)).tolist(), 1e-16, 0.5, 2**-53]


def exact_quotient(h, rule):
    """The difference quotient without rounding, in 120 digits."""
    from decimal import Decimal, localcontext

    with localcontext() as context:
        context.prec = 120
        h = Decimal(h)
        above, below = (1 + h).sqrt(), Decimal(1) if rule == "forward" else (1 - h).sqrt()
        run = h if rule == "forward" else 2 * h
        return float((6 * (above - below) - run) / run - 2)


@pytest.mark.parametrize("digits", FORMATS)
def test_profits_are_the_same_floats(digits):
    places = np.asarray(1 + RNG.uniform(-0.9, 3, size=300), FORMATS[digits])
    here = profit(places).astype(float).tolist()
    assert call(MODULE, [("profit", float(y), digits) for y in places]) == here
    assert call(MODULE, [("stair", digits)]) == [stair(digits)]
    assert float(profit(FORMATS[digits](1))) == 17


@pytest.mark.parametrize("digits", FORMATS)
@pytest.mark.parametrize("rule", RULES)
def test_quotients_and_stairs_are_the_same_floats(rule, digits):
    here = [quotient(h, rule, digits) for h in STEPS]
    assert call(MODULE, [("quotient", h, rule, digits) for h in STEPS]) == here
    curves = call(MODULE, [("magnified", h, digits) for h in STEPS[::7]])
    assert curves == [magnified(h, digits).tolist() for h in STEPS[::7]]


@pytest.mark.parametrize("rule", RULES)
def test_the_bend_is_the_error_without_rounding(rule):
    here = [bend(h, rule) for h in STEPS]
    assert_allclose(here, [exact_quotient(h, rule) for h in STEPS], rtol=1e-14)
    assert_allclose(call(MODULE, [("bend", h, rule) for h in STEPS]), here, rtol=1e-12)


@pytest.mark.parametrize("digits", FORMATS)
def test_the_border_is_where_the_two_lines_cross(digits):
    here = [best(rule, digits) for rule in RULES]
    assert_allclose(call(MODULE, [("best", rule, digits) for rule in RULES]), here, rtol=1e-12)
    for rule, h in zip(RULES, here, strict=True):
        assert abs(bend(h, rule)) == pytest.approx(stair(digits) / h, rel=0.01)


def test_the_sentence_at_every_step():
    states = [
        {"h": h, "rule": rule, "digits": digits}
        for h in STEPS
        for rule in RULES
        for digits in FORMATS
    ]
    here = [DifferenceQuotient(**state).sentence() for state in states]
    assert call(MODULE, [("sentence", state) for state in states]) == here


def test_the_sentence_says_what_wins():
    bent, rounded = DifferenceQuotient(h=0.01).sentence(), DifferenceQuotient(h=1e-12).sentence()
    assert "off from 2 by {data −0.0075}: {model −0.0075} from the bend of the curve" in bent
    assert "apart" not in bent
    assert rounded.endswith("−0.0034 from rounding; the floats stand 3.55 × 10⁻¹⁵ apart here.")
    assert "both profits are the same float64" in DifferenceQuotient(h=1e-16).sentence()
    assert (
        "both profits are the same float32"
        in DifferenceQuotient(h=1e-9, digits="float32").sentence()
    )
    lucky = next(
        h for h in (0.5**k for k in range(20, 53)) if quotient(h, "forward", "float64") == 2
    )
    assert "That is luck" in DifferenceQuotient(h=lucky).sentence()
