"""The faces of the office."""
