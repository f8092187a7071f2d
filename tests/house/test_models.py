"""Foreign keys written as strings are invisible to import contracts: the models are walked, and must point down the
same ladders."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

ROOT = Path(__file__).resolve().parents[2]


def ladders() -> dict[str, dict[str, int]]:
    """For each container of the office its rooms with their height, from the import contracts."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    found = {}
    for contract in contracts:
        for container in contract.get("containers", ()):
            if contract["type"] == "layers" and container.startswith("qonys.office"):
                found[container] = heights(contract["layers"])
    return found


def heights(layers: list[str]) -> dict[str, int]:
    rows = [[room.strip(" ()") for room in layer.split("|")] for layer in layers]
    return {room: len(rows) - place for place, row in enumerate(rows) for room in row}


def pointing_up(every: Iterable[type[models.Model]]) -> Iterator[str]:
    for model in every:
        for field in model._meta.get_fields():
            other = field.related_model if field.is_relation and field.concrete else None
            if isinstance(other, type) and climbs(model.__module__, other.__module__):
                yield f"{model.__name__}.{field.name} points up to {other.__module__}"


def climbs(module: str, other: str) -> bool:
    for container, rooms in ladders().items():
        here, there = (room_of(each, container) for each in (module, other))
        if here in rooms and there in rooms and rooms[there] > rooms[here]:
            return True
    return False


def room_of(module: str, container: str) -> str:
    return module.removeprefix(container + ".").split(".")[0] if module.startswith(container + ".") else ""


def test_models_point_down_the_ladders_of_rooms() -> None:
    own = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("qonys.")]
    assert len(own) > 10
    assert list(pointing_up(own)) == []


def test_a_string_that_points_up_is_caught() -> None:
    with isolate_apps("qonys.office.foundation.authority", "qonys.office.foundation.journal"):

        class Account(models.Model):
            __module__ = "qonys.office.foundation.authority.models"

            class Meta:
                app_label = "authority"

        class Line(models.Model):
            __module__ = "qonys.office.foundation.journal.models"
            account = models.ForeignKey("authority.Account", on_delete=models.PROTECT)

            class Meta:
                app_label = "journal"

        assert list(pointing_up([Account])) == []
        assert list(pointing_up([Line])) == ["Line.account points up to qonys.office.foundation.authority.models"]


def test_the_ladders_are_those_of_the_design() -> None:
    office = ladders()["qonys.office"]
    story = ["foundation", "registers", "planning", "casework", "portal", "project"]
    assert sorted(office, key=lambda room: office[room]) == story
