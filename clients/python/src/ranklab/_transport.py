"""JSON over HTTP with the standard library alone."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
import uuid
from typing import Any, Iterable, Mapping, Optional, Tuple

from ._errors import RankLabError


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The token must not travel to another address."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Transport:
    """One service: its address, its token, and the time allowed for a call in seconds."""

    def __init__(self, url: str, token: Optional[str], timeout: float = 300.0) -> None:
        self.url = url.rstrip("/")
        self._token = token
        self._timeout = timeout
        # Proxies of the environment are for the web, not for a service on this machine.
        self._opener = urllib.request.build_opener(_NoRedirect(), urllib.request.ProxyHandler({}))

    def __repr__(self) -> str:
        return f"Transport({self.url!r})"

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Optional[Mapping[str, Any]] = None,
        body: Any = None,
    ) -> Any:
        """The JSON answer, or ``None`` where there is none. Raises :class:`RankLabError`."""
        data = None if body is None else json.dumps(body, allow_nan=False).encode()
        content_type = None if body is None else "application/json"
        return self._send(method, path, _query_string(query), data, content_type)

    def upload(self, path: str, name: str, content: bytes) -> Any:
        """Sends one file as ``multipart/form-data``."""
        boundary = uuid.uuid4().hex
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="name"\r\n\r\n{name}\r\n'.encode(),
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'.encode(),
            b"Content-Type: application/octet-stream\r\n\r\n",
            content,
            f"\r\n--{boundary}--\r\n".encode(),
        ]
        return self._send("POST", path, "", b"".join(parts), f"multipart/form-data; boundary={boundary}")

    def _send(self, method: str, path: str, query: str, data: Optional[bytes], content_type: Optional[str]) -> Any:
        request = urllib.request.Request(self.url + path + query, data=data, method=method)
        request.add_header("Accept", "application/json")
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        if content_type:
            request.add_header("Content-Type", content_type)
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                return _decode(answer.read(), self.url + path)
        except urllib.error.HTTPError as error:
            raise _failure(error) from None
        except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
            reason = getattr(error, "reason", error)
            raise RankLabError(
                "SERVICE_GONE",
                f"The service does not answer: {reason}",
                place=self.url,
                remedy="Check that `ranklab serve` runs and that the address is right.",
            ) from None


def _decode(content: bytes, place: str) -> Any:
    if not content:
        return None
    try:
        return json.loads(content)
    except ValueError:
        raise RankLabError("INTERNAL", "The answer is not JSON", place=place, remedy="Check that the address is RankLab's.") from None


def _failure(error: urllib.error.HTTPError) -> RankLabError:
    content = error.read()
    try:
        problem = json.loads(content)
    except ValueError:
        problem = {"detail": content.decode(errors="replace")[:200] or error.reason}
    return RankLabError.from_problem(problem if isinstance(problem, dict) else {"detail": str(problem)}, error.code)


def _query_string(query: Optional[Mapping[str, Any]]) -> str:
    pairs = list(_pairs(query or {}))
    return f"?{urllib.parse.urlencode(pairs)}" if pairs else ""


def _pairs(query: Mapping[str, Any]) -> Iterable[Tuple[str, str]]:
    for key, value in query.items():
        values = value if isinstance(value, (list, tuple)) else [value]
        for one in values:
            if one is not None:
                yield key, str(one).lower() if isinstance(one, bool) else str(one)


def path_part(value: Any) -> str:
    """A path segment, with every reserved character encoded."""
    return urllib.parse.quote(str(value), safe="")
