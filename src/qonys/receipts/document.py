"""The receipt as a document: what is told, what was counted, who decided; signed over its canonical bytes.

`body` is signed. `rules` is the rule file's own text: the body holds its digest, so the text is signed with it, and a
receipt can be counted again where there is no network. Nobody is named: a case number, and the facts that scored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from qonys.receipts import canonical
from qonys.receipts.keys import SigningKey
from qonys.receipts.refusals import NotAReceipt

FORMAT = "qonys.receipt/1"
FILE = "receipt.json"  # how it is called inside a PDF

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|\+00:00)$")]
Value = str | int | bool | None  # a quantity that is no whole number is a text of decimal digits


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Rules(Strict):
    """Which rules: their name, their version, the digest of their text, and where the office publishes them."""

    key: str
    version: str
    sha256: Digest
    address: str


class Source(Strict):
    """Where a fact comes from: a register, the application, a paper (by the digest of its file), an officer's eyes."""

    kind: Literal["register", "application", "paper", "officer", "nowhere"]
    reference: str = ""
    day: Day | None = None


class Input(Strict):
    name: str
    value: Value
    source: Source


class TieBreak(Strict):
    """What would stand between two of the same total."""

    rule: str
    value: str


class Decision(Strict):
    """A person decided; `deviates`: otherwise than the points say, and then the reason is written."""

    outcome: Literal["grant", "refuse"]
    officer: str  # as the journal names the account
    deviates: bool
    reason: str = ""


class Anchor(Strict):
    """The end of the case's journal just before this receipt was written into it."""

    stream: str
    entries: int
    head: Digest


class Body(Strict):
    """Everything that is signed."""

    format: Literal["qonys.receipt/1"]
    code: str
    case: str
    procedure: str
    office: str
    issued: Moment
    rules: Rules
    law_on: Day  # the law of this day was applied ...
    data_on: Day  # ... to what was known on this one
    inputs: tuple[Input, ...]
    result: Mapping[str, Any]  # as the rules count it: items, total, lost to caps, cut-off
    tie_break: TieBreak | None
    decision: Decision
    journal: Anchor
    previous: str | None  # the receipt this one takes the place of
    engine: str

    @property
    def facts(self) -> dict[str, Value]:
        return {each.name: each.value for each in self.inputs}


class Signature(Strict):
    algorithm: Literal["ed25519"]
    key: str
    value: str


class Receipt(Strict):
    body: Body
    rules: str
    signature: Signature


def body_bytes(body: Body) -> bytes:
    """What is signed."""
    return canonical.written(plain(body))


def plain(body: Body) -> dict[str, Any]:
    told: dict[str, Any] = body.model_dump(mode="json")
    return told


def digest(content: bytes | str) -> str:
    return hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()


def signed(body: Body, rules: str, key: SigningKey) -> Receipt:
    signature = Signature(algorithm="ed25519", key=key.public.name, value=key.sign(body_bytes(body)))
    return Receipt(body=body, rules=rules, signature=signature)


def as_file(receipt: Receipt) -> bytes:
    """The whole receipt as it is downloaded."""
    return canonical.written(receipt.model_dump(mode="json"))


def read(content: bytes) -> Receipt:
    """A receipt from JSON. Raises NotAReceipt, naming the first entry that is wrong."""
    told = canonical.read(content)
    try:
        # As JSON, so that lists fill tuples and nothing else is bent.
        return Receipt.model_validate_json(canonical.written(told))
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the document"
        raise NotAReceipt(f"{first['msg']}.", where=place, remedy="Take the file as it was downloaded.") from problem
