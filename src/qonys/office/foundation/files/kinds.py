"""What a file is, told by its first bytes; its name is believed in nothing."""

from __future__ import annotations

from dataclasses import dataclass

HEAD = 64  # bytes that are enough to tell
# Brands of pictures as telephones keep them (ISO/IEC 23008-12); the same wrapper holds films, which are not taken.
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}


@dataclass(frozen=True)
class FileType:
    media_type: str
    suffixes: tuple[str, ...]  # the first is put where the name has none of them


PDF = FileType("application/pdf", (".pdf",))
JPEG = FileType("image/jpeg", (".jpg", ".jpeg"))
PNG = FileType("image/png", (".png",))
HEIC = FileType("image/heic", (".heic", ".heif"))
ALLOWED = (PDF, JPEG, PNG, HEIC)


def sniff(head: bytes) -> FileType | None:
    """The type by magic bytes at the very start, so that nothing else can stand before them."""
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return HEIC
    return None
