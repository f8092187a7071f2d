"""Births and deaths, and what follows from them in the other registers."""
