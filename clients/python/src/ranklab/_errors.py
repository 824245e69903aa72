"""Failures of the service, with the code, place and remedy that it names."""

from __future__ import annotations

import re
from typing import Any, Mapping, Optional

#: What a terminal would act on instead of showing: control characters, and marks that turn the direction of what follows.
_ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """Text of the data with escapes for what would colour, erase or reorder the terminal's output."""
    return _ACTING.sub(lambda sign: f"\\u{ord(sign.group()):04x}", text)


class RankLabError(Exception):
    """A failure that the service reports.

    ``code`` is for programs (``NOT_FOUND``, ``INVALID_ARGUMENT`` …), ``place`` names the file, line or path in the
    request, ``remedy`` says what to do.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        place: Optional[str] = None,
        value: Optional[str] = None,
        remedy: Optional[str] = None,
        status: Optional[int] = None,
        request_id: Optional[str] = None,
    ) -> None:
        self.code = code
        self.message = message
        self.place = place
        self.value = value
        self.remedy = remedy
        self.status = status
        self.request_id = request_id
        super().__init__(self._text())

    def _text(self) -> str:
        parts = [f"{self.code}: {self.message}"]
        if self.place:
            parts.append(f"at {self.place}")
        if self.remedy:
            parts.append(f"Remedy: {self.remedy}")
        return visible("\n  ".join(parts))

    @classmethod
    def from_problem(cls, problem: Mapping[str, Any], status: Optional[int] = None) -> "RankLabError":
        """From a problem document (RFC 9457) or the error of a job."""
        return cls(
            str(problem.get("code") or "INTERNAL"),
            str(problem.get("detail") or problem.get("message") or problem.get("title") or "The service gave no reason"),
            place=problem.get("place"),
            value=problem.get("value"),
            remedy=problem.get("remedy"),
            status=status,
            request_id=problem.get("request_id"),
        )
