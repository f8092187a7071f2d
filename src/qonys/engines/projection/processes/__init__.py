"""The stochastic processes of a projection: fitted to the country's own past, simulated in named streams.

outlook(history, schedules, first_year, last_year)  the median rates, and how each series strays from them
simulate(outlook, doubt, streams, J, territories)   J futures of those rates, national and regional
draw_base(base, doubt, streams, J)                  J possible populations to start from
as_of(history, schedules, cutoff)                   what was known on an earlier 1 January
learn_widths(errors, now)                           how wide intervals must be, from errors really made
"""

from qonys.engines.projection.processes.base import draw_base
from qonys.engines.projection.processes.knowledge import as_of
from qonys.engines.projection.processes.national import national_paths
from qonys.engines.projection.processes.national_outlook import Outlook, outlook
from qonys.engines.projection.processes.simulation import simulate
from qonys.engines.projection.processes.widths import (
    PRIOR_WIDTHS,
    UNCALIBRATED,
    PastError,
    Widths,
    learn_widths,
)

__all__ = [
    "PRIOR_WIDTHS",
    "UNCALIBRATED",
    "Outlook",
    "PastError",
    "Widths",
    "as_of",
    "draw_base",
    "learn_widths",
    "national_paths",
    "outlook",
    "simulate",
]
