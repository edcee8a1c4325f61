"""Let a text vouch for its numbers.

With this file you can: write `stated("0.2333", value)` beside a paragraph that prints 0.2333, and
have the notebook stop when the computation no longer gives it.
"""

import ast
import linecache
import re
import sys
from decimal import Decimal, localcontext
from itertools import islice
from numbers import Rational, Real
from types import FrameType
from typing import Any

_PRINTED = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?([eE][+-]?\d+)?")


def stated(text: str, value: Any) -> None:
    """Raise AssertionError unless `value`, rounded to the digits of `text`, is what the text says.

    |value - text| <= half a unit in the last printed place

    The text may have thousands commas, a true minus and an exponent ("1.5e16"). The value must come
    from a computation: a bare literal raises TypeError, and so do a string and a bool. Where Python
    knows no source of the calling line, literals pass.

    >>> stated("0.33", 1 / 3)
    >>> stated("0.34", 1 / 3)
    Traceback (most recent call last):
    AssertionError: the text says 0.34, but the computation gives 0.33 (0.3333333333333333)
    """
    printed = _printed(text)
    if _is_literal_call(sys._getframe(1)):
        raise TypeError(
            f'stated("{text}", ...) was given a bare literal; compute the value instead, '
            "or the text only agrees with itself"
        )
    with localcontext() as context:
        context.prec = 1100  # every float64 is exact in that many digits
        number = _exact(text, value)
        unit = Decimal(1).scaleb(_exponent(printed))
        if number is not None and abs(number - printed) <= unit / 2:
            return
        rounded = "no number" if number is None else f"{number.quantize(unit):,f}"
    raise AssertionError(f"the text says {text}, but the computation gives {rounded} ({value})")


def _printed(text: str) -> Decimal:
    if not isinstance(text, str):
        raise TypeError(f"the text comes first, as a string; got {type(text).__name__}")
    plain = text.strip().replace("\N{MINUS SIGN}", "-")
    if not _PRINTED.fullmatch(plain):
        raise ValueError(f"the text must be a number as printed, such as 0.2333; got {text!r}")
    return Decimal(plain.replace(",", ""))


def _exponent(printed: Decimal) -> int:
    exponent = printed.as_tuple().exponent
    assert isinstance(exponent, int)  # the pattern lets no nan and no infinity through
    return exponent


def _exact(text: str, value: Any) -> Decimal | None:
    """Return the value as a Decimal without rounding, or None for nan and inf."""
    if getattr(value, "shape", None) == ():  # a NumPy or torch scalar
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        kind = type(value).__name__
        raise TypeError(f'stated("{text}", ...) wants one computed number; got {kind}')
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, Rational):
        return Decimal(int(value.numerator)) / Decimal(int(value.denominator))
    value = float(value)
    if value != value or value in (float("inf"), float("-inf")):
        return None
    return Decimal(value)


def _is_literal_call(frame: FrameType) -> bool:
    """Return whether the call that the frame has reached was given a literal number."""
    call = _source_of_call(frame)
    try:
        node = ast.parse(call.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return False
    if not isinstance(node, ast.Call):
        return False
    given = [*node.args[1:2], *(item.value for item in node.keywords if item.arg == "value")]
    return any(_is_literal(item) for item in given)


def _is_literal(node: ast.expr) -> bool:
    while isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def _source_of_call(frame: FrameType) -> str:
    """Return the text of the call, or "" without a source (columns count bytes, not letters)."""
    positions = next(islice(frame.f_code.co_positions(), frame.f_lasti // 2, None))
    first, last, begin, end = positions
    lines = linecache.getlines(frame.f_code.co_filename, frame.f_globals)
    if first is None or last is None or begin is None or end is None or last > len(lines):
        return ""
    text = [line.encode() for line in lines[first - 1 : last]]
    text[-1] = text[-1][:end]
    text[0] = text[0][begin:]
    return b"".join(text).decode(errors="replace")
