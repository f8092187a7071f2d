"""Redraws the pages of the documentation that are made from the code and its data.

python docs/draw.py            write them                (`make docs`)
python docs/draw.py --check    say which are out of date; ends with 1 if any is

reference/api.md           from the OpenAPI description
reference/indicators.md    from the dictionary of indicators and the indicators a forecast computes
reference/procedures.md    from the tables of acts and statuses, and the procedures of the country packs
reference/roles.md         from the tables of roles and of what nobody may hold together
reference/rooms.md         from the import contracts in pyproject.toml
reference/scenarios.md     from the levers, their entries and their usual strengths
reference/states.md        from the tables of states of jobs, notices, files, rules, appeals, referrals
images/loop.svg            from the drawing of the loop at the head of cycle.py
images/rooms.svg           from the import contracts
images/referral.svg        from the table of states of referrals
images/case-*.svg          a case of each procedure: its statuses, acts and terms
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pen
import procedures
import referrals
import yaml
from django.conf import settings
from pen import INK, NOTE, PALE, PAPER, SKY

from qonys.engines.projection.levers.steering import STRENGTHS
from qonys.engines.vocabulary.scenario import Course, Elasticity, Lever, Scenario, Shares
from qonys.engines.vocabulary.territory import Names
from qonys.office.casework.appeals import states as appeals
from qonys.office.casework.integration import states as referral_states
from qonys.office.casework.ledger import states as ledger
from qonys.office.casework.placement import states as placement
from qonys.office.casework.rulesets import states as rulesets
from qonys.office.foundation.authority.roles import INCOMPATIBLE, ROLES, Action
from qonys.office.foundation.files import states as files
from qonys.office.foundation.jobs import states as jobs
from qonys.office.foundation.notices import states as notices

if not settings.configured:
    settings.configure(USE_I18N=False)  # names as they are written in the code

DOCS = Path(__file__).parent
ROOT = DOCS.parent
SOURCE = ROOT / "src" / "qonys"

# Stations of the loop that hold something, and the code that does.
BUILT = {
    "registers": "office/registers",
    "estimates": "engines/estimation",
    "flows": "engines/flows",
    "projection": "engines/projection",
    "balance": "engines/balance",
    "quotas": "engines/allocation",
    "integration": "office/casework/integration",
}


def pages() -> dict[Path, str]:
    """Every drawn file with what it should hold."""
    return {
        DOCS / "reference" / "api.md": api(),
        DOCS / "reference" / "indicators.md": indicators(),
        DOCS / "reference" / "roles.md": roles(),
        DOCS / "reference" / "procedures.md": procedures.page(SOURCE),
        DOCS / "reference" / "rooms.md": rooms(),
        DOCS / "reference" / "scenarios.md": scenarios(),
        DOCS / "reference" / "states.md": states(),
        DOCS / "images" / "loop.svg": loop_drawing(),
        DOCS / "images" / "referral.svg": referrals.drawing(),
        DOCS / "images" / "rooms.svg": rooms_drawing(),
        **{DOCS / "images" / name: drawn for name, drawn in procedures.drawings(SOURCE).items()},
    }


# The API


def api() -> str:
    """Told by the office itself, in a process and a home of its own: here Django has no settings."""
    with tempfile.TemporaryDirectory() as home:
        told = {"DJANGO_SETTINGS_MODULE": "qonys.office.project.settings", "QONYS_HOME": home, "DATABASE_URL": ""}
        answer = subprocess.run(
            [sys.executable, "-m", "django", "describe_api"],
            env={**os.environ, **told},
            capture_output=True,
            text=True,
            check=True,
        )
    title, rest = answer.stdout.split("\n", 1)
    return f"{title}\n\n{NOTE}{rest}"


# Indicators


def indicators() -> str:
    published = _yaml("countries/figures/indicators.yaml")
    computed = _yaml("countries/forecast_indicators.yaml")
    return "\n".join(
        [
            "# Indicators",
            "",
            NOTE,
            "## In published figures",
            "",
            "A *stock* is on one day (a bare year means its 1 January), a *flow* happens during a period. Values",
            "outside the possible range are refused when a pack is read. A pack may add its own `indicators.yaml`.",
            "",
            "| key | kind | unit | possible | English, *Қазақша*, *Русский* | definition |",
            "|---|---|---|---|---|---|",
            *(_published_row(key, entry) for key, entry in published.items()),
            "",
            "## Computed by a forecast, beside those above",
            "",
            "Names in braces stand for the country's own age bands (`conventions.yaml`), filled in by every run.",
            "",
            "| key | unit | English, *Қазақша*, *Русский* | definition |",
            "|---|---|---|---|",
            *(_computed_row(key, entry) for key, entry in computed.items()),
            "",
        ]
    )


def _published_row(key: str, entry: Mapping[str, Any]) -> str:
    unit, text = entry["unit"]["en"], entry["definition"]["en"]
    return f"| `{key}` | {entry['kind']} | {unit} | {_possible(entry)} | {_names(entry)} | {text} |"


def _computed_row(key: str, entry: Mapping[str, Any]) -> str:
    return f"| `{key}` | {entry['unit']['en']} | {_names(entry)} | {entry['definition']['en']} |"


def _names(entry: Mapping[str, Any]) -> str:
    name = entry["name"]
    return f"{name['en']}, *{name['kk']}*, *{name['ru']}*"


def _possible(entry: Mapping[str, Any]) -> str:
    low, high = entry.get("lowest"), entry.get("highest")
    if low is None and high is None:
        return "any"
    return f"{low:g} to {high:g}" if high is not None else f"{low:g} and more"


def _yaml(path: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((SOURCE / path).read_text(encoding="utf-8"))
    return found


# Scenarios

DOCUMENT = """A scenario is a YAML (or JSON) document of levers; every one may be left out; a document without levers is
the baseline. `title` and `note` are texts in three languages, `country` is the code of the pack.

    title: {kk: ..., ru: ..., en: More homes in Kostanay}
    country: kz
    housing:                                    # a dash for each lever of the kind
      - territory: KZ-39
        places: {2027: 0, 2035: 30000}          # a course: values by year
        elasticity: {value: 0.4, low: 0.1, high: 0.9, basis: estimate, source: where it comes from}

**A course** gives values by calendar year: nothing happens before its first year, values between two years lie on a
straight line, the last holds for ever after. `{2034: 5000, 2035: 0}` is a step.

**A strength** says how strongly people answer: eight futures in ten lie between `low` and `high`, half of them below
`value`. `basis` is literature, programme, assumption or estimate; the first and third wait to be replaced. What a
document leaves out is taken from the usual strengths below.

The country's own scenarios lie in `countries/kz/scenarios`.
"""


USUAL = {name for strengths in STRENGTHS.values() for name in strengths}


def scenarios() -> str:
    parts = ["# Scenarios", "", NOTE, DOCUMENT, "## Levers", ""]
    hints = get_type_hints(Scenario)
    for entry in fields(Scenario):
        found = next((each for each in (*get_args(hints[entry.name]), hints[entry.name]) if _is_lever(each)), None)
        if found is not None:
            parts += [f"### {entry.name}", "", *_prose(found), "", *_entries(found), ""]
    parts += ["## Usual strengths", "", "| lever | strength | value | eight in ten | basis | source |"]
    parts += ["|---|---|---|---|---|---|"]
    for lever, strengths in STRENGTHS.items():
        for name, each in strengths.items():
            interval = f"{each.low:g} to {each.high:g}"
            parts += [f"| {lever} | `{name}` | {each.value:g} | {interval} | {each.basis} | {each.source} |"]
    return "\n".join([*parts, ""])


def _is_lever(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Lever)


def _prose(lever: type) -> list[str]:
    return [line.strip() for line in (lever.__doc__ or "").strip().splitlines()]


def _entries(lever: type) -> list[str]:
    rows = [
        f"| `{entry.name}` | {_shape(get_type_hints(lever)[entry.name])} | {_usual(entry)} |" for entry in fields(lever)
    ]
    return ["| entry | is | if left out |", "|---|---|---|", *rows]


def _shape(hint: Any) -> str:
    plain = next((each for each in (*get_args(hint), hint) if each not in (type(None), ...)), hint)
    if hint == Course:
        return "course"
    if hint == Shares:
        return "shares that sum to 1"
    if hint == tuple[str, ...]:
        return "list of codes"
    if hint == tuple[float, ...]:
        return "five shares"
    words = {Elasticity: "strength", Names: "text in three languages", str: "text", float: "number"}
    return words.get(plain, "whole number")


def _usual(entry: Field[Any]) -> str:
    if entry.default is MISSING and entry.default_factory is MISSING:
        return "needed"
    if entry.name in USUAL:
        return "the usual one"
    value = entry.default if entry.default is not MISSING else None
    return "-" if value in (None, "", ()) else f"{value}"


# Rooms


def contracts() -> list[dict[str, Any]]:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = told["tool"]["importlinter"]["contracts"]
    return found


def ladders() -> list[tuple[str, str, list[str]]]:
    """The contracts that are ladders: name, what they divide, steps from the top. In brackets: may not exist yet."""
    return [(one["name"], one["containers"][0], one["layers"]) for one in contracts() if one["type"] == "layers"]


def rooms() -> str:
    parts = ["# Rooms", "", NOTE, "![The ladders of rooms](../images/rooms.svg)", ""]
    parts += ["Higher may import lower, never the other way round; rooms on one step do not import each other.", ""]
    parts += ["A room in brackets is declared and may not be there yet.", ""]
    for name, whole, steps in ladders():
        parts += [f"## {name}", "", "```", whole, *(f"  {step}" for step in steps), "```", ""]
    for contract in contracts():
        if contract["type"] == "forbidden":
            parts += [f"## {contract['name']}", ""]
            parts += [f"- these: {_listed(contract['source_modules'])}"]
            parts += [f"- never import: {_listed(contract['forbidden_modules'])}"]
            parts += [f"- except: {_listed(contract['ignore_imports'])}"] if "ignore_imports" in contract else []
            parts += [""]
    return "\n".join(parts)


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


# States


# What has states, and the module whose table decides.
LIVES = {
    "job": jobs,
    "notice": notices,
    "file": files,
    "place of a quota": ledger,
    "round of placement": placement,
    "version of rules": rulesets,
    "appeal": appeals,
    "referral": referral_states,
}


def states() -> str:
    parts = ["# States", "", NOTE]
    for name, module in LIVES.items():
        place = module.__name__.removeprefix("qonys.").replace(".", "/")
        parts += [f"## Of a {name}", "", f"The same table decides in `{place}.py`.", ""]
        parts += [f"| a {name} that is | may become |", "|---|---|"]
        parts += [f"| {old.value} | {_listed_states(news)} |" for old, news in module.NEXT.items()]
        parts += [""]
    return "\n".join(parts)


def _listed_states(states: Iterable[str]) -> str:
    return ", ".join(sorted(states)) or "final"


# Roles


def roles() -> str:
    head = ["# Roles", "", NOTE, "The same tables decide in `office/foundation/authority/roles.py`.", ""]
    columns = "| role | " + " | ".join(Action) + " |"
    rows = [
        f"| `{role.code}` | " + " | ".join("●" if action in role.may else "" for action in Action) + " |"
        for role in ROLES.values()
    ]
    where = {True: "anywhere", False: "where both could meet one case"}
    apart = [f"| {rule.one} | {rule.other} | {where[rule.anywhere]} | {rule.why} |" for rule in INCOMPATIBLE]
    between = [
        "",
        "## What one person may not hold together",
        "",
        "| action | and | where | because |",
        "|---|---|---|---|",
    ]
    return "\n".join([*head, columns, "|---" * (1 + len(Action)) + "|", *rows, *between, *apart, ""])


# Drawings


def stations() -> list[str]:
    """The stations of the loop, in order, from the head of cycle.py; the first is also the last."""
    head = (SOURCE / "cycle.py").read_text(encoding="utf-8").split('"""')[1]
    drawn = " ".join(line for line in head.splitlines() if "->" in line)
    return [name.strip() for name in drawn.split("->")][:-1]


def loop_drawing() -> str:
    """Two rows of boxes joined into a ring; what is built is filled, what is planned is outlined."""
    names = stations()
    half = -(-len(names) // 2)
    wide, high, step, top, low = 132, 54, 152, 42, 152
    spots = [(20 + i * step, top) for i in range(half)]
    spots += [(20 + (half - 1 - i) * step, low) for i in range(len(names) - half)]
    parts = [_arrow_between(spots[i], spots[(i + 1) % len(spots)], wide, high) for i in range(len(spots))]
    parts += [_station(name, x, y, wide, high) for name, (x, y) in zip(names, spots, strict=True)]
    width = 20 * 2 + (half - 1) * step + wide
    said = "The loop of Qonys: " + ", then ".join(names) + ", and back to registers; built so far: " + ", ".join(BUILT)
    parts.append(pen.text(20, 24, "One loop; filled stations are built, outlined ones are planned", 14, INK, "start"))
    return pen.svg(width, 230, said, parts)


def _station(name: str, x: int, y: int, wide: int, high: int) -> str:
    built = name in BUILT
    fill, ink, dash = (SKY, PAPER, "") if built else (PAPER, INK, ' stroke-dasharray="5 4"')
    box = f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" rx="8" fill="{fill}" stroke="{SKY}"{dash}/>'
    middle = x + wide // 2
    if not built:
        return box + pen.text(middle, y + high // 2 + 5, name, 15, ink)
    return box + pen.text(middle, y + 24, name, 15, ink) + pen.text(middle, y + 42, BUILT[name], 11, ink)


def _arrow_between(one: tuple[int, int], other: tuple[int, int], wide: int, high: int) -> str:
    (x1, y1), (x2, y2) = one, other
    if y1 == y2:
        forward = x2 > x1
        start, end = (x1 + wide, x2) if forward else (x1, x2 + wide)
        return pen.line(start, y1 + high // 2, end, y2 + high // 2)
    start, end = (y1 + high, y2) if y2 > y1 else (y1, y2 + high)
    return pen.line(x1 + wide // 2, start, x2 + wide // 2, end)


def rooms_drawing() -> str:
    """Each ladder a column of steps, the highest at the top."""
    columns = ladders()
    wide, high, gap = 300, 34, 14
    parts: list[str] = []
    for column, (_, whole, steps) in enumerate(columns):
        x = 20 + column * (wide + 30)
        parts.append(pen.text(x, 30, whole, 14, INK, "start"))
        for row, step in enumerate(steps):
            y = 44 + row * (high + gap)
            parts.append(f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" rx="6" fill="{PALE}" stroke="{SKY}"/>')
            parts.append(pen.text(x + wide // 2, y + 22, step, 13, INK))
            if row:
                parts.append(pen.line(x + wide // 2, y - gap, x + wide // 2, y))
    height = 60 + max(len(steps) for _, _, steps in columns) * (high + gap)
    return pen.svg(20 + len(columns) * (wide + 30), height, "Ladders of rooms: higher may import lower", parts)


def stale() -> list[Path]:
    return [path for path, text in pages().items() if not path.is_file() or path.read_text(encoding="utf-8") != text]


def main(arguments: list[str]) -> int:
    old = stale()
    if "--check" in arguments:
        for path in old:
            print(f"{path.relative_to(ROOT)} is out of date: run `make docs`.", file=sys.stderr)
        return 1 if old else 0
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in old:
        print(f"{path.relative_to(ROOT)} redrawn", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
