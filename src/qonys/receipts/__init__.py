"""Receipts of scored decisions: written one way only, signed, and counted again by anybody, without this office."""
