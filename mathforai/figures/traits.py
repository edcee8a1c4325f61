"""What a figure's reader can change.

These are traits that sync with the page and refuse a wrong value in one sentence.
"""

import math
import re
from typing import Any

import traitlets

_SIGNS = re.compile("[{}\\x00-\\x1f\\x7f-\\x9f\\ufeff]")  # the page takes these out of a text


class Parameter(traitlets.TraitType):
    """A trait of a figure that a control can move; `limits` is what the page must know of it."""

    def __init__(self, default: Any, limits: dict[str, Any], help: str) -> None:
        super().__init__(default, help=help)
        self.limits = limits
        self.tag(sync=True)

    def refuse(self, value: Any, wanted: str) -> None:
        """Raise traitlets.TraitError, which says what was wanted and what came."""
        raise traitlets.TraitError(f"{self.name} must be {wanted}, but {value!r} came.")


def _number(value: Any, low: float, high: float) -> bool:
    """Bools are not numbers here, and nan passes no comparison."""
    try:
        return not isinstance(value, (bool, str)) and low <= float(value) <= high
    except (TypeError, ValueError):
        return False


class Number(Parameter):
    """A number from `low` to `high`; keys move it by `step`.

    >>> Number(0.9, low=0.01, high=1.2, step=0.01).limits
    {'low': 0.01, 'high': 1.2, 'step': 0.01}
    """

    def __init__(
        self, default: float, *, low: float, high: float, step: float, help: str = ""
    ) -> None:
        super().__init__(float(default), {"low": low, "high": high, "step": step}, help)

    def validate(self, obj: Any, value: Any) -> float:
        """Return the value as a float, or refuse it."""
        low, high = self.limits["low"], self.limits["high"]
        if not _number(value, low, high):
            self.refuse(value, f"a number from {low:g} to {high:g}")
        return float(value)


class Point(Parameter):
    """A point of the plane, both coordinates from `low` to `high`."""

    def __init__(
        self, default: tuple[float, float], *, low: float, high: float, step: float, help: str = ""
    ) -> None:
        super().__init__(
            [float(c) for c in default], {"low": low, "high": high, "step": step}, help
        )

    def validate(self, obj: Any, value: Any) -> list[float]:
        """Return the value as a list of two floats, or refuse it."""
        low, high = self.limits["low"], self.limits["high"]
        pair = list(value) if hasattr(value, "__iter__") and not isinstance(value, str) else []
        if len(pair) != 2 or not all(_number(c, low, high) for c in pair):
            self.refuse(value, f"two numbers from {low:g} to {high:g}")
        return [float(c) for c in pair]


class Choice(Parameter):
    """One of several values."""

    def __init__(self, default: Any, options: list[Any], *, help: str = "") -> None:
        super().__init__(default, {"options": options}, help)

    def validate(self, obj: Any, value: Any) -> Any:
        """Return the value, or refuse it."""
        options = self.limits["options"]
        if not any(type(value) is type(o) and value == o for o in options):
            self.refuse(value, f"one of {', '.join(map(repr, options))}")
        return value


class Switch(Parameter):
    """On or off."""

    def __init__(self, default: bool, *, help: str = "") -> None:
        super().__init__(default, {}, help)

    def validate(self, obj: Any, value: Any) -> bool:
        """Return the value, or refuse it."""
        if not isinstance(value, bool) or math.isnan(value):
            self.refuse(value, "True or False")
        return value


class Text(Parameter):
    """A line of one to `words` words, `length` characters at most, without { } and control signs.

    >>> Text("a cat sat", words=8).limits
    {'words': 8, 'length': 60}
    """

    def __init__(self, default: str, *, words: int, length: int = 60, help: str = "") -> None:
        super().__init__(default, {"words": words, "length": length}, help)

    def validate(self, obj: Any, value: Any) -> str:
        """Return the value, or refuse it."""
        words, length = self.limits["words"], self.limits["length"]
        fits = isinstance(value, str) and len(value) <= length and not _SIGNS.search(value)
        if not fits or not 1 <= len(value.split()) <= words:
            self.refuse(value, f"one to {words} words of {length} characters in all, no {{ or }}")
        return value
