"""What a check found: rows of plain sentences, shown in a notebook and in a terminal."""

import html
from dataclasses import dataclass

MARKS = {"pass": "✓ pass", "not yet": "✗ not yet", "not run": "– not run"}

_STYLE = """<style>
:where(.mf-check) { max-width: 37rem; font-family: var(--mf-label, inherit); font-size: 15px;
  line-height: 1.5; color: var(--mf-ink, inherit); }
:where(.mf-check-summary) { font-weight: 600; padding: 6px 0; }
:where(.mf-check-row) { display: grid; grid-template-columns: 5.6em 1fr; gap: 0 12px;
  padding: 6px 0; border-top: 1px solid
  var(--mf-rule, color-mix(in srgb, currentColor 25%, transparent)); }
:where(.mf-check-mark) { font-weight: 600; white-space: nowrap; }
:where(.mf-check-pass > .mf-check-mark) { color: var(--mf-target, inherit); }
:where(.mf-check-not-run) { color: var(--mf-ink-2, inherit); }
:where(.mf-check-hint) { grid-column: 2; color: var(--mf-ink-2, inherit); }
</style>"""


@dataclass(frozen=True)
class Row:
    """What was found about one property."""

    mark: str  # a key of MARKS
    says: str
    hint: str = ""


@dataclass(frozen=True, repr=False)
class Report:
    """The rows of one check; it shows itself as a list in a notebook and as text elsewhere."""

    rows: tuple[Row, ...]
    attempted: bool = True

    @property
    def passed(self) -> bool:
        """Whether every property holds."""
        return self.attempted and all(row.mark == "pass" for row in self.rows)

    @property
    def summary(self) -> str:
        """One line: not attempted yet, or how many properties hold."""
        if not self.attempted:
            return "Not attempted yet."
        held = sum(row.mark == "pass" for row in self.rows)
        return f"{'Passed' if self.passed else 'Not yet'}: {held} of {len(self.rows)} hold."

    def __repr__(self) -> str:
        """Say the same as the notebook's list, in text."""
        lines = [self.summary]
        for row in self.rows:
            lines.append(f"{MARKS[row.mark]:<9}  {row.says}")
            lines += [f"{'':<9}  {row.hint}"] if row.hint else []
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = "".join(_row_html(row) for row in self.rows)
        return (
            f'{_STYLE}<div class="mf-check"><div class="mf-check-summary">{self.summary}</div>'
            f'<div class="mf-check-rows" role="list">{rows}</div></div>'
        )


def _row_html(row: Row) -> str:
    hint = f'<div class="mf-check-hint">{html.escape(row.hint)}</div>' if row.hint else ""
    return (
        f'<div class="mf-check-row mf-check-{row.mark.replace(" ", "-")}" role="listitem">'
        f'<div class="mf-check-mark">{MARKS[row.mark]}</div>'
        f'<div class="mf-check-says">{html.escape(row.says)}</div>{hint}</div>'
    )
