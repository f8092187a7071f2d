"""Records as arrays: every text a code in a list of different texts, so that a million records stay small and quick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qonys.engines.linkage.hashing import NONE, Keys, hashed
from qonys.engines.linkage.names.canonical import canon
from qonys.engines.linkage.names.morphology import father_stems, skeletons, surname_stems

Codes = NDArray[np.int32]
WIDTH = 24  # letters of a name that are compared
ADDRESS_WIDTH = 48


@dataclass(frozen=True)
class Texts:
    """One column: the place of each record's text in the list of different texts; -1 for none."""

    codes: Codes
    values: list[str]
    letters: NDArray[np.uint8]  # (different, WIDTH)
    lengths: NDArray[np.uint8]
    counts: NDArray[np.int64]

    @property
    def keys(self) -> Keys:
        """A lasting number of each record's text; -1 for none."""
        return np.asarray(np.append(hashed(self.values), NONE)[self.codes])

    @property
    def share(self) -> NDArray[np.float64]:
        """How often each text is met among the records that have one."""
        return np.asarray(self.counts / max(int(self.counts.sum()), 1))


@dataclass(frozen=True)
class People:
    """Prepared records. Stems and skeletons are lasting numbers; dates are numbers with 0 for what is not known."""

    surname: Texts
    given: Texts
    patronymic: Texts
    place: Texts
    address: Texts
    document: Texts
    phone: Texts
    surname_stem: Keys
    surname_key: Keys
    given_key: Keys
    father_key: Keys
    year: NDArray[np.int16]
    month: NDArray[np.int8]
    day: NDArray[np.int8]
    sex: NDArray[np.int8]  # 0 man, 1 woman, -1 not known
    iin: NDArray[np.int64]  # -1 not known

    def __len__(self) -> int:
        return len(self.year)


@dataclass(frozen=True)
class Told:
    """Records as a register writes them, column by column; a column that is not there is an empty tuple."""

    size: int
    surname: Sequence[str | None] = ()
    given: Sequence[str | None] = ()
    patronymic: Sequence[str | None] = ()
    place: Sequence[str | None] = ()
    address: Sequence[str | None] = ()
    document: Sequence[str | None] = ()
    phone: Sequence[str | None] = ()
    year: Sequence[int] = ()
    month: Sequence[int] = ()
    day: Sequence[int] = ()
    sex: Sequence[int] = ()
    iin: Sequence[int] = ()


def prepare(told: Told) -> People:
    """Bring names into their canonical form and every column into codes."""
    surname, given = _names(told, told.surname), _names(told, told.given)
    patronymic = _names(told, told.patronymic, of_father=True)
    stems = surname_stems(surname.values)
    return People(
        surname, given, patronymic,
        place=_names(told, told.place), address=_names(told, told.address, width=ADDRESS_WIDTH),
        document=_plain(told, told.document), phone=_plain(told, told.phone, last=10),
        surname_stem=_by_value(surname, stems), surname_key=_by_value(surname, skeletons(stems)),
        given_key=_by_value(given, skeletons(given.values)),
        father_key=_by_value(patronymic, skeletons(patronymic.values)),
        year=_numbers(told, told.year, np.int16, 0), month=_numbers(told, told.month, np.int8, 0),
        day=_numbers(told, told.day, np.int8, 0), sex=_numbers(told, told.sex, np.int8, NONE),
        iin=_numbers(told, told.iin, np.int64, NONE),
    )  # fmt: skip


def _names(told: Told, values: Sequence[str | None], of_father: bool = False, width: int = WIDTH) -> Texts:
    codes, different = _different(values or ("",) * told.size)
    forms = canon(different)
    return _texts(codes, father_stems(forms) if of_father else forms, width)


def _plain(told: Told, values: Sequence[str | None], last: int = WIDTH) -> Texts:
    """Letters and digits alone: papers are numbered with and without gaps."""
    codes, different = _different(values or ("",) * told.size)
    return _texts(codes, ["".join(filter(str.isalnum, text)).upper()[-last:] for text in different])


def _different(values: Sequence[str | None]) -> tuple[Codes, list[str]]:
    places: dict[str, int] = {}
    put = places.setdefault
    codes = np.fromiter((put(value or "", len(places)) for value in values), np.int32, len(values))
    return codes, list(places)


def _texts(codes: Codes, forms: Sequence[str], width: int = WIDTH) -> Texts:
    merged, values = _different(forms)
    codes = merged[codes]
    if "" in values:
        empty = values.index("")
        values.pop(empty)
        codes = np.where(codes == empty, NONE, codes - (codes > empty)).astype(np.int32)
    letters, lengths = spelled(values, width)
    counts = np.bincount(codes[codes >= 0], minlength=len(values))
    return Texts(codes, values, letters, lengths, counts)


def spelled(values: Sequence[str], width: int = WIDTH) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Texts as rows of letters, and how many there are in each."""
    raw = [value.encode("utf-8", "replace")[:width] for value in values]
    packed = np.array(raw, dtype=f"S{width}").view(np.uint8).reshape(len(raw), width)
    lengths = np.fromiter((len(each) for each in raw), np.uint8, len(raw))
    return packed, lengths


def _by_value(texts: Texts, derived: Sequence[str]) -> Keys:
    return np.asarray(np.append(hashed(derived), NONE)[texts.codes])


def _numbers(told: Told, values: Sequence[int], kind: type, missing: int) -> Any:
    return np.asarray(values, kind) if len(values) else np.full(told.size, missing, kind)
