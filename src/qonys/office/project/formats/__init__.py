"""How numbers and dates are written; Django has none for Kazakh and groups differently from us elsewhere."""
