"""The page and Python print the same numbers."""

from pathlib import Path

import numpy as np
import pytest
from javascript import call

from mathforai.figures import link, numbers

MODULE = link.SHARED / "numbers.js"
RNG = np.random.default_rng(7)
VALUES = [
    *(
        0.0,
        -0.0,
        0.125,
        0.375,
        2.5,
        -2.5,
        0.5,
        9.995,
        9.9996,
        99.96,
        999.5,
        9999.5,
        9.996e-4,
        1e-3,
        1e4,
        5e-324,
        1e300,
    ),
    *(
        float("inf"),
        float("-inf"),
        float("nan"),
        1 / 3,
        -1e-9,
        0.0005,
        0.001,
        0.9999,
        0.9995,
        0.99949,
    ),
    *(RNG.normal(size=300) * 10.0 ** RNG.integers(-8, 9, size=300)).tolist(),
]


@pytest.mark.parametrize(
    ("name", "digits"),
    [("fixed", 0), ("fixed", 2), ("significant", 3), ("significant", 2), ("percent", None)],
)
def test_the_page_prints_what_python_prints(name, digits):
    values = [v for v in VALUES if name != "percent" or 0 <= v <= 1]
    given = [(v,) if digits is None else (v, digits) for v in values]
    here = [getattr(numbers, name)(*arguments) for arguments in given]
    assert call(MODULE, [(name, *arguments) for arguments in given]) == here


def test_powers_of_ten():
    powers = list(range(-12, 13))
    assert call(MODULE, [("power_of_ten", p) for p in powers]) == [
        numbers.power_of_ten(p) for p in powers
    ]


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0.0425, "0.0425"),
        (136.8, "137"),
        (-1.1, "−1.10"),
        (2.4e7, "2.40 × 10⁷"),
        (9.9996, "10.0"),
        (0.0, "0"),
        (1370.2, "1370"),
    ],
)
def test_significant_by_hand(value, printed):
    assert numbers.significant(value) == printed


def test_nothing_prints_as_minus_zero():
    assert numbers.fixed(-0.001, 2) == "0.00"


def test_every_module_is_named_in_the_layer():
    assert {f.stem for f in Path(link.SHARED).glob("*.js")} == {*link.LAYER, "host"}
