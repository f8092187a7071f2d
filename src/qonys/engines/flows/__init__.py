"""Flows between territories: what the statistics leave out, what happens now, what comes next.

A history of origin-destination counts goes in; forecasts come out that add up exactly over pairs, territories,
the nation and time, with intervals made from nothing but earlier forecasts and what they missed. Read `forecast.py`
first. The level of the nation is kept apart from the shares of the pairs everywhere: the level jumps when
registration rules change, the shares hardly do.
"""
