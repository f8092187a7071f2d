"""Places that wait for families: dwellings, seats in schools and kindergartens, jobs. Nobody is invited to nowhere."""
