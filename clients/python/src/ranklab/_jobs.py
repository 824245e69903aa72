"""Jobs: progress, cancellation and result."""

from __future__ import annotations

import sys
import time
from typing import Any, Callable, Mapping, Optional

from ._errors import RankLabError
from ._transport import Transport, path_part

Progress = Callable[[Mapping[str, Any]], None]
_ENDED = ("succeeded", "failed", "cancelled", "interrupted")


class Job:
    """A job of the service. :meth:`result` waits for it."""

    def __init__(self, transport: Transport, job_id: str) -> None:
        self.id = job_id
        self._transport = transport

    def state(self) -> Mapping[str, Any]:
        """Status, fraction in [0, 1], detail, elapsed and remaining milliseconds."""
        return self._transport.call("GET", f"/jobs/{path_part(self.id)}")

    def cancel(self) -> None:
        """Cancels the job; the previous state is kept."""
        self._transport.call("POST", f"/jobs/{path_part(self.id)}/cancel")

    def result(self, progress: Optional[Progress] = None) -> Any:
        """Waits for the job and returns its result. Ctrl-C cancels the job. Raises :class:`RankLabError`."""
        pause = 0.02
        try:
            while True:
                state = self.state()
                if progress:
                    progress(state)
                if state["status"] in _ENDED:
                    return self._outcome(state)
                time.sleep(pause)
                pause = min(pause * 1.5, 0.5)
        except KeyboardInterrupt:
            self.cancel()
            raise

    def _outcome(self, state: Mapping[str, Any]) -> Any:
        if state["status"] == "succeeded":
            return state.get("result")
        if state.get("error"):
            raise RankLabError.from_problem(state["error"])
        raise RankLabError("CANCELLED", f"“{state['label']}” was {state['status']}", remedy="Start it again.")


def progress_line(state: Mapping[str, Any]) -> None:
    """A single line on stderr that is overwritten; for terminals and notebooks."""
    remaining = state.get("remainingMs")
    left = f", {remaining / 1000:.0f} s left" if remaining is not None else ""
    end = "\n" if state["status"] in _ENDED else ""
    sys.stderr.write(f"\r\x1b[K{state['label']}: {state['fraction'] * 100:.0f} %{left}{end}")
    sys.stderr.flush()
