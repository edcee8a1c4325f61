"""Try the properties of an exercise on a learner's answer.

With this file you can: write a check as a list of `Property`, and run it on whatever the learner
hands in. A stub, a wrong kind of object, a function that raises or never ends: each becomes a
sentence, and nothing raises.
"""

import reprlib
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from mathforai.checks.report import Report, Row

TIME_LIMIT = 2.0  # seconds for one property
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN = (bool, int, complex, str, list, tuple, dict)
_BLANK = (None, NotImplemented, Ellipsis)


@dataclass(frozen=True)
class Property:
    """One thing that a right answer does.

    `holds(answer)` returns True, or False, or a sentence that says what was seen instead; it may
    raise `NotYet` too.
    """

    says: str
    holds: Callable[[Any], bool | str]
    hint: str
    stops: bool = True  # later properties make no sense where this one fails


class NotYet(Exception):
    """The answer misbehaved; the message says how, for the learner to read."""


class _Unattempted(Exception):
    """The answer is still the stub."""


class _TimeUp(BaseException):
    """The time limit; not an Exception, so that an `except Exception` does not swallow it."""


def run(properties: Sequence[Property], answer: Any) -> Report:
    """Try the properties in order; after one that fails and `stops`, the rest are not run."""
    not_run = tuple(Row("not run", item.says) for item in properties)
    if any(answer is blank for blank in _BLANK):
        return Report(not_run, attempted=False)
    if not callable(answer):
        wanted = f"A function is wanted here; this is {describe(answer)}."
        return Report((Row("not yet", properties[0].says, wanted), *not_run[1:]))
    guarded = Answer(answer)
    rows: list[Row] = []
    for item in properties:
        try:
            seen = _try(item, guarded)
        except _Unattempted:
            return Report(not_run, attempted=False)
        if seen is None:
            rows.append(Row("pass", item.says))
            continue
        rows.append(Row("not yet", item.says, f"{seen} Hint: {item.hint}".strip()))
        if item.stops:
            break
    return Report((*rows, *not_run[len(rows) :]))


def _try(item: Property, answer: "Answer") -> str | None:
    """Return None where the property holds, else what was seen ("" where nothing needs saying)."""
    try:
        with _time_limit(TIME_LIMIT), np.errstate(all="ignore"):
            outcome = item.holds(answer)
    except _TimeUp:
        return f"Your function was still running after {TIME_LIMIT:g} seconds. Does its loop end?"
    except NotYet as problem:
        return str(problem)
    except (_Unattempted, KeyboardInterrupt):
        raise
    except BaseException as problem:  # a strange object that breaks when it is looked at
        return f"What your function returned could not be used ({type(problem).__name__})."
    if isinstance(outcome, str):
        return outcome
    return None if outcome else ""


@dataclass
class Answer:
    """The learner's function, whose errors become `NotYet` with a sentence."""

    function: Callable[..., Any]
    called: bool = False

    def __call__(self, *inputs: Any, **options: Any) -> Any:
        """Call the learner's function."""
        first, self.called = not self.called, True
        try:
            value = self.function(*inputs, **options)
        except (_TimeUp, KeyboardInterrupt):
            raise
        except NotImplementedError as problem:
            if first:
                raise _Unattempted from None
            raise NotYet(_raised(problem)) from None
        except BaseException as problem:
            raise NotYet(_raised(problem)) from None
        if any(value is blank for blank in _BLANK):
            if first:
                raise _Unattempted
            raise NotYet(f"Your function returned {value!r}. Is a `return` missing on some path?")
        return value


def _raised(problem: BaseException) -> str:
    try:
        words = " ".join(str(problem).split())[:160].rstrip(".")
    except Exception:
        words = ""
    return f"Your function raised {type(problem).__name__}{': ' if words else ''}{words}."


def describe(value: Any) -> str:
    """Return a short text for any object; it runs no repr that is not Python's own."""
    if isinstance(value, float | np.floating):
        digits, _, exponent = f"{float(value):.4g}".partition("e")
        power = f" × 10{str(int(exponent)).translate(_SUPERSCRIPT)}" if exponent else ""
        return digits.replace("-", "−") + power
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if type(value) in _PLAIN:
        return f"{reprlib.repr(value)} ({type(value).__name__})"
    return f"an object of type {type(value).__name__}"


def number(value: Any) -> float:
    """Return one number as a float (inf is one), or raise `NotYet` saying what came instead."""
    found = numbers(value, ())
    return float(found)


def numbers(value: Any, shape: tuple[int, ...]) -> np.ndarray:
    """Return numbers of this shape as float64, or raise `NotYet` saying what came instead."""
    wanted = "one number" if shape == () else f"numbers of shape {shape}"
    try:
        found = np.asarray(value)
    except Exception:
        raise NotYet(f"Wanted {wanted}; your function returned {describe(value)}.") from None
    if found.dtype.kind not in "iuf":
        raise NotYet(f"Wanted {wanted}; your function returned {describe(value)}.")
    if found.shape != shape:
        raise NotYet(f"Wanted {wanted}; your function returned shape {found.shape}.")
    if np.isnan(found).any():
        raise NotYet("Your function returned nan, which is not a number.")
    return found.astype(float)


def close(found: Any, wanted: Any, tolerance: float = 1e-9) -> bool:
    """Return whether all of `found` lies within `tolerance` of `wanted`, relative or absolute."""
    return bool(np.allclose(found, wanted, rtol=tolerance, atol=tolerance))


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Stop what runs too long.

    Only the main thread of a system with interval timers (Linux, macOS) can do this: that is where
    a notebook's cells run. Elsewhere there is no limit, and a loop without end is stopped by hand.
    """
    in_main = threading.current_thread() is threading.main_thread()
    if not hasattr(signal, "setitimer") or not in_main:
        yield
        return
    waiting = True

    def ring(*_: Any) -> None:
        if waiting:
            raise _TimeUp

    handler = signal.signal(signal.SIGALRM, ring)
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        waiting = False
        used = seconds - signal.setitimer(signal.ITIMER_REAL, 0)[0]
        signal.signal(signal.SIGALRM, signal.SIG_DFL if handler is None else handler)
        if left:  # somebody else's timer goes on
            signal.setitimer(signal.ITIMER_REAL, max(left - used, 1e-3), interval)
