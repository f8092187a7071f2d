"""Tokens: how another system, or a person's own program, speaks for an account without its password."""
