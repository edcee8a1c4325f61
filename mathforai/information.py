"""Measure how much is left open, and what a wrong model costs.

With this file you can: say in nats how undecided a distribution is and how far it is from another,
in either direction, and fit one bell curve to two bumps in both.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mathforai.arguments import floats, require_positive
from mathforai.optimization.walk import Array, walk

BUMPS_AT, BUMPS_STD = 3.0, 0.7  # of the two bumps that one bell curve is fitted to
DIRECTIONS = ("forward", "reverse")


def entropy(p: ArrayLike) -> Any:
    """Return how undecided a distribution is, in nats: 0 when one outcome is certain.

    H(p) = -(sum over i of p[i] ln p[i]), with 0 ln 0 = 0; the most is ln v, when all v are equal

    Shapes: (..., v) to (...); a single row gives one number.
    Raises ValueError if an entry is negative or nan, or if a row does not add up to 1.
    Taught in: 3.4 Sampling and temperature.

    >>> entropy([0.25, 0.25, 0.25, 0.25]).round(4), entropy([1.0, 0.0])
    (np.float64(1.3863), np.float64(0.0))
    """
    row = _distribution("p", p)
    # ln 1 stands in where p is 0: the product is 0 as it should be, and no log of 0 is taken.
    return -np.sum(row * np.log(np.where(row > 0, row, 1)), axis=-1) + 0.0


def kl_divergence(p: ArrayLike, q: ArrayLike) -> Any:
    """Return what it costs, in nats a draw, to believe in q while p draws: 0 if they are the same.

    D(p || q) = sum over i of p[i] ln(p[i] / q[i]), with 0 ln 0 = 0, and inf where q is 0 and p not

    Shapes: (..., v) and (..., v), which broadcast, to (...); a pair of rows gives one number.
    Nothing is added to q and nothing is cut at 0: what is infinite comes out as inf, and where p
    and q are nearly the same, rounding can leave some 1e-16 below 0.
    Raises ValueError if a row has a negative entry or a nan or does not add up to 1, or if the
    shapes do not fit.
    Taught in: 5.3 KL divergence, both ways.

    >>> kl_divergence([0.9, 0.1], [0.5, 0.5]).round(4), kl_divergence([0.5, 0.5], [1.0, 0.0])
    (np.float64(0.3681), np.float64(inf))
    """
    first, second = _distribution("p", p), _distribution("q", q)
    if first.shape[-1] != second.shape[-1]:
        raise ValueError(
            f"p and q must have equally many entries; got shapes {first.shape} and {second.shape}"
        )
    with np.errstate(divide="ignore"):
        # A difference of logarithms: p / q could overflow. Where p is 0, 1 and 1 stand in.
        cost = np.log(np.where(first > 0, first, 1)) - np.log(np.where(first > 0, second, 1))
    return np.sum(first * cost, axis=-1) + 0.0


def kl_gaussian(mean_p: ArrayLike, std_p: ArrayLike, mean_q: ArrayLike, std_q: ArrayLike) -> Any:
    """Return the divergence of two normal distributions in nats; p draws, q is believed.

    D(p || q) = ln(std_q / std_p) + (std_p^2 + (mean_p - mean_q)^2) / (2 std_q^2) - 1/2

    Shapes: four that broadcast to one; each entry is a pair of its own.
    Raises ValueError if a width (std) is not a positive finite number, or a mean not finite.
    Taught in: 5.3 KL divergence, both ways.

    >>> kl_gaussian(0.0, 1.0, 0.0, 2.0).round(4), kl_gaussian(0.0, 2.0, 0.0, 1.0).round(4)
    (np.float64(0.3181), np.float64(0.8069))
    """
    m_p, s_p, m_q, s_q = (np.asarray(x, dtype=float) for x in (mean_p, std_p, mean_q, std_q))
    for name, width in (("std_p", s_p), ("std_q", s_q)):
        if not np.all((width > 0) & (width < np.inf)):
            raise ValueError(f"{name} must be positive and finite; got {width}")
    for name, mean in (("mean_p", m_p), ("mean_q", m_q)):
        if not np.all(np.isfinite(mean)):
            raise ValueError(f"{name} must be finite; got {mean}")
    return np.log(s_q / s_p) + ((s_p / s_q) ** 2 + ((m_p - m_q) / s_q) ** 2 - 1) / 2


def two_bumps_log_density(x: ArrayLike) -> Any:
    """Return ln p(x) of two bumps: half a normal at -3 and half one at 3, both of width 0.7.

    ln p(x) = -(|x| - 3)^2 / (2 * 0.7^2) + ln(1 + exp(-2 * 3 |x| / 0.7^2)) - ln(2 * 0.7 sqrt(2 pi))

    Shapes: any; each entry of x is a separate point. No exponent is above 0, so nothing overflows
    and far away, where p(x) itself would be 0 in floats, its logarithm is still right.
    Taught in: 5.3 KL divergence, both ways.

    >>> np.exp(two_bumps_log_density([-3.0, 0.0, 3.0])).round(5)
    array([2.8496e-01, 6.0000e-05, 2.8496e-01])
    """
    away = np.abs(np.asarray(x, dtype=float))
    near = -((away - BUMPS_AT) ** 2) / (2 * BUMPS_STD**2)
    other = np.log1p(np.exp(-2 * BUMPS_AT * away / BUMPS_STD**2))
    return near + other - np.log(2 * BUMPS_STD * np.sqrt(2 * np.pi))


def fit_kl(mean: float, std: float, direction: str) -> float:
    """Return the divergence between the two bumps p and one bell curve q, in nats.

    forward: D(p || q); reverse: D(q || p)

    The average of ln p over a bell curve is taken on a fixed grid; for means up to 5 and widths
    from 0.5 to 4 the result is right to 1e-6 of itself (tests compare with scipy.integrate.quad).
    Raises ValueError for another direction, or if std is not positive.
    Taught in: 5.3 KL divergence, both ways.

    >>> round(fit_kl(0.0, 3.08, "forward"), 3), round(fit_kl(3.0, 0.7, "reverse"), 3)
    (0.789, 0.693)
    """
    _require_fit(std, direction)
    log_height = np.log(std * np.sqrt(2 * np.pi))
    if direction == "forward":
        square = BUMPS_AT**2 + BUMPS_STD**2 + mean**2
        # p is symmetric: over all of it ln p has the same average as over one bump.
        return float(_average_log_p(BUMPS_AT, BUMPS_STD) + log_height + square / (2 * std**2))
    return float(-0.5 - log_height - _average_log_p(mean, std))


def fit_kl_gradient(mean: float, std: float, direction: str) -> Array:
    """Return the slope of `fit_kl` in the mean and in the width.

    forward: mean / std^2 and 1 / std - (3^2 + 0.7^2 + mean^2) / std^3
    reverse: -average of s(x) and -1 / std - average of z s(x), where x = mean + std z,
    z is standard normal and s is the derivative of ln p

    Shapes: (2,). With mean 0 the first entry is exactly 0.
    Raises ValueError as `fit_kl` does.
    Taught in: 5.3 KL divergence, both ways.

    >>> fit_kl_gradient(0.0, 2.0, "forward").round(3)
    array([ 0.   , -0.686])
    """
    _require_fit(std, direction)
    if direction == "forward":
        square = BUMPS_AT**2 + BUMPS_STD**2 + mean**2
        return np.array([mean / std**2, 1 / std - square / std**3])
    right, left = _slope_log_p(mean + std * _Z), _slope_log_p(mean - std * _Z)
    # In pairs: at mean 0 each pair cancels to the last bit, and the walk stays on the ridge.
    return np.array([-np.sum(_W * (right + left)), -1 / std - np.sum(_W * _Z * (right - left))])


def fit_kl_descent(mean: float, std: float, direction: str, steps: int = 240) -> Array:
    """Walk the bell curve downhill on `fit_kl` and keep every mean and width.

    Each step is the learning rate (2 forward, 0.2 reverse) times the gradient, at most 0.1 long.

    Shapes: (steps + 1, 2). Raises ValueError as `fit_kl` does, or for a wrong number of steps.
    Taught in: 5.3 KL divergence, both ways.

    >>> fit_kl_descent(0.5, 1.0, "reverse")[-1].round(2) + 0.0
    array([0.  , 2.58])
    """
    _require_fit(std, direction)
    rate = 2.0 if direction == "forward" else 0.2
    return walk(
        lambda w, g, t: w - min(rate, 0.1 / max(np.hypot(*g), 1e-300)) * g,
        lambda w: fit_kl_gradient(w[0], w[1], direction),
        np.array([mean, std], dtype=float),
        steps,
    )


# The half axis of a standard normal: 144 midpoints up to 6, and the weight of each.
_Z = (np.arange(144) + 0.5) / 24
_W = np.exp(-_Z * _Z / 2) / (24 * np.sqrt(2 * np.pi))


def _average_log_p(mean: float, std: float) -> Any:
    both = two_bumps_log_density(mean + std * _Z) + two_bumps_log_density(mean - std * _Z)
    return np.sum(_W * both)


def _slope_log_p(x: Array) -> Array:
    return (BUMPS_AT * np.tanh(BUMPS_AT * x / BUMPS_STD**2) - x) / BUMPS_STD**2


def _require_fit(std: float, direction: str) -> None:
    require_positive(std=std)
    if direction not in DIRECTIONS:
        raise ValueError(f"direction must be one of {DIRECTIONS}; got {direction!r}")


def _distribution(name: str, p: ArrayLike) -> Array:
    row = floats(p)
    if row.ndim == 0 or not np.all(row >= 0) or not np.all(np.abs(row.sum(axis=-1) - 1) <= 1e-5):
        raise ValueError(
            f"{name} must be probabilities, from 0 on, that add up to 1; "
            f"got {np.array2string(row, threshold=10)}"
        )
    return row
