"""A forest plot as SVG text, without a plotting library."""

from __future__ import annotations

from html import escape
from typing import Any, Mapping, Sequence

_COLOURS = {"better": "#1a7f5a", "worse": "#b4462c", "undecided": "#667080"}
_ROW = 22
_LABEL = 230


def forest_svg(rows: Sequence[Mapping[str, Any]], width: int = 640) -> str:
    """One line per row with ``variant``, ``metric``, ``difference``, ``low``, ``high`` and ``verdict``.

    Differences have different units from metric to metric, so each row is scaled by its largest bound: what can be read
    is the sign, the width of the interval, and whether it crosses zero.
    """
    shown = [row for row in rows if row["low"] is not None and row["high"] is not None]
    height = _ROW * (len(shown) + 1)
    middle = _LABEL + (width - _LABEL - 10) / 2
    half = (width - _LABEL - 30) / 2
    lines = [f'<line x1="{middle:.1f}" x2="{middle:.1f}" y1="4" y2="{height - 4}" stroke="#b8bec8"/>']
    for index, row in enumerate(shown):
        lines.append(_mark(row, _ROW * (index + 0.75), middle, half))
    title = "Differences to the baseline with their confidence intervals"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="12"><title>{title}</title>{"".join(lines)}</svg>'
    )


def _mark(row: Mapping[str, Any], y: float, middle: float, half: float) -> str:
    largest = max(abs(row["low"]), abs(row["high"]), abs(row["difference"])) or 1.0
    low, high, point = (middle + half * row[key] / largest for key in ("low", "high", "difference"))
    colour = _COLOURS.get(row["verdict"], _COLOURS["undecided"])
    label = escape(f"{row['variant']} · {row['metric']}")
    said = escape(f"{row['difference']:+.4f} [{row['low']:.4f}, {row['high']:.4f}] {row['verdict']}")
    return (
        f'<g><title>{said}</title><text x="4" y="{y + 4:.1f}" fill="currentColor">{label}</text>'
        f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}" stroke-width="2"/>'
        f'<circle cx="{point:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/></g>'
    )
