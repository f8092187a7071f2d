"""How a model says where its rows lie."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lies:
    """Names of the fields, as a query would write them, that hold the path of the territory and the procedure.

    class Case(models.Model):
        territory = ForeignKey(Territory, ...)
        procedure = CharField(...)
        lies = Lies(territory="territory", procedure="procedure")

    class Document(models.Model):
        case = ForeignKey(Case, ...)
        lies = Lies(territory="case__territory", procedure="case__procedure")

    Rows that belong to no procedure (`procedure=None`) are covered by a mandate for any procedure.

    A table of very many rows may repeat the beginnings of its paths in columns of their own, `above`: the first two
    codes, the first three. An index that begins with such a column gives an officer of a region its next fifty rows in
    order; with the path alone a database must gather the whole region and sort it.
    """

    territory: str
    procedure: str | None
    above: tuple[str, ...] = ()
