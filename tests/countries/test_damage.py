"""However a pack is damaged, it is read or refused with a letter; it never ends in a traceback."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.countries.pack import load
from qonys.engines.vocabulary.errors import QonysError
from tests.countries.conftest import EXAMPLE

FILES = sorted(path.relative_to(EXAMPLE) for path in EXAMPLE.rglob("*") if path.suffix in (".yaml", ".csv"))
DAMAGE = {
    "line lost": lambda text: "",
    "line twice": lambda text: f"{text}\n{text}",
    "separator wrong": lambda text: text.replace(",", ";", 1),
    "value wrong": lambda text: text.replace(":", ": 5 #", 1),
    "brackets wrong": lambda text: text.replace("{", "[", 1).replace("}", "]", 1),
    "cut": lambda text: text[: len(text) // 2],
    "word added": lambda text: text + " x",
}


@settings(max_examples=25, deadline=None)
@given(file=st.sampled_from(FILES), place=st.floats(0, 1, exclude_max=True), damage=st.sampled_from(sorted(DAMAGE)))
def test_a_damaged_pack_is_read_or_refused_with_a_letter(file: Path, place: float, damage: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder) / "samal"
        shutil.copytree(EXAMPLE, pack)
        lines = (pack / file).read_text(encoding="utf-8").split("\n")
        at = int(place * len(lines))
        lines[at] = DAMAGE[damage](lines[at])
        (pack / file).write_text("\n".join(lines), encoding="utf-8")
        try:
            country = load(pack)
            country.evidence()
            country.definitions_document()
        except QonysError as letter:
            assert len(str(letter)) > 30
