"""The JavaScript of the figure of 2.3 computes what the Python kernels compute."""

import itertools
import re
from decimal import Decimal

import numpy as np
from javascript import call
from numpy.testing import assert_allclose

from mathforai.calculus import backward_sweep, forward_sweep
from mathforai.figures.calculus import ComputationGraph
from mathforai.figures.calculus.computation_graph import NODES, _sum, edges, values

MODULE = ComputationGraph.module
RNG = np.random.default_rng(23)
POINTS = [
    *zip(RNG.uniform(1, 7, 30).tolist(), RNG.uniform(1, 9, 30).tolist(), strict=True),
    *itertools.product([1.0, 3.75, 4.0, 7.0], [1.0, 4.0, 9.0]),
    (1e6, 1e-12),
    (-1e150, 1e300),
    (0.0, 1e-300),
]
SWEEPS = ["forward from x", "forward from y", "backward"]


def test_values_and_edges():
    there = call(MODULE, [(name, x, y) for x, y in POINTS for name in ("values", "edges")])
    here = [found for x, y in POINTS for found in (values(x, y), edges(x, y))]
    for found, wanted in zip(there, here, strict=True):
        assert_allclose(found, wanted, rtol=1e-12)


def _row(sweep):
    return [sweep[i] for i in range(len(NODES))]


def test_sweeps():
    graphs = [[list(edge) for edge in edges(x, y)] for x, y in POINTS]
    there = call(
        MODULE,
        [(name, graph, seed) for graph in graphs for name, seed in (
            ("forward_sweep", 0), ("forward_sweep", 1), ("backward_sweep", 5)
        )],
    )  # fmt: skip
    here = [
        _row(found)
        for graph in graphs
        for found in (forward_sweep(graph, 0), forward_sweep(graph, 1), backward_sweep(graph, 5))
    ]
    assert_allclose(there, here, rtol=1e-12)


def test_the_sentence_at_the_ends_and_where_paths_cancel():
    points = itertools.product(
        [1.0, 1.25, 1.3, 2.0, 2.05, 3.75, 3.8, 4.0, 4.05, 4.25, 6.0, 7.0],
        [1.0, 1.05, 1.45, 3.25, 4.0, 4.05, 9.0],
        SWEEPS,
    )
    states = [{"price": x, "posters": y, "sweep": sweep} for x, y, sweep in points]
    here = [ComputationGraph(**state).sentence() for state in states]
    assert call(MODULE, [("sentence", state) for state in states]) == here


def test_the_slopes_of_the_sentence_are_those_of_the_profit():
    for x, y in POINTS[:42]:
        h = 1e-6
        along_x = (values(x + h, y)[5] - values(x - h, y)[5]) / (2 * h)
        along_y = (values(x, y + h)[5] - values(x, y - h)[5]) / (2 * h)
        found = backward_sweep(edges(x, y), 5)
        assert_allclose([found[0], found[1]], [along_x, along_y], atol=1e-7)


def test_a_slope_that_is_not_0_never_prints_as_0():
    grid = itertools.product(np.arange(20, 141) / 20, np.arange(20, 181) / 20)  # all stops
    slopes = {(x, y): backward_sweep(edges(x, y), 5) for x, y in grid}
    near = [at for at, found in slopes.items() if min(abs(found[0]), abs(found[1])) < 0.005]
    assert len(near) > 20
    for price, posters in near:
        said = ComputationGraph(price=price, posters=posters, sweep="backward").sentence()
        assert not re.search(r"= −?0\.0+}", said)
        found = slopes[price, posters]
        assert said.count("= 0}") == [found[0], found[1]].count(0)


def test_the_sums_of_the_sentence_are_true_at_all_stops():
    for price, posters in itertools.product(np.arange(20, 141) / 20, np.arange(20, 181) / 20):
        reach = posters**0.5
        for paths in ((14 - 2 * price + reach, -2 * price), (price * (0.5 / reach), -1)):
            said = _sum(*paths)
            numbers = re.fullmatch(r"{gradient ([\d.]+) − ([\d.]+) = (−?[\d.]+)}", said)
            first, second, total = (Decimal(n.replace("−", "-")) for n in numbers.groups())
            assert first - second == total, said


def test_no_other_place_earns_as_much():
    x, y = np.meshgrid(np.linspace(1, 7, 241), np.linspace(1, 9, 321))
    profit = x * (14 - 2 * x + np.sqrt(y)) - y
    i = np.unravel_index(np.argmax(profit), profit.shape)
    assert (x[i], y[i], profit[i]) == (4, 4, 28)
