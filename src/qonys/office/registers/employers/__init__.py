"""Employers: who offers work, where, in which branch."""
