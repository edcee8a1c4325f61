"""The JavaScript of the figure of 3.1 computes what Python computes, and both what was promised."""

import math

import numpy as np
import pytest
import scipy.integrate
from javascript import call
from numpy.testing import assert_allclose

from mathforai.figures.probability import Funnel, funnel

MODULE = Funnel.module
TAILS = [-1.0, -0.99, -0.5, -1e-3, 0.0, 1e-3, 0.3, 0.49, 0.5, 0.51, 0.99, 1.0, 1.01, 1.2]
V = [*np.random.default_rng(31).random(40).tolist(), 0.5, 0.5 / funnel.LEVELS, 1e-200, 1 - 1e-12]


def test_uniforms_are_the_same_and_as_good_as_independent():
    here = np.array([funnel.uniforms(run) for run in range(60)])
    there = call(MODULE, [("uniforms", funnel.DRAWS, run) for run in range(60)])
    assert_allclose(there, here, rtol=0, atol=0)
    assert here.min() > 0
    assert here.max() < 1
    # Four standard errors of so many numbers, uniform and of the variance 1/12.
    many = np.sqrt(here.size)
    assert abs(here.mean() - 0.5) < 4 / np.sqrt(12) / many
    assert abs(here.var() - 1 / 12) < 4 * np.sqrt(1 / 180) / many
    assert abs(here.mean(axis=1).std() * np.sqrt(12 * funnel.WAITS) - 1) < 4 / np.sqrt(2 * 60)
    shared = np.corrcoef(here)[np.triu_indices(60, 1)]
    assert np.abs(shared).max() < 5 / np.sqrt(funnel.WAITS)


@pytest.mark.parametrize("tail", TAILS)
def test_waits_densities_and_moments(tail):
    there = call(MODULE, [("waiting_time", v, tail) for v in V])
    assert_allclose(there, funnel.waiting_time(V, tail), rtol=1e-12)
    x = [0.0, 0.5, 1.0, 1.9999, 2.0, 2.1, 6.0, 1e6]
    there = call(MODULE, [("waiting_density", at, tail) for at in x])
    assert_allclose(there, funnel.waiting_density(x, tail), rtol=1e-12, atol=1e-300)
    [there] = call(MODULE, [("waiting_moments", tail)])
    assert_allclose(there, funnel.waiting_moments(tail), rtol=1e-12)


@pytest.mark.parametrize("tail", [-1.0, -0.5, 0.0, 0.2, 0.3])
def test_the_law_is_the_one_that_is_described(tail):
    assert_allclose(funnel.waiting_time(0.5, tail), 1, rtol=1e-14)
    end = 2 / -math.expm1(tail * math.log(2)) if tail < 0 else np.inf

    def moment(f):
        return scipy.integrate.quad(lambda v: f(funnel.waiting_time(v, tail)), 0, 1, limit=200)[0]

    mean, spread = funnel.waiting_moments(tail)
    assert_allclose(moment(lambda x: x), mean, rtol=1e-6)
    assert_allclose(moment(lambda x: (x - mean) ** 2), spread**2, rtol=1e-4)
    # The density is the slope of the share that waits at most x.
    for v in (0.9, 0.5, 0.1):
        x = funnel.waiting_time(v, tail)
        low, high = funnel.waiting_time([v + 1e-6, v - 1e-6], tail)
        assert x < end
        assert_allclose(2e-6 / (high - low), funnel.waiting_density(x, tail), rtol=1e-5)


@pytest.mark.parametrize("tail", [-1.0, 0.0, 0.3, 0.5, 0.7, 1.0, 1.2])
@pytest.mark.parametrize("n", [1, 2, 64, 1024])
def test_what_is_measured_on_the_runs(tail, n):
    for index, runs in enumerate(funnel.SETS):
        here = Funnel(tail=tail, n=n, runs=runs).seen()
        [there] = call(MODULE, [("measure", funnel.DRAWS, index, tail, n)])
        for name, found in zip(
            ("share", "measured", "below", "top", "median", "longest"), there, strict=False
        ):
            assert_allclose(found, here[name], rtol=1e-12, err_msg=name)
        assert_allclose(there[6:], here["means"], rtol=1e-12)


def test_the_funnel_holds_below_one_half():
    # Sixty means each; the spread of a spread of 60 is about 1/sqrt(120), 9 %.
    for tail in (-1.0, -0.5, 0.0, 0.2):
        for n in (16, 64, 256, 1024):
            sets = [Funnel(tail=tail, n=n, runs=runs).seen() for runs in funnel.SETS]
            measured = math.sqrt(np.mean([s["measured"] ** 2 for s in sets]))
            assert abs(measured / (sets[0]["spread"] / math.sqrt(n)) - 1) < 0.3


def test_the_sentence_at_its_borders_and_between_whole_numbers():
    states = [
        {"tail": t, "n": n, "runs": "1–20"}
        for t in (-1.0, -0.01, 0.0, 0.01, 0.49, 0.5, 0.51, 0.99, 1.0, 1.2)
        for n in (1, 1.49, 1.5, 63.7, 1024)
    ]
    here = [Funnel(**state).sentence() for state in states]
    assert call(MODULE, [("sentence", state) for state in states]) == here
    assert "the spread is {gradient infinite}" in Funnel(tail=0.5).sentence()
    assert "The expectation is {target infinite}" in Funnel(tail=1).sentence()


def test_a_tail_beside_a_border_is_not_rounded_onto_it():
    states = [{"tail": t, "n": 64, "runs": "1–20"} for t in (0.4999, 0.999, -0.001, 0.29, 0.57)]
    there = call(MODULE, [("sentence", state) for state in states])
    assert there == [Funnel(**state).sentence() for state in states]
    assert [s.split("}")[0].split()[-1] for s in there] == ["0.49", "0.99", "−0.01", "0.29", "0.57"]


@pytest.mark.parametrize("n", [16, 64, 1024])
def test_the_bold_run_stays_while_only_the_tail_moves(n):
    seen = [Funnel(tail=t, n=n).seen() for t in (-1.0, 0.0, 0.36, 0.5, 0.7, 1.0, 1.2)]
    assert len({(s["top"], s["longest"]) for s in seen}) == 1
