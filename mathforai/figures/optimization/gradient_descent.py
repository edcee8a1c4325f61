"""Gradient descent on (w - 3)²: the five regimes of the learning rate and their exact borders."""

from functools import partial
from typing import Any

import numpy as np

from mathforai.figures.figure import Figure
from mathforai.figures.numbers import fixed, significant
from mathforai.figures.traits import Number
from mathforai.optimization import (
    contraction_factor,
    gradient_descent,
    quadratic_gradient,
    quadratic_loss,
    regime,
)

STEPS = 12
MINIMUM = 3.0


class GradientDescent(Figure):
    """Twelve steps of gradient descent on (w - 3)², learning rate and start in your hand.

    Taught in: 4.1 Gradient descent and the learning rate.
    """

    title = "Gradient descent on (w − 3)²"
    caption = (
        "The walk on the curve, and the loss at each step on a logarithmic scale, in grey the loss "
        "at learning rate 0.10. The line of the slider changes its form where the walk does: "
        "exactly at 0.5 and at 1."
    )

    learning_rate = Number(
        0.1, low=0.01, high=1.2, step=0.01, help="length of a step per unit of slope"
    )
    start = Number(0.0, low=-1.5, high=7.5, step=0.1, help="where the walk begins")

    def _distances(self) -> np.ndarray:
        """Walk the distances to the minimum: near it, w has no digits left to tell them from 0."""
        gradient = partial(quadratic_gradient, minimum=0.0)
        start = self.start - MINIMUM
        return gradient_descent(gradient, start, learning_rate=self.learning_rate, steps=STEPS)

    def sentence(self) -> str:
        """Say what the walk does at this learning rate."""
        away = self._distances()
        loss = quadratic_loss(away, minimum=0.0)
        rate = f"{{hand {fixed(self.learning_rate, 2)}}}"
        factor = f"{{gradient {fixed(contraction_factor(self.learning_rate, 2.0), 2)}}}"
        after = f"after {STEPS} steps the loss is {{data {significant(loss[-1])}}}."
        multiplies = (
            f"At learning rate {rate} each step multiplies the distance to the minimum by {factor}"
        )
        if self.start == MINIMUM:
            return (
                "You start on the minimum. The slope there is 0, so {i w} stays at {hand 3.00} "
                "whatever the learning rate is."
            )
        return {
            "monotone": f"{multiplies}, so {{i w}} comes in from one side; {after}",
            "one step": f"At learning rate {rate} the factor is {{gradient 0}}: "
            "the first step lands exactly on the minimum, from any start.",
            "zigzags": f"{multiplies}: {{i w}} jumps across every time and still closes in; "
            f"{after}",
            "two-cycle": f"At learning rate {rate} each step lands on the mirror image of the "
            f"last: {{i w}} repeats {fixed(self.start, 2)}, {fixed(MINIMUM + away[1], 2)} "
            f"for ever and the loss stays at {{data {significant(loss[0])}}}.",
            "diverges": f"{multiplies}, so {{i w}} lands farther away every time; {after}",
        }[regime(self.learning_rate, 2.0)]

    def draw(self, figure: Any) -> None:
        """Draw the walk and its losses."""
        from mathforai import plots

        walk, trace = figure.subplots(1, 2, width_ratios=[1.15, 1])
        path = MINIMUM + self._distances()
        plots.descent_path(walk, quadratic_loss, path, span=(-1.6, 7.6))
        walk.set(ylim=(0, 21), yticks=[], xticks=[0, 3, 6], xlabel="w")
        plots.loss_trace(trace, quadratic_loss(path), label="loss")
        trace.set(ylim=(1e-6, 1e5), xlabel="step")
