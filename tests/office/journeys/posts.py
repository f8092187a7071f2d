"""Who works where in the office of the journeys."""

from __future__ import annotations

HERE, BEFORE, ELSEWHERE = "KZ/KZ-39/", "KZ/KZ-61/", "KZ/KZ-55/"
PASSWORD = "correct horse battery staple"
MEMBERS = ("member1", "member2", "member3")
ROLES = {
    "centre": "career_centre_officer",
    "secretary": "commission_secretary",
    **dict.fromkeys(MEMBERS, "commission_member"),
    "decider": "migration_officer",
    "follower": "integration_officer",
}


def login(post: str, place: str = HERE) -> str:
    return f"{post}.{place.split('/')[1].lower()}"
