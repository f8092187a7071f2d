"""Five years with a settled family: how it fares, what it is asked, who helps. Nothing here decides about anybody."""
