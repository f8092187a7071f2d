"""How strongly people answer to each lever, unless a scenario says otherwise.

Kazakhstan publishes neither an origin-destination matrix nor regional rents, vacancies by year or school seats, so most
strengths cannot be fitted yet. What others found elsewhere stands here with wide intervals, marked to be replaced.
"""

from __future__ import annotations

from qonys.engines.vocabulary.scenario import Basis, Elasticity

FAMILY_POLICY = Elasticity(
    0.10, 0.02, 0.20,
    "Cohen, Dehejia and Romanov 2013 (Review of Economics and Statistics 95:1-20): the mean child subsidy in Israel "
    "raised births by 7.8 %, about a tenth for a doubling of support; Gauthier 2007 reviews smaller effects elsewhere",
)  # fmt: skip
PENSION_RESPONSE = Elasticity(
    0.50, 0.30, 0.70,
    "Mastrobuoni 2009 (Journal of Public Economics 93:1224-1233): the mean age of leaving work rose by about half as "
    "much as the pension age, United States",
)  # fmt: skip
UPTAKE_PROGRAMME = Elasticity(
    0.94, 0.75, 1.00,
    "Kazakhstan 2024: 8,950 kandas and resettlers settled of 9,483 places after the re-cut of August "
    "(Ministry of Labour, smartnews.kz); in other years less",
    Basis.PROGRAMME,
)  # fmt: skip
UPTAKE_LABOUR = Elasticity(
    0.75, 0.50, 0.95,
    "Kazakhstan 2025-2026: about 14 thousand foreign workers held permits beside a quota of some 18 thousand units",
    Basis.PROGRAMME,
)  # fmt: skip
LEAVING = Elasticity(
    1.0, 0.7, 3.0,
    "Returns beyond those the programme counts are not registered: the upper edge is an assumption",
    Basis.ASSUMPTION,
)  # fmt: skip
# Share of resettled persons still there after 1 to 5 years: 3.6 of 66.2 thousand settled since 2017 went back
# (Ministry of Labour); how they spread over the years is an assumption.
RETENTION = (0.980, 0.968, 0.958, 0.949, 0.940)
HOUSING = Elasticity(
    0.5, 0.1, 1.0,
    "Glaeser, Gyourko and Saks 2006 (Journal of Economic Geography 6:71-89): where homes are built people come, "
    "where they are not prices rise; size assumed",
    Basis.ASSUMPTION,
)  # fmt: skip
SCHOOLS = Elasticity(
    0.1, 0.0, 0.3,
    "No estimate for moves between regions was found; families weigh schools less than work and housing",
    Basis.ASSUMPTION,
)  # fmt: skip
JOBS = Elasticity(
    1.0, 0.4, 1.8,
    "Blanchard and Katz 1992 (Brookings Papers 1992:1): moves, more than local employment rates, fill a region's new "
    "jobs within a decade, United States; Bartik 1991 less; size read for Kazakhstan's arrival rates",
)  # fmt: skip
WAGES = Elasticity(
    0.4, 0.1, 0.8,
    "Aldashev and Dietz 2014 (Economic Systems 38:379-396): people leave low-income regions of Kazakhstan for "
    "high-income ones, quarterly 2008-2010; sign theirs, size assumed",
)  # fmt: skip
EVENT_SIZE = Elasticity(
    1.0, 0.6, 1.5, "No two events are of one size: the interval is an assumption", Basis.ASSUMPTION
)  # fmt: skip
