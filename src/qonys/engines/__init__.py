"""The science: pure functions. Frozen values in, frozen values out; no files, no clock, no global random."""
