"""Figures the office counts itself: the registers as a source of the next estimate."""
