"""Refresh the vendored files: `python -m qonys.office.portal.public.vendor` (needs npm and fonttools; users do not).

Each package is fetched with `npm pack`, the few files we serve are copied as they are, fonts for print are cut to the
letters we print, and `manifest.json` records name, version, licence and sha256 of every file, which a test checks.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).parent / "static" / "vendor"
PRINT = Path(__file__).parents[2] / "planning" / "briefs" / "fonts"
TESTS = Path(__file__).parents[5] / "tests" / "vendor"
SUBSETS = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,"
    "U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    "latin-ext": "U+0100-0130,U+0132-0151,U+0154-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+1E00-1E9F,"
    "U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
    "cyrillic": "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116",
    "cyrillic-ext": "U+0460-048F,U+0492-04AF,U+04B2-052F,U+1C80-1C8A,U+20B4,U+2DE0-2DFF,U+A640-A69F,U+FE2E-FE2F",
}
# Latin, Cyrillic with all Kazakh letters, punctuation, signs of currencies, number and minus: 0.1 MB a weight, not 0.6.
PRINTED = "U+0020-024F,U+02B0-02FF,U+0300-0304,U+0400-052F,U+1E00-1EFF,U+2000-206F,U+20A0-20C0,U+2116,U+2122,U+2212"
FEATURES = "kern,liga,locl,ccmp,mark,mkmk,tnum,lnum"


@dataclass(frozen=True)
class Package:
    """One npm package, the files of it that we keep, and where they go."""

    name: str
    version: str
    licence: str
    files: tuple[str, ...]
    folder: Path

    @property
    def label(self) -> str:
        return f"{self.name.rsplit('/', 1)[-1]}-{self.version}"


PACKAGES = (
    Package("echarts", "6.1.0", "Apache-2.0", ("dist/echarts.common.min.js", "LICENSE", "NOTICE"), STATIC),
    Package(
        "@fontsource-variable/noto-sans",
        "5.3.0",
        "OFL-1.1",
        (*(f"files/noto-sans-{subset}-wght-normal.woff2" for subset in SUBSETS), "LICENSE"),
        STATIC,
    ),
    Package(
        "@expo-google-fonts/noto-sans",
        "0.4.2",
        "OFL-1.1",
        ("400Regular/NotoSans_400Regular.ttf", "700Bold/NotoSans_700Bold.ttf", "LICENSE_FONT"),
        PRINT,
    ),
    Package("axe-core", "4.14.1", "MPL-2.0", ("axe.min.js", "LICENSE"), TESTS),
)


def refresh() -> None:
    """Fetch every package anew and write the manifest of each folder."""
    entries: dict[Path, list[dict[str, object]]] = {STATIC: [], PRINT: [], TESTS: []}
    for folder in entries:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        for package in PACKAGES:
            entries[package.folder].append(_keep(package, _fetch(package, Path(scratch))))
    for folder, packages in entries.items():
        (folder / "manifest.json").write_text(json.dumps(packages, indent=2) + "\n", encoding="utf-8")


def _fetch(package: Package, scratch: Path) -> Path:
    command = ["npm", "pack", "--ignore-scripts", "--silent", f"{package.name}@{package.version}"]
    told = subprocess.run(command, cwd=scratch, check=True, capture_output=True, text=True)
    unpacked = scratch / package.label
    with tarfile.open(scratch / told.stdout.split()[-1]) as archive:
        archive.extractall(unpacked, filter="data")
    return unpacked / "package"


def _keep(package: Package, source: Path) -> dict[str, object]:
    target = package.folder / package.label
    target.mkdir()
    for name in package.files:
        shutil.copyfile(source / name, target / Path(name).name)
    if package.name == "@fontsource-variable/noto-sans":
        (target / "fonts.css").write_text(_font_faces(), encoding="utf-8")
    if package.folder == STATIC:
        _compress(target)
    if package.folder == PRINT:
        _cut(target)
    hashes = {file.name: _sha256(file) for file in sorted(target.iterdir())}
    return {
        "name": package.name,
        "version": package.version,
        "licence": package.licence,
        "folder": package.label,
        "files": hashes,
    }


def _font_faces() -> str:
    """Our own @font-face rules: a page fetches only the alphabets it shows."""
    rule = (
        '@font-face {{ font-family: "Noto Sans"; font-style: normal; font-weight: 100 900; font-display: swap;\n'
        '  src: url("noto-sans-{subset}-wght-normal.woff2") format("woff2"); unicode-range: {range}; }}\n'
    )
    return "".join(rule.format(subset=subset, range=letters) for subset, letters in SUBSETS.items())


def _cut(folder: Path) -> None:
    """Keep the letters of PRINTED; a font without a table of hints is small and prints the same."""
    for font in folder.glob("*.ttf"):
        options = [f"--unicodes={PRINTED}", f"--layout-features={FEATURES}", "--name-IDs=*", "--no-hinting"]
        options += ["--no-recalc-timestamp", f"--output-file={font}"]
        subprocess.run([sys.executable, "-m", "fontTools.subset", str(font), *options], check=True)


def _compress(folder: Path) -> None:
    """A .gz beside each script, so that the server sends it without compressing it again (same bytes each time)."""
    for script in folder.glob("*.js"):
        packed = gzip.compress(script.read_bytes(), compresslevel=9, mtime=0)
        script.with_name(script.name + ".gz").write_bytes(packed)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    refresh()
    print(f"Vendored files refreshed in {STATIC}, {PRINT} and {TESTS}.", file=sys.stderr)
