"""A workspace behind a service: data in, models, experiments, lists."""

from __future__ import annotations

import os
import urllib.parse
from typing import Any, Dict, List, Mapping, Optional, Sequence, Union

from ._errors import RankLabError
from ._frames import columns_of, to_csv_bytes, to_frame
from ._jobs import Job, Progress, progress_line
from ._lists import RankedList
from ._operations import Operations
from ._results import Comparison
from ._service import Service
from ._transport import Transport
from ._variants import Variant, as_variants

_ROLES = ("interactions", "videos", "users")


def open_workspace(folder: Union[str, "os.PathLike[str]"], *, timeout: float = 300.0) -> "Workspace":
    """Starts the service on a workspace folder (created if missing) and connects to it.

    Use it as a context manager, or call :meth:`Workspace.close`: either stops the service.
    """
    service = Service(os.fspath(folder))
    return Workspace(Transport(service.url, service.token, timeout), service)


def connect(url: str, token: Optional[str] = None, *, timeout: float = 300.0) -> "Workspace":
    """Connects to a running service. ``url`` may carry the token (``http://host:port/#token=…``), as it is printed."""
    parts = urllib.parse.urlsplit(url)
    if token is None:
        token = urllib.parse.parse_qs(parts.fragment).get("token", [None])[0] or os.environ.get("RANKLAB_TOKEN")
    base = urllib.parse.urlunsplit((parts.scheme, parts.netloc, "", "", ""))
    return Workspace(Transport(base, token, timeout))


class Workspace:
    """One open workspace. ``operations`` has every route of the REST API; the methods here combine them into workflows."""

    def __init__(self, transport: Transport, service: Optional[Service] = None) -> None:
        self._transport = transport
        self._service = service
        self.operations = Operations(transport)
        """Every REST operation by area and name, generated from the OpenAPI document."""
        self.progress: Optional[Progress] = progress_line
        """Called with the state of a job while it runs; ``None`` is silent."""

    def __enter__(self) -> "Workspace":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<ranklab.Workspace at {self._transport.url}>"

    @property
    def url(self) -> str:
        return self._transport.url

    def close(self) -> None:
        """Stops the service that :func:`open_workspace` started; one reached by :func:`connect` keeps running."""
        if self._service:
            self._service.close()
            self._service = None

    def summary(self) -> Optional[Mapping[str, Any]]:
        """Counts, kinds and period of the data; ``None`` while there is none."""
        return self.operations.dataset.summary()

    def generate(self, **params: Any) -> Mapping[str, Any]:
        """Generates a synthetic data set; the parameters are those of ``ranklab generate``."""
        return self._run(self.operations.dataset.generate(**params))

    def import_files(self, **request: Any) -> Mapping[str, Any]:
        """Imports files by their paths on the service's machine: ``interactions=``, ``videos=``, ``users=``, ``preset=`` …"""
        return self._run(self.operations.dataset.import_(request))

    def import_frames(
        self,
        interactions: Any,
        videos: Any = None,
        users: Any = None,
        *,
        maps: Optional[Mapping[str, Mapping[str, str]]] = None,
        mode: str = "replace",
        **request: Any,
    ) -> Mapping[str, Any]:
        """Imports pandas or polars frames, mappings of columns, or lists of row mappings.

        ``maps`` names columns instead of detecting them: ``{"interactions": {"user": "uid", "video": "mid"}}``. The
        report says what was accepted, what was rejected and why. Raises :class:`RankLabError`.
        """
        body: Dict[str, Any] = {"mode": mode, **request}
        for role, table in zip(_ROLES, (interactions, videos, users)):
            if table is not None:
                body[role] = self._transport.upload("/dataset/upload", f"{role}.csv", to_csv_bytes(table, role))["path"]
        for role, key in zip(_ROLES, ("map", "mapVideos", "mapUsers")):
            if maps and role in maps:
                body[key] = dict(maps[role])
        return self._run(self.operations.dataset.import_(body))

    def build(self, **settings: Any) -> Mapping[str, Any]:
        """Embeddings, latent factors and indexes; the settings are those of ``POST /model/build``."""
        return self._run(self.operations.model.build(**settings))

    def compare(
        self,
        variants: Union[Variant, List[Variant]],
        metrics: Optional[Sequence[str]] = None,
        *,
        name: str = "From Python",
        notes: str = "",
        **config: Any,
    ) -> Comparison:
        """Compares variants on the test part; the first is the baseline. The run is saved under ``name``.

        ``config`` has the rest of the experiment: ``split={"id": "leave-last", "params": {"count": 10}}``,
        ``relevance={"rule": "threshold", "minimum": 4}``, ``statistics=…``, ``seed=…``.
        """
        full = {**config, "variants": as_variants(variants), **({"metrics": list(metrics)} if metrics else {})}
        saved = self._run(self.operations.experiment.run(name=name, notes=notes, config=full))
        return self.experiment(saved["experimentId"])

    def sweep(self, variant: Variant, parameters: Sequence[Mapping[str, Any]], **settings: Any) -> Mapping[str, Any]:
        """Tries many settings of a variant on the validation part; the test part is not touched.

        ``parameters`` are ranges ``{"path": "weights.factors", "low": 0, "high": 1}`` or choices ``{"path": …, "choices": […]}``;
        ``settings`` has the rest of ``POST /tuning/sweep``: ``objectives``, ``guards``, ``settings`` (how many), ``seed`` …
        """
        return self._run(self.operations.tuning.sweep(variant=variant, parameters=list(parameters), **settings))

    def learn(self, variant: Variant, **settings: Any) -> Mapping[str, Any]:
        """Learns the weights of a variant from the training part; ``settings`` are those of ``POST /tuning/learn``."""
        return self._run(self.operations.tuning.learn(variant=variant, **settings))

    def experiment(self, experiment_id: str) -> Comparison:
        """A saved run."""
        return Comparison(self.operations.experiment.get(experiment_id), self._transport)

    def experiments(self) -> Any:
        """Saved runs, the newest first, as a frame."""
        rows = self.operations.experiment.list()["experiments"]
        return to_frame(columns_of({key: row[key] for key in ("id", "name", "createdAtMs", "testUserCount")} for row in rows))

    def recommend(
        self,
        user: Optional[str] = None,
        *,
        query: Optional[str] = None,
        video: Optional[str] = None,
        top_k: Optional[int] = None,
        limit: Optional[int] = None,
        variant: Union[str, Variant, None] = None,
        exclude: Sequence[str] = (),
    ) -> RankedList:
        """Ranks for a user, a text or a seed video: exactly one of them. ``top_k`` and ``limit`` are the same, 10 unless given."""
        given = {"user_id": user, "query": query, "video_id": video, "variant": variant, "top_k": top_k, "limit": limit}
        body = {key: value for key, value in given.items() if value is not None}
        return RankedList(self.operations.api.recommend(**body, exclude=list(exclude)))

    def lists(self, users: Sequence[str], *, top_k: int = 10, variant: Union[str, Variant, None] = None) -> Any:
        """Lists of many users as one frame: user, position, video, score."""
        rows = []
        for user in users:
            for item in self.recommend(user, top_k=top_k, variant=variant).items:
                rows.append({"user": user, "position": item["position"], "video": item["video_id"], "score": item["score"]})
        return to_frame(columns_of(rows))

    def log(self, user: str, video: str, kind: Optional[str] = None, **fields: Any) -> Mapping[str, Any]:
        """Logs an interaction; it is durable when this returns."""
        given = {"user_id": user, "video_id": video, **({"kind": kind} if kind else {}), **fields}
        return self.operations.api.log_interaction(**given)

    def add_video(self, title: str, **fields: Any) -> Mapping[str, Any]:
        """Adds a video; the next list may contain it."""
        return self.operations.api.add_video(title=title, **fields)

    def job(self, job_id: str) -> Job:
        return Job(self._transport, job_id)

    def _run(self, started: Mapping[str, Any]) -> Any:
        if "jobId" not in started:
            raise RankLabError("INTERNAL", "The service started no job", value=str(started)[:200])
        return Job(self._transport, started["jobId"]).result(self.progress)
