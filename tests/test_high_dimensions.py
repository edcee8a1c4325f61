"""Random directions and their caps: by hand, against SciPy, by identities, and where it fails."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from mathforai.linear_algebra import cap_share, random_unit_vectors, room_for

# random_unit_vectors


@pytest.mark.parametrize(("n", "d"), [(5, 3), (1, 1), (0, 4), (2000, 2)])
def test_rows_have_length_1(n, d):
    found = random_unit_vectors(n, d, np.random.default_rng(0))
    assert found.shape == (n, d)
    assert_allclose(np.linalg.norm(found, axis=1), 1, rtol=1e-14)


def test_the_same_seed_draws_the_same_directions():
    first, second = (random_unit_vectors(3, 4, np.random.default_rng(7)) for _ in "ab")
    assert_array_equal(first, second)


def assert_no_favourites(directions):
    """Compare every entry with its exact distribution; turned by any rotation, too."""
    d = directions.shape[1]
    rotation, _ = np.linalg.qr(np.random.default_rng(1).standard_normal((d, d)))
    for turned in (directions, directions @ rotation):
        for entry in turned.T:
            assert stats.kstest(entry**2, stats.beta(0.5, (d - 1) / 2).cdf).pvalue > 1e-4
            assert abs(np.mean(entry > 0) - 0.5) < 0.02


@pytest.mark.parametrize("d", [2, 3, 8])
def test_no_direction_is_preferred(d):
    assert_no_favourites(random_unit_vectors(20_000, d, np.random.default_rng(d)))


@pytest.mark.parametrize("low", [0, -1])
def test_directions_from_a_cube_are_rejected(low):
    cube = np.random.default_rng(2).uniform(low, 1, (20_000, 3))
    with pytest.raises(AssertionError):
        assert_no_favourites(cube / np.linalg.norm(cube, axis=1, keepdims=True))


@pytest.mark.parametrize("d", [2, 16, 768])
def test_the_cosine_has_mean_0_and_variance_1_over_d(d):
    u, v = random_unit_vectors(20_000, d, np.random.default_rng(3)).reshape(2, -1, d)
    cosine = np.sum(u * v, axis=1)
    assert abs(cosine.mean()) < 5 / math.sqrt(d * 10_000)
    assert_allclose(cosine.var(), 1 / d, rtol=0.08)


@pytest.mark.parametrize(("n", "d"), [(-1, 3), (2.5, 3), (3, 0), (3, "4"), (None, 3)])
def test_counts_that_cannot_be_counted_are_refused(n, d):
    with pytest.raises(ValueError, match="must be a whole number from"):
        random_unit_vectors(n, d, np.random.default_rng(0))


# cap_share


def test_shares_by_hand():
    assert_allclose(cap_share(math.cos(math.radians(30)), 2), 1 / 3, rtol=1e-13)  # 30 of 90 degrees
    assert_allclose(cap_share([0, 0.25, 0.5, 1], 3), [1, 0.75, 0.5, 0], rtol=1e-13)
    # In four dimensions the density of the cosine is that of a half circle.
    assert_allclose(cap_share(0.5, 4), 2 / 3 - math.sqrt(3) / (2 * math.pi), rtol=1e-13)


COSINES = np.concatenate([[1e-3], np.linspace(0, 0.95, 96)])


@pytest.mark.parametrize("d", [2, 3, 4, 5, 9, 50, 768, 769, 4096, 10_001])
def test_shares_are_those_of_scipy(d):
    theirs = stats.beta.sf(COSINES**2, 0.5, (d - 1) / 2)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ours = cap_share(COSINES, d)
    seen = theirs > 1e-290
    assert_allclose(ours[seen], theirs[seen], rtol=1e-10)
    with pytest.raises(AssertionError):
        assert_allclose(cap_share(COSINES, d + 1)[seen], theirs[seen], rtol=1e-10)


@given(st.floats(0, math.sqrt(0.5)), st.integers(2, 4000))
def test_the_bound_of_the_cone_holds(c, d):
    assert cap_share(c, d) <= 2 * (1 - c * c) ** (d / 2) * (1 + 1e-9)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(2, 2000))
def test_a_smaller_cap_holds_less(first, second, d):
    low, high = sorted((first, second))
    assert 0 <= cap_share(high, d) <= cap_share(low, d) * (1 + 1e-11) <= 1 + 1e-10


@pytest.mark.parametrize("d", [2, 7, 768, 4096])
def test_both_fractions_meet_at_their_border(d):
    border = math.sqrt(1.5 / (d / 2 + 2))
    below, above = cap_share([border * (1 - 1e-12), border * (1 + 1e-12)], d)
    assert_allclose(below, above, rtol=1e-9)


def test_shapes_and_formats():
    assert cap_share(0.1, 5).shape == ()
    assert cap_share([], 5).shape == (0,)
    assert cap_share(np.zeros((2, 3)), 5).shape == (2, 3)
    assert_allclose(cap_share(np.float32(0.5), 3), 0.5, rtol=1e-13)


@pytest.mark.parametrize("cosine", [-0.1, 1.1, np.nan, [0.5, -1], np.inf])
def test_a_cosine_outside_0_to_1_is_refused(cosine):
    with pytest.raises(ValueError, match="cosine must lie from 0 to 1; got"):
        cap_share(cosine, 5)


@pytest.mark.parametrize("d", [1, 0, 2.5, "3"])
def test_a_dimension_below_2_is_refused(d):
    with pytest.raises(ValueError, match="d must be a whole number from 2 on; got"):
        cap_share(0.5, d)


# room_for


def test_rooms_by_hand():
    assert room_for(90, 768) == 768
    assert room_for(60, 3) == 3  # each blocks one half, which promises 2
    assert room_for(30, 3) == 8  # the cap blocks 1 - cos 30° = 0.134
    assert room_for(22.5, 2) == 4  # each blocks a quarter of the plane: 0, 45, 90, 135


@pytest.mark.parametrize("degrees", [70.0, 80.0, 85.0])
def test_choosing_what_is_not_blocked_reaches_the_room_that_is_promised(degrees):
    """Walk through random directions and keep those that no kept one blocks."""
    limit, d = math.cos(math.radians(degrees)), 8
    kept = np.eye(d)[:0]
    for x in random_unit_vectors(4000, d, np.random.default_rng(4)):
        if np.all(np.abs(kept @ x) <= limit):
            kept = np.vstack([kept, x])
    assert len(kept) >= math.ceil(1 / cap_share(limit, d) - 1e-9)


@given(st.floats(45, 90), st.integers(2, 600))
def test_never_fewer_than_the_axes_and_never_fewer_when_less_strict(degrees, d):
    assert room_for(degrees, d) >= d
    assert room_for(degrees - 1, d) >= room_for(degrees, d)


@pytest.mark.parametrize("degrees", [0, -5, 90.1, np.nan])
def test_an_angle_beyond_90_degrees_is_refused(degrees):
    with pytest.raises(ValueError, match="degrees must be above 0 and at most 90; got"):
        room_for(degrees, 5)
