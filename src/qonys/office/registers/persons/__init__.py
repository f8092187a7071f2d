"""Persons as their papers tell of them."""
