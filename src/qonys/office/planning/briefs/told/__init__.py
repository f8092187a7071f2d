"""A brief in the words of one language: what the page and the PDF both show."""
