"""Files of flows in, forecasts of flows out: the `qonys flows` commands.

    OD.csv        origin, destination, year[, quarter | month], flow       one row per ordered pair and period
    MARGINS.csv   region, year, in, out                                    arrivals and departures of each territory
    D.csv         origin, destination, distance_km                         dist_popw_km is preferred where it is given
    PRED.csv      cutoff, horizon, origin, destination, yhat, lo80, hi80, lo95, hi95

Files are UTF-8 with a header, plain or gzipped. Beside PRED.csv stand PRED.totals.csv (the same for arrivals,
departures and the nation), PRED.faults.csv (what is wrong in the input and what was done) and PRED.scoreboard.csv
(what each method missed at earlier cut-offs, and which were demoted for it).
"""
