"""A word that is wrong, and how sure the model is of it: cross-entropy beside squared error."""

from functools import partial
from typing import Any

import numpy as np

from mathforai.calculus import cross_entropy_grad, vjp_softmax
from mathforai.figures.figure import Figure
from mathforai.figures.numbers import fixed, percent, significant
from mathforai.figures.traits import Choice, Number
from mathforai.optimization import gradient_descent
from mathforai.probability import softmax

WORDS = ("mat", "the", "cat", "sat", "on")
STEPS = 30
LEARNING_RATE = 1.0


def squared_error(logits: np.ndarray, target: int) -> float:
    """Return the sum of the squares of prediction minus truth."""
    return float(np.sum((softmax(logits) - np.eye(len(logits))[target]) ** 2))


def squared_error_grad(logits: np.ndarray, target: int) -> np.ndarray:
    """Return the gradient of `squared_error` with respect to the logits."""
    return vjp_softmax(logits, 2 * (softmax(logits) - np.eye(len(logits))[target]))


class WrongWord(Figure):
    """Two losses for the same five logits, one logit and the truth in your hand.

    Taught in: 2.6 Matrix calculus: softmax, cross-entropy, layer norm.
    """

    title = "How sure of “the”?"
    caption = (
        "The bars are the slopes of both losses in each of the five logits. The other plot has the "
        "probability of the true word while gradient descent with learning rate 1 changes the "
        "logits. The two curves at the slider, where the figure is live, are the losses."
    )

    the = Number(2.0, low=-2.0, high=10.0, step=0.05, help="the logit of the word “the”")
    truth = Choice("mat", ["mat", "the"], help="the word that came")

    def logits(self) -> np.ndarray:
        """The logits of the five words."""
        return np.array([3.0, self.the, 1.0, 0.1, -1.0])

    def target(self) -> int:
        """The place of the true word."""
        return WORDS.index(self.truth)

    def learned(self) -> list[np.ndarray]:
        """The probability of the true word at each step, for each of the two losses."""
        walks = [
            gradient_descent(
                partial(gradient, target=self.target()),
                self.logits(),
                learning_rate=LEARNING_RATE,
                steps=STEPS,
            )
            for gradient in (cross_entropy_grad, squared_error_grad)
        ]
        return [softmax(walk)[:, self.target()] for walk in walks]

    def sentence(self) -> str:
        """Say what both losses do with this logit."""
        z, c = self.logits(), self.target()
        by_entropy, by_square = cross_entropy_grad(z, c)[1], squared_error_grad(z, c)[1]
        entropy, square = (percent(p[-1]) for p in self.learned())
        return (
            f"“the” has the logit {{hand {fixed(self.the, 2)}}} and the probability "
            f"{percent(softmax(z)[1])}, the true word is “{self.truth}”. Cross-entropy has the "
            f"slope {{data {significant(by_entropy)}}} in this logit, squared error "
            f"{{model {significant(by_square)}}}. After {STEPS} steps “{self.truth}” has "
            f"{{data {entropy}}} with the one and {{model {square}}} with the other."
        )

    def draw(self, figure: Any) -> None:
        """Draw both gradients, and what is learned from them."""
        from mathforai import theme

        bars, steps = figure.subplots(1, 2)
        z, c = self.logits(), self.target()
        places = np.arange(len(WORDS))
        both = [
            (cross_entropy_grad(z, c), theme.DATA, "cross-entropy", -0.18),
            (squared_error_grad(z, c), theme.MODEL, "squared error", 0.18),
        ]
        for (gradient, role, name, up), p in zip(both, self.learned(), strict=True):
            bars.barh(places + up, gradient, height=0.3, color=role)
            steps.plot(p, color=role, linestyle=theme.DASH[role])
            steps.text(STEPS, p[-1] + 0.2 * up - 0.02, name, color=theme.TEXT[role], ha="right")
        bars.set_yticks(places, WORDS)
        bars.invert_yaxis()
        bars.set(xlim=(-1, 1), xticks=[-1, 0, 1], title="slope in each logit")
        steps.set(ylim=(0, 1.1), yticks=[0, 0.5, 1], title=f"probability of “{self.truth}”")
        steps.set_xlabel("step", loc="right")
