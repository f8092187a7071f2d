"""One person across registers: names in one form, evidence in bits, persons with lasting ids."""
