"""Walk downhill on a handful of samples at a time, and know the cloud where the walk ends.

With this file you can: cut data into batches, run SGD over them and keep every position, and say
beforehand how far the noise of the batches will keep the walk from the minimum.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mathforai.arguments import require_count, require_from_zero, require_positive
from mathforai.optimization.momentum import heavy_ball
from mathforai.optimization.walk import Array

Batch = NDArray[np.integer[Any]]


def ravine_samples(n_samples: int = 1000, *, noise: float = 4.0) -> tuple[Array, Array]:
    """Return features and answers whose mean squared error is the ravine.

    features (1 or -1, 10 or -10), answers noise or -noise, all eight kinds equally often:
    mean((features @ w - answers)^2) / 2 = (w[0]^2 + 100 w[1]^2) / 2 + noise^2 / 2

    The best weights are (0, 0). Shapes: (n, 2) and (n,).
    Raises ValueError unless n_samples is a multiple of 8, from 8 on, and noise is positive.
    Taught in: 4.3 Stochastic gradients.

    >>> features, answers = ravine_samples(8)
    >>> features[:2], answers[:2]
    (array([[ 1., 10.],
           [ 1., 10.]]), array([ 4., -4.]))
    """
    require_positive(noise=noise)
    if require_count(8, n_samples=n_samples) % 8:
        raise ValueError(f"n_samples must be a multiple of 8; got {n_samples}")
    signs = np.array([[a, b, e] for a in (1.0, -1.0) for b in (1.0, -1.0) for e in (1.0, -1.0)])
    rows = np.tile(signs * [1.0, 10.0, noise], (n_samples // 8, 1))
    return rows[:, :2], rows[:, 2]


def minibatches(
    n_samples: int, batch_size: int, *, rng: "np.random.Generator", epochs: int = 1
) -> Iterator[Batch]:
    """Deal the indices of all samples into batches, in a new order in every epoch.

    The last batch of an epoch is smaller where batch_size does not divide n_samples, as in a torch
    DataLoader with shuffle=True.
    Shapes: each batch (batch_size,) or smaller; ceil(n_samples / batch_size) of them in an epoch.
    Raises ValueError, at the first batch, unless all counts are whole numbers from 1 on.
    Taught in: 4.3 Stochastic gradients.

    >>> [len(batch) for batch in minibatches(10, 4, rng=np.random.default_rng(0), epochs=2)]
    [4, 4, 2, 4, 4, 2]
    """
    count, size = require_count(1, n_samples=n_samples), require_count(1, batch_size=batch_size)
    for _ in range(require_count(1, epochs=epochs)):
        order = rng.permutation(count)
        for first in range(0, count, size):
            yield order[first : first + size]


def sgd(
    gradient: Callable[[Any, Any], Any],
    start: ArrayLike,
    batches: Iterable[Any],
    *,
    learning_rate: ArrayLike,
    momentum: float = 0.0,
) -> Array:
    """Take one step for each batch, on that batch's gradient, and keep every position.

    u[t+1] = momentum * u[t] + gradient(w[t], batch[t]), with u[0] = 0
    w[t+1] = w[t] - learning_rate * u[t+1]

    This is torch.optim.SGD(momentum=...). A batch is whatever `gradient` takes as its second input,
    such as indices from `minibatches`.
    Shapes: start (n,) or a plain number; result (steps + 1, n) for so many batches. learning_rate
    may be a schedule, (steps,).
    Raises ValueError as `heavy_ball` does.
    Taught in: 4.3 Stochastic gradients.

    >>> samples = np.array([0.0, 4.0])
    >>> sgd(lambda w, i: w - samples[i], 8.0, [1, 0, 1], learning_rate=0.5)
    array([8. , 6. , 3. , 3.5])
    """
    dealt = list(batches)
    turn = iter(dealt)
    return heavy_ball(
        lambda w: gradient(w, next(turn)),
        start,
        learning_rate=learning_rate,
        momentum=momentum,
        steps=len(dealt),
    )


def stationary_variance(
    variance: ArrayLike,
    *,
    learning_rate: float,
    curvature: ArrayLike = 1.0,
    batch_size: int = 1,
    momentum: float = 0.0,
) -> Any:
    """Return the variance of w around the minimum when SGD has run for long on a quadratic loss.

    with b for momentum: learning_rate * variance * (1 + b)
    / (batch_size * curvature * (1 - b) * (2 * (1 + b) - learning_rate * curvature))

    `variance` is that of the gradient of one sample, the same at every w; the samples of a batch
    are drawn anew each time.
    Shapes: variance and curvature broadcast, one entry for each direction.
    Raises ValueError where the walk flies off: learning_rate * curvature from 2 (1 + momentum) on.
    Taught in: 4.3 Stochastic gradients.

    >>> round(float(stationary_variance(1.0, learning_rate=0.1)), 7)
    0.0526316
    """
    require_positive(learning_rate=learning_rate)
    require_from_zero(1, momentum=momentum)
    size, beta = require_count(1, batch_size=batch_size), float(momentum)
    spread, bend = np.asarray(variance, dtype=float), np.asarray(curvature, dtype=float)
    if not np.all((bend > 0) & np.isfinite(bend)) or not np.all(
        (spread >= 0) & np.isfinite(spread)
    ):
        raise ValueError(
            "curvature must be positive and variance from 0 on, both finite; "
            f"got {curvature!r} and {variance!r}"
        )
    room = 2 * (1 + beta) - learning_rate * bend
    if not np.all(room > 0):
        raise ValueError(
            f"learning_rate * curvature must be below {2 * (1 + beta):g}, or the walk flies off; "
            f"got {learning_rate * bend.max():g}"
        )
    return learning_rate * spread * (1 + beta) / (size * bend * (1 - beta) * room)


def gradient_noise_scale(gradients: ArrayLike) -> float:
    """Return the batch size at which the noise of a batch is as large as the gradient itself.

    sum of the variances of the entries / squared length of the mean gradient

    The variances are those of the given samples (divided by n). At the minimum, where the mean
    gradient is 0 (up to rounding), the result is inf, and 0 where there is no noise.
    Shapes: gradients (n, d), one row for each sample.
    Raises ValueError if there is no sample, or a number is not finite.
    Taught in: 4.3 Stochastic gradients. Source: McCandlish et al. (2018), the simple noise scale.

    >>> gradient_noise_scale([[1.0, 0.0], [3.0, 0.0]])
    0.25
    """
    rows = np.asarray(gradients, dtype=float)
    if rows.ndim != 2 or len(rows) == 0:
        raise ValueError(f"gradients must hold one row for each sample; got shape {rows.shape}")
    if not np.isfinite(rows).all():
        raise ValueError("gradients must be finite numbers")
    noise, signal = rows.var(axis=0).sum(), (rows.mean(axis=0) ** 2).sum()
    if noise == 0:
        return 0.0
    return float(noise / signal) if signal > 1e-30 * noise else float("inf")
