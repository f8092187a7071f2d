"""Registers: who lives where, with whom, since when, and who told so."""
