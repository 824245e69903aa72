"""Ranking variants as the service takes them: plain mappings."""

from __future__ import annotations

from typing import Any, List, Mapping, Optional, Union

Variant = Mapping[str, Any]
"""A complete ranking configuration; `name` is required, whatever is left out has the service's default."""


def baseline(baseline_id: str, *, params: Optional[Mapping[str, Any]] = None, name: Optional[str] = None, limit: int = 200) -> Variant:
    """A well-known recommender (``popular``, ``item-knn``, ``pure-svd``, ``ease`` …) as a variant.

    One candidate source alone, ranked by its score; ``params`` are the source's.
    """
    return {
        "name": name or baseline_id,
        "candidates": {"sources": [{"id": baseline_id, "limit": limit, "params": dict(params or {})}], "poolSize": limit},
        "weights": {"retrieval": 1},
        "normalization": "none",
    }


def as_variants(variants: Union[Variant, List[Variant]]) -> List[Variant]:
    return [variants] if isinstance(variants, Mapping) else list(variants)
