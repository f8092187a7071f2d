"""Sex as the registers record it. Arrays keep this order: male first."""

from __future__ import annotations

from enum import StrEnum


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


SEXES = (Sex.MALE, Sex.FEMALE)
MALE, FEMALE = 0, 1  # positions along the sex axis of every array
