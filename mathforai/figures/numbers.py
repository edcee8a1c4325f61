"""Numbers as the book prints them, the same rules as shared/numbers.js.

JavaScript rounds halves away from zero and Python's format rounds them to even, so the rounding is
done in decimal arithmetic.
"""

import math
from decimal import ROUND_HALF_UP, Decimal

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _round(x: float, decimals: int) -> str:
    text = f"{Decimal(x).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
    if not text.strip("-0."):  # what prints as zero has no sign
        text = text.lstrip("-")
    return text.replace("-", "−")


def _infinite(x: float) -> str:
    return "not a number" if math.isnan(x) else "infinity" if x > 0 else "−infinity"


def power_of_ten(power: int) -> str:
    """Write a power of ten.

    >>> power_of_ten(-6)
    '10⁻⁶'
    """
    return "1" if power == 0 else "10" + str(power).translate(SUPERSCRIPTS)


def fixed(x: float, decimals: int) -> str:
    """Write a number with so many decimals and a true minus; from 10¹⁵ on, as a power of ten.

    >>> fixed(-0.8, 2)
    '−0.80'
    """
    return _round(x, decimals) if abs(x) < 1e15 else significant(x)


def significant(x: float, digits: int = 3) -> str:
    """Write a number with so many significant digits; powers of ten outside 0.001 ... 10,000.

    >>> significant(0.0424691), significant(136.8), significant(2.4e7)
    ('0.0425', '137', '2.40 × 10⁷')
    """
    if not math.isfinite(x):
        return _infinite(x)
    if x == 0:
        return "0"
    power = Decimal(x).adjusted()
    if Decimal(_round(x, digits - 1 - power).replace("−", "-")).adjusted() > power:
        power += 1  # 9.996 rounds up to 10.0
    if power < -3 or power > 3:
        return f"{_round(Decimal(x).scaleb(-power), digits - 1)} × {power_of_ten(power)}"  # type: ignore[arg-type]
    decimals = digits - 1 - power
    return (
        _round(x, decimals)
        if decimals >= 0
        else _round(float(_round(x, decimals).replace("−", "-")), 0)
    )


def percent(p: float) -> str:
    """Write a probability with one decimal; only 0 and 1 print as 0 and 100.

    >>> percent(0.634), percent(0.00001), percent(0.99999)
    ('63.4 %', '< 0.1 %', '> 99.9 %')
    """
    if 0 < p < 0.001:
        return "< 0.1 %"
    return "> 99.9 %" if 0.9995 <= p < 1 else f"{fixed(100 * p, 1)} %"
