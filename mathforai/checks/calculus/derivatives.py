"""Checks for the exercises of 2.1, Derivatives and finite differences.

The repaired slope is tried where a central difference is known without one, and the test of a
derivative on right and on planted wrong ones; none holds an answer to copy.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from mathforai.checks.properties import Answer, NotYet, Property, close, describe, number

Function = Callable[[Any], Any]
Row = Callable[[Answer], bool | str]
Case = tuple[str, Function, Function, float]


# repaired_slope(f, x, h): a central difference with its brackets back


def _slope(answer: Answer, f: Function, x: float, h: float) -> float:
    return number(answer(f, x, h))


def _seen(found: float, wanted: float, where: str) -> bool | str:
    return close(found, wanted, 1e-7) or (
        f"{where} your slope is {describe(found)}, and {describe(wanted)} is wanted."
    )


def _square(x: Any) -> Any:
    return x * x


def _line(answer: Answer) -> bool | str:
    for h in (0.25, 2.0):
        found = _slope(answer, lambda x: 5 - 3 * x, 1.0, h)
        seen = _seen(found, -3.0, f"With h = {h:g}")
        if seen is not True:
            return seen
    return True


def _parabola(answer: Answer) -> bool | str:
    for x, h in ((3.0, 0.25), (-1.0, 2.0), (0.5, 1e-5)):
        seen = _seen(_slope(answer, _square, x, h), 2 * x, f"At x = {x:g} with h = {h:g}")
        if seen is not True:
            return seen
    return True


def _cube(answer: Answer) -> bool | str:
    found = _slope(answer, lambda x: x * x * x, 1.0, 0.5)
    return _seen(found, 3.25, "For x³ at 1 with h = 0.5")


REPAIRED_SLOPE = [
    Property(
        "returns one number",
        lambda answer: math.isfinite(_slope(answer, _square, 3.0, 0.25)),
        "f comes in as a function: call it above and below x.",
    ),
    Property(
        "finds the slope of the line 5 − 3x, with a small nudge and a large one",
        _line,
        "the rise is a difference, and the run is 2h. Both need brackets.",
    ),
    Property(
        "is exact on x², as a central difference is",
        _parabola,
        "the two points lie on both sides of x, equally far away.",
    ),
    Property(
        "takes its nudge from h",
        _cube,
        "on x³ the central difference is 3x² + h². Is h replaced by a number of your own?",
    ),
]


# derivative_is_right(f, df, x)


def _verdict(answer: Answer, f: Function, df: Function, x: float) -> bool:
    found = answer(f, df, x)
    if not isinstance(found, bool | np.bool_):
        raise NotYet(f"Wanted True or False; your function returned {describe(found)}.")
    return bool(found)


def _root(x: float) -> float:
    return math.sqrt(x)


def _root_slope(x: float) -> float:
    return 0.5 / math.sqrt(x)


# f, its derivative, a place: what is said of them
_ORDINARY: list[Case] = [
    ("x² at 3", _square, lambda x: 2 * x, 3.0),
    ("√x at 2", _root, _root_slope, 2.0),
    ("sin at 1.7", math.sin, math.cos, 1.7),
    ("eˣ at −1", math.exp, math.exp, -1.0),
]
_FAR: list[Case] = [
    ("√x at 10⁹", _root, _root_slope, 1e9),
    ("x² at −10⁹", _square, lambda x: 2 * x, -1e9),
]
_NEAR: list[Case] = [
    ("eˣ at 10⁻⁸", math.exp, math.exp, 1e-8),
    ("eˣ at −10⁻¹²", math.exp, math.exp, -1e-12),
    ("sin at 10⁻⁶", math.sin, math.cos, 1e-6),
]
_ZERO: list[Case] = [
    ("eˣ at 0", math.exp, math.exp, 0.0),
    ("x³ at 0, slope 0", lambda x: x * x * x, lambda x: 3 * x * x, 0.0),
    ("cos at 0, slope 0", math.cos, lambda x: -math.sin(x), 0.0),
    ("x + 10⁶x² at 0", lambda x: x + 1e6 * x * x, lambda x: 1 + 2e6 * x, 0.0),
]


def _accepts(cases: list[Case]) -> Row:
    def holds(answer: Answer) -> bool | str:
        for name, f, df, x in cases:
            if not _verdict(answer, f, df, x):
                return f"The derivative of {name} is right, and your test refuses it."
        return True

    return holds


def _wrong(df: Function, fault: Callable[[float], float]) -> Function:
    return lambda x: fault(df(x))


_FAULTS: list[tuple[str, Callable[[float], float]]] = [
    ("half of it", lambda slope: slope / 2),
    ("twice as large", lambda slope: 2 * slope),
    ("of the other sign", lambda slope: -slope),
    ("1 % too large", lambda slope: 1.01 * slope),
    ("0.3 % too small", lambda slope: 0.997 * slope),
    ("0", lambda slope: 0.0),
]


def _rejects(cases: list[Case]) -> Row:
    def holds(answer: Answer) -> bool | str:
        for name, f, df, x in cases:
            for words, fault in _FAULTS:
                if _verdict(answer, f, _wrong(df, fault), x):
                    return f"For {name} a derivative that is {words} passes your test."
        return True

    return holds


def _within_the_tolerance(answer: Answer) -> bool | str:
    for name, f, df, x in _ORDINARY:
        if not _verdict(answer, f, _wrong(df, lambda slope: 1.0005 * slope), x):
            return f"For {name} a derivative that is off by 0.0005 of itself is refused."
    return True


def _rejects_at_zero(answer: Answer) -> bool | str:
    if _verdict(answer, math.sin, lambda x: 0.0, 0.0):
        return "A derivative 0 of sin at 0 passes your test; the slope is 1."
    return not _verdict(answer, math.cos, lambda x: 0.001, 0.0) or (
        "A derivative 0.001 of cos at 0 passes your test; the slope is 0."
    )


def _both(first: Row, second: Row) -> Row:
    def holds(answer: Answer) -> bool | str:
        seen = first(answer)
        return second(answer) if seen is True else seen

    return holds


DERIVATIVE_IS_RIGHT = [
    Property(
        "returns True or False",
        lambda answer: _verdict(answer, *_ORDINARY[0][1:]) in (True, False),
        "end with a comparison; that is True or False by itself.",
    ),
    Property(
        "accepts right derivatives at ordinary places",
        _accepts(_ORDINARY),
        "compare df(x) with a central difference of f at x. Do the two have to be equal?",
    ),
    Property(
        "refuses wrong ones: half, twice, the other sign, 1 % off",
        _rejects(_ORDINARY),
        "take the size of the difference, without its sign, and compare it with 0.001 times the "
        "larger size.",
    ),
    Property(
        "lets 0.0005 of the slope pass, as the tolerance says",
        _within_the_tolerance,
        "the tolerance is 0.001 times the larger of the two sizes.",
        stops=False,
    ),
    Property(
        "works for large x",
        _both(_accepts(_FAR), _rejects(_FAR)),
        "floats near 10⁹ stand 10⁻⁷ apart. How large must the nudge be?",
        stops=False,
    ),
    Property(
        "works for small x",
        _both(_accepts(_NEAR), _rejects(_NEAR)),
        "near 0 the curve eˣ is what it is at 0. Does your nudge shrink with x all the same?",
        stops=False,
    ),
    Property(
        "works at 0, and where the slope is 0",
        _both(_accepts(_ZERO), _rejects_at_zero),
        "is your nudge 0 there, or do you divide by a slope of 0? The text allows 10⁻⁸ besides. "
        "And a central difference has a point on either side.",
    ),
]


EXERCISES = {
    "calculus.derivatives.repaired_slope": REPAIRED_SLOPE,
    "calculus.derivatives.derivative_is_right": DERIVATIVE_IS_RIGHT,
}
