"""The ravine of the chapter's figures is the ravine of NumPy."""

from pathlib import Path

import numpy as np
from javascript import call
from numpy.testing import assert_allclose

from mathforai.figures import optimization as figures
from mathforai.optimization import ravine_gradient, ravine_loss

KERNELS = Path(figures.__file__).with_name("kernels.js")
RNG = np.random.default_rng(42)
GIVEN = [
    (w.tolist(), curvatures.tolist(), angle)
    for w, curvatures, angle in zip(
        RNG.normal(scale=10, size=(40, 2)),
        10 ** RNG.uniform(-2, 3, size=(40, 2)),
        [0.0, np.pi / 4, *RNG.uniform(-3, 3, size=38)],
        strict=True,
    )
]


def test_loss_and_gradient():
    for name, function in (("ravine_loss", ravine_loss), ("ravine_gradient", ravine_gradient)):
        here = [function(w, curvatures=tuple(c), angle=a) for w, c, a in GIVEN]
        there = call(KERNELS, [(name, *arguments) for arguments in GIVEN])
        # A sum of two products that nearly cancel keeps an error of their own size.
        assert_allclose(there, np.array(here), rtol=1e-12, atol=1e-11)


def test_a_contour_stands_at_its_height():
    for _, curvatures, angle in GIVEN:
        [points] = call(KERNELS, [("contour", 7.5, curvatures, angle)])
        here = ravine_loss(points, curvatures=tuple(curvatures), angle=angle)
        assert_allclose(here, 7.5, rtol=1e-12)
        assert len({tuple(np.sign(p)) for p in points}) >= 4
