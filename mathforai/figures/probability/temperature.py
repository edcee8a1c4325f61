"""The next word after "the cat sat on the": temperature and top-p between logits and a draw."""

import math
from typing import Any

import numpy as np

from mathforai.figures.figure import Figure
from mathforai.figures.numbers import fixed, percent, significant
from mathforai.figures.traits import Choice, Number
from mathforai.information import entropy
from mathforai.probability import softmax, top_k_filter, top_p_filter

WORDS = ("mat", "the", "cat", "sat", "on")
TOP = 3.0
K = 3
COUNTS = ("one word", "two words", "three words", "four words", "all five words")


class Temperature(Figure):
    """Five logits and what is drawn from: temperature, top-p and one logit in your hand.

    Taught in: 3.4 Sampling and temperature.
    """

    title = "The next word after “the cat sat on the”"
    caption = (
        "Above, the logits and their mean, each weighed with its probability; below, the "
        "probabilities before the cut. An arrow says where more heat would move a bar. The curve "
        "under the temperature is the entropy; the line of top-p is the distribution, laid end to "
        "end."
    )

    temperature = Number(1.0, low=0.1, high=10.0, step=0.01, help="what the logits are divided by")
    top_p = Number(0.9, low=0.01, high=1.0, step=0.01, help="the share at which words are cut")
    cut = Choice("top-p", ["top-p", "top-k"], help="which rule cuts the bars")
    the = Number(2.0, low=1.0, high=TOP, step=0.05, help="the logit of the word “the”")

    def logits(self) -> np.ndarray:
        """The logits of the five words, the likeliest first."""
        return np.array([TOP, self.the, 1.0, 0.1, -1.0])

    def probabilities(self) -> np.ndarray:
        """The probabilities at this temperature, before the cut."""
        return softmax(self.logits(), temperature=self.temperature)

    def kept(self) -> int:
        """How many words the chosen cut keeps."""
        hot = self.logits() / self.temperature
        kept = top_k_filter(hot, K) if self.cut == "top-k" else top_p_filter(hot, self.top_p)
        return int(np.isfinite(kept).sum())

    def sentence(self) -> str:
        """Say what temperature and top-p do to the five words."""
        p, z, kept = self.probabilities(), self.logits(), self.kept()
        tie = self.the == TOP
        rising = [f"“{word}”" for word, v in zip(WORDS, z, strict=True) if v < float(p @ z)]
        lifts = f"{', '.join(rising[:-1])} and {rising[-1]}"
        rule = f"Top-k {K}" if self.cut == "top-k" else f"Top-p {{hand {fixed(self.top_p, 2)}}}"
        return (
            f"At temperature {{hand {fixed(self.temperature, 2)}}} "
            f"“mat” {'and “the” tie at' if tie else 'has'} {{data {percent(p[0])}}}, "
            f"the entropy is {{data {significant(entropy(p))}}} of at most "
            f"{significant(math.log(len(WORDS)))} nats, and more heat lifts "
            f"{{gradient {lifts}}}. {rule} keeps "
            f"{{data {COUNTS[kept - 1]}}}"
            f"{' of two equals' if tie and kept == 1 else ''}."
        )

    def draw(self, figure: Any) -> None:
        """Draw the bars with their cut, and the entropy at every temperature."""
        from mathforai import plots, theme

        bars, curve = figure.subplots(1, 2, width_ratios=[1.3, 1])
        plots.probability_bars(bars, WORDS, self.probabilities(), kept=self.kept())
        temperatures = np.logspace(-1, 1, 61)
        heights = [entropy(softmax(self.logits(), temperature=t)) for t in temperatures]
        curve.plot(temperatures, heights, color=theme.DATA)
        curve.plot(self.temperature, entropy(self.probabilities()), "o", color=theme.DATA)
        curve.set_xscale("log")
        curve.set_xticks([0.1, 1, 10], ["0.1", "1", "10"])
        curve.set(ylim=(0, 1.7), yticks=[0, 0.5, 1, 1.5], title="entropy in nats")
        curve.set_xlabel("temperature", loc="right")
