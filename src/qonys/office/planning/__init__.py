"""Planning sees numbers only, never a person."""
