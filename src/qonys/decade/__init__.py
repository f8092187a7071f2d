"""Ten years of a country, with the loop closed and without: what learning from families is worth.

    families come -> places with ready room -> placed -> they find work, stay or move on
        -> counts -> chances and gains -> next year's placement

`live` is the decade in the order of its events; `compare` lives it with the same random numbers, once learning and once
not. What places do to families is invented and unknown to the office: it may only count what happens.
"""

from qonys.decade.comparison import Comparison, Replication, compare
from qonys.decade.history import Decade
from qonys.decade.living import live
from qonys.decade.world import Setting, World, draw

__all__ = ["Comparison", "Decade", "Replication", "Setting", "World", "compare", "draw", "live"]
