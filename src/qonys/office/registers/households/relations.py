"""What a member is to the head of the household, and what becomes of it when another becomes the head: two tables."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Relation(TextChoices):
    HEAD = "head", _("head of the household")
    SPOUSE = "spouse", _("spouse")
    CHILD = "child", _("child")
    PARENT = "parent", _("parent")
    SIBLING = "sibling", _("brother or sister")
    GRANDCHILD = "grandchild", _("grandchild")
    RELATIVE = "relative", _("other relative")
    OTHER = "other", _("not related")


R = Relation
# What the new head was to the old one -> what another member was to the old one -> what he is to the new one.
# Whatever is not here is no longer certain: a relative, or not related if he or the new head was not.
AFTER: dict[Relation, dict[Relation, Relation]] = {
    R.SPOUSE: {R.HEAD: R.SPOUSE, R.CHILD: R.CHILD, R.GRANDCHILD: R.GRANDCHILD},
    R.CHILD: {R.HEAD: R.PARENT, R.SPOUSE: R.PARENT, R.CHILD: R.SIBLING},
    R.PARENT: {R.HEAD: R.CHILD, R.SIBLING: R.CHILD, R.CHILD: R.GRANDCHILD, R.PARENT: R.SPOUSE},
    R.SIBLING: {R.HEAD: R.SIBLING, R.SIBLING: R.SIBLING, R.PARENT: R.PARENT},
}
# What a child born to a member is to the head.
CHILD_OF: dict[Relation, Relation] = {
    R.HEAD: R.CHILD,
    R.SPOUSE: R.CHILD,
    R.CHILD: R.GRANDCHILD,
    R.PARENT: R.SIBLING,
    R.OTHER: R.OTHER,
}


def under(new_head: str, other: str) -> Relation:
    """What a member is to the new head; both are told as they were to the old one."""
    unrelated = R.OTHER in (new_head, other)
    return AFTER.get(R(new_head), {}).get(R(other), R.OTHER if unrelated else R.RELATIVE)


def child_of(parent: str) -> Relation:
    return CHILD_OF.get(R(parent), R.RELATIVE)
