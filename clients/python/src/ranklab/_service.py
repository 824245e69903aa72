"""Starts and stops ``ranklab serve`` for a workspace folder."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import tempfile
from typing import Any, List, Mapping, Optional

from ._errors import RankLabError


class ServiceNotStarted(RankLabError):
    """The service could not be started; the message has its last output."""


def command() -> List[str]:
    """The program: ``RANKLAB_COMMAND``, or ``ranklab`` on the path, or ``npx ranklab``."""
    configured = os.environ.get("RANKLAB_COMMAND")
    if configured:
        return shlex.split(configured)
    if shutil.which("ranklab"):
        return ["ranklab"]
    if shutil.which("npx"):
        return ["npx", "--no-install", "ranklab"]
    raise ServiceNotStarted(
        "NOT_FOUND",
        "The program “ranklab” is not installed",
        remedy="Name it in RANKLAB_COMMAND, for example `node …/ranklab/out/node/cli.js` of a built checkout.",
    )


def _object(text: bytes) -> Mapping[str, Any]:
    """The JSON object that the text is; an empty one for any other text."""
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, Mapping) else {}


class Service:
    """A service of this process; :meth:`close` stops it."""

    def __init__(self, workspace: str, arguments: Optional[List[str]] = None) -> None:
        self._log = tempfile.TemporaryFile()
        line = [*command(), "serve", "--workspace", os.fspath(workspace), "--port", "0", "--json", *(arguments or [])]
        try:
            self._process = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._log)
        except OSError as error:
            raise ServiceNotStarted("NOT_FOUND", f"Cannot run {line[0]}: {error}", place=line[0]) from None
        address = self._address()
        self.url: str = address["url"]
        self.token: str = address["token"]

    def _address(self) -> Mapping[str, Any]:
        assert self._process.stdout is not None
        # A launcher such as npx may print lines of its own before the service's.
        printed: List[bytes] = []
        for line in self._process.stdout:
            address = _object(line)
            if "url" in address:
                return address
            printed.append(line)
        self._process.wait()
        self._log.seek(0)
        said = self._log.read().decode(errors="replace").strip()
        self.close()
        # A service that could not start has printed its error as a JSON document of several lines, and has ended.
        documents = (b"".join(printed[at:]) for at, line in enumerate(printed) if line.startswith(b"{"))
        error = next((found["error"] for found in map(_object, documents) if "error" in found), None)
        if isinstance(error, Mapping):
            raise ServiceNotStarted.from_problem(error)
        raise ServiceNotStarted(
            "INTERNAL", said or f"The service ended with {self._process.returncode}", remedy="Run `ranklab doctor`."
        )

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
        self._log.close()
