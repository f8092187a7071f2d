"""The municipality's face: it enters the dwellings, seats and jobs that wait for families."""
