"""The law of points of a country (`policy/points/*.yaml`): read, proven, and found by name.

book = load("canada-crs")                # or the path of a rule file
law = book.on(date(2020, 6, 25))         # the RuleSet in force that day
"""

from qonys.countries.points.naming import built_in_rule_sets, load
from qonys.countries.points.reading import read_book, read_file

__all__ = ["built_in_rule_sets", "load", "read_book", "read_file"]
