"""RankLab from Python: open a workspace, import data, build, compare, rank.

>>> import ranklab
>>> with ranklab.open_workspace("ml") as lab:          # starts the service
...     lab.import_frames(interactions=ratings)
...     lab.build()
...     lab.compare([{"name": "popular", "weights": {"popularity": 1}}, ranklab.baseline("ease")])
"""

from ._errors import RankLabError
from ._jobs import Job
from ._lists import RankedList
from ._results import Comparison
from ._service import ServiceNotStarted
from ._variants import Variant, baseline
from ._workspace import Workspace, connect, open_workspace

__all__ = [
    "Comparison",
    "Job",
    "RankLabError",
    "RankedList",
    "ServiceNotStarted",
    "Variant",
    "Workspace",
    "baseline",
    "connect",
    "open_workspace",
]
__version__ = "0.1.0"
