"""Balances: what each territory will lack of what people need, and what stops newcomers there first."""
