"""Filters of these pages."""
