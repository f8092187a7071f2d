"""What the law pays to a family that moves, from dated law, with reasons for every tenge.

    law.py          `policy/support.yaml`: measures, amounts, conditions, acts, papers, offices
    household.py    who moves, from where to where, when, and what the family has said of itself
    household_file.py  the same from a YAML file or the command line
    conditions.py   one question a condition: met, not met, still open, or not known
    amounts.py      money by month, counted in the index of its day, and the formula in words
    answer.py       what comes out: items with conditions, formula, article; totals that add up
    entitlements.py START READING HERE: the law applied to one family
    words.py        numbers, dates and sentences in three languages
    report.py       the answer as lines of text
    cases.py        worked examples, readable by a lawyer and run by a test

Nothing here decides about a person: an officer does. It says what the law promises, and what it was not found to say.
"""
