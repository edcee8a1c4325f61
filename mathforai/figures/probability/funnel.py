"""Means of n waits: a funnel while the spread is finite, and none beyond tail 1/2."""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mathforai.figures.figure import Figure
from mathforai.figures.numbers import fixed, significant
from mathforai.figures.traits import Choice, Number
from mathforai.probability.moments import running_mean

WAITS = 1024  # in each run
RUNS = 20  # that are seen at once
LEVELS = 2**20  # numbers between 0 and 1 that a draw may be
SETS = ("1–20", "21–40", "41–60")
DIGITS = "0123456789abcdefghijklmnopqrstuv"
# Two rows of 1024 random numbers, each written with four digits to the base 32.
DRAWS = "".join(DIGITS[d] for d in np.random.default_rng(31).integers(0, 32, size=2 * WAITS * 4))


def uniforms(run: int) -> NDArray[np.float64]:
    """Numbers between 0 and 1, one for each wait of a run.

    Number i of run k is a[i] + b[i + 17 k], of which only what stands behind the point is kept:
    independent within a run, and any two of different runs are independent too.
    """
    a, b = np.reshape([int(DRAWS[i : i + 4], 32) for i in range(0, len(DRAWS), 4)], (2, WAITS))
    return ((a + np.roll(b, -17 * run)) % LEVELS + 0.5) / LEVELS


def waiting_time(share: ArrayLike, tail: float) -> NDArray[np.float64]:
    """Return the wait, in seconds, that this share of all waits exceeds; half exceed 1 second.

    (share^-tail - 1) / (2^tail - 1), and log2(1 / share) at tail 0
    """
    logs = np.log(np.asarray(share, dtype=float))
    return (
        -logs / math.log(2)
        if tail == 0
        else np.expm1(-tail * logs) / math.expm1(tail * math.log(2))
    )


def waiting_density(x: ArrayLike, tail: float) -> NDArray[np.float64]:
    """Return the density of the waits at x >= 0: shares per second; 0 where there are none."""
    rate = math.log(2) if tail == 0 else math.expm1(tail * math.log(2)) / tail
    x = np.asarray(x, dtype=float)
    if tail == 0:
        return rate * np.exp(-rate * x)
    beyond = np.where(1 + tail * rate * x > 0, tail * rate * x, 0.0)
    height = rate * np.exp((-1 / tail - 1) * np.log1p(beyond))
    return np.where(1 + tail * rate * x > 0, height, 0.0)


def waiting_moments(tail: float) -> tuple[float, float]:
    """Return expectation and spread; inf from tail 1 on, and from tail 1/2 on."""
    if tail >= 1:
        return math.inf, math.inf
    scale = 1 / math.log(2) if tail == 0 else tail / math.expm1(tail * math.log(2))
    mean = scale / (1 - tail)
    return mean, mean / math.sqrt(1 - 2 * tail) if tail < 0.5 else math.inf


class Funnel(Figure):
    """Twenty running means of waits; the tail of the law and the number of waits in your hand.

    Taught in: 3.1 Random variables, expectation, variance.
    """

    title = "The mean of n waits"
    caption = (
        "Left, the law of a single wait: half of the area is below 1 s, the support is the "
        "expectation, the bar one spread to each side (no further than 0). Right, the mean of the "
        "first n waits in twenty runs; the funnel is the expectation plus and minus twice σ/√n. "
        "The run with the longest of all these waits is bold, with a ring where it comes. Each "
        "run keeps its luck when you change the tail."
    )

    tail = Number(0.0, low=-1.0, high=1.2, step=0.01, help="how far the rare waits reach")
    n = Number(64, low=1, high=WAITS, step=1, help="waits in each mean")
    runs = Choice(SETS[0], list(SETS), help="which of the stored runs")
    tail.limits["draws"] = DRAWS  # the page draws no random numbers of its own

    def count(self) -> int:
        """The number of waits as a whole number: between two of them a glide may stand."""
        return math.floor(self.n + 0.5)

    def waits(self) -> NDArray[np.float64]:
        """The waits of the twenty runs, shape (20, 1024)."""
        return waiting_time(self.luck(), self.tail)

    def luck(self) -> NDArray[np.float64]:
        """The share of all waits that is longer, for each wait of the twenty runs."""
        first = RUNS * SETS.index(self.runs)
        return np.array([uniforms(run) for run in range(first, first + RUNS)])

    def seen(self) -> dict[str, Any]:
        """What is measured on the twenty runs, and what was to be expected."""
        n, waits = self.count(), self.waits()
        means = running_mean(waits)[:, n - 1]
        mean, spread = waiting_moments(self.tail)
        # The least share among the first n belongs to the longest wait, at every tail.
        top, longest = divmod(int(np.argmin(self.luck()[:, :n])), n)
        return {
            "means": means,
            "mean": mean,
            "spread": spread,
            "measured": math.sqrt(np.mean((means - mean) ** 2)) if self.tail < 1 else math.inf,
            "below": int(np.sum(means < mean)),
            "top": top,
            "longest": longest,
            "share": waits[top, longest] / (n * means[top]),
            "median": float(np.median(means)),
        }

    def sentence(self) -> str:
        """Say what the law promises for the mean of n waits."""
        n, (mean, spread) = self.count(), waiting_moments(self.tail)
        shown = math.floor(self.tail * 100 + 1e-9) / 100  # never rounded up onto a border
        rare = f"{{data {significant(float(waiting_time(0.01, self.tail)))}}} s"
        start = (
            f"At tail {{hand {fixed(shown, 2)}}} half of all waits are below 1 s and one in "
            f"100 is above {rare}."
        )
        if self.tail >= 1:
            return (
                f"{start} The expectation is {{target infinite}}: there is nothing at which means "
                "of more and more waits could settle."
            )
        if self.tail >= 0.5:
            return (
                f"{start} The expectation is {{target {significant(mean)}}} s, but the spread is "
                "{gradient infinite}: no funnel, whatever {i n} is."
            )
        return (
            f"{start} The expectation is {{target {significant(mean)}}} s, the spread "
            f"{{gradient {significant(spread)}}} s, and means of {{hand {n}}} have the spread "
            f"{{gradient {significant(spread / math.sqrt(n))}}} s."
        )

    def draw(self, figure: Any) -> None:
        """Draw the law of one wait, and the running means in their funnel."""
        from mathforai import theme

        law, funnel = figure.subplots(1, 2, width_ratios=[1, 1.4])
        mean, spread = waiting_moments(self.tail)
        x = np.linspace(0, 6, 121)
        height = waiting_density(x, self.tail)
        law.fill_between(x, height, color=theme.DATA, alpha=0.15, linewidth=0)
        law.fill_between(x[:21], height[:21], color=theme.DATA, alpha=0.15, linewidth=0)
        law.plot(x, height, color=theme.DATA)
        law.set(xlim=(0, 6), ylim=(0, 1.15), xticks=[0, 1, 2, 4, 6], yticks=[])
        law.set_title("one wait")
        law.set_xlabel("seconds", loc="right")
        steps = np.arange(1, WAITS + 1)
        at = np.unique(np.rint(2 ** np.linspace(0, 10, 17)).astype(int))
        means = running_mean(self.waits())
        funnel.plot(at, means[::4, at - 1].T, color=theme.DATA, linewidth=theme.HAIRLINE, ls="-")
        funnel.plot(at, means[self.seen()["top"], at - 1], color=theme.DATA, ls="-")
        if math.isfinite(mean):
            for line in (law.axvline, funnel.axhline):
                line(mean, color=theme.TARGET, linestyle=theme.DASH[theme.TARGET])
        if math.isfinite(spread):
            for side in (-2, 2):
                funnel.plot(
                    steps, mean + side * spread / np.sqrt(steps), color=theme.GRADIENT, ls="-"
                )
        funnel.set_xscale("log")
        funnel.set_xticks([1, 4, 16, 64, 256, 1024], ["1", "4", "16", "64", "256", "1024"])
        funnel.minorticks_off()
        funnel.set(xlim=(1, WAITS), ylim=(0, 6), yticks=[0, 2, 4, 6])
        funnel.set_title("mean of the first n waits, some of the runs")
        funnel.set_xlabel("n", loc="right", style="italic")
