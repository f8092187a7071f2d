"""How alike two records are, field by field, as levels (see fields.py). Compiled: millions of pairs a second."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from qonys.engines.linkage.fields import FIELDS, MISSING
from qonys.engines.linkage.people import People, Texts

Ints = NDArray[np.int32]
Levels = NDArray[np.uint8]  # (pairs, fields)
_EMPTY = np.zeros((1, 1), np.uint8)


@dataclass(frozen=True, eq=False)
class Sheet:
    """Records laid out for comparison: all codes of a record side by side, and the letters of every text."""

    table: NDArray[np.int64]  # (records, columns)
    words: tuple[NDArray[np.uint8], ...]


def lay_out(people: People) -> Sheet:
    table = np.stack(
        [
            people.surname.codes, people.given.codes, people.patronymic.codes, people.place.codes,
            people.address.codes, people.document.codes, people.phone.codes, people.surname_stem,
            people.year, people.month, people.day, people.sex, people.iin,
            people.surname_key, people.given_key, people.father_key,
        ],
        axis=1,
    ).astype(np.int64)  # fmt: skip
    texts = (people.surname, people.given, people.patronymic, people.place, people.address, people.document,
             people.phone)  # fmt: skip
    return Sheet(table, tuple(part for each in texts for part in (_some(each), each.lengths)))


def levels(sheet: Sheet, left: Ints, right: Ints, other: Sheet | None = None) -> Levels:
    """The levels of pairs: record `left` of one sheet beside record `right` of the other, or of the same."""
    beside = sheet if other is None else other
    out = np.full((len(left), len(FIELDS)), MISSING, np.uint8)
    _compare(left, right, sheet.table, beside.table, sheet.words, beside.words, other is None, out)
    return out


def _some(texts: Texts) -> NDArray[np.uint8]:
    return texts.letters if len(texts.letters) else _EMPTY


@numba.njit(cache=True, nogil=True)
def edits(a, n, b, m, most):
    """Letters to change, drop, add or exchange with their neighbour between two words; above `most` it stops."""
    n, m = np.int64(n), np.int64(m)  # lengths come as bytes, whose difference would wrap round
    if abs(n - m) > most:
        return most + 1
    here = np.uint64(0)
    there = np.uint64(0)
    for i in range(n):
        here |= np.uint64(1) << np.uint64(a[i] & 63)
    for i in range(m):
        there |= np.uint64(1) << np.uint64(b[i] & 63)
    differing = here ^ there
    bits = 0
    while differing:
        differing &= differing - np.uint64(1)
        bits += 1
    if bits > 2 * most:
        return most + 1
    before = np.empty(m + 1, np.int32)
    row = np.empty(m + 1, np.int32)
    new = np.empty(m + 1, np.int32)
    for j in range(m + 1):
        row[j] = j
        before[j] = 0
    for i in range(1, n + 1):
        new[0] = i
        least = i
        for j in range(1, m + 1):
            cost = 0 if a[i - 1] == b[j - 1] else 1
            best = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + cost)
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                best = min(best, before[j - 2] + 1)
            new[j] = best
            least = min(least, best)
        if least > most:
            return most + 1
        before, row, new = row, new, before
    return row[m]


@numba.njit(cache=True, nogil=True)
def _near(a, n, b, m):
    """Alike but for what a clerk or a scheme changes: one letter in four, two in seven."""
    longest = max(n, m)
    if longest < 4:
        return False
    most = 1 if longest < 7 else 2
    return edits(a, n, b, m, most) <= most


@numba.njit(cache=True, nogil=True)
def _begins(a, n, b, m):
    """The shorter is an initial of the longer, or its first word."""
    if n > m:
        a, n, b, m = b, m, a, n
    for i in range(n):
        if a[i] != b[i]:
            return False
    return n == 1 or (m > n and b[n] == 32)


@numba.njit(cache=True, nogil=True)
def _equal(a, n, b, m):
    if n != m:
        return False
    for i in range(n):  # noqa: SIM110 -- numba compiles no generator
        if a[i] != b[i]:
            return False
    return True


@numba.njit(cache=True, nogil=True)
def _alike(a, n, b, m):
    return _equal(a, n, b, m) or _near(a, n, b, m)


@numba.njit(cache=True, nogil=True)
def _digits_differ(a, b, most):
    """Places in which two numbers of twelve digits differ; two neighbours exchanged count once."""
    differ, last = 0, -2
    for place in range(12):
        x, y = a % 10, b % 10
        if x != y:
            next_x, next_y = (a // 10) % 10, (b // 10) % 10
            if x == next_y and y == next_x and last != place - 1:
                last = place
            elif last == place - 1:
                a //= 10
                b //= 10
                continue
            differ += 1
            if differ > most:
                return differ
        a //= 10
        b //= 10
    return differ


@numba.njit(cache=True, nogil=True)
def _birth(x, y):
    year, month, day = x[8], x[9], x[10]
    year_2, month_2, day_2 = y[8], y[9], y[10]
    if year <= 0 or year_2 <= 0:
        return 255
    if year == year_2:
        if month == month_2 and day == day_2:
            return 0 if month > 0 and not (month == 1 and day == 1) else 2
        if month == day_2 and day == month_2:
            return 1
        if month <= 0 or month_2 <= 0 or (month == 1 and day == 1) or (month_2 == 1 and day_2 == 1):
            return 2
        if day <= 0 or day_2 <= 0:
            return 2 if month == month_2 else 4
    one = (year * 100 + month) * 100 + day
    two = (year_2 * 100 + month_2) * 100 + day_2
    if _digits_differ(one, two, 1) == 1:
        return 3
    if year == year_2 or (month == month_2 and day == day_2):
        return 4
    return 5


@numba.njit(cache=True, nogil=True)
def _text_level(x, y, letters, lengths, letters_2, lengths_2, same_list):
    """0 the same, 1 near, 2 other, 255 one is missing: for the texts beside the names."""
    if x < 0 or y < 0:
        return 255
    if same_list and x == y:
        return 0
    a, n, b, m = letters[x], lengths[x], letters_2[y], lengths_2[y]
    if not same_list and _equal(a, n, b, m):
        return 0
    return 1 if _near(a, n, b, m) else 2


@numba.njit(cache=True, nogil=True)
def _compare(left, right, table, table_2, words, words_2, same, out):
    w0, w1, w2, w3 = words[0], words[1], words[2], words[3]
    v0, v1, v2, v3 = words_2[0], words_2[1], words_2[2], words_2[3]
    for pair in range(len(left)):
        x, y = table[left[pair]], table_2[right[pair]]
        has_surname, has_given = x[0] >= 0 and y[0] >= 0, x[1] >= 0 and y[1] >= 0
        exchanged = False
        if has_surname and has_given and not (same and (x[0] == y[0] or x[1] == y[1])):
            exchanged = _alike(w0[x[0]], w1[x[0]], v2[y[1]], v3[y[1]]) and _alike(
                w2[x[1]], w3[x[1]], v0[y[0]], v1[y[0]]
            )
        if has_surname:
            a, n, b, m = w0[x[0]], w1[x[0]], v0[y[0]], v1[y[0]]
            if (same and x[0] == y[0]) or (not same and _equal(a, n, b, m)):
                out[pair, 0] = 0
            elif exchanged:
                out[pair, 0] = 3
            elif x[7] == y[7]:
                out[pair, 0] = 1
            elif _near(a, n, b, m):
                out[pair, 0] = 2
            elif x[13] == y[13]:
                out[pair, 0] = 4
            else:
                out[pair, 0] = 5 if x[11] == 1 and y[11] == 1 else 6
        if has_given:
            a, n, b, m = w2[x[1]], w3[x[1]], v2[y[1]], v3[y[1]]
            if (same and x[1] == y[1]) or (not same and _equal(a, n, b, m)):
                out[pair, 1] = 0
            elif exchanged:
                out[pair, 1] = 3
            elif _begins(a, n, b, m):
                out[pair, 1] = 1
            elif _near(a, n, b, m):
                out[pair, 1] = 2
            else:
                out[pair, 1] = 4 if x[14] == y[14] else 5
        out[pair, 2] = _text_level(x[2], y[2], words[4], words[5], words_2[4], words_2[5], same)
        if out[pair, 2] == 2:
            out[pair, 2] = 2 if x[15] == y[15] else 3
        out[pair, 3] = _birth(x, y)
        if x[11] >= 0 and y[11] >= 0:
            out[pair, 4] = 0 if x[11] == y[11] else 1
        out[pair, 5] = _text_level(x[3], y[3], words[6], words[7], words_2[6], words_2[7], same)
        if x[12] >= 0 and y[12] >= 0:
            out[pair, 6] = 0 if x[12] == y[12] else (1 if _digits_differ(x[12], y[12], 1) == 1 else 2)
        out[pair, 7] = _text_level(x[5], y[5], words[10], words[11], words_2[10], words_2[11], same)
        out[pair, 8] = _text_level(x[4], y[4], words[8], words[9], words_2[8], words_2[9], same)
        out[pair, 9] = _text_level(x[6], y[6], words[12], words[13], words_2[12], words_2[13], same)
