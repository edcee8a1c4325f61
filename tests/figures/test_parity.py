"""Every figure says the same in JavaScript and in Python; kernels have a file for each figure."""

import numpy as np
import pytest
from javascript import call

from mathforai.figures import Quiz
from mathforai.figures.find import every

FIGURES = [cls for cls in every() if cls is not Quiz]


def states(cls):
    """States of a figure: every parameter at its ends, at its default, and at random places."""
    rng = np.random.default_rng(7)
    limits = cls()._spec["ranges"]
    chosen = [cls().state()]
    for draw in range(60):
        state = {}
        for name, limit in limits.items():
            default = chosen[0][name]
            if "options" in limit:
                state[name] = limit["options"][draw % len(limit["options"])]
            elif "words" in limit:
                some = rng.choice(
                    [*default.split(), "Zebra", "a", "naïve"], size=1 + draw % limit["words"]
                )
                state[name] = " ".join(some)[: limit["length"]]
            elif "low" in limit:
                low, high, step = limit["low"], limit["high"], limit["step"]
                some = np.round(rng.uniform(low, high, size=np.shape(default)) / step) * step
                some = np.clip(some, low, high)
                ends = np.full(np.shape(default), [low, high][draw % 2])
                state[name] = np.where(draw < 4, ends, some).tolist()
            else:
                state[name] = draw % 2 == 0
        chosen.append(state)
    return chosen


@pytest.mark.parametrize("cls", FIGURES, ids=lambda cls: cls.figure_id)
def test_the_page_says_what_python_says(cls):
    here = [cls(**state).sentence() for state in states(cls)]
    there = call(cls.module, [("sentence", state) for state in states(cls)])
    assert there == here
