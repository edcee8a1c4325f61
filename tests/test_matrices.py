"""Products, layers, counts and areas: by hand, against NumPy and torch, by identities."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from mathforai.linear_algebra import determinant, linear_forward, matmul, matmul_flops

sizes = st.integers(0, 6)
entries = st.floats(-100, 100)
squares = arrays(float, (2, 2), elements=entries)


# matmul


def test_product_by_hand():
    product = matmul([[1, 2], [3, 4]], [[5, 6], [7, 8]])
    assert_array_equal(product, [[19, 22], [43, 50]])
    assert product.dtype == np.int64
    assert_array_equal(matmul([[5, 6], [7, 8]], [[1, 2], [3, 4]]), [[23, 34], [31, 46]])
    assert_array_equal(matmul([[1, 2, 3]], [[4], [5], [6]]), [[32]])
    assert_array_equal(matmul([[1], [2]], [[3, 4]]), [[3, 4], [6, 8]])


def assert_multiplies(product):
    rng = np.random.default_rng(0)
    for n, k, m in ((2, 3, 4), (5, 5, 5), (1, 7, 1), (6, 1, 6)):
        A, B = rng.normal(size=(n, k)), rng.normal(size=(k, m))
        assert_allclose(product(A, B), A @ B, rtol=1e-12, atol=1e-14)


def test_product_against_numpy():
    assert_multiplies(matmul)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda A, B: B.T @ A.T,  # not turned back
        lambda A, B: A @ B.T.reshape(B.shape),
        lambda A, B: (A @ B) * (1 + 1e-9),
        lambda A, B: A[:, :-1] @ B[:-1],
    ],
)
def test_a_wrong_product_is_rejected(wrong):
    with pytest.raises(AssertionError):
        assert_multiplies(wrong)


@given(sizes, sizes, sizes, st.data())
def test_four_readings_of_a_product(n, k, m, data):
    A = data.draw(arrays(float, (n, k), elements=entries))
    B = data.draw(arrays(float, (k, m), elements=entries))
    product = matmul(A, B)
    assert product.shape == (n, m)
    # The sum of outer products adds in the same order as the definition: the same to the last bit.
    assert_array_equal(product, sum((np.outer(A[:, p], B[p]) for p in range(k)), np.zeros((n, m))))
    for j in range(m):
        assert_allclose(product[:, j], A @ B[:, j], rtol=1e-9, atol=1e-9)
    for i in range(n):
        assert_allclose(product[i], A[i] @ B, rtol=1e-9, atol=1e-9)
    assert_array_equal(matmul(B.T, A.T), product.T)


def test_float32_and_complex_keep_their_kind():
    ones = np.ones((2, 2), np.float32)
    assert matmul(ones, ones).dtype == np.float32
    assert_array_equal(matmul([[1j]], [[1j]]), [[-1]])


@pytest.mark.parametrize(
    ("A", "B"),
    [
        (np.ones((32, 128)), np.ones((256, 128))),
        (np.ones(3), np.ones((3, 2))),
        (np.ones((2, 3)), np.ones(3)),
        (np.ones((2, 2, 2)), np.ones((2, 2, 2))),
        (1.0, 2.0),
    ],
)
def test_shapes_that_do_not_fit_are_refused(A, B):
    with pytest.raises(ValueError, match=r"wants shapes \(n, k\) and \(k, m\); got \("):
        matmul(A, B)


# linear_forward


def test_layer_by_hand():
    assert_allclose(linear_forward([1, 2, 3], [[0.5, -0.3, 0.8]], [0.1]), [2.4], rtol=1e-15)
    two = linear_forward([[1, 0], [0, 1], [1, 1]], [[1, 2], [3, 4]], [10, 20])
    assert_array_equal(two, [[11, 23], [12, 24], [13, 27]])


@pytest.mark.parametrize("shape", [(3,), (5, 3), (2, 5, 3), (0, 3)])
@pytest.mark.parametrize("biased", [True, False])
def test_layer_against_torch(shape, biased):
    torch = pytest.importorskip("torch")
    layer = torch.nn.Linear(3, 4, bias=biased, dtype=torch.float64)
    x = np.random.default_rng(1).normal(size=shape)
    theirs = layer(torch.tensor(x)).detach().numpy()
    bias = layer.bias.detach().numpy() if biased else None
    ours = linear_forward(x, layer.weight.detach().numpy(), bias)
    assert ours.shape == (*shape[:-1], 4)
    assert_allclose(ours, theirs, rtol=1e-13, atol=1e-14)


@given(arrays(float, (4, 3), elements=entries), st.data())
def test_two_layers_are_one(x, data):
    first = data.draw(arrays(float, (5, 3), elements=entries))
    second = data.draw(arrays(float, (2, 5), elements=entries))
    bias = data.draw(arrays(float, 5, elements=entries))
    twice = linear_forward(linear_forward(x, first, bias), second)
    once = linear_forward(x, matmul(second, first), linear_forward(bias, second))
    assert_allclose(twice, once, rtol=1e-9, atol=1e-6)


def test_layer_keeps_float32_and_does_not_change_its_input():
    x, weight = np.ones(2, np.float32), np.ones((1, 2), np.float32)
    assert linear_forward(x, weight, np.ones(1, np.float32)).dtype == np.float32
    y = linear_forward(x, np.eye(2, dtype=np.float32))
    y[0] = 7
    assert x[0] == 1


@pytest.mark.parametrize(
    ("x", "weight", "bias", "words"),
    [
        (np.ones(2), np.ones((3, 4)), None, r"got \(2,\) and \(3, 4\)"),
        (np.ones(2), np.ones(2), None, r"got \(2,\) and \(2,\)"),
        (1.0, np.ones((1, 1)), None, r"got \(\) and \(1, 1\)"),
        (np.ones(2), np.ones((3, 2)), np.ones(2), r"has shape \(3,\); got \(2,\)"),
        (np.ones(2), np.ones((3, 2)), 1.0, r"has shape \(3,\); got \(\)"),
        (np.ones(2), np.ones((3, 2)), np.ones((3, 1)), r"got \(3, 1\)"),
    ],
)
def test_layers_that_do_not_fit_are_refused(x, weight, bias, words):
    with pytest.raises(ValueError, match=words):
        linear_forward(x, weight, bias)


# matmul_flops


class Counted:
    """A number that counts the arithmetic done with it."""

    done = 0

    def count(self, other):
        Counted.done += 1
        return self

    __mul__ = __add__ = count
    __radd__ = count  # the sum begins at 0, and that addition is counted too


@pytest.mark.parametrize(("n", "k", "m"), [(2, 3, 4), (1, 5, 1), (4, 1, 4), (3, 3, 3)])
def test_the_count_is_what_the_definition_does(n, k, m):
    Counted.done = 0
    one = Counted()
    matmul(np.full((n, k), one, dtype=object), np.full((k, m), one, dtype=object))
    assert matmul_flops(n, k, m) == Counted.done


def test_count_by_hand():
    assert matmul_flops(2, 3, 4) == 48
    assert matmul_flops(0, 3, 4) == 0
    assert matmul_flops(10**7, 10**7, 10**7) == 2 * 10**21  # beyond 64 bits, and no overflow
    assert matmul_flops(np.int32(2000), np.int32(2000), np.int32(2000)) == 16 * 10**9


@pytest.mark.parametrize("wrong", [-1, 2.5, "3", None])
def test_a_size_that_cannot_be_counted_is_refused(wrong):
    for place, name in enumerate("nkm"):
        with pytest.raises(ValueError, match=f"{name} must be a whole number from 0 on; got"):
            matmul_flops(*[wrong if i == place else 2 for i in range(3)])


# determinant


def test_area_by_hand():
    assert determinant([[1, 2], [3, 4]]) == -2
    assert determinant(np.eye(2)) == 1
    assert determinant([[0, 1], [1, 0]]) == -1
    assert determinant([[1, -1], [0.5, -0.5]]) == 0


def test_area_against_numpy_with_an_axis_in_front():
    W = np.random.default_rng(2).normal(size=(50, 3, 2, 2))
    assert_allclose(determinant(W), np.linalg.det(W), rtol=1e-11, atol=1e-13)
    assert determinant(np.zeros((0, 2, 2))).shape == (0,)
    assert determinant(np.eye(2, dtype=np.float32)).dtype == np.float32


@given(squares, squares)
def test_areas_multiply(A, B):
    allowed = 1e-12 * (1 + np.abs(A).max() ** 2 * np.abs(B).max() ** 2)
    assert abs(determinant(A @ B) - determinant(A) * determinant(B)) <= allowed


@given(squares, entries)
def test_sliding_one_column_along_the_other_keeps_the_area(W, c):
    slid = W.copy()
    slid[:, 1] += c * W[:, 0]
    allowed = 1e-12 * (1 + np.abs(slid).max() * np.abs(W).max())
    assert abs(determinant(slid) - determinant(W)) <= allowed
    assert determinant(W[:, ::-1]) == -determinant(W)


def test_area_is_that_of_the_polygon():
    rng = np.random.default_rng(3)
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
    for W in rng.normal(size=(20, 2, 2)):
        x, y = linear_forward(corners, W).T
        shoelace = 0.5 * (x @ np.roll(y, -1) - y @ np.roll(x, -1))
        assert_allclose(determinant(W), shoelace, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("wrong", [np.eye(3), [1, 2, 3, 4], 1.0, np.ones((2, 3))])
def test_what_is_not_two_by_two_is_refused(wrong):
    with pytest.raises(ValueError, match=r"wants shape \(..., 2, 2\); got"):
        determinant(wrong)
