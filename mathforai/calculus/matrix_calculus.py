"""The last layer of a language model, and the norm inside it, with their gradients.

With this file you can: turn logits and the words that came into a loss and its gradient, and carry
a gradient backward through a layer norm.
"""

import numpy as np
from numpy.typing import ArrayLike

from mathforai.arguments import floats, require_from_zero
from mathforai.calculus.chain_rule import Array
from mathforai.probability import softmax


def cross_entropy(logits: ArrayLike, target: ArrayLike) -> float:
    """Return the mean surprise at the words that came, in nats.

    L = mean over the rows of ln(sum over i of exp(z[i])) - z[target]

    Shapes: logits (..., v); target (...), whole numbers from 0 to v - 1; result one number.
    It takes logits, not probabilities. A target whose logit is -inf costs inf.
    Raises ValueError if the shapes do not fit, if a target is no word, or for logits that `softmax`
    refuses.
    Taught in: 2.6 Matrix calculus: softmax, cross-entropy, layer norm.

    >>> round(cross_entropy([3.0, 2.0, 1.0, 0.1, -1.0], 0), 4)
    0.4552
    """
    p, place = _checked(logits, target)
    z = np.asarray(logits, dtype=p.dtype)
    top = z.max(axis=-1, keepdims=True)
    # Shifted by the largest logit, the sum of the exponentials is 1 over the largest probability.
    surprise = -np.log(p.max(axis=-1, keepdims=True)) - (np.take_along_axis(z, place, -1) - top)
    return float(surprise.mean())


def cross_entropy_grad(logits: ArrayLike, target: ArrayLike) -> Array:
    """Return the gradient of `cross_entropy` with respect to the logits: prediction minus truth.

    G = (softmax(z) - y) / n, where y is 1 at the target and 0 elsewhere, and n counts the rows

    Shapes: those of `cross_entropy`; result (..., v), each row adds up to 0. float32 stays float32.
    Raises ValueError as `cross_entropy` does.
    Taught in: 2.6 Matrix calculus: softmax, cross-entropy, layer norm.

    >>> cross_entropy_grad([3.0, 2.0, 1.0, 0.1, -1.0], 0).round(3)
    array([-0.366,  0.233,  0.086,  0.035,  0.012])
    """
    p, place = _checked(logits, target)
    np.put_along_axis(p, place, np.take_along_axis(p, place, -1) - 1, -1)
    return p / place.size


def layer_norm(
    x: ArrayLike, *, gain: ArrayLike = 1.0, shift: ArrayLike = 0.0, eps: float = 1e-5
) -> Array:
    """Take the mean from each row, and scale it to the length of the root of d.

    y = gain * (x - mean(x)) / s + shift,  s = sqrt(mean((x - mean(x))^2) + eps)

    Shapes: x (..., d); gain and shift (d,) or one number; result (..., d). float32 stays float32.
    With eps above 0 the row is a little shorter than the root of d.
    Raises ValueError if x has no entries or one that is not finite, if eps is not a number from 0
    on, if gain or shift does not fit, or if eps is 0 and all entries of a row are equal.
    Taught in: 2.6 Matrix calculus: softmax, cross-entropy, layer norm.

    >>> layer_norm([4.0, 1.0, 1.0], eps=0).round(3)
    array([ 1.414, -0.707, -0.707])
    """
    unit, _ = _standardised(x, eps)
    return _row("gain", gain, unit) * unit + _row("shift", shift, unit)


def vjp_layer_norm(
    x: ArrayLike, g: ArrayLike, *, gain: ArrayLike = 1.0, eps: float = 1e-5
) -> tuple[Array, Array, Array]:
    """Carry a gradient backward through `layer_norm`: to its input, its gain and its shift.

    x_bar = (k - mean(k) - u * mean(k * u)) / s,  u = (x - mean(x)) / s,  k = gain * g
    gain_bar = sum over the rows of g * u,  shift_bar = sum over the rows of g

    Shapes: x and g (..., d), the same; gain (d,) or one number; result (..., d), (d,) and (d,).
    Raises ValueError if the shapes differ, or as `layer_norm` does.
    Taught in: 2.6 Matrix calculus: softmax, cross-entropy, layer norm.

    >>> x_bar, gain_bar, shift_bar = vjp_layer_norm([4.0, 1.0, 1.0], [0.0, 1.0, 0.0], eps=0)
    >>> x_bar.round(3) + 0, shift_bar
    (array([ 0.   ,  0.354, -0.354]), array([0., 1., 0.]))
    """
    unit, s = _standardised(x, eps)
    upstream = np.asarray(g, dtype=unit.dtype)
    if upstream.shape != unit.shape:
        raise ValueError(f"g must have the shape of x, {unit.shape}; got {upstream.shape}")
    k = _row("gain", gain, unit) * upstream
    along = np.mean(k * unit, axis=-1, keepdims=True)
    x_bar = (k - k.mean(axis=-1, keepdims=True) - unit * along) / s
    rows = tuple(range(unit.ndim - 1))
    return x_bar, np.sum(upstream * unit, axis=rows), np.sum(upstream, axis=rows)


def _checked(logits: ArrayLike, target: ArrayLike) -> tuple[Array, np.ndarray]:
    """Return the probabilities, and the places of the targets as (..., 1)."""
    p, place = softmax(logits), np.asarray(target)
    if place.dtype.kind not in "iu" or place.shape != p.shape[:-1]:
        raise ValueError(
            f"target must be whole numbers of shape {p.shape[:-1]}; "
            f"got {place.dtype} of shape {place.shape}"
        )
    if not place.size or place.min() < 0 or place.max() >= p.shape[-1]:
        raise ValueError(
            f"target must hold numbers of words, from 0 to {p.shape[-1] - 1}; got {target!r}"
        )
    return p, place[..., None]


def _standardised(x: ArrayLike, eps: float) -> tuple[Array, Array]:
    """Return the rows without their mean, divided by s, and s."""
    rows = floats(x)
    require_from_zero(eps=eps)
    if rows.ndim == 0 or rows.shape[-1] == 0 or not np.isfinite(rows).all():
        raise ValueError(f"x must be rows of finite numbers; got {x!r}")
    low, high = rows.min(axis=-1, keepdims=True), rows.max(axis=-1, keepdims=True)
    # Divided by a power of two near the largest entry, so that no square over- or underflows.
    _, size = np.frexp(np.maximum(-low, high))
    scaled = np.ldexp(rows, -size)
    centred = scaled - scaled.mean(axis=-1, keepdims=True)
    # A mean is rounded: equal entries are told by themselves, and the rest is centred once more.
    centred = np.where(low == high, 0, centred - centred.mean(axis=-1, keepdims=True))
    spread = np.sqrt(np.mean(centred**2, axis=-1, keepdims=True))
    root = rows.dtype.type(np.sqrt(eps))
    with np.errstate(over="ignore"):  # a row that is nothing beside eps becomes 0
        s = np.hypot(spread, np.ldexp(root, -size))
    if not s.all():
        raise ValueError("all entries of a row are equal: eps must be above 0 for it; got 0")
    return centred / s, np.hypot(np.ldexp(spread, size), root)


def _row(name: str, value: ArrayLike, unit: Array) -> Array:
    row = np.asarray(value, dtype=unit.dtype)
    if row.shape not in ((), unit.shape[-1:]):
        raise ValueError(
            f"{name} must be one number or of shape {unit.shape[-1:]}; got {row.shape}"
        )
    return row
