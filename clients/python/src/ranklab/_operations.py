"""Every REST operation, generated from the OpenAPI document by scripts/write-python-client.mjs. Do not edit."""

from __future__ import annotations

from typing import Any, Dict, Literal, Mapping, Optional, Sequence, Union

from ._transport import Transport, path_part

__all__ = ["OMITTED", "Operations"]

OMITTED: Any = object()
"""An argument that is not sent, so that the service takes its default. ``None`` is sent as null."""


def _given(values: Dict[str, Any]) -> Dict[str, Any]:
    return {name: value for name, value in values.items() if value is not OMITTED}


class AgentOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def edits(
        self,
    ) -> Any:
        """Changes by agents in this workspace, newest first.

        ``GET /agent/edits``
        """
        return self._transport.call("GET", "/agent/edits")

    def edit(
        self,
        *,
        agent: str,
        change: Mapping[str, Any],
    ) -> Any:
        """Make a change under an agent’s name, so that it can be undone.

        ``POST /agent/edits``
        """
        return self._transport.call("POST", "/agent/edits", body=_given({"agent": agent, "change": change}))

    def undo(
        self,
        id: str,
    ) -> Any:
        """Undo an agent’s change.

        ``POST /agent/edits/{id}/undo``
        """
        return self._transport.call("POST", f"/agent/edits/{path_part(id)}/undo")


class ApiOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def status(
        self,
    ) -> Any:
        """Version, workspace and state of the service.

        ``GET /``
        """
        return self._transport.call("GET", "/")

    def recommend(
        self,
        *,
        user_id: Union[str, int] = OMITTED,
        query: str = OMITTED,
        video_id: Union[str, int] = OMITTED,
        limit: int = OMITTED,
        top_k: int = OMITTED,
        variant: Union[str, Mapping[str, Any]] = OMITTED,
        experiment: str = OMITTED,
        exclude: Sequence[Union[str, int]] = OMITTED,
    ) -> Any:
        """Rank videos for a user, a text or a seed video.

        ``POST /recommend``

        - limit: How many videos, 10 unless given; `top_k` is the same
        - top_k: How many videos, 10 unless given; `limit` is the same
        """
        return self._transport.call("POST", "/recommend", body=_given({"user_id": user_id, "query": query, "video_id": video_id, "limit": limit, "top_k": top_k, "variant": variant, "experiment": experiment, "exclude": exclude}))

    def log_interaction(
        self,
        *,
        user_id: Union[str, int],
        video_id: Union[str, int],
        kind: str = OMITTED,
        watch_seconds: float = OMITTED,
        value: float = OMITTED,
        timestamp: Union[float, str] = OMITTED,
    ) -> Any:
        """Log that a user watched, liked … a video.

        ``POST /log_interaction``
        """
        return self._transport.call("POST", "/log_interaction", body=_given({"user_id": user_id, "video_id": video_id, "kind": kind, "watch_seconds": watch_seconds, "value": value, "timestamp": timestamp}))

    def add_video(
        self,
        *,
        title: str,
        video_id: Union[str, int] = OMITTED,
        description: str = OMITTED,
        tags: Sequence[str] = OMITTED,
        category: str = OMITTED,
        categories: Sequence[str] = OMITTED,
        creator: str = OMITTED,
        published_at: Union[float, str] = OMITTED,
        duration_seconds: float = OMITTED,
    ) -> Any:
        """Add a video; the next recommendation may contain it.

        ``POST /add_video``
        """
        return self._transport.call("POST", "/add_video", body=_given({"video_id": video_id, "title": title, "description": description, "tags": tags, "category": category, "categories": categories, "creator": creator, "published_at": published_at, "duration_seconds": duration_seconds}))

    def experiment(
        self,
        id: str,
    ) -> Any:
        """An online experiment’s live counts, rates, lift and sample ratio check, or a saved run.

        ``GET /experiments/{id}``
        """
        return self._transport.call("GET", f"/experiments/{path_part(id)}")


class DatasetOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def summary(
        self,
    ) -> Any:
        """The data in a few numbers; null before any.

        ``GET /dataset``
        """
        return self._transport.call("GET", "/dataset")

    def generate(
        self,
        *,
        users: int = OMITTED,
        videos: int = OMITTED,
        interactions: int = OMITTED,
        seed: int = OMITTED,
        popularity_exponent: float = OMITTED,
        activity_exponent: float = OMITTED,
        taste_strength: float = OMITTED,
        days: int = OMITTED,
        start_ms: int = OMITTED,
        categories: int = OMITTED,
        creators: int = OMITTED,
        new_video_fraction: float = OMITTED,
        new_user_fraction: float = OMITTED,
        freshness: float = OMITTED,
        freshness_half_life_days: float = OMITTED,
        position_bias: float = OMITTED,
        weekly_rhythm: float = OMITTED,
        drift: float = OMITTED,
        like_fraction: float = OMITTED,
    ) -> Any:
        """Generate users, videos and interactions, in place of the present data.

        ``POST /dataset/generate``

        - users: How many users
        - videos: How many videos
        - interactions: How many views; at most users × videos
        - seed: Random seed
        - popularity_exponent: Zipf exponent of views per video; 0 = every video equally popular
        - activity_exponent: Zipf exponent of views per user
        - taste_strength: Share of views chosen by taste; the rest follows popularity alone
        - days: Length of the logged period
        - start_ms: Start of the logged period, milliseconds since 1970
        - categories: How many of the 24 categories are used
        - creators: How many creators; empty = one per 25 videos
        - new_video_fraction: Share of videos published during the logged period; the others are older
        - new_user_fraction: Share of users who arrive during the logged period
        - freshness: 0 = age does not matter, 1 = exposure halves every half-life
        - freshness_half_life_days: Half-life of freshness
        - position_bias: Place p of a page is looked at with probability p^−bias
        - weekly_rhythm: How much busier weekends and evenings are; 0 = even
        - drift: Share of a user’s tastes that change during the logged period
        - like_fraction: About this share of views ends in a like
        """
        return self._transport.call("POST", "/dataset/generate", body=_given({"users": users, "videos": videos, "interactions": interactions, "seed": seed, "popularityExponent": popularity_exponent, "activityExponent": activity_exponent, "tasteStrength": taste_strength, "days": days, "startMs": start_ms, "categories": categories, "creators": creators, "newVideoFraction": new_video_fraction, "newUserFraction": new_user_fraction, "freshness": freshness, "freshnessHalfLifeDays": freshness_half_life_days, "positionBias": position_bias, "weeklyRhythm": weekly_rhythm, "drift": drift, "likeFraction": like_fraction}))

    def generated(
        self,
    ) -> Any:
        """Requested and generated properties of generated data.

        ``GET /dataset/generated``
        """
        return self._transport.call("GET", "/dataset/generated")

    def preview(
        self,
        *,
        file: str,
        options: Mapping[str, Any] = OMITTED,
        role: Literal["interactions", "videos", "users"] = OMITTED,
    ) -> Any:
        """The first rows of a file and how its columns are read.

        ``POST /dataset/preview``
        """
        return self._transport.call("POST", "/dataset/preview", body=_given({"file": file, "options": options, "role": role}))

    def upload(
        self,
        name: str,
        content: bytes,
    ) -> Any:
        """Store a file and answer its path, for preview and import.

        ``POST /dataset/upload``
        """
        return self._transport.upload("/dataset/upload", name, content)

    def import_(
        self,
        body: Mapping[str, Any],
    ) -> Any:
        """Import files in place of the present data.

        ``POST /dataset/import``
        """
        return self._transport.call("POST", "/dataset/import", body=body)

    def undo_import(
        self,
    ) -> Any:
        """Bring back the data that was replaced last.

        ``POST /dataset/undo-import``
        """
        return self._transport.call("POST", "/dataset/undo-import")

    def rejects(
        self,
        *,
        from_: int = OMITTED,
        bytes: int = OMITTED,
    ) -> Any:
        """The rows that the last import rejected, as CSV.

        ``GET /dataset/rejects``
        """
        return self._transport.call("GET", "/dataset/rejects", query=_given({"from": from_, "bytes": bytes}))

    def export(
        self,
        *,
        what: Literal["all", "users", "videos", "interactions", "vectors", "factors"] = OMITTED,
        format: str = OMITTED,
        options: Mapping[str, Any] = OMITTED,
        filter: Mapping[str, Any] = OMITTED,
    ) -> Any:
        """Write users, videos, interactions, vectors and factors as files.

        ``POST /dataset/export``

        - what: Which tables
        - format: How they are written; `dataFormats` of the registries lists them
        - options: Options of the format, such as {"delimiter":"semicolon"} of csv
        """
        return self._transport.call("POST", "/dataset/export", body=_given({"what": what, "format": format, "options": options, "filter": filter}))

    def export_count(
        self,
        *,
        filter: Mapping[str, Any] = OMITTED,
    ) -> Any:
        """How many users, videos and interactions an export would write.

        ``POST /dataset/export/count``
        """
        return self._transport.call("POST", "/dataset/export/count", body=_given({"filter": filter}))

    def exported(
        self,
        name: str,
        *,
        from_: int = OMITTED,
        bytes: int = OMITTED,
    ) -> Any:
        """A part of a file of the last export, in base64.

        ``GET /dataset/exported``
        """
        return self._transport.call("GET", "/dataset/exported", query=_given({"name": name, "from": from_, "bytes": bytes}))

    def columns(
        self,
    ) -> Any:
        """The columns that conditions on users, videos and interactions can name.

        ``GET /dataset/columns``
        """
        return self._transport.call("GET", "/dataset/columns")

    def users(
        self,
        *,
        search: str = OMITTED,
        where: Sequence[str] = OMITTED,
        offset: int = OMITTED,
        limit: int = OMITTED,
    ) -> Any:
        """Users, a page at a time.

        ``GET /users``
        """
        return self._transport.call("GET", "/users", query=_given({"search": search, "where": where, "offset": offset, "limit": limit}))

    def videos(
        self,
        *,
        search: str = OMITTED,
        where: Sequence[str] = OMITTED,
        offset: int = OMITTED,
        limit: int = OMITTED,
    ) -> Any:
        """Videos, a page at a time.

        ``GET /videos``
        """
        return self._transport.call("GET", "/videos", query=_given({"search": search, "where": where, "offset": offset, "limit": limit}))

    def add_video(
        self,
        *,
        title: str,
        video_id: str = OMITTED,
        description: str = OMITTED,
        tags: Sequence[str] = OMITTED,
        categories: Sequence[str] = OMITTED,
        creator: str = OMITTED,
        published_at_ms: float = OMITTED,
        duration_seconds: float = OMITTED,
    ) -> Any:
        """Add a video.

        ``POST /videos``
        """
        return self._transport.call("POST", "/videos", body=_given({"videoId": video_id, "title": title, "description": description, "tags": tags, "categories": categories, "creator": creator, "publishedAtMs": published_at_ms, "durationSeconds": duration_seconds}))

    def interactions(
        self,
        *,
        search: str = OMITTED,
        where: Sequence[str] = OMITTED,
        offset: int = OMITTED,
        limit: int = OMITTED,
    ) -> Any:
        """Interactions, a page at a time.

        ``GET /interactions``
        """
        return self._transport.call("GET", "/interactions", query=_given({"search": search, "where": where, "offset": offset, "limit": limit}))

    def log_interaction(
        self,
        *,
        user_id: str,
        video_id: str,
        kind: str = OMITTED,
        value: float = OMITTED,
        timestamp_ms: float = OMITTED,
    ) -> None:
        """Log an interaction.

        ``POST /interactions``
        """
        self._transport.call("POST", "/interactions", body=_given({"userId": user_id, "videoId": video_id, "kind": kind, "value": value, "timestampMs": timestamp_ms}))

    def user(
        self,
        user_id: str,
    ) -> Any:
        """One user with history and taste.

        ``GET /users/{userId}``
        """
        return self._transport.call("GET", f"/users/{path_part(user_id)}")

    def video(
        self,
        video_id: str,
    ) -> Any:
        """One video.

        ``GET /videos/{videoId}``
        """
        return self._transport.call("GET", f"/videos/{path_part(video_id)}")

    def update_video(
        self,
        video_id: str,
        *,
        title: str,
        description: str = OMITTED,
        tags: Sequence[str] = OMITTED,
        categories: Sequence[str] = OMITTED,
        creator: str = OMITTED,
        published_at_ms: float = OMITTED,
        duration_seconds: float = OMITTED,
    ) -> None:
        """Replace the properties of a video.

        ``PUT /videos/{videoId}``
        """
        self._transport.call("PUT", f"/videos/{path_part(video_id)}", body=_given({"title": title, "description": description, "tags": tags, "categories": categories, "creator": creator, "publishedAtMs": published_at_ms, "durationSeconds": duration_seconds}))

    def remove_video(
        self,
        video_id: str,
    ) -> None:
        """Remove a video with its interactions.

        ``DELETE /videos/{videoId}``
        """
        self._transport.call("DELETE", f"/videos/{path_part(video_id)}")

    def distributions(
        self,
    ) -> Any:
        """Histograms of the data.

        ``GET /dataset/distributions``
        """
        return self._transport.call("GET", "/dataset/distributions")

    def restore_video(
        self,
        video_id: str,
    ) -> None:
        """Restore a removed video.

        ``POST /videos/{videoId}/restore``
        """
        self._transport.call("POST", f"/videos/{path_part(video_id)}/restore")


class DiagnoseOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def blame(
        self,
        *,
        variants: Sequence[Mapping[str, Any]],
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
        memory_bytes: int = OMITTED,
        metric: str = OMITTED,
        segments: Sequence[str] = OMITTED,
        confidence: float = OMITTED,
        every_user: bool = OMITTED,
    ) -> Any:
        """Divide what lists miss among retrieval, pool, filters and ranking.

        ``POST /diagnose/blame``
        """
        return self._transport.call("POST", "/diagnose/blame", body=_given({"variants": variants, "split": split, "relevance": relevance, "scoreTies": score_ties, "seed": seed, "memoryBytes": memory_bytes, "metric": metric, "segments": segments, "confidence": confidence, "everyUser": every_user}))

    def blame_users(
        self,
        *,
        variants: Sequence[Mapping[str, Any]],
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
        memory_bytes: int = OMITTED,
        metric: str = OMITTED,
        segments: Sequence[str] = OMITTED,
        confidence: float = OMITTED,
        every_user: bool = OMITTED,
        variant: int = OMITTED,
        part: Literal["all", "filters", "retrieval", "pool", "ranking"] = OMITTED,
        segment: Optional[Mapping[str, Any]] = OMITTED,
        offset: int = OMITTED,
        limit: int = OMITTED,
    ) -> Any:
        """Users by what they lose at a stage.

        ``POST /diagnose/blame/users``
        """
        return self._transport.call("POST", "/diagnose/blame/users", body=_given({"variants": variants, "split": split, "relevance": relevance, "scoreTies": score_ties, "seed": seed, "memoryBytes": memory_bytes, "metric": metric, "segments": segments, "confidence": confidence, "everyUser": every_user, "variant": variant, "part": part, "segment": segment, "offset": offset, "limit": limit}))

    def movers(
        self,
        *,
        variants: Sequence[Mapping[str, Any]],
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
        memory_bytes: int = OMITTED,
        metric: str = OMITTED,
        limit: int = OMITTED,
        segments: Sequence[str] = OMITTED,
        segment: Optional[Mapping[str, Any]] = OMITTED,
        confidence: float = OMITTED,
        every_user: bool = OMITTED,
    ) -> Any:
        """Users and videos that gain or lose between two variants, and why.

        ``POST /diagnose/movers``
        """
        return self._transport.call("POST", "/diagnose/movers", body=_given({"variants": variants, "split": split, "relevance": relevance, "scoreTies": score_ties, "seed": seed, "memoryBytes": memory_bytes, "metric": metric, "limit": limit, "segments": segments, "segment": segment, "confidence": confidence, "everyUser": every_user}))

    def sensitivity(
        self,
        *,
        variants: Sequence[Mapping[str, Any]],
        x: Mapping[str, Any],
        y: Mapping[str, Any],
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
        memory_bytes: int = OMITTED,
        metric: str = OMITTED,
        k: int = OMITTED,
        confidence: float = OMITTED,
    ) -> Any:
        """Map a metric and the verdict over two settings of a variant.

        ``POST /diagnose/sensitivity``
        """
        return self._transport.call("POST", "/diagnose/sensitivity", body=_given({"variants": variants, "split": split, "relevance": relevance, "scoreTies": score_ties, "seed": seed, "memoryBytes": memory_bytes, "x": x, "y": y, "metric": metric, "k": k, "confidence": confidence}))

    def sensitivity_cells(
        self,
        job_id: str,
    ) -> Any:
        """The cells of a map while they are computed.

        ``GET /diagnose/sensitivity/{jobId}/cells``
        """
        return self._transport.call("GET", f"/diagnose/sensitivity/{path_part(job_id)}/cells")

    def goal(
        self,
        *,
        context: Mapping[str, Any],
        variant: Mapping[str, Any],
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
        memory_bytes: int = OMITTED,
        moves: Sequence[Mapping[str, Any]] = OMITTED,
        orders: Sequence[Mapping[str, Any]] = OMITTED,
        norm: Literal["l1", "l2"] = OMITTED,
        low: float = OMITTED,
        high: float = OMITTED,
        locked: Sequence[str] = OMITTED,
        limit: int = OMITTED,
        metrics: Sequence[str] = OMITTED,
    ) -> Any:
        """Seek the smallest change of weights that puts videos where they should stand.

        ``POST /diagnose/goal``
        """
        return self._transport.call("POST", "/diagnose/goal", body=_given({"split": split, "relevance": relevance, "scoreTies": score_ties, "seed": seed, "memoryBytes": memory_bytes, "context": context, "moves": moves, "orders": orders, "norm": norm, "low": low, "high": high, "locked": locked, "limit": limit, "metrics": metrics, "variant": variant}))


class EvaluateOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def off_policy(
        self,
        *,
        rewards: Sequence[float],
        logging_probabilities: Sequence[float],
        target_probabilities: Sequence[float],
        predicted_rewards: Sequence[float] = OMITTED,
        target_values: Sequence[float] = OMITTED,
        switch_threshold: float = OMITTED,
        confidence: float = OMITTED,
        bootstrap_samples: int = OMITTED,
        seed: int = OMITTED,
        accept_few_decisions: bool = OMITTED,
    ) -> Any:
        """Estimate the reward of another policy from logged decisions with known propensities.

        ``POST /evaluate/off-policy``

        - rewards: Reward of each decision
        - logging_probabilities: Probability with which the logging policy chose the logged action, in (0, 1]
        - target_probabilities: Probability with which the policy under evaluation would choose it, in [0, 1]
        - predicted_rewards: A reward model’s prediction for the logged action
        - target_values: The model’s expected reward under the policy under evaluation
        - switch_threshold: Weight threshold of Switch-DR
        - confidence: Confidence of the intervals
        - bootstrap_samples: 0 = delta method only
        - accept_few_decisions: Return estimates with a small effective sample size, with a warning
        """
        return self._transport.call("POST", "/evaluate/off-policy", body=_given({"rewards": rewards, "loggingProbabilities": logging_probabilities, "targetProbabilities": target_probabilities, "predictedRewards": predicted_rewards, "targetValues": target_values, "switchThreshold": switch_threshold, "confidence": confidence, "bootstrapSamples": bootstrap_samples, "seed": seed, "acceptFewDecisions": accept_few_decisions}))

    def slates(
        self,
        *,
        slates: Sequence[str],
        positions: Sequence[int],
        rewards: Sequence[float],
        logging_probabilities: Sequence[float],
        target_probabilities: Sequence[float],
        predicted_rewards: Sequence[float] = OMITTED,
        target_values: Sequence[float] = OMITTED,
        confidence: float = OMITTED,
        bootstrap_samples: int = OMITTED,
        accept_few_decisions: bool = OMITTED,
        seed: int = OMITTED,
    ) -> Any:
        """Estimate the reward of lists under another policy from logged lists with known propensities.

        ``POST /evaluate/off-policy/slates``

        - slates: Which list an entry belongs to
        - positions: Position in the list, from 1, without gaps
        - rewards: Reward at the position
        - logging_probabilities: Probability with which the logging policy chose the video at this position, given those above, in (0, 1]
        - target_probabilities: The same probability under the policy under evaluation, in [0, 1]
        - predicted_rewards: A reward model’s prediction for the video at the position
        - target_values: The model’s expected reward at the position under the policy under evaluation, given the videos above
        - confidence: Confidence of the intervals
        - bootstrap_samples: 0 = delta method only
        - accept_few_decisions: Return estimates without enough support, with a warning
        """
        return self._transport.call("POST", "/evaluate/off-policy/slates", body=_given({"slates": slates, "positions": positions, "rewards": rewards, "loggingProbabilities": logging_probabilities, "targetProbabilities": target_probabilities, "predictedRewards": predicted_rewards, "targetValues": target_values, "confidence": confidence, "bootstrapSamples": bootstrap_samples, "acceptFewDecisions": accept_few_decisions, "seed": seed}))

    def variant_slates(
        self,
        *,
        slates: Sequence[str],
        positions: Sequence[int],
        rewards: Sequence[float],
        logging_probabilities: Sequence[float],
        users: Sequence[str],
        videos: Sequence[str],
        variant: Mapping[str, Any],
        temperature: float = OMITTED,
        side: Literal["serving", "evaluation"] = OMITTED,
        split: Mapping[str, Any] = OMITTED,
        seed: int = OMITTED,
        confidence: float = OMITTED,
        bootstrap_samples: int = OMITTED,
        accept_few_decisions: bool = OMITTED,
        resample_seed: int = OMITTED,
    ) -> Any:
        """Estimate the reward of a variant’s lists from logged lists with known propensities.

        ``POST /evaluate/off-policy/variant``

        - slates: Which list an entry belongs to
        - positions: Position in the list, from 1, without gaps
        - rewards: Reward at the position
        - logging_probabilities: Probability with which the logging policy chose the video at this position, given those above, in (0, 1]
        - users: The user who saw the list
        - videos: The video at the position; a video that the workspace does not know is never shown by the variant
        - temperature: The variant draws the next video with probability proportional to exp(score / temperature); lower: closer to its ranking
        - confidence: Confidence of the intervals
        - bootstrap_samples: 0 = delta method only
        - accept_few_decisions: Return estimates without enough support, with a warning
        """
        return self._transport.call("POST", "/evaluate/off-policy/variant", body=_given({"slates": slates, "positions": positions, "rewards": rewards, "loggingProbabilities": logging_probabilities, "users": users, "videos": videos, "variant": variant, "temperature": temperature, "side": side, "split": split, "seed": seed, "confidence": confidence, "bootstrapSamples": bootstrap_samples, "acceptFewDecisions": accept_few_decisions, "resampleSeed": resample_seed}))

    def trec(
        self,
        *,
        qrels: str,
        run: str,
        others: Sequence[Mapping[str, Any]] = OMITTED,
        metrics: Sequence[str] = OMITTED,
        measures: Sequence[str] = OMITTED,
        per_user: bool = OMITTED,
        complete: bool = OMITTED,
        relevance_level: float = OMITTED,
        judged_only: bool = OMITTED,
        max_retrieved: int = OMITTED,
        collection_size: int = OMITTED,
        judgements: Literal["qrels", "qrels_jg", "prefs", "qrels_prefs"] = OMITTED,
        z_scores: str = OMITTED,
    ) -> Any:
        """Measure a TREC run against TREC judgements, as trec_eval does.

        ``POST /evaluate/trec``

        - qrels: Judgements: query 0 document grade, one per line
        - run: A run: query Q0 document rank score tag, one per line
        - others: Further runs: each is measured alike and compared with the first one, query by query
        - metrics: Our metrics and trec_eval’s measures: ndcg@10, judged@10, P_5, all_trec
        - measures: Measures and families of trec_eval, by their names there
        - per_user: Every query’s value too (-q)
        - complete: Judged queries missing from the run count as empty lists (-c)
        - relevance_level: Lowest grade that counts as relevant (-l)
        - judged_only: Unjudged documents leave the lists first (-J)
        - max_retrieved: At most so many documents per query count (-M)
        - collection_size: Documents in the collection, for utility (-N)
        - judgements: How the judgements are read (-R)
        - z_scores: Means and deviations, a line each: query measure mean deviation; values become deviations from them (-Z)
        """
        return self._transport.call("POST", "/evaluate/trec", body=_given({"qrels": qrels, "run": run, "others": others, "metrics": metrics, "measures": measures, "perUser": per_user, "complete": complete, "relevanceLevel": relevance_level, "judgedOnly": judged_only, "maxRetrieved": max_retrieved, "collectionSize": collection_size, "judgements": judgements, "zScores": z_scores}))


class ExperimentOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def annotate(
        self,
        id: str,
        *,
        name: str,
        notes: str,
    ) -> None:
        """Change the name and notes of a saved comparison.

        ``PUT /experiments/{id}``
        """
        self._transport.call("PUT", f"/experiments/{path_part(id)}", body=_given({"name": name, "notes": notes}))

    def remove(
        self,
        id: str,
    ) -> None:
        """Remove a saved comparison.

        ``DELETE /experiments/{id}``
        """
        self._transport.call("DELETE", f"/experiments/{path_part(id)}")

    def live(
        self,
        *,
        variants: Sequence[Mapping[str, Any]],
        metrics: Sequence[str],
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
        memory_bytes: int = OMITTED,
        exact: bool = OMITTED,
        segment: Optional[Mapping[str, Any]] = OMITTED,
    ) -> Any:
        """Measure variants on the test users; the Lab’s numbers.

        ``POST /experiments/live``
        """
        return self._transport.call("POST", "/experiments/live", body=_given({"variants": variants, "split": split, "relevance": relevance, "scoreTies": score_ties, "seed": seed, "memoryBytes": memory_bytes, "metrics": metrics, "exact": exact, "segment": segment}))

    def live_plan(
        self,
        *,
        variants: Sequence[Mapping[str, Any]],
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
        memory_bytes: int = OMITTED,
    ) -> Any:
        """How many test users live numbers measure, and the memory for it.

        ``POST /experiments/live/plan``
        """
        return self._transport.call("POST", "/experiments/live/plan", body=_given({"variants": variants, "split": split, "relevance": relevance, "scoreTies": score_ties, "seed": seed, "memoryBytes": memory_bytes}))

    def live_segments(
        self,
        *,
        variants: Sequence[Mapping[str, Any]],
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
        memory_bytes: int = OMITTED,
    ) -> Any:
        """The groups of test users that live numbers can be measured on.

        ``POST /experiments/live/segments``
        """
        return self._transport.call("POST", "/experiments/live/segments", body=_given({"variants": variants, "split": split, "relevance": relevance, "scoreTies": score_ties, "seed": seed, "memoryBytes": memory_bytes}))

    def live_prepare(
        self,
        *,
        variants: Sequence[Mapping[str, Any]],
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
        memory_bytes: int = OMITTED,
    ) -> Any:
        """Prepare candidates and signals for live numbers.

        ``POST /experiments/live/prepare``
        """
        return self._transport.call("POST", "/experiments/live/prepare", body=_given({"variants": variants, "split": split, "relevance": relevance, "scoreTies": score_ties, "seed": seed, "memoryBytes": memory_bytes}))

    def looks(
        self,
        *,
        variants: Sequence[Mapping[str, Any]],
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
        memory_bytes: int = OMITTED,
    ) -> Any:
        """The looks at a test part, with their times and numbers of tests.

        ``POST /experiments/looks``
        """
        return self._transport.call("POST", "/experiments/looks", body=_given({"variants": variants, "split": split, "relevance": relevance, "scoreTies": score_ties, "seed": seed, "memoryBytes": memory_bytes}))

    def ledger(
        self,
    ) -> Any:
        """The test parts that were looked at, and how often.

        ``GET /experiments/looks``
        """
        return self._transport.call("GET", "/experiments/looks")

    def looks_at_part(
        self,
        part: int,
    ) -> Any:
        """The looks at one test part of the ledger.

        ``GET /experiments/looks/{part}``
        """
        return self._transport.call("GET", f"/experiments/looks/{path_part(part)}")

    def test_users(
        self,
        *,
        variants: Sequence[Mapping[str, Any]],
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
        memory_bytes: int = OMITTED,
        search: str = OMITTED,
        k: int = OMITTED,
        limit: int = OMITTED,
        chosen: Optional[str] = OMITTED,
    ) -> Any:
        """Find users by their part in the test.

        ``POST /experiments/test-users``
        """
        return self._transport.call("POST", "/experiments/test-users", body=_given({"variants": variants, "split": split, "relevance": relevance, "scoreTies": score_ties, "seed": seed, "memoryBytes": memory_bytes, "search": search, "k": k, "limit": limit, "chosen": chosen}))

    def lens(
        self,
        *,
        variants: Sequence[Mapping[str, Any]],
        metric: str,
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
        memory_bytes: int = OMITTED,
        metrics: Sequence[str] = OMITTED,
        list_length: int = OMITTED,
        segment: Optional[Mapping[str, Any]] = OMITTED,
    ) -> Any:
        """A metric under every definition in use.

        ``POST /experiments/lens``
        """
        return self._transport.call("POST", "/experiments/lens", body=_given({"variants": variants, "split": split, "relevance": relevance, "scoreTies": score_ties, "seed": seed, "memoryBytes": memory_bytes, "metric": metric, "metrics": metrics, "listLength": list_length, "segment": segment}))

    def lens_run(
        self,
        *,
        variants: Sequence[Mapping[str, Any]],
        metric: str,
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
        memory_bytes: int = OMITTED,
        metrics: Sequence[str] = OMITTED,
        list_length: int = OMITTED,
        segment: Optional[Mapping[str, Any]] = OMITTED,
    ) -> Any:
        """A metric under every definition in use, as a job.

        ``POST /experiments/lens/run``
        """
        return self._transport.call("POST", "/experiments/lens/run", body=_given({"variants": variants, "split": split, "relevance": relevance, "scoreTies": score_ties, "seed": seed, "memoryBytes": memory_bytes, "metric": metric, "metrics": metrics, "listLength": list_length, "segment": segment}))

    def multiverse_plan(
        self,
        *,
        config: Mapping[str, Any],
        metric: str = OMITTED,
        models: Mapping[str, Any] = OMITTED,
        choices: Mapping[str, Any] = OMITTED,
        limit: int = OMITTED,
        sample: Optional[int] = OMITTED,
    ) -> Any:
        """Count the specifications of a multiverse.

        ``POST /experiments/multiverse/plan``
        """
        return self._transport.call("POST", "/experiments/multiverse/plan", body=_given({"config": config, "metric": metric, "models": models, "choices": choices, "limit": limit, "sample": sample}))

    def multiverse(
        self,
        *,
        config: Mapping[str, Any],
        metric: str = OMITTED,
        models: Mapping[str, Any] = OMITTED,
        choices: Mapping[str, Any] = OMITTED,
        limit: int = OMITTED,
        sample: Optional[int] = OMITTED,
    ) -> Any:
        """Repeat a comparison under every combination of conventions.

        ``POST /experiments/multiverse``
        """
        return self._transport.call("POST", "/experiments/multiverse", body=_given({"config": config, "metric": metric, "models": models, "choices": choices, "limit": limit, "sample": sample}))

    def run(
        self,
        *,
        name: str,
        config: Mapping[str, Any],
        notes: str = OMITTED,
        number_notes: Sequence[Mapping[str, Any]] = OMITTED,
    ) -> Any:
        """Run a comparison and save it.

        ``POST /experiments``
        """
        return self._transport.call("POST", "/experiments", body=_given({"name": name, "notes": notes, "config": config, "numberNotes": number_notes}))

    def list(
        self,
        *,
        search: str = OMITTED,
        offset: int = OMITTED,
        limit: int = OMITTED,
    ) -> Any:
        """Saved comparisons, newest first.

        ``GET /experiments``
        """
        return self._transport.call("GET", "/experiments", query=_given({"search": search, "offset": offset, "limit": limit}))

    def reproduce(
        self,
        id: str,
    ) -> Any:
        """Run a saved comparison again and name the first difference.

        ``POST /experiments/{id}/reproduce``
        """
        return self._transport.call("POST", f"/experiments/{path_part(id)}/reproduce")

    def get(
        self,
        id: str,
    ) -> Any:
        """One saved comparison with its numbers.

        ``GET /experiments/saved/{id}``
        """
        return self._transport.call("GET", f"/experiments/saved/{path_part(id)}")

    def write_file(
        self,
        id: str,
    ) -> Any:
        """A saved run as a .ranklab file.

        ``GET /experiments/{id}/file``
        """
        return self._transport.call("GET", f"/experiments/{path_part(id)}/file")

    def open_file(
        self,
        *,
        path: str,
    ) -> Any:
        """Open a .ranklab file.

        ``POST /experiments/files``
        """
        return self._transport.call("POST", "/experiments/files", body=_given({"path": path}))

    def gate(
        self,
        *,
        against: Mapping[str, Any],
        candidate: Union[str, Mapping[str, Any]] = OMITTED,
        baseline: str = OMITTED,
        margins: Mapping[str, Any] = OMITTED,
        detect: float = OMITTED,
        confidence: float = OMITTED,
    ) -> Any:
        """Say whether a candidate may replace the baseline of a saved result.

        ``POST /experiments/gate``
        """
        return self._transport.call("POST", "/experiments/gate", body=_given({"candidate": candidate, "baseline": baseline, "margins": margins, "detect": detect, "confidence": confidence, "against": against}))

    def number_notes(
        self,
        id: str,
    ) -> Any:
        """The notes on the numbers of a saved comparison.

        ``GET /experiments/{id}/notes``
        """
        return self._transport.call("GET", f"/experiments/{path_part(id)}/notes")

    def note_number(
        self,
        id: str,
        *,
        place: Mapping[str, Any],
        text: str,
        note_id: str = OMITTED,
    ) -> Any:
        """Write a note on a number of a saved comparison, or change it.

        ``PUT /experiments/{id}/notes``
        """
        return self._transport.call("PUT", f"/experiments/{path_part(id)}/notes", body=_given({"noteId": note_id, "place": place, "text": text}))

    def remove_note(
        self,
        id: str,
        note_id: str,
    ) -> None:
        """Remove a note on a number.

        ``DELETE /experiments/{id}/notes/{noteId}``
        """
        self._transport.call("DELETE", f"/experiments/{path_part(id)}/notes/{path_part(note_id)}")


class JobOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
    ) -> Any:
        """All jobs since the start.

        ``GET /jobs``
        """
        return self._transport.call("GET", "/jobs")

    def get(
        self,
        id: str,
    ) -> Any:
        """One job with its progress, result or error.

        ``GET /jobs/{id}``
        """
        return self._transport.call("GET", f"/jobs/{path_part(id)}")

    def watch(
        self,
        id: str,
    ) -> Any:
        """A job’s progress as a stream.

        ``GET /jobs/{id}/events``
        """
        return self._transport.call("GET", f"/jobs/{path_part(id)}/events")

    def cancel(
        self,
        id: str,
    ) -> None:
        """Cancel a job.

        ``POST /jobs/{id}/cancel``
        """
        self._transport.call("POST", f"/jobs/{path_part(id)}/cancel")


class ModelOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def status(
        self,
    ) -> Any:
        """What is built, and whether it is out of date.

        ``GET /model``
        """
        return self._transport.call("GET", "/model")

    def build(
        self,
        *,
        embeddings: Optional[Mapping[str, Any]] = OMITTED,
        factors: Mapping[str, Any] = OMITTED,
        index: Mapping[str, Any] = OMITTED,
        seed: int = OMITTED,
    ) -> Any:
        """Build embeddings, factors and indexes.

        ``POST /model/build``
        """
        return self._transport.call("POST", "/model/build", body=_given({"embeddings": embeddings, "factors": factors, "index": index, "seed": seed}))

    def estimate(
        self,
        *,
        embeddings: Optional[Mapping[str, Any]] = OMITTED,
        factors: Mapping[str, Any] = OMITTED,
        index: Mapping[str, Any] = OMITTED,
        seed: int = OMITTED,
    ) -> Any:
        """Estimate the tokens and the price of the embeddings.

        ``POST /model/estimate``
        """
        return self._transport.call("POST", "/model/estimate", body=_given({"embeddings": embeddings, "factors": factors, "index": index, "seed": seed}))

    def explain_text(
        self,
        text: str,
    ) -> Any:
        """Explain how the embeddings read a text.

        ``GET /model/explain-text``
        """
        return self._transport.call("GET", "/model/explain-text", query=_given({"text": text}))

    def refresh(
        self,
    ) -> Any:
        """Rebuild the serving models in the background and swap them in.

        ``POST /model/refresh``
        """
        return self._transport.call("POST", "/model/refresh")

    def audit(
        self,
    ) -> Any:
        """The last audit of folded-in factors.

        ``GET /model/audit``
        """
        return self._transport.call("GET", "/model/audit")

    def run_audit(
        self,
    ) -> Any:
        """Compare folded-in factors with a full rebuild.

        ``POST /model/audit``
        """
        return self._transport.call("POST", "/model/audit")

    def map(
        self,
        *,
        method: Literal["pca", "umap"] = OMITTED,
    ) -> Any:
        """The map of the catalogue; null before it is made.

        ``GET /model/map``
        """
        return self._transport.call("GET", "/model/map", query=_given({"method": method}))

    def lay_out(
        self,
        *,
        seed: int = OMITTED,
    ) -> Any:
        """Make the map of the catalogue.

        ``POST /model/map``
        """
        return self._transport.call("POST", "/model/map", body=_given({"seed": seed}))

    def index_engines(
        self,
    ) -> Any:
        """Connections of external index engines.

        ``GET /model/index-engines``
        """
        return self._transport.call("GET", "/model/index-engines")

    def set_index_engines(
        self,
        *,
        pgvector: Optional[Mapping[str, Any]] = OMITTED,
        qdrant: Optional[Mapping[str, Any]] = OMITTED,
    ) -> Any:
        """Set the connections of external index engines.

        ``PUT /model/index-engines``
        """
        return self._transport.call("PUT", "/model/index-engines", body=_given({"pgvector": pgvector, "qdrant": qdrant}))

    def attachments(
        self,
    ) -> Any:
        """Attached tables beside the vectors of the workspace.

        ``GET /model/attachments``
        """
        return self._transport.call("GET", "/model/attachments")

    def index_bench(
        self,
    ) -> Any:
        """The last measurement of index types.

        ``GET /model/index-bench``
        """
        return self._transport.call("GET", "/model/index-bench")

    def bench_indexes(
        self,
        *,
        which: Literal["content", "factors"] = OMITTED,
        types: Sequence[str] = OMITTED,
        backend: str = OMITTED,
        neighbor_count: int = OMITTED,
        query_count: int = OMITTED,
        seed: int = OMITTED,
    ) -> Any:
        """Measure speed and recall of index types.

        ``POST /model/index-bench``
        """
        return self._transport.call("POST", "/model/index-bench", body=_given({"which": which, "types": types, "backend": backend, "neighborCount": neighbor_count, "queryCount": query_count, "seed": seed}))


class OnlineOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def start(
        self,
        *,
        id: str,
        arms: Sequence[Mapping[str, Any]],
        seed: int = OMITTED,
        kinds: Sequence[str] = OMITTED,
        plan: Mapping[str, Any] = OMITTED,
    ) -> Any:
        """Split users between variants from now on.

        ``POST /experiments/online``
        """
        return self._transport.call("POST", "/experiments/online", body=_given({"id": id, "arms": arms, "seed": seed, "kinds": kinds, "plan": plan}))

    def list(
        self,
    ) -> Any:
        """Online experiments.

        ``GET /experiments/online``
        """
        return self._transport.call("GET", "/experiments/online")

    def plan(
        self,
        *,
        baseline_rate: float,
        lift: float = OMITTED,
        power: float = OMITTED,
        confidence: float = OMITTED,
        users: Optional[int] = OMITTED,
        shares: Sequence[float] = OMITTED,
    ) -> Any:
        """Users that an online experiment needs, and the smallest lift found.

        ``POST /experiments/online/plan``
        """
        return self._transport.call("POST", "/experiments/online/plan", body=_given({"baselineRate": baseline_rate, "lift": lift, "power": power, "confidence": confidence, "users": users, "shares": shares}))

    def report(
        self,
        id: str,
    ) -> Any:
        """Live counts, rates, lift and the sample ratio check.

        ``GET /experiments/online/{id}``
        """
        return self._transport.call("GET", f"/experiments/online/{path_part(id)}")

    def remove(
        self,
        id: str,
    ) -> None:
        """Remove an online experiment.

        ``DELETE /experiments/online/{id}``
        """
        self._transport.call("DELETE", f"/experiments/online/{path_part(id)}")

    def end(
        self,
        id: str,
    ) -> Any:
        """End an online experiment.

        ``POST /experiments/online/{id}/end``
        """
        return self._transport.call("POST", f"/experiments/online/{path_part(id)}/end")


class RecommendOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        context: Mapping[str, Any],
        limit: int = OMITTED,
        top_k: int = OMITTED,
        variant: Mapping[str, Any] = OMITTED,
        exclude: Sequence[str] = OMITTED,
        side: Literal["serving", "evaluation"] = OMITTED,
        split: Mapping[str, Any] = OMITTED,
        seed: int = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
    ) -> Any:
        """Rank videos for a user, a text or a video, with contributions.

        ``POST /lists``

        - limit: How many videos, 10 unless given; `top_k` is the same
        - top_k: How many videos, 10 unless given; `limit` is the same
        """
        return self._transport.call("POST", "/lists", body=_given({"context": context, "limit": limit, "top_k": top_k, "variant": variant, "exclude": exclude, "side": side, "split": split, "seed": seed, "relevance": relevance}))

    def flips(
        self,
        *,
        context: Mapping[str, Any],
        variant: Mapping[str, Any],
        limit: int = OMITTED,
        low: float = OMITTED,
        high: float = OMITTED,
        side: Literal["serving", "evaluation"] = OMITTED,
        split: Mapping[str, Any] = OMITTED,
        seed: int = OMITTED,
    ) -> Any:
        """At which weights positions of a list change.

        ``POST /recommend/flips``
        """
        return self._transport.call("POST", "/recommend/flips", body=_given({"context": context, "variant": variant, "limit": limit, "low": low, "high": high, "side": side, "split": split, "seed": seed}))

    def why_not(
        self,
        *,
        context: Mapping[str, Any],
        video: str,
        variant: Mapping[str, Any],
        limit: int = OMITTED,
        side: Literal["serving", "evaluation"] = OMITTED,
        split: Mapping[str, Any] = OMITTED,
        seed: int = OMITTED,
    ) -> Any:
        """Why a video is not in a list, and what would lift it in.

        ``POST /recommend/why-not``
        """
        return self._transport.call("POST", "/recommend/why-not", body=_given({"context": context, "video": video, "variant": variant, "limit": limit, "side": side, "split": split, "seed": seed}))


class ReportOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def export(
        self,
        *,
        source: Mapping[str, Any],
        formats: Sequence[str],
    ) -> Any:
        """The files of a comparison in the chosen report formats.

        ``POST /export``
        """
        return self._transport.call("POST", "/export", body=_given({"source": source, "formats": formats}))

    def gate_files(
        self,
        *,
        report: Mapping[str, Any],
        undecided_fails: bool = OMITTED,
    ) -> Any:
        """A gate’s report as JUnit XML, Markdown and JSON.

        ``POST /export/gate``
        """
        return self._transport.call("POST", "/export/gate", body=_given({"report": report, "undecidedFails": undecided_fails}))

    def export_ranker(
        self,
        *,
        variant: Union[str, Mapping[str, Any]],
        target: str,
        split: Mapping[str, Any] = OMITTED,
        seed: int = OMITTED,
        preview: bool = OMITTED,
    ) -> Any:
        """Write a variant as the formula of another engine.

        ``POST /export/ranker``

        - variant: A stored variant’s name or a complete one
        - target: Where it goes; `exportTargets` of the registries lists them
        - preview: Only say what is lost and how far lists agree; write nothing
        """
        return self._transport.call("POST", "/export/ranker", body=_given({"variant": variant, "target": target, "split": split, "seed": seed, "preview": preview}))

    def ranker_file(
        self,
        name: str,
        *,
        from_: int = OMITTED,
        bytes: int = OMITTED,
    ) -> Any:
        """A part of a file of the last export of a ranker, in base64.

        ``GET /export/ranker/file``
        """
        return self._transport.call("GET", "/export/ranker/file", query=_given({"name": name, "from": from_, "bytes": bytes}))


class RunOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
    ) -> Any:
        """All stored runs, the newest first.

        ``GET /runs``
        """
        return self._transport.call("GET", "/runs")

    def add(
        self,
        *,
        path: str,
        name: str = OMITTED,
        known_at: Optional[Union[Literal["static"], str]] = OMITTED,
        map: Mapping[str, Any] = OMITTED,
    ) -> Any:
        """Store a run from a file of this machine.

        ``POST /runs``
        """
        return self._transport.call("POST", "/runs", body=_given({"path": path, "name": name, "knownAt": known_at, "map": map}))

    def get(
        self,
        sha256: str,
    ) -> Any:
        """A stored run: where it comes from and what it holds.

        ``GET /runs/{sha256}``
        """
        return self._transport.call("GET", f"/runs/{path_part(sha256)}")

    def remove(
        self,
        sha256: str,
    ) -> None:
        """Remove a stored run.

        ``DELETE /runs/{sha256}``
        """
        self._transport.call("DELETE", f"/runs/{path_part(sha256)}")

    def upload(
        self,
        name: str,
        content: bytes,
    ) -> Any:
        """Store a run from uploaded bytes.

        ``POST /runs/upload``
        """
        return self._transport.upload("/runs/upload", name, content)

    def variant(
        self,
        sha256: str,
        *,
        policy: Mapping[str, Any] = OMITTED,
    ) -> Any:
        """The variant that ranks as a stored run does.

        ``GET /runs/{sha256}/variant``
        """
        return self._transport.call("GET", f"/runs/{path_part(sha256)}/variant", query=_given({"policy": policy}))

    def fusion(
        self,
        *,
        runs: Sequence[Mapping[str, Any]],
        method: Mapping[str, Any] = OMITTED,
        name: str = OMITTED,
    ) -> Any:
        """The variant that ranks as the merge of several stored runs.

        ``POST /runs/fusion``
        """
        return self._transport.call("POST", "/runs/fusion", body=_given({"runs": runs, "method": method, "name": name}))


class ScheduleOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(
        self,
        *,
        id: str,
        experiment_id: str,
        cron: str,
        time_zone: str = OMITTED,
        keep: int = OMITTED,
    ) -> Any:
        """Measure a saved comparison again at fixed times.

        ``POST /schedules``
        """
        return self._transport.call("POST", "/schedules", body=_given({"id": id, "experimentId": experiment_id, "cron": cron, "timeZone": time_zone, "keep": keep}))

    def list(
        self,
    ) -> Any:
        """Schedules with their last run and the next time.

        ``GET /schedules``
        """
        return self._transport.call("GET", "/schedules")

    def preview(
        self,
        *,
        cron: str,
        time_zone: str = OMITTED,
        count: int = OMITTED,
    ) -> Any:
        """The next times of a cron expression.

        ``POST /schedules/preview``
        """
        return self._transport.call("POST", "/schedules/preview", body=_given({"cron": cron, "timeZone": time_zone, "count": count}))

    def get(
        self,
        id: str,
    ) -> Any:
        """A schedule with all its measurements.

        ``GET /schedules/{id}``
        """
        return self._transport.call("GET", f"/schedules/{path_part(id)}")

    def change(
        self,
        id: str,
        *,
        cron: str = OMITTED,
        time_zone: str = OMITTED,
        keep: int = OMITTED,
        paused: bool = OMITTED,
    ) -> Any:
        """Change the times of a schedule, pause or resume it.

        ``PUT /schedules/{id}``
        """
        return self._transport.call("PUT", f"/schedules/{path_part(id)}", body=_given({"cron": cron, "timeZone": time_zone, "keep": keep, "paused": paused}))

    def remove(
        self,
        id: str,
    ) -> None:
        """Remove a schedule.

        ``DELETE /schedules/{id}``
        """
        self._transport.call("DELETE", f"/schedules/{path_part(id)}")

    def run(
        self,
        id: str,
    ) -> Any:
        """Measure a scheduled comparison now.

        ``POST /schedules/{id}/run``
        """
        return self._transport.call("POST", f"/schedules/{path_part(id)}/run")


class ServerOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def status(
        self,
    ) -> Any:
        """The local server of the desktop window.

        ``GET /server``
        """
        return self._transport.call("GET", "/server")

    def start(
        self,
        *,
        port: int = OMITTED,
    ) -> Any:
        """Start the local server.

        ``POST /server/start``
        """
        return self._transport.call("POST", "/server/start", body=_given({"port": port}))

    def stop(
        self,
    ) -> Any:
        """Stop the local server.

        ``POST /server/stop``
        """
        return self._transport.call("POST", "/server/stop")


class SignalOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
    ) -> Any:
        """All signals that the workspace defines.

        ``GET /signals``
        """
        return self._transport.call("GET", "/signals")

    def changes(
        self,
    ) -> Any:
        """Changes of signals that can be undone.

        ``GET /signal-changes``
        """
        return self._transport.call("GET", "/signal-changes")

    def inputs(
        self,
    ) -> Any:
        """Columns, files and signals that definitions can name.

        ``GET /signal-inputs``
        """
        return self._transport.call("GET", "/signal-inputs")

    def preview(
        self,
        *,
        definition: Mapping[str, Any],
        id: str = OMITTED,
    ) -> Any:
        """Coverage, range and examples of a definition.

        ``POST /signal-preview``
        """
        return self._transport.call("POST", "/signal-preview", body=_given({"id": id, "definition": definition}))

    def score_cache(
        self,
    ) -> Any:
        """Size of the kept answers of scoring services.

        ``GET /signal-scores``
        """
        return self._transport.call("GET", "/signal-scores")

    def clear_scores(
        self,
    ) -> Any:
        """Forget the kept answers of scoring services.

        ``DELETE /signal-scores``
        """
        return self._transport.call("DELETE", "/signal-scores")

    def undo(
        self,
    ) -> Any:
        """Take the newest change of a signal back.

        ``POST /signal-changes/undo``
        """
        return self._transport.call("POST", "/signal-changes/undo")

    def get(
        self,
        id: str,
    ) -> Any:
        """A defined signal.

        ``GET /signals/{id}``
        """
        return self._transport.call("GET", f"/signals/{path_part(id)}")

    def define(
        self,
        id: str,
        *,
        kind: str,
        label: str = OMITTED,
        params: Mapping[str, Any] = OMITTED,
        direction: Literal["higher", "lower"] = OMITTED,
        known_at: Optional[Union[Literal["static"], str]] = OMITTED,
    ) -> Any:
        """Define a signal.

        ``PUT /signals/{id}``
        """
        return self._transport.call("PUT", f"/signals/{path_part(id)}", body=_given({"label": label, "kind": kind, "params": params, "direction": direction, "knownAt": known_at}))

    def remove(
        self,
        id: str,
    ) -> None:
        """Remove a defined signal.

        ``DELETE /signals/{id}``
        """
        self._transport.call("DELETE", f"/signals/{path_part(id)}")


class SimulateOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def choices(
        self,
    ) -> Any:
        """Click models, outcomes, and whether users have a stored truth.

        ``GET /simulate/choices``
        """
        return self._transport.call("GET", "/simulate/choices")

    def ab_test_plan(
        self,
        *,
        variants: Sequence[Mapping[str, Any]],
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
        memory_bytes: int = OMITTED,
        audience: Mapping[str, Any] = OMITTED,
        outcomes: Sequence[str] = OMITTED,
        shares: Sequence[Any] = OMITTED,
        confidence: float = OMITTED,
        power: float = OMITTED,
        lift: float = OMITTED,
        users: Optional[int] = OMITTED,
        looks: int = OMITTED,
        aa: bool = OMITTED,
        lost_share: float = OMITTED,
        repetitions: int = OMITTED,
        points: int = OMITTED,
        every_user: bool = OMITTED,
    ) -> Any:
        """Sample size, duration and smallest lift found of an A/B test.

        ``POST /simulate/ab-test/plan``
        """
        return self._transport.call("POST", "/simulate/ab-test/plan", body=_given({"variants": variants, "split": split, "relevance": relevance, "scoreTies": score_ties, "seed": seed, "memoryBytes": memory_bytes, "audience": audience, "outcomes": outcomes, "shares": shares, "confidence": confidence, "power": power, "lift": lift, "users": users, "looks": looks, "aa": aa, "lostShare": lost_share, "repetitions": repetitions, "points": points, "everyUser": every_user}))

    def ab_test(
        self,
        *,
        variants: Sequence[Mapping[str, Any]],
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
        memory_bytes: int = OMITTED,
        audience: Mapping[str, Any] = OMITTED,
        outcomes: Sequence[str] = OMITTED,
        shares: Sequence[Any] = OMITTED,
        confidence: float = OMITTED,
        power: float = OMITTED,
        lift: float = OMITTED,
        users: Optional[int] = OMITTED,
        looks: int = OMITTED,
        aa: bool = OMITTED,
        lost_share: float = OMITTED,
        repetitions: int = OMITTED,
        points: int = OMITTED,
        every_user: bool = OMITTED,
    ) -> Any:
        """Run an A/B test on simulated users.

        ``POST /simulate/ab-test``
        """
        return self._transport.call("POST", "/simulate/ab-test", body=_given({"variants": variants, "split": split, "relevance": relevance, "scoreTies": score_ties, "seed": seed, "memoryBytes": memory_bytes, "audience": audience, "outcomes": outcomes, "shares": shares, "confidence": confidence, "power": power, "lift": lift, "users": users, "looks": looks, "aa": aa, "lostShare": lost_share, "repetitions": repetitions, "points": points, "everyUser": every_user}))

    def ab_test_points(
        self,
        job_id: str,
    ) -> Any:
        """The time course of an A/B test while it is computed.

        ``GET /simulate/ab-test/{jobId}/points``
        """
        return self._transport.call("GET", f"/simulate/ab-test/{path_part(job_id)}/points")

    def interleaving(
        self,
        *,
        variants: Sequence[Mapping[str, Any]],
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
        memory_bytes: int = OMITTED,
        audience: Mapping[str, Any] = OMITTED,
        methods: Optional[Sequence[str]] = OMITTED,
        confidence: float = OMITTED,
        power: float = OMITTED,
        users: int = OMITTED,
        repetitions: int = OMITTED,
        largest_users: int = OMITTED,
        every_user: bool = OMITTED,
    ) -> Any:
        """Compare variants within one list on simulated users.

        ``POST /simulate/interleaving``
        """
        return self._transport.call("POST", "/simulate/interleaving", body=_given({"variants": variants, "split": split, "relevance": relevance, "scoreTies": score_ties, "seed": seed, "memoryBytes": memory_bytes, "audience": audience, "methods": methods, "confidence": confidence, "power": power, "users": users, "repetitions": repetitions, "largestUsers": largest_users, "everyUser": every_user}))

    def off_policy(
        self,
        *,
        variants: Sequence[Mapping[str, Any]],
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
        memory_bytes: int = OMITTED,
        audience: Mapping[str, Any] = OMITTED,
        positions: int = OMITTED,
        pool: int = OMITTED,
        logging_sharpness: float = OMITTED,
        target_sharpness: float = OMITTED,
        slates: int = OMITTED,
        repetitions: int = OMITTED,
        confidence: float = OMITTED,
        every_user: bool = OMITTED,
    ) -> Any:
        """How far off-policy estimates are from the truth of simulated users.

        ``POST /simulate/off-policy``
        """
        return self._transport.call("POST", "/simulate/off-policy", body=_given({"variants": variants, "split": split, "relevance": relevance, "scoreTies": score_ties, "seed": seed, "memoryBytes": memory_bytes, "audience": audience, "positions": positions, "pool": pool, "loggingSharpness": logging_sharpness, "targetSharpness": target_sharpness, "slates": slates, "repetitions": repetitions, "confidence": confidence, "everyUser": every_user}))

    def bandits(
        self,
        *,
        variants: Sequence[Mapping[str, Any]],
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
        memory_bytes: int = OMITTED,
        audience: Mapping[str, Any] = OMITTED,
        bandits: Optional[Sequence[Mapping[str, Any]]] = OMITTED,
        visits: int = OMITTED,
        repetitions: int = OMITTED,
        every_user: bool = OMITTED,
    ) -> Any:
        """Let bandits choose among variants on simulated users.

        ``POST /simulate/bandits``
        """
        return self._transport.call("POST", "/simulate/bandits", body=_given({"variants": variants, "split": split, "relevance": relevance, "scoreTies": score_ties, "seed": seed, "memoryBytes": memory_bytes, "audience": audience, "bandits": bandits, "visits": visits, "repetitions": repetitions, "everyUser": every_user}))


class SystemOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def health(
        self,
    ) -> Any:
        """Whether the service answers.

        ``GET /health``
        """
        return self._transport.call("GET", "/health")

    def doctor(
        self,
    ) -> Any:
        """What this machine has, and how to install the rest.

        ``GET /doctor``
        """
        return self._transport.call("GET", "/doctor")

    def registries(
        self,
    ) -> Any:
        """Signals, metrics, splits and all other families with their parameters.

        ``GET /registries``
        """
        return self._transport.call("GET", "/registries")

    def workspace(
        self,
    ) -> Any:
        """The open workspace; null without one.

        ``GET /workspace``
        """
        return self._transport.call("GET", "/workspace")

    def open_workspace(
        self,
        *,
        path: str,
    ) -> Any:
        """Open a workspace.

        ``POST /workspace/open``
        """
        return self._transport.call("POST", "/workspace/open", body=_given({"path": path}))

    def create_workspace(
        self,
        *,
        path: str,
        name: str,
    ) -> Any:
        """Create a workspace.

        ``POST /workspace/create``
        """
        return self._transport.call("POST", "/workspace/create", body=_given({"path": path, "name": name}))

    def close_workspace(
        self,
    ) -> None:
        """Close the workspace.

        ``POST /workspace/close``
        """
        self._transport.call("POST", "/workspace/close")

    def recent_workspaces(
        self,
    ) -> Any:
        """Workspaces opened lately.

        ``GET /workspaces``
        """
        return self._transport.call("GET", "/workspaces")

    def check_workspace(
        self,
        *,
        repair: bool = OMITTED,
    ) -> Any:
        """Check every artifact, document, log and table; the job’s result is the report.

        ``POST /workspace/check``

        - repair: Set damaged files aside, and build the models again where theirs were damaged
        """
        return self._transport.call("POST", "/workspace/check", body=_given({"repair": repair}))

    def backup_workspace(
        self,
        *,
        name: str = OMITTED,
    ) -> Any:
        """Back the workspace up into one file; the job’s result says where it is.

        ``POST /workspace/backup``

        - name: Of the file, in the workspace’s folder backups; otherwise one with the date
        """
        return self._transport.call("POST", "/workspace/backup", body=_given({"name": name}))

    def snapshot_workspace(
        self,
        *,
        path: str,
    ) -> Any:
        """Copy the workspace into a new folder that many processes can read at once.

        ``POST /workspace/snapshot``

        - path: A new or empty folder for the snapshot
        """
        return self._transport.call("POST", "/workspace/snapshot", body=_given({"path": path}))

    def restore_workspace(
        self,
        *,
        file: str,
        path: str,
    ) -> Any:
        """Make a workspace of a backup.

        ``POST /workspace/restore``

        - file: A file that a backup wrote
        - path: A new or empty folder for the workspace
        """
        return self._transport.call("POST", "/workspace/restore", body=_given({"file": file, "path": path}))

    def dismiss_problems(
        self,
    ) -> None:
        """Dismiss the list of damage.

        ``POST /workspace/problems/dismiss``
        """
        self._transport.call("POST", "/workspace/problems/dismiss")

    def load_state(
        self,
        key: str,
        *,
        workspace: str = OMITTED,
    ) -> Any:
        """A stored piece of the interface’s state.

        ``GET /state/{key}``
        """
        return self._transport.call("GET", f"/state/{path_part(key)}", query=_given({"workspace": workspace}))

    def save_state(
        self,
        key: str,
        *,
        workspace: str = OMITTED,
        value: Any = OMITTED,
    ) -> None:
        """Store a piece of the interface’s state.

        ``PUT /state/{key}``
        """
        self._transport.call("PUT", f"/state/{path_part(key)}", body=_given({"workspace": workspace, "value": value}))


class TuningOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def learn(
        self,
        *,
        variant: Mapping[str, Any],
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        signals: Sequence[str] = OMITTED,
        signs: Mapping[str, Any] = OMITTED,
        method: str = OMITTED,
        metric: str = OMITTED,
        pairs_per_relevant: int = OMITTED,
        l2: Sequence[float] = OMITTED,
        folds: int = OMITTED,
        bootstrap_samples: int = OMITTED,
        exposure: Optional[Mapping[str, Any]] = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
    ) -> Any:
        """Learn the weights of a variant from interactions.

        ``POST /tuning/learn``
        """
        return self._transport.call("POST", "/tuning/learn", body=_given({"variant": variant, "split": split, "relevance": relevance, "signals": signals, "signs": signs, "method": method, "metric": metric, "pairsPerRelevant": pairs_per_relevant, "l2": l2, "folds": folds, "bootstrapSamples": bootstrap_samples, "exposure": exposure, "scoreTies": score_ties, "seed": seed}))

    def sweep(
        self,
        *,
        variant: Mapping[str, Any],
        parameters: Sequence[Mapping[str, Any]],
        split: Mapping[str, Any] = OMITTED,
        relevance: Mapping[str, Any] = OMITTED,
        objectives: Sequence[str] = OMITTED,
        guards: Sequence[Mapping[str, Any]] = OMITTED,
        guard_segments: Sequence[str] = OMITTED,
        settings: int = OMITTED,
        search: str = OMITTED,
        halving: bool = OMITTED,
        folds: int = OMITTED,
        score_ties: Literal["row", "id", "random"] = OMITTED,
        seed: int = OMITTED,
    ) -> Any:
        """Try many settings of a variant and find the best trade-offs.

        ``POST /tuning/sweep``
        """
        return self._transport.call("POST", "/tuning/sweep", body=_given({"variant": variant, "split": split, "relevance": relevance, "parameters": parameters, "objectives": objectives, "guards": guards, "guardSegments": guard_segments, "settings": settings, "search": search, "halving": halving, "folds": folds, "scoreTies": score_ties, "seed": seed}))

    def stop_sweep(
        self,
        job_id: str,
    ) -> None:
        """End a sweep with the best so far.

        ``POST /tuning/sweep/{jobId}/stop``
        """
        self._transport.call("POST", f"/tuning/sweep/{path_part(job_id)}/stop")


class VariantOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
    ) -> Any:
        """All stored variants, the default first.

        ``GET /variants``
        """
        return self._transport.call("GET", "/variants")

    def get(
        self,
        name: str,
    ) -> Any:
        """One stored variant.

        ``GET /variants/{name}``
        """
        return self._transport.call("GET", f"/variants/{path_part(name)}")

    def save(
        self,
        name: str,
        *,
        notes: str = OMITTED,
        candidates: Mapping[str, Any] = OMITTED,
        weights: Mapping[str, Any] = OMITTED,
        signal_params: Mapping[str, Any] = OMITTED,
        signals: Mapping[str, Any] = OMITTED,
        normalization: Literal["min-max", "z-score", "rank", "none"] = OMITTED,
        mmr_lambda: float = OMITTED,
        filters: Mapping[str, Any] = OMITTED,
    ) -> Any:
        """Store a variant under a name.

        ``PUT /variants/{name}``
        """
        return self._transport.call("PUT", f"/variants/{path_part(name)}", body=_given({"notes": notes, "candidates": candidates, "weights": weights, "signalParams": signal_params, "signals": signals, "normalization": normalization, "mmrLambda": mmr_lambda, "filters": filters}))

    def remove(
        self,
        name: str,
    ) -> None:
        """Remove a stored variant; the default gets its built-in settings back.

        ``DELETE /variants/{name}``
        """
        self._transport.call("DELETE", f"/variants/{path_part(name)}")


class VectorsOperations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
    ) -> Any:
        """All stored files of vectors, the newest first.

        ``GET /vectors``
        """
        return self._transport.call("GET", "/vectors")

    def add(
        self,
        *,
        path: str,
        name: str = OMITTED,
        known_at: Optional[Union[Literal["static"], str]] = OMITTED,
        columns: Mapping[str, Any] = OMITTED,
    ) -> Any:
        """Store vectors from a file of this machine.

        ``POST /vectors``
        """
        return self._transport.call("POST", "/vectors", body=_given({"path": path, "name": name, "knownAt": known_at, "columns": columns}))

    def get(
        self,
        sha256: str,
    ) -> Any:
        """A stored file of vectors: where it comes from and what it holds.

        ``GET /vectors/{sha256}``
        """
        return self._transport.call("GET", f"/vectors/{path_part(sha256)}")

    def remove(
        self,
        sha256: str,
    ) -> None:
        """Remove a stored file of vectors.

        ``DELETE /vectors/{sha256}``
        """
        self._transport.call("DELETE", f"/vectors/{path_part(sha256)}")

    def upload(
        self,
        name: str,
        content: bytes,
    ) -> Any:
        """Store vectors from uploaded bytes.

        ``POST /vectors/upload``
        """
        return self._transport.upload("/vectors/upload", name, content)


class Operations:
    """All operations by area, such as ``operations.dataset.summary()``."""

    def __init__(self, transport: Transport) -> None:
        self.agent = AgentOperations(transport)
        self.api = ApiOperations(transport)
        self.dataset = DatasetOperations(transport)
        self.diagnose = DiagnoseOperations(transport)
        self.evaluate = EvaluateOperations(transport)
        self.experiment = ExperimentOperations(transport)
        self.job = JobOperations(transport)
        self.model = ModelOperations(transport)
        self.online = OnlineOperations(transport)
        self.recommend = RecommendOperations(transport)
        self.report = ReportOperations(transport)
        self.run = RunOperations(transport)
        self.schedule = ScheduleOperations(transport)
        self.server = ServerOperations(transport)
        self.signal = SignalOperations(transport)
        self.simulate = SimulateOperations(transport)
        self.system = SystemOperations(transport)
        self.tuning = TuningOperations(transport)
        self.variant = VariantOperations(transport)
        self.vectors = VectorsOperations(transport)
