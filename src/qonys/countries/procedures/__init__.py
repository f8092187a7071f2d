"""Procedures a country's law knows (`policy/procedures/*.yaml`): what is asked, what is handed in, by when, who decides."""
