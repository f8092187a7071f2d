"""The law of points: a total with its reasons, for one person or for millions.

kinds.py        what kinds of facts there are; every value has a code within known bounds
words.py        a formula cut into words
formula.py      the small typed language: a formula read into a tree that always ends
rules.py        a rule set as frozen values: RuleBook (all of it, dated), RuleSet (the law of one day)
directions.py   how a line moves as a field rises, proven by signs
proofs.py       no gap, no overlap, no unlawful fall, no overflow: before a rule set is law
reference.py    one person, line after line, slow and obvious
assessment.py   `assess(rules, facts)`: the score of one person with points, reasons, articles
ladder.py       what each step a person can take would add, and the shortest way to a cut-off
program.py      a rule set as instructions
kernel.py       the compiled evaluation of instructions on blocks of people
people.py       `people(rules, columns)`: checked columns of codes
scores.py       `score(rules, people)`: total, every line, points lost to caps

One person needs neither arrays nor a compiler: import `assessment` and `ladder`. `scores` brings numba.
"""
