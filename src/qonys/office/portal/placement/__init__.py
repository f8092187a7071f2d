"""Placement on pages: rounds for the commission, readiness, promises for families, fairness for everybody."""
