"""SGD in the ravine: the cloud where it ends, learning rate and batch size in your hand."""

import math
from typing import Any

import numpy as np

from mathforai.figures.figure import Figure
from mathforai.figures.numbers import fixed, percent, significant
from mathforai.figures.traits import Number

SAMPLES = 7200  # what a run may spend
RUNS = 30
RESIDUAL = 4.0  # how far off every answer of `ravine_samples` is
HEIGHTS = (0.05, 0.5, 5.0, 20.0)
LATE = (0.9, 0.92, 0.94, 0.96, 0.98, 1.0)  # the parts of a run after which its place is drawn
REFERENCE = (0.001, 1)  # learning rate and batch size of what is drawn in grey
DRAWS = "".join(
    f"{four:x}" for four in np.random.default_rng(43).integers(0, 16, size=SAMPLES)
)  # four coins for each sample


def signs() -> tuple[np.ndarray, np.ndarray]:
    """Two signs for each sample of each run, shape (RUNS, SAMPLES) each.

    Run k makes them from coins of sample i and of sample i + 240 k.
    """
    four = np.array([int(digit, 16) for digit in DRAWS])
    later = (np.arange(SAMPLES) + SAMPLES // RUNS * np.arange(RUNS)[:, None]) % SAMPLES

    def sign(bit: int) -> np.ndarray:
        return 1 - 2 * ((four >> bit ^ four[later] >> bit + 1) & 1)

    return sign(0), sign(2)


def stride(batch_size: int) -> int:
    """How many steps apart the losses are drawn."""
    return max(1, 50 // batch_size)


def sgd_runs(learning_rate: float, batch_size: int) -> np.ndarray:
    """All runs at once: their places at every stride, shape (points, RUNS, 2).

    The gradient of a sample with the signs p and q is
    (w1 + 10 pq w2 - 4p, 10 pq w1 + 100 w2 - 40q).
    """
    p, q = signs()
    steps = SAMPLES // batch_size // stride(batch_size) * stride(batch_size)
    sums = [
        sign[:, : steps * batch_size].reshape(RUNS, steps, batch_size).sum(axis=2)
        for sign in (p, q, p * q)
    ]
    w1, w2 = np.full(RUNS, 10.0), np.full(RUNS, 1.0)
    path = [(w1, w2)]
    with np.errstate(over="ignore", invalid="ignore"):
        for mp, mq, cross in zip(*(total.T for total in sums), strict=True):
            turn = 10 * cross / batch_size
            g1 = w1 + turn * w2 - RESIDUAL * mp / batch_size
            g2 = turn * w1 + 100 * w2 - 10 * RESIDUAL * mq / batch_size
            w1, w2 = w1 - learning_rate * g1, w2 - learning_rate * g2
            path.append((w1, w2))
    return np.array(path).swapaxes(1, 2)[:: stride(batch_size)]


def expected_losses(learning_rate: float, batch_size: int) -> np.ndarray:
    """The expected loss above its floor at every step, exactly, for samples drawn anew."""
    a, b = 100.0, 1.0
    losses = [plateau((a, b))]
    flat, steep = (1 - learning_rate) ** 2, (1 - 100 * learning_rate) ** 2
    spread = learning_rate * learning_rate / batch_size
    noise = RESIDUAL * RESIDUAL
    for _ in range(SAMPLES // batch_size):
        a, b = flat * a + spread * (100 * b + noise), steep * b + spread * 100 * (a + noise)
        losses.append(plateau((a, b)))
    return np.array(losses)


def stationary_moments(learning_rate: float, batch_size: int) -> tuple[float, float]:
    """Mean squares of w1 and w2 in the long run; inf where there are none."""
    if learning_rate >= rate_limit(batch_size):
        return math.inf, math.inf
    k, noise = learning_rate / batch_size, RESIDUAL * RESIDUAL
    flat, steep = 2 - learning_rate, 2 - 100 * learning_rate
    inside = flat * steep - 100 * k * k
    return k * noise * (steep + 100 * k) / inside, k * noise * (flat + k) / inside


def rate_limit(batch_size: int) -> float:
    """The learning rate from which on the expected loss grows without end."""
    return 8 / (202 + math.sqrt(202 * 202 - 1600 * (1 - 1 / (batch_size * batch_size))))


def plateau(moments: tuple[float, float]) -> float:
    """The loss above its floor at these mean squares."""
    return 0.5 * (moments[0] + 100 * moments[1])


class NoiseCloud(Figure):
    """30 runs of SGD in the ravine, learning rate and batch size in your hand.

    Taught in: 4.3 Stochastic gradients.
    """

    title = "30 runs of SGD in the ravine"
    caption = (
        "Each run may spend 7200 samples. The ravine, both axes to one scale: lines of equal loss, "
        "where each run stands at six times in the last tenth, and dashed their cloud, out to two "
        "standard deviations. The curve: the mean loss of the runs and, dashed, its expected "
        "value. Grey is learning rate 0.0010 with batch 1. The wedge is the noise, 1/√B."
    )

    learning_rate = Number(
        REFERENCE[0], low=0.0005, high=0.04, step=0.0001, help="length of a step per unit of slope"
    )
    batch_size = Number(REFERENCE[1], low=1, high=64, step=1, help="samples in one step")
    batch_size.limits["draws"] = DRAWS  # the page draws no random numbers of its own

    def batch(self) -> int:
        """The batch size as a whole number: between two of them a glide may stand."""
        return math.floor(self.batch_size + 0.5)

    def sentence(self) -> str:
        """Say where the loss settles and how many samples that takes."""
        rate, size = self.learning_rate, self.batch()
        hand = f"{{hand {fixed(rate, 4)}}}"
        if rate >= rate_limit(size):
            return (
                f"At batch {{hand {size}}} the limit of the learning rate is "
                f"{{target {fixed(rate_limit(size), 5)}}}, and {hand} is not below it: the "
                "expected loss grows without end."
            )
        a, b = stationary_moments(rate, size)
        height = plateau((a, b))
        losses = expected_losses(rate, size)
        near = len(losses) - int(np.argmax(losses[::-1] > 2 * height))  # from here on, if ever
        if losses.max() <= 2 * height:
            when = f"from 100 it comes to {{data {significant(losses[-1])}}} in {SAMPLES} samples"
        elif near == len(losses):
            when = f"{SAMPLES} samples are too few to come within twice that"
        else:
            when = f"it is within twice that after {{data {near * size}}} of {SAMPLES} samples"
        return (
            f"Learning rate {hand} over batch {{hand {size}}} is {significant(rate / size)}: the "
            f"expected loss settles {{target {significant(height)}}} above its floor, "
            f"{{target {percent(50 * b / height)}}} of that across the ravine, and {when}."
        )

    def draw(self, figure: Any) -> None:
        """Draw the cloud, and the losses."""
        from mathforai import theme

        cloud, trace = figure.subplots(1, 2)
        rate, size = self.learning_rate, self.batch()
        path = np.clip(sgd_runs(rate, size), -1e9, 1e9)
        last, apart = len(path) - 1, stride(size)
        turn = np.linspace(0, 2 * np.pi, 73)
        for height in HEIGHTS:
            ring = np.sqrt(2 * height) * np.array([np.cos(turn), np.sin(turn) / 10])
            cloud.plot(*ring, color=theme.MUTED, linewidth=theme.HAIRLINE)
        late = path[[math.floor(last * share) for share in LATE]].reshape(-1, 2)
        cloud.plot(*late.T, ".", color=theme.GRADIENT, markersize=3)
        a, b = stationary_moments(rate, size)
        if math.isfinite(a):
            ring = 2 * np.array([np.sqrt(a) * np.cos(turn), np.sqrt(b) * np.sin(turn)])
            cloud.plot(*ring, color=theme.TARGET, linestyle=theme.DASH[theme.TARGET])
        cloud.set(
            xlim=(-0.9, 0.9), ylim=(-0.65, 0.65), xticks=[-0.5, 0, 0.5], yticks=[-0.5, 0, 0.5]
        )
        cloud.set_aspect("equal")
        cloud.set_title("w₂, close to the minimum")
        cloud.set_xlabel("w₁", loc="right")
        seen = size * apart * np.arange(last + 1)
        trace.plot(seen, (path**2 @ [0.5, 50.0]).mean(axis=1), color=theme.DATA)
        expected = np.minimum(expected_losses(rate, size), 1e9)
        trace.plot(seen, expected[::apart][: last + 1], color=theme.TARGET, linestyle=":")
        trace.set_yscale("log")
        trace.set(ylim=(0.02, 300), xticks=[0, 2000, 4000, 6000])
        trace.set_yticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
        trace.set_title("loss above its floor")
        trace.set_xlabel("samples", loc="right")
