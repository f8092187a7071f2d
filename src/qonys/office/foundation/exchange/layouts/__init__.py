"""Tables the foundation itself can take."""
