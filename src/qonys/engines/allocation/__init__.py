"""Quotas from shortages, within what the law allows and the places can take.

problem.py      shortages, resources, bounds: what a quota is decided from
program.py      the best shares, as a linear program solved by HiGHS, with shadow prices
apportion.py    shares to whole persons: largest remainders, exact sums, no bound broken
reasons.py      each line explained by parts that add up to it
quotas.py       the three in order; a re-cut in mid-year
comparison.py   line by line against an official quota
reference.py    every whole-person quota tried in turn, to compare with
"""
