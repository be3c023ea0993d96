"""`brinkwatch ledger merge`, `split`, `set` and `undo`: an analyst's acts, kept in a case file."""

from __future__ import annotations

import getpass
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, get_args

from cyclopts import Parameter

from brinkwatch import gazetteer
from brinkwatch.coding.command import DEFAULTS, CodingOptions
from brinkwatch.console import clean, emit, say
from brinkwatch.errors import InputError
from brinkwatch.ledger.acts.finding import standing
from brinkwatch.ledger.command import LineName, ledger_from
from brinkwatch.ledger.dossier import LEAST, find_line
from brinkwatch.ledger.printing import whole
from brinkwatch.ledger.rows import act_rows
from brinkwatch.records import (
    Actors,
    AnalystAct,
    CodedRecord,
    Commitment,
    DatedLife,
    Life,
    RedLine,
    content_id,
)
from brinkwatch.store import Case

Why = Annotated[str, Parameter(help="The reason, in a sentence; it is shown with the act.")]
By = Annotated[
    str | None, Parameter(help="Who decides; the name you are logged in with if absent.")
]
Codes = Annotated[
    str | None, Parameter(help="Codes with commas between them, for instance RUS,BLR.")
]
Steps = Annotated[
    list[str] | None,
    Parameter(
        help='A step, "2024-11-19 crossed"; can be repeated.', negative="", consume_multiple=False
    ),
]
UNDATED = "undated"
_STEP = re.compile(rf"(\d{{4}}(?:-\d\d(?:-\d\d)?)?|{UNDATED}) +(\w[\w ]*)")


def merge(*lines: LineName, why: Why, by: By = None, options: CodingOptions = DEFAULTS) -> int:
    """Make two or more lines one; what joins either of them later belongs to it too.

    brinkwatch ledger merge 3f2a 90bc --store case.db --why "One border."
    """
    store = _store(options)
    _, found, book = ledger_from((), options)
    chosen = list({(line := find_line(book, name)).id: line for name in lines}.values())
    if len(chosen) < 2:
        raise InputError("merge takes two different lines or more; name them by their ids.")
    about = tuple(_commitments(line, found.records) for line in chosen)
    return _keep(_act("merge", by, why, about=about), store, options)


def split(
    line: LineName,
    /,
    *commitments: Annotated[str, Parameter(help="Ids of the commitments that leave the line.")],
    why: Why,
    by: By = None,
    options: CodingOptions = DEFAULTS,
) -> int:
    """Set commitments of a line apart as a line of their own, with their reprints.

    brinkwatch ledger split 3f2a 189e3f --store case.db --why "It is about another strait."
    """
    store = _store(options)
    _, found, book = ledger_from((), options)
    members = _commitments(find_line(book, line), found.records)
    leaving = {_one_of(members, name).id for name in commitments}
    parts = tuple(tuple(m for m in members if (m.id in leaving) is go) for go in (True, False))
    if not all(parts):
        raise InputError(
            f"split takes some of the {len(members)} commitments of {line}, not "
            f"{'all' if parts[0] else 'none'} of them; `brinkwatch ledger show {line}` lists them."
        )
    return _keep(_act("split", by, why, about=parts), store, options)


def correct(
    line: LineName,
    /,
    *,
    why: Why,
    by: By = None,
    issuer: Codes = None,
    addressee: Codes = None,
    status: Annotated[
        str | None, Parameter(help='The status as of a day, "2024-11-20 withdrawn".')
    ] = None,
    add_step: Steps = None,
    drop_step: Steps = None,
    options: CodingOptions = DEFAULTS,
) -> int:
    """Correct a line: its parties, its status as of a day, or a step of its life.

    A status holds until a later step. A step that is added is shown as the analyst's.

        brinkwatch ledger set 3f2a --addressee POL --store case.db --why "See note."
        brinkwatch ledger set 3f2a --drop-step "2024-11-19 crossed" \\
            --store case.db --why "It was a drill."
    """
    store = _store(options)
    changes: dict[str, Any] = {
        "issuer": _codes(issuer), "addressee": _codes(addressee),
        "status": _step(status) if status else None,
        "added": tuple(map(_step, add_step or ())), "dropped": tuple(map(_step, drop_step or ())),
    }  # fmt: skip
    if not any(value is not None and value != () for value in changes.values()):
        raise InputError(
            "set changes nothing: give --issuer, --addressee, --status, --add-step or --drop-step."
        )
    _, found, book = ledger_from((), options)
    chosen = find_line(book, line)
    history = [DatedLife(date=e.date, life=e.life) for e in book.history(chosen.id)]
    for wrong in changes["dropped"]:
        if wrong not in history:
            raise InputError(
                f"--drop-step {_shown(wrong)}: the line has no such step; it has "
                f"{', '.join(map(_shown, history)) or 'none'}."
            )
    about = (_commitments(chosen, found.records),)
    return _keep(_act("set", by, why, about=about, **changes), store, options)


def undo(
    act: Annotated[str, Parameter(help="The act's id, or its beginning.")],
    /,
    *,
    why: Why,
    by: By = None,
    options: CodingOptions = DEFAULTS,
) -> int:
    """Take an act back by a further one; both stay on record. An undo can be undone.

    brinkwatch ledger undo 5c01 --store case.db --why "The second text settles it."
    """
    store = _store(options)
    with Case(store) as case:
        acts = case.acts()
    found = [one for one in acts if len(act) >= LEAST and one.id.startswith(act)]
    if len(found) != 1:
        known = ", ".join(one.id for one in acts) or "none"
        raise InputError(f"{act}: {len(found)} acts of {store} begin so; it keeps {known}.")
    undone = standing(acts)[1].get(found[0].id)
    if undone:
        raise InputError(f"{act}: already undone by {undone}; undo that to bring the act back.")
    return _keep(_act("undo", by, why, undoes=found[0].id), store, options)


def _store(options: CodingOptions) -> Path:
    """The case file that keeps the act; InputError without one that exists."""
    if options.store is None or not options.store.exists():
        raise InputError(
            "an analyst's act is kept in a case file; give --store FILE, made by "
            "`brinkwatch ledger articles/ --store FILE`."
        )
    return options.store


def _act(verb: str, by: str | None, why: str, **fields: Any) -> AnalystAct:
    """The act, made now; InputError without a reason or a name."""
    if not why.strip():
        raise InputError("--why is empty; say the reason in a sentence.")
    who = _who() if by is None else by.strip()
    if not who:
        raise InputError("--by is empty; give the name of who decides.")
    at = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    made = {"verb": verb, "by": who, "at": at, "why": why.strip(), **fields}
    return AnalystAct(id=content_id(*made.values()), **made)


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise InputError("this machine knows no name of yours; give --by NAME.") from None


def _keep(act: AnalystAct, store: Path, options: CodingOptions) -> int:
    """Keep the act and show what it does to the ledger."""
    with Case(store) as case:
        case.add_act(act)
    _, _, book = ledger_from((), options)
    (row,) = [row for row in act_rows(book) if row["id"] == act.id]
    if options.form == "table":
        print(clean(whole(row)))
    else:
        emit(row, options.form)
    say(f"kept in {store}; `brinkwatch ledger undo {act.id}` takes it back", quiet=options.quiet)
    return 0


def _commitments(line: RedLine, records: Sequence[CodedRecord]) -> tuple[Commitment, ...]:
    """The commitments of a line as they were coded."""
    mine = {record.id: record for record in records if isinstance(record, Commitment)}
    return tuple(mine[one] for one in line.commitments)


def _one_of(members: Sequence[Commitment], name: str) -> Commitment:
    found = [member for member in members if len(name) >= LEAST and member.id.startswith(name)]
    if len(found) != 1:
        listed = ", ".join(member.id for member in members)
        raise InputError(f"{name}: {len(found)} commitments of the line begin so; it has {listed}.")
    return found[0]


def _codes(given: str | None) -> Actors | None:
    """The actor codes given; InputError for one that is not known."""
    if given is None:
        return None
    codes = tuple(code.strip() for code in given.split(",") if code.strip())
    for code in codes:
        if not (
            gazetteer.name(code) != code or gazetteer.members(code) or gazetteer.is_state(code)
        ):
            raise InputError(
                f"{code}: no actor's code; give codes like RUS or NATO, or name yours by --actors."
            )
    return codes


def _step(given: str) -> DatedLife:
    """A step as written; InputError when its day or its stage is none."""
    match = _STEP.fullmatch(given.strip())
    day, life = match.groups() if match else ("", "")
    life = life.strip().replace(" ", "_")
    if not _is_day(day) or life not in get_args(Life):
        raise InputError(
            f"{given}: not a step; write its day and its stage, one of "
            f"{', '.join(get_args(Life))}, for instance 2024-11-19 not_enforced."
        )
    return DatedLife.model_validate({"date": None if day == UNDATED else day, "life": life})


def _is_day(text: str) -> bool:
    """Whether it is a day, a month or a year that exists, or the word for none."""
    try:
        date.fromisoformat((text + "-01-01")[:10] if len(text) == 4 else (text + "-01")[:10])
    except ValueError:
        return text == UNDATED
    return True


def _shown(step: DatedLife) -> str:
    return f"{step.date or 'undated'} {step.life}"
