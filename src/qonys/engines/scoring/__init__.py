"""The law of points: a total with its reasons, for one person or for millions.

kinds.py        what kinds of facts there are; every value has a code within known bounds
words.py        a formula cut into words
formula.py      the small typed language: a formula read into a tree that always ends
rules.py        a rule set as frozen values: RuleBook (all of it, dated), RuleSet (the law of one day)
directions.py   how a line moves as a field rises, proven by signs
proofs.py       no gap, no overlap, no unlawful fall, no overflow: before a rule set is law
reference.py    one person, line after line, slow and obvious
assessment.py   `assess(rules, facts)`: the score of one person with points, reasons, articles
spans.py        what a line can still give while something is unknown
unknown.py      `bounds(rules, facts)`: from the fewest to the most points, and the papers that would settle it
ladder.py       what each step a person can take would add, and the shortest way to a cut-off
program.py      a rule set as instructions
kernel.py       the compiled evaluation of instructions on blocks of people
people.py       `people(rules, columns)`: checked columns of codes
scores.py       `score(rules, people)`: total, every line, points lost to caps
many_steps.py   `gains(rules, people)`: the ladder of everybody
ranking.py      `rank(totals, seats, ties)`: who is invited, and by which published rule among equals
versions.py     `text_difference(old, new)`: what a change of the law says otherwise
comparison.py   `difference(old, new, people, by)`: who gains and who loses by it
examples.py     worked examples, which gate the entry into force

One person needs neither arrays nor a compiler: import `assessment`, `ladder`, `unknown`. `scores` brings numba.
"""
