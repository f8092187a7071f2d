"""Procedures of a country's law (`policy/procedures/*.yaml`): what is asked and handed in, by when, who decides."""
