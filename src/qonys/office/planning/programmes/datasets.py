"""The tables a reader may take home, as SQL over a run's files."""

from __future__ import annotations

TABLES = {
    "indicators": "SELECT * FROM {control} ORDER BY programme, indicator",
    "course": "SELECT * FROM {control_course} ORDER BY programme, indicator, moment, published_on",
}
