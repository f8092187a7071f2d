"""Programmes: measures and indicators, their owners, targets and readings, and what is on course."""
