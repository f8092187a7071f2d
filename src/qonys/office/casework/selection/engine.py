"""Where selection meets the science: counting points, writing receipts, and asking whether one holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from qonys import __version__
from qonys.engines.scoring.assessment import Assessment, assess
from qonys.engines.scoring.kinds import Sort
from qonys.engines.scoring.ladder import Path, Rung, ladder, path
from qonys.engines.scoring.rules import Condition, Field, Group, Item, RuleSet
from qonys.receipts import counting, document, inside_pdf, verification
from qonys.receipts.document import Anchor, Body, Decision, Input, Receipt, Rules, Source, TieBreak
from qonys.receipts.keys import PublicKey, SigningKey, from_base64, new_key, published, read_signing_key
from qonys.receipts.verification import Answer, Question, Verdict

__all__ = [
    "Anchor", "Answer", "Assessment", "Body", "Condition", "Decision", "Field", "Group", "Input", "Item", "Path",
    "PublicKey", "Question", "Receipt", "RuleSet", "Rules", "Rung", "SigningKey", "Sort", "Source", "TieBreak",
    "Verdict", "from_base64", "new_key", "published", "read_signing_key",
]  # fmt: skip

ENGINE = f"qonys {__version__}"


def counted(rules: RuleSet, facts: Mapping[str, Any]) -> Assessment:
    """Raises BadInput, naming the fact that is missing or wrong."""
    return assess(rules, counting.typed(rules, facts))


def result(found: Assessment) -> dict[str, Any]:
    """As it stands in a receipt."""
    return counting.result(found)


def deviates(told: Mapping[str, Any], outcome: str) -> bool:
    return verification.deviation(told, outcome)


def signed(body: Body, rules: str, key: SigningKey) -> Receipt:
    return document.signed(body, rules, key)


def digest(receipt: Receipt) -> str:
    """Of what was signed."""
    return document.digest(document.body_bytes(receipt.body))


def as_file(receipt: Receipt) -> bytes:
    return document.as_file(receipt)


def kept(receipt: Receipt) -> dict[str, Any]:
    """What is kept of it beside the journal: the rule text is kept once for all of them."""
    return {"body": document.plain(receipt.body), "signature": receipt.signature.model_dump(mode="json")}


def restored(told: Mapping[str, Any], rules: str) -> Receipt:
    """The same receipt from what was kept, byte by byte."""
    return document.read(document.canonical.written({**told, "rules": rules}))


def rungs(found: Assessment) -> tuple[Rung, ...]:
    """What each thing this person can do would add, the largest gain first."""
    return ladder(found)


def way(found: Assessment, cut_off: int) -> Path:
    """The steps that reach the mark soonest."""
    return path(found, cut_off)


def verify(content: bytes, keys: Mapping[str, PublicKey], runs: Callable[[str], bool] = lambda digest: True) -> Verdict:
    """A receipt as JSON or as the PDF that carries it; says what does not match and raises nothing for it."""
    try:
        told = inside_pdf.receipt_of(content)
    except document.NotAReceipt as letter:
        return verification.not_one(str(letter))
    return verification.verify(told, keys, counting.count, runs)


def on_paper(value: Any) -> str | int | bool | None:
    """A value of a form as it stands in a receipt."""
    return value.isoformat() if isinstance(value, date) else value


def day(text: str) -> date:
    return date.fromisoformat(text)
