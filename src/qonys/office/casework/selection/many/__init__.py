"""Past applicants counted by other rules, all at once. Only the worker comes here: it loads the compiled loops."""
