"""What will be missing: workers, school places, doctors, dwellings; in every territory, year and trajectory.

    activity.py      activity rates raked to the published labour force
    labour.py        jobs from year to year, against the people who can fill them
    services.py      places needed by age, against places there are
    gaps.py          need minus capacity: quantiles, probability of a shortage, what is unmet, what it costs
    room.py          how many more people a territory can take in, and what stops it first
    programme.py     targets of a programme against what was reached and what is forecast
    reference.py     the same sums one person's age at a time, to compare with

One year at a time: people come as (2 sexes, ages, J trajectories) for each territory, and leave as a few numbers.
"""
