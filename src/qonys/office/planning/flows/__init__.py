"""Moves between the territories: pairs, totals of each territory, and which methods of forecasting them are heard."""
