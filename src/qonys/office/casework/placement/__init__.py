"""Placement in rounds: a proposal with reasons for every family, changed and published by a commission."""
