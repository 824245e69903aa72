"""Tables in and out: pandas and polars frames where they are installed, plain columns otherwise."""

from __future__ import annotations

import csv
import datetime
import io
import math
import sys
from typing import Any, Dict, Iterable, List, Mapping, Sequence, Tuple

from ._errors import RankLabError


def to_csv_bytes(table: Any, name: str) -> bytes:
    """A frame, a mapping of columns, or a sequence of row mappings as CSV (UTF-8, header first).

    Missing values (``None``, NaN, NaT) are empty cells; a date is ISO 8601; a list is joined by ``|``.
    """
    header, rows = _columns_and_rows(table, name)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8")


def to_frame(columns: Mapping[str, Sequence[Any]]) -> Any:
    """A pandas frame, a polars frame, or the mapping itself: the first that is installed and loaded."""
    for module, build in (("pandas", "DataFrame"), ("polars", "DataFrame")):
        if module in sys.modules:
            return getattr(sys.modules[module], build)(dict(columns))
    try:
        import pandas
    except ImportError:
        return dict(columns)
    return pandas.DataFrame(dict(columns))


def columns_of(rows: Iterable[Mapping[str, Any]]) -> Dict[str, List[Any]]:
    """Row mappings as columns, in the order of their first appearance; missing cells are ``None``."""
    all_rows = list(rows)
    names = list(dict.fromkeys(name for row in all_rows for name in row))
    return {name: [row.get(name) for row in all_rows] for name in names}


def _columns_and_rows(table: Any, name: str) -> Tuple[List[str], Iterable[Sequence[Any]]]:
    if hasattr(table, "itertuples") and hasattr(table, "columns"):  # pandas
        return [str(column) for column in table.columns], table.itertuples(index=False, name=None)
    if hasattr(table, "iter_rows") and hasattr(table, "columns"):  # polars
        return [str(column) for column in table.columns], table.iter_rows()
    if isinstance(table, Mapping):
        lengths = {key: len(values) for key, values in table.items()}
        if len(set(lengths.values())) > 1:
            raise RankLabError("INVALID_ARGUMENT", f"The columns of {name} differ in length: {lengths}", place=name)
        return [str(key) for key in table], zip(*table.values())
    if isinstance(table, Sequence) and not isinstance(table, (str, bytes)) and all(isinstance(row, Mapping) for row in table):
        columns = columns_of(table)
        return list(columns), zip(*columns.values())
    raise RankLabError(
        "INVALID_ARGUMENT",
        f"{name} is no table: {type(table).__name__}",
        place=name,
        remedy="Give a pandas or polars frame, a mapping of columns, or a list of row mappings.",
    )


def _cell(value: Any) -> Any:
    if value is None or (isinstance(value, float) and math.isnan(value)) or value != value:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return repr(int(value))
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    if isinstance(value, (list, tuple, set)):
        return "|".join(str(_cell(one)) for one in value)
    return value
