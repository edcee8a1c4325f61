r"""Colour the symbols that a notebook names in its metadata.

`"mfai": {"symbols": {"\\eta": "hand"}}` gives every \eta of the notebook's formulas the colour of
the hand. The formulas themselves stay plain LaTeX.
"""

from __future__ import annotations

import re

# Role of a symbol -> the token of mathforai.theme for letters of that role.
ROLES = {"hand": "hand", "data": "data", "model": "model-ink"}
ROLES |= {"gradient": "gradient", "target": "target"}
# What a symbol must not be found in: names of environments, texts, labels, lengths, commands.
SKIP = r"\\(?:begin|end|text\w*|mbox|operatorname\*?|label|e?q?ref|tag|hspace|class)\s*\{[^{}]*\}"
COMMAND = r"\\[A-Za-z]+|\\."


def colour(tex: str, symbols: dict[str, str]) -> str:
    r"""Wrap each named symbol in its class, the longest name first.

    >>> colour(r"w - \eta \nabla L", {r"\eta": "hand", r"\nabla L": "gradient"})
    'w - {\\class{m-hand}{\\eta}} {\\class{m-gradient}{\\nabla L}}'
    """
    if not symbols:
        return tex
    names = {}
    for name in sorted(symbols, key=len, reverse=True):
        pattern = r"\s*".join(re.escape(part) for part in name.split())
        last = name.split()[-1]
        names[pattern + ("(?![A-Za-z])" if last.startswith("\\") else "")] = symbols[name]
    groups = "|".join(f"({pattern})" for pattern in names)
    roles = list(names.values())

    def replace(match: re.Match[str]) -> str:
        if match.lastindex is None:
            return match[0]
        return rf"{{\class{{m-{roles[match.lastindex - 1]}}}{{{match[0]}}}}}"

    return re.sub(f"{SKIP}|{groups}|{COMMAND}", replace, tex)
