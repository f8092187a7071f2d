"""Small files that are what they say."""

from __future__ import annotations

import zlib
from itertools import count

from qonys.office.foundation.authority.models import Account, Kind

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(100)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(8) + zlib.crc32(b"IHDR").to_bytes(4, "big")
HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(60)
NUMBERS = count(1)


def owner() -> Account:
    name = f"owner{next(NUMBERS)}"
    return Account.objects.create(login=name, display_name=name, kind=Kind.APPLICANT, language="en")
