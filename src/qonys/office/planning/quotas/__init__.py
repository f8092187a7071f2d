"""Quotas: the lines a run proposes beside the official ones, their reasons, and what held them back."""
