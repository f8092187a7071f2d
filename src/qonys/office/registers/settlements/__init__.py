"""Families that settled under a programme: where, since when, who of them worked at each visit, who moved on."""
