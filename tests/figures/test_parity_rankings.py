"""The JavaScript of the figure of 1.1 computes what the NumPy kernels compute."""

import numpy as np
from javascript import call
from numpy.testing import assert_allclose

from mathforai import linear_algebra
from mathforai.figures.linear_algebra import Rankings
from mathforai.figures.linear_algebra.rankings import CAT, TABLE, winning_arc

MODULE = Rankings.module
RNG = np.random.default_rng(11)
EDGE = 1.1  # where "cat" stands on the line from "dog" to "stone"


def test_cosines():
    pairs = RNG.normal(size=(200, 2, 2)) * 10 ** RNG.uniform(-6, 6, size=(200, 2, 1))
    pairs = [*pairs.tolist(), [[1e-150, 0.0], [1e150, 1e150]], [[3.0, 4.0], [6.0, 8.0]]]
    pairs += [[[1.0, 1.0], [-2.0, -2.0]], [[1.0, 0.0], [0.0, 1e-300]], [[2.0, 1.0], [-1.0, 2.0]]]
    there = call(MODULE, [("cosine_similarity", u, v) for u, v in pairs])
    here = [linear_algebra.cosine_similarity(u, v) for u, v in pairs]
    assert_allclose(there, here, rtol=0, atol=1e-12)


def test_winning_arcs():
    clouds = [RNG.normal(size=(n, 2)).tolist() for n in RNG.integers(2, 9, size=60)]
    clouds += [TABLE.tolist(), [[1.0, 1.0], [1.0, 1.0], [-1.0, 0.0]]]
    for factor in (0.4, 1.0, EDGE, 1.11, 1.25, 1.4, 50.0):
        longer = TABLE.copy()
        longer[CAT] *= factor
        clouds.append(longer.tolist())
    asked = [(cloud, i) for cloud in clouds for i in range(len(cloud))]
    there = call(MODULE, [("winning_arc", cloud, i) for cloud, i in asked])
    for found, (cloud, i) in zip(there, asked, strict=True):
        here = winning_arc(cloud, i)
        assert (found is None) == (here is None)
        if here:
            assert_allclose(found, here, rtol=0, atol=1e-12)


def test_an_arc_holds_the_directions_in_which_its_point_wins():
    for _ in range(40):
        cloud = RNG.normal(size=(RNG.integers(2, 9), 2))
        angles = RNG.uniform(-np.pi, np.pi, size=200)
        directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
        winners = np.argmax(directions @ cloud.T, axis=1)
        arcs = [winning_arc(cloud, i) for i in range(len(cloud))]
        assert sum(arc[1] - arc[0] for arc in arcs if arc) > 2 * np.pi - 1e-6
        for angle, winner in zip(angles, winners, strict=True):
            low, high = arcs[winner]
            assert (angle - low) % (2 * np.pi) <= high - low + 1e-9


def test_two_equal_points_and_a_point_inside_have_no_arc():
    assert winning_arc([[1, 1], [1, 1], [-1, 0]], 0) is None
    assert winning_arc([[2, 0], [-1, 1], [-1, -1], [0.1, 0]], 3) is None
    assert winning_arc(TABLE, 2) is None


def test_cat_leaves_the_hull_at_the_border_of_the_track():
    for factor, outside in ((EDGE - 0.01, False), (EDGE, False), (EDGE + 0.01, True)):
        table = TABLE.copy()
        table[CAT] *= factor
        assert (winning_arc(table, CAT) is not None) == outside
    for i in range(len(TABLE)):  # by cosine every word has its part
        assert winning_arc(TABLE / np.linalg.norm(TABLE, axis=1, keepdims=True), i)


def test_the_moving_border_is_where_cat_is_level():
    queries = [*RNG.normal(size=(100, 2)).tolist(), [1.0, 1.0], [2.0, 0.5], [-1.0, 0.3]]
    for query, t in zip(queries, call(MODULE, [("level", q) for q in queries]), strict=True):
        dots = TABLE @ query
        best, own = np.delete(dots, CAT).max(), dots[CAT]
        if own <= 0:
            assert t in (None, float("inf"))
        else:
            assert_allclose(t * own, best, rtol=1e-10)
            assert t >= EDGE - 1e-9
    assert call(MODULE, [("level", [1.0, 1.0]), ("level", [2.0, 0.5])]) == [1.25, 1.1]


def test_the_sentence_at_borders_ties_and_ends():
    queries = [[1.0, 1.0], [0.0, 0.0], [2.0, 0.5], [-2.8, 2.8], [2.8, -2.8], [0.1, 0.0]]
    queries += [[-2.0, 0.0], [2.8, 0.7], [0.3, -0.1], [-0.1, -2.8], [1.0, -0.4]]
    states = [
        {"query": query, "cat": cat}
        for query in queries + (RNG.integers(-28, 29, size=(60, 2)) / 10).tolist()
        for cat in (0.4, 1.0, 1.1, 1.11, 1.25, 1.4)
    ]
    here = [Rankings(**state).sentence() for state in states]
    assert call(MODULE, [("sentence", state) for state in states]) == here
    assert "“dog”, “cat” and “stone”" in Rankings(query=(2.0, 0.5), cat=1.1).sentence()


def test_on_the_grid_of_the_hand_no_two_scores_are_nearly_level():
    """So that rounding to nine places finds the ties, and nothing but ties."""
    tenths = np.arange(-28, 29) / 10
    queries = np.stack(np.meshgrid(tenths, tenths), axis=-1).reshape(-1, 2)
    queries = queries[queries.any(axis=1)]
    for scores in (queries @ TABLE.T, linear_algebra.pairwise_cosine(queries, TABLE)):
        gaps = np.diff(np.sort(scores, axis=1), axis=1)
        assert not np.any((gaps > 1e-12) & (gaps < 1e-7))


def test_around_the_start_no_two_words_are_level():
    """Who pulls the query along its line, a step to the side included, sees no rows change."""
    pulled = [(k / 10, j / 10) for k in range(6, 29) for j in (k - 1, k, k + 1) if j < 29]
    for scores in (pulled @ TABLE.T, linear_algebra.pairwise_cosine(pulled, TABLE)):
        order = np.argsort(-scores, axis=1)
        assert np.all(order == order[0])
        assert np.all(np.diff(np.sort(scores, axis=1), axis=1) > 1e-3)
