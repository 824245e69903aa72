"""One ranked list with its explanation."""

from __future__ import annotations

from html import escape
from typing import Any, List, Mapping

from ._frames import columns_of, to_frame


class RankedList:
    """The response of ``POST /recommend``. Renders as a table in Jupyter."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        self.answer = answer
        self.items: List[Mapping[str, Any]] = list(answer["items"])

    def __len__(self) -> int:
        return len(self.items)

    def to_frame(self) -> Any:
        """Position, video, title and score, and a column per signal's contribution; contributions sum to the score."""
        rows = []
        for item in self.items:
            parts = {f"from_{part['signal']}": part["contribution"] for part in item["contributions"]}
            rows.append({**{key: item[key] for key in ("position", "video_id", "title", "score")}, **parts})
        return to_frame(columns_of(rows))

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{item['position']}</td><td>{escape(item['title'] or item['video_id'])}</td>"
            f"<td style='text-align:right'>{item['score']:.4f}</td></tr>"
            for item in self.items
        )
        note = self.answer.get("note")
        caption = f"<caption style='text-align:left'>{escape(str(self.answer['variant']))}{': ' + escape(note) if note else ''}</caption>"
        return f"<table>{caption}<tr><th></th><th>video</th><th>score</th></tr>{rows}</table>"
