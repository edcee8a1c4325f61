"""Give every weight a step of its own: divide it by the usual size of that weight's gradient.

With this file you can: run RMSProp, Adam and AdamW as torch does and keep every position, and say
how long a step is, in units of the learning rate, for any sequence of gradients.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mathforai.arguments import require_from_zero
from mathforai.optimization.walk import Array, learning_rates, walk

BETAS = (0.9, 0.999)


def rmsprop(
    gradient: Callable[[Any], Any],
    start: ArrayLike,
    *,
    learning_rate: ArrayLike = 0.01,
    smoothing: float = 0.99,
    eps: float = 1e-8,
    steps: int,
) -> Array:
    """Divide each weight's gradient by the root of a running mean of its squares.

    v = smoothing * v + (1 - smoothing) * g^2;  w = w - learning_rate * g / (sqrt(v) + eps)

    v begins at 0 and is not corrected for that, so the first step is 1 / sqrt(1 - smoothing) times
    the learning rate long.
    Shapes: start (n,); gradient maps (n,) to (n,); result (steps + 1, n).
    learning_rate may be a schedule, (steps,). The names and the defaults are those of
    torch.optim.RMSprop, whose alpha is `smoothing`.
    Raises ValueError if smoothing is not a number from 0 to below 1, if eps is not one from 0 on,
    and for what `learning_rates` and `walk` refuse.
    Taught in: 4.4 Adam from first principles.

    >>> rmsprop(lambda w: 1e6 * w, [1.0], smoothing=0.75, learning_rate=0.25, steps=1).ravel()
    array([1. , 0.5])
    """
    rates = learning_rates(learning_rate, steps)
    require_from_zero(1, smoothing=smoothing)
    require_from_zero(eps=eps)
    v: Any = 0.0

    def step(w: Array, g: Array, t: int) -> Array:
        nonlocal v
        v = smoothing * v + (1 - smoothing) * g**2
        return w - rates[t] * g / (np.sqrt(v) + eps)

    return walk(step, gradient, start, steps)


def adam(
    gradient: Callable[[Any], Any],
    start: ArrayLike,
    *,
    learning_rate: ArrayLike = 0.001,
    betas: tuple[float, float] = BETAS,
    eps: float = 1e-8,
    steps: int,
) -> Array:
    """Divide a running mean of the gradient by the root of a running mean of its squares.

    m = betas[0] * m + (1 - betas[0]) * g;    m_hat = m / (1 - betas[0]^t)
    v = betas[1] * v + (1 - betas[1]) * g^2;  v_hat = v / (1 - betas[1]^t)
    w = w - learning_rate * m_hat / (sqrt(v_hat) + eps)

    m and v begin at 0, and t counts the steps from 1.
    Shapes: start (n,); gradient maps (n,) to (n,); result (steps + 1, n).
    learning_rate may be a schedule, (steps,). The defaults are those of torch.optim.Adam. With
    eps = 0 a weight whose gradient has always been 0 becomes nan.
    Raises ValueError if a beta is not a number from 0 to below 1, if eps is not one from 0 on, and
    for what `learning_rates` and `walk` refuse.
    Taught in: 4.4 Adam from first principles. Source: Kingma and Ba (2015).

    >>> adam(lambda w: 1e6 * w, [1.0, 4.0], learning_rate=0.5, eps=0, steps=1)
    array([[1. , 4. ],
           [0.5, 3.5]])
    """
    rates = learning_rates(learning_rate, steps)
    return walk(_step(rates, betas, eps, weight_decay=0.0), gradient, start, steps)


def adamw(
    gradient: Callable[[Any], Any],
    start: ArrayLike,
    *,
    learning_rate: ArrayLike = 0.001,
    betas: tuple[float, float] = BETAS,
    eps: float = 1e-8,
    weight_decay: float = 0.01,
    steps: int,
) -> Array:
    """Shrink every weight by the same factor, then take Adam's step.

    w = (1 - learning_rate * weight_decay) * w - learning_rate * m_hat / (sqrt(v_hat) + eps)

    m_hat and v_hat are as in `adam`: the decay takes no part in them. The gradient is that before
    the shrinking.
    Shapes: start (n,); gradient maps (n,) to (n,); result (steps + 1, n).
    learning_rate may be a schedule, (steps,). The defaults are those of torch.optim.AdamW.
    Raises ValueError if weight_decay is not a number from 0 on, and for what `adam` refuses.
    Taught in: 4.4 Adam from first principles. Source: Loshchilov and Hutter (2019).

    >>> adamw(lambda w: 0 * w, [8.0], learning_rate=0.5, weight_decay=1.0, steps=3).ravel()
    array([8., 4., 2., 1.])
    """
    rates = learning_rates(learning_rate, steps)
    return walk(_step(rates, betas, eps, weight_decay), gradient, start, steps)


def adam_step_ratio(
    gradients: ArrayLike,
    *,
    betas: tuple[float, float] = BETAS,
    eps: float = 1e-8,
    corrected: bool = True,
) -> Array:
    """Return the length of each of Adam's steps, with its sign, for gradients that are known.

    ratio = m_hat / (sqrt(v_hat) + eps), and m / (sqrt(v) + eps) where `corrected` is False

    In units of the learning rate; the step itself has the other sign.
    Shapes: gradients (steps, ...), one row for each step, to the same.
    Raises ValueError if gradients is a plain number, and for the betas and the eps that `adam`
    refuses.
    Taught in: 4.4 Adam from first principles.

    >>> adam_step_ratio([1000.0, 1000.0, 1000.0], eps=0).round(12)
    array([1., 1., 1.])
    >>> adam_step_ratio([1000.0], eps=0, corrected=False).round(5)
    array([3.16228])
    """
    given = np.asarray(gradients, dtype=float)
    if given.ndim == 0:
        raise ValueError(f"gradients must hold one gradient for each step; got {gradients!r}")
    beta1, beta2 = _betas(betas)
    require_from_zero(eps=eps)
    ratios = np.empty_like(given)
    m = v = np.zeros(given.shape[1:])
    with np.errstate(over="ignore", invalid="ignore"):
        for t, g in enumerate(given):
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g**2
            m_hat, v_hat = _corrected(m, v, (beta1, beta2), t + 1) if corrected else (m, v)
            ratios[t] = m_hat / (np.sqrt(v_hat) + eps)
    return ratios


def _step(
    rates: Array, betas: tuple[float, float], eps: float, weight_decay: float
) -> Callable[[Array, Array, int], Array]:
    """Return Adam's step for `walk`, with memories of its own."""
    beta1, beta2 = _betas(betas)
    require_from_zero(eps=eps, weight_decay=weight_decay)
    m: Any = 0.0
    v: Any = 0.0

    def step(w: Array, g: Array, t: int) -> Array:
        nonlocal m, v
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat, v_hat = _corrected(m, v, (beta1, beta2), t + 1)
        shrunk = w * (1 - rates[t] * weight_decay)
        return shrunk - rates[t] * m_hat / (np.sqrt(v_hat) + eps)

    return step


def _corrected(m: Any, v: Any, betas: tuple[float, float], t: int) -> tuple[Any, Any]:
    """Divide both means by the share of their weights that is spent after t steps."""
    return m / (1 - betas[0] ** t), v / (1 - betas[1] ** t)


def _betas(betas: Any) -> tuple[float, float]:
    try:
        beta1, beta2 = betas
    except (TypeError, ValueError):
        raise ValueError(f"betas must be two numbers; got {betas!r}") from None
    require_from_zero(1, **{"betas[0]": beta1, "betas[1]": beta2})
    return beta1, beta2
