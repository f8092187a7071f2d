"""Scored decisions: the points of a case, the person who decides, and the receipt that anybody can count again."""
