"""High-dimensional geometry: random directions, and how many of them fit side by side.

With this file you can: draw directions of which none is preferred, say which share of all
directions comes near to a given one, and how many fit with every pair kept apart.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mathforai.arguments import require_count

Array = NDArray[Any]
LEVELS = 60  # of the fraction in `_beta_ratio`: 12 digits up to d = 10,000 at least


def random_unit_vectors(n: int, d: int, rng: "np.random.Generator") -> Array:
    """Draw n directions in d dimensions, every direction as likely as any other.

    x = g / |g|, with independent standard normal entries g

    Shapes: result (n, d); each row has length 1.
    Raises ValueError unless n is a whole number from 0 on and d one from 1 on.
    Taught in: 1.2 High-dimensional geometry.

    >>> random_unit_vectors(5, 3, np.random.default_rng(12)).shape
    (5, 3)
    """
    x = rng.standard_normal((require_count(n=n), require_count(1, d=d)))
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def cap_share(cosine: ArrayLike, d: int) -> Array:
    """Return the share of all directions whose cosine with a given one is at least this in size.

    2 K (integral of (1 - u**2) ** ((d - 3) / 2) from u = cosine to 1), with K such that cosine 0
    gives 1: two caps of a sphere, around a direction and around its opposite.

    Shapes: cosine (...), result (...).
    Raises ValueError unless cosine lies from 0 to 1 and d is a whole number from 2 on.
    Taught in: 1.2 High-dimensional geometry.
    Source: the continued fraction of the incomplete beta function, DLMF 8.17.22.

    >>> cap_share([0.0, 0.5, 1.0], 3)  # on a ball, area goes with height (Archimedes)
    array([1. , 0.5, 0. ])
    """
    c, a = np.asarray(cosine, dtype=float), (require_count(2, d=d) - 1) / 2
    if not np.all((c >= 0) & (c <= 1)):
        raise ValueError(f"cosine must lie from 0 to 1; got {cosine!r}")
    square, border = c * c, 1.5 / (a + 2.5)  # where each of the two fractions converges fast
    edge = _density_at_zero(d) * (1 - square) ** a * c
    near = 1 - 2 * edge / _beta_ratio(np.minimum(square, border), 0.5, a)
    far = edge / a / _beta_ratio(1 - np.maximum(square, border), a, 0.5)
    return np.where(square < border, near, far)[()]


def room_for(degrees: float, d: int) -> int:
    """Return how many directions are sure to fit if every pair is at least this far apart.

    max(d, 1 / cap_share(cos(angle), d)), rounded up: as long as the directions that are chosen do
    not block everything, one more fits. At 90 degrees it is d, and no more fit.

    Two directions are `degrees` apart if the lines along them cross at that angle or a larger one.
    Raises ValueError unless degrees is above 0 and at most 90, and d a whole number from 2 on.
    Taught in: 1.2 High-dimensional geometry.

    >>> room_for(90, 768), room_for(80, 768)
    (768, 787545)
    """
    count = require_count(2, d=d)
    if not 0 < degrees <= 90:
        raise ValueError(f"degrees must be above 0 and at most 90; got {degrees!r}")
    blocked = float(cap_share(math.cos(math.radians(degrees)), d))
    return max(count, math.ceil((1 - 1e-9) / blocked))  # 1 / 0.5 may come out above 2


def _density_at_zero(d: int) -> float:
    """Return the density of the cosine of two random directions at 0."""
    density = 1 / math.pi if d % 2 == 0 else 0.5
    for n in range(2 + d % 2, d, 2):
        density *= n / (n - 1)
    return density


def _beta_ratio(x: Array, a: float, b: float) -> Array:
    """Return x**a (1 - x)**b / (a B(a, b)) over the incomplete beta function of x, a and b."""
    ratio = np.ones_like(x)
    for m in range(LEVELS, 0, -1):
        odd = (a + m - 1) * (a + b + m - 1) * x / ((a + 2 * m - 2) * (a + 2 * m - 1))
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        ratio = 1 - odd / (1 + even / ratio)
    return ratio
