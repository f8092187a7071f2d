"""Qonys (қоныс, a place to settle): an open platform on which a country steers migration and demography."""

__version__ = "0.1.0"
