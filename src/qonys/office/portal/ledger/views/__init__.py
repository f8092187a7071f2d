"""Views of the quota ledger."""
