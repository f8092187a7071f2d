"""The living demonstration: an invented country office, drawn by lot from the pack's `demonstration.yaml`."""
