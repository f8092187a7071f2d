"""A case: its journal, where it stands, which clocks run, who may do what next."""
