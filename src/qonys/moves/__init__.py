"""Moves between the territories of a country, as the loop goes through them.

chain.py     published arrivals and departures -> estimated pairs -> this year -> the next years -> the projection
tables.py    the same as a run keeps it
method.py    how it was done, in words
"""

from qonys.moves.chain import Moves, country_moves
from qonys.moves.method import method
from qonys.moves.tables import tables

__all__ = ["Moves", "country_moves", "method", "tables"]
