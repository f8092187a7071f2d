"""Families to places: indivisible families, many capacities a place, a certificate with every plan.

problem.py    families, places, gains, needs, capacities, locks
sheet.py      families as a pass reads them, two threads
prices.py     shadow prices, by descending the dual
torn.py       who is torn between places at those prices
newton.py     their last digits, where there are few of them
search.py     whole families: moves, and who stands in the way goes elsewhere
bound.py      the certificate, in double precision
solving.py    these in order: `solve(problem) -> Plan`
editing.py    an officer's locks and bans, solved again from the plan at hand, with what each costs
plan.py       the plan with prices and reasons
reference.py  every plan tried in turn, to compare with
kernels/      the compiled loops
"""

from qonys.engines.matching.plan import Choice, Paid, Plan, Price, Why
from qonys.engines.matching.problem import FREE, UNPLACED, Placement
from qonys.engines.matching.solving import Budget, solve, warm_up

__all__ = ["FREE", "UNPLACED", "Budget", "Choice", "Paid", "Placement", "Plan", "Price", "Why", "solve", "warm_up"]
