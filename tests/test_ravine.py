"""The ravine: by hand, by central differences, and seen from turned axes."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mathforai.optimization import ravine_gradient, ravine_loss

RNG = np.random.default_rng(43)


def test_by_hand():
    assert ravine_loss([10.0, 1.0]) == 100.0
    assert ravine_gradient([10.0, 1.0]).tolist() == [10.0, 100.0]
    # A quarter turn against the clock: the floor runs along the second axis.
    assert_allclose(ravine_loss([1.0, 10.0], angle=np.pi / 2), 100.0)
    # At 45 degrees (1, 1) lies on the floor, and (1, -1) on the wall.
    assert_allclose(ravine_loss([[1.0, 1.0], [1.0, -1.0]], angle=np.pi / 4), [1.0, 100.0])


@pytest.mark.parametrize("angle", [0.0, 0.3, np.pi / 4, 2.0])
def test_gradient_is_the_slope_in_every_direction(angle):
    given = {"curvatures": (2.0, 70.0), "angle": angle}
    w, u = RNG.normal(size=(2, 50, 2))
    slope = (ravine_loss(w + u, **given) - ravine_loss(w - u, **given)) / 2
    assert_allclose((ravine_gradient(w, **given) * u).sum(-1), slope, rtol=1e-10, atol=1e-10)


def test_overflow_is_a_result():
    assert ravine_loss([1e200, 0.0]) == np.inf
    assert ravine_gradient([np.inf, 0.0]).tolist() == [np.inf, 0.0]


@pytest.mark.parametrize("function", [ravine_loss, ravine_gradient])
@pytest.mark.parametrize("w", [1.0, [1.0, 2.0, 3.0]])
def test_other_shapes_are_named(function, w):
    with pytest.raises(ValueError, match="two weights along its last axis; got shape"):
        function(w)
