"""A saved comparison: numbers as frames, a table and a forest plot that Jupyter renders."""

from __future__ import annotations

from html import escape
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from ._forest import forest_svg
from ._frames import columns_of, to_frame
from ._transport import Transport

Row = Dict[str, Any]


class Comparison:
    """Variants on the same test users; every difference is against the first variant."""

    def __init__(self, saved: Mapping[str, Any], transport: Optional[Transport] = None) -> None:
        self.id: str = saved["id"]
        self.name: str = saved["name"]
        self.config: Mapping[str, Any] = saved["config"]
        self.result: Mapping[str, Any] = saved["result"]
        self._transport = transport

    def __repr__(self) -> str:
        names = ", ".join(variant["name"] for variant in self.result["variants"])
        return f"<ranklab.Comparison {self.name!r}: {names}; {self.result['testUserCount']} test users>"

    @property
    def statements(self) -> Sequence[str]:
        """The conventions behind the numbers, in words: split, relevance, seen items, ties, universe."""
        return self.result["statements"]

    @property
    def conventions(self) -> Optional[Mapping[str, Any]]:
        """Everything that can change a number with unchanged data and models, as applied; ``None`` in results of older versions."""
        return self.result.get("conventions")

    def convention_differences(self, other: "Comparison") -> Dict[str, Tuple[Any, Any]]:
        """Conventions that are not the same in both, by path: this one's value and the other's. Numbers of the two are comparable
        where it is empty."""
        mine, its = _leaves(self.conventions, ""), _leaves(other.conventions, "")
        return {path: (mine.get(path), its.get(path)) for path in {**mine, **its} if mine.get(path) != its.get(path)}

    def rows(self) -> List[Row]:
        """A row per variant and metric; `difference` and the fields after it are ``None`` for the baseline."""
        return [_row(variant, metric) for variant in self.result["variants"] for metric in variant["metrics"]]

    def to_frame(self) -> Any:
        """The rows as a frame."""
        return to_frame(columns_of(self.rows()))

    def segments(self) -> Any:
        """The same measurements within groups of test users, as a frame."""
        found = []
        for segment in self.result.get("segments") or []:
            group = {"segmentation": segment["segmentation"], "segment": segment["segment"], "users_in_segment": segment["userCount"]}
            for variant in segment["variants"]:
                found += [{**group, **_row(variant, metric)} for metric in variant["metrics"]]
        return to_frame(columns_of(found))

    def value(self, variant: str, metric: str) -> float:
        """One number. Raises ``KeyError`` naming the available ones."""
        for row in self.rows():
            if row["variant"] == variant and row["metric"] == metric:
                return row["value"]
        raise KeyError(f"No {metric} of {variant}; there are {sorted({(row['variant'], row['metric']) for row in self.rows()})}")

    def files(self, formats: Sequence[str] = ("csv", "json")) -> Dict[str, str]:
        """The export's files by name: summary.csv, per-user.csv, lists.csv, experiment.json …"""
        if self._transport is None:
            raise RuntimeError("This comparison is not connected to a service")
        body = {"source": {"experimentId": self.id}, "formats": list(formats)}
        return {file["name"]: file["content"] for file in self._transport.call("POST", "/export", body=body)["files"]}

    def forest(self, width: int = 640) -> str:
        """Differences to the baseline with their intervals, as SVG text."""
        return forest_svg([row for row in self.rows() if row["difference"] is not None], width)

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{name}</th>" for name in ("variant", "metric", "value", "difference", "interval", "p", "verdict"))
        body = "".join(_html_row(row) for row in self.rows())
        said = "".join(f"<li>{escape(sentence)}</li>" for sentence in self.statements)
        return f"<table><tr>{head}</tr>{body}</table>{self.forest()}<ul>{said}</ul>"


def _leaves(value: Any, path: str) -> Row:
    """Values by dotted path; a result without a record has one that says so."""
    if isinstance(value, Mapping):
        return {leaf: found for key, inner in value.items() for leaf, found in _leaves(inner, f"{path}.{key}" if path else key).items()}
    if isinstance(value, (list, tuple)):
        return {leaf: found for key, inner in enumerate(value) for leaf, found in _leaves(inner, f"{path}[{key}]").items()}
    return {path or "conventions": "not recorded" if value is None and path == "" else value}


def _row(variant: Mapping[str, Any], metric: Mapping[str, Any]) -> Row:
    found = next((one for one in variant["comparisons"] if one["spec"] == metric["spec"]), None)
    interval = found["interval"] if found else {}
    return {
        "variant": variant["name"],
        "metric": metric["spec"],
        "value": metric["value"],
        "users": metric["evaluatedCount"],
        "excluded": metric["excludedCount"],
        "difference": found and found["difference"],
        "low": interval.get("low"),
        "high": interval.get("high"),
        "level": interval.get("level"),
        "p": found and found["pValue"],
        "adjusted_p": found and found["adjustedPValue"],
        "verdict": found["verdict"] if found else "baseline",
    }


def _number(value: Optional[float]) -> str:
    return "–" if value is None else f"{value:.4f}"


def _html_row(row: Row) -> str:
    interval = "" if row["low"] is None else f"[{_number(row['low'])}, {_number(row['high'])}]"
    p = row["adjusted_p"]
    shown_p = "" if p is None else "&lt;.0001" if p < 0.0001 else _number(p)
    cells = (row["variant"], row["metric"], _number(row["value"]), "" if row["difference"] is None else _number(row["difference"]), interval)
    text = "".join(f"<td>{escape(str(cell))}</td>" for cell in cells)
    return f"<tr>{text}<td>{shown_p}</td><td>{escape(row['verdict'])}</td></tr>"
