"""Failures of the service, with the code, place and remedy that it names."""

from __future__ import annotations

from typing import Any, Mapping, Optional


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
        return "\n  ".join(parts)

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
