"""Cosines and nearest rows: by hand, against SciPy and torch, by identities, and bad input."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mathforai.linear_algebra import cosine_similarity, nearest_neighbors, pairwise_cosine

# mat, the, cat, sat, on, dog
TABLE = np.array(
    [[2, 0, 0, 0], [0, 0, 2, 0], [2, 2, 0, 0], [0, 0, 0, 2], [-2, 0, 2, 0], [2, 3, 0, 0]]
)
CAT = TABLE[2]
entries = st.floats(-1e3, 1e3)
vectors = st.lists(entries, min_size=4, max_size=4).filter(lambda v: np.abs(v).max() > 1e-3)


# cosine_similarity


def test_cosine_by_hand():
    assert cosine_similarity([3, 4], [6, 8]) == pytest.approx(1, abs=1e-15)
    assert cosine_similarity([2, 1], [-1, 2]) == 0
    assert_allclose(cosine_similarity([2, -1, 2], [3, 0, 4]), 14 / 15, rtol=1e-15)
    assert_allclose(cosine_similarity([1, 0], [-5, 0]), -1)


def referee(program):
    from scipy.spatial.distance import cdist

    rng = np.random.default_rng(3)
    X, Y = rng.normal(size=(30, 6)), rng.normal(size=(20, 6))
    assert_allclose(program(X, Y), 1 - cdist(X, Y, "cosine"), rtol=0, atol=1e-14)


def test_pairs_are_those_of_scipy():
    referee(pairwise_cosine)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda X, Y: X @ Y.T,
        lambda X, Y: X @ Y.T / np.linalg.norm(X, axis=1)[:, None],
        lambda X, Y: (X / np.linalg.norm(X, axis=0)) @ (Y / np.linalg.norm(Y, axis=0)).T,
        lambda X, Y: np.abs(pairwise_cosine(X, Y)),
        lambda X, Y: pairwise_cosine(X, Y) + 1e-12,
    ],
)
def test_scipy_rejects_wrong_cosines(wrong):
    with pytest.raises(AssertionError):
        referee(wrong)


def test_cosines_are_those_of_torch():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(4)
    u, v = rng.normal(size=(5, 7, 3)), rng.normal(size=(7, 3))
    theirs = torch.nn.functional.cosine_similarity(torch.tensor(u), torch.tensor(v), dim=-1)
    assert_allclose(cosine_similarity(u, v), theirs.numpy(), rtol=0, atol=1e-14)


@given(vectors, vectors, st.floats(1e-3, 1e3))
def test_no_length_counts_and_no_cosine_leaves_its_range(u, v, factor):
    cosine = cosine_similarity(u, v)
    assert -1 <= cosine <= 1
    assert_allclose(cosine_similarity(np.multiply(factor, u), v), cosine, rtol=0, atol=1e-14)
    assert_allclose(cosine_similarity(np.multiply(-factor, u), v), -cosine, rtol=0, atol=1e-14)
    assert_allclose(cosine_similarity(v, u), cosine, rtol=0, atol=1e-15)


@given(vectors, vectors)
def test_the_squared_distance_of_unit_vectors_is_two_minus_two_cosines(u, v):
    a, b = np.divide(u, np.linalg.norm(u)), np.divide(v, np.linalg.norm(v))
    assert_allclose((a - b) @ (a - b), 2 - 2 * cosine_similarity(u, v), rtol=0, atol=1e-13)


def test_very_long_and_very_short_vectors():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert_allclose(cosine_similarity([3e200, 4e200], [1e-200, 0]), 0.6, rtol=1e-15)


def test_a_vector_without_direction_is_refused():
    for u, v in (([0, 0], [1, 2]), ([[1, 2], [0, 0]], [1, 2]), ([], [])):
        with pytest.raises(ValueError, match="length 0 has no direction"):
            cosine_similarity(u, v)


def test_bad_input_of_cosines():
    with pytest.raises(ValueError, match=r"one length; got shapes \(2,\), \(3,\)"):
        cosine_similarity([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="a vector is a list of numbers"):
        cosine_similarity(1.0, 2.0)
    with pytest.raises(ValueError, match="a vector is a list of numbers"):
        cosine_similarity(["a", "b"], [1, 2])
    with pytest.raises(ValueError, match=r"wants shapes \(n, d\) and \(m, d\)"):
        pairwise_cosine([1.0, 2.0])
    with pytest.raises(ValueError, match=r"got \(1, 2\) and \(1, 3\)"):
        pairwise_cosine([[1, 2]], [[1, 2, 3]])


def test_shapes_formats_and_no_rows():
    assert cosine_similarity(np.ones((4, 3)), np.ones(3)).shape == (4,)
    assert pairwise_cosine(np.ones((0, 3)), np.ones((2, 3))).shape == (0, 2)
    assert pairwise_cosine(TABLE[:2].astype(np.float32)).dtype == np.float32
    assert_array_equal(np.diag(pairwise_cosine(TABLE)).round(15), np.ones(6))
    assert np.isnan(cosine_similarity([np.nan, 1], [1, 1]))


# nearest_neighbors


def test_three_ways_to_be_near_by_hand():
    assert_array_equal(nearest_neighbors(CAT, TABLE, k=3, by="dot"), [5, 2, 0])
    assert_array_equal(nearest_neighbors(CAT, TABLE, k=3), [2, 5, 0])
    assert_array_equal(nearest_neighbors(CAT, TABLE, k=3, by="distance"), [2, 5, 0])
    three = [[4, 2], [2.5, 2.5], [1, 0.5]]
    firsts = [nearest_neighbors([1, 1], three, by=by)[0] for by in ("dot", "cosine", "distance")]
    assert firsts == [0, 1, 2]


def test_of_rows_that_are_level_the_earlier_comes_first():
    assert_array_equal(
        nearest_neighbors([1.0, 0], [[1.0, 1], [1, -1], [1, 0]], k=9, by="dot"), [0, 1, 2]
    )


@given(st.lists(vectors, min_size=1, max_size=8), vectors)
def test_on_unit_vectors_the_three_agree(table, query):
    units = np.array(table) / np.linalg.norm(table, axis=1, keepdims=True)
    best = np.max(units @ query)
    for by in ("dot", "cosine", "distance"):
        found = units[nearest_neighbors(query, units, by=by)[0]] @ query
        assert found >= best - 1e-9 * np.linalg.norm(query)


def test_nearest_is_that_of_scipy():
    from scipy.spatial import KDTree

    rng = np.random.default_rng(5)
    table, queries = rng.normal(size=(50, 4)), rng.normal(size=(20, 4))
    _, wanted = KDTree(table).query(queries, k=5)
    found = [nearest_neighbors(q, table, k=5, by="distance") for q in queries]
    assert_array_equal(found, wanted)


def test_bad_input_of_a_search():
    with pytest.raises(ValueError, match="by must be 'dot', 'cosine' or 'distance'; got 'angle'"):
        nearest_neighbors(CAT, TABLE, by="angle")
    with pytest.raises(ValueError, match=r"wants shapes \(d,\) and \(n, d\); got \(3,\), \(6, 4\)"):
        nearest_neighbors([1, 2, 3], TABLE)
    with pytest.raises(ValueError, match="k must be a whole number from 1 on"):
        nearest_neighbors(CAT, TABLE, k=0)
    with pytest.raises(ValueError, match="no direction"):
        nearest_neighbors(np.zeros(4), TABLE)
    assert nearest_neighbors(np.zeros(4), TABLE, by="dot").tolist() == [0]
    assert nearest_neighbors(CAT, np.empty((0, 4)), by="dot").shape == (0,)
