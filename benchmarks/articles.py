"""Score reader, coder and ledger on the whole articles in training/articles.

    python benchmarks/articles.py [--errors commitment|event|estimate]

Each article is read as a reader copies it from a page, noise included; invented actors are known by
the file of names in its folder. Odd-numbered articles of a writer are for development, and
`--errors` shows what is wrong there; even ones, and the folder `kept_aside`, are only counted.
Records match as in benchmarks/coder.py; slots are counted over the records that match.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from gold import one_of_the_two
from sentences import KINDS

from brinkwatch import coding, gazetteer, ledger, reading
from brinkwatch.coding.learning.matching import agrees, codes, overlap
from brinkwatch.coding.rows import to_contract
from brinkwatch.gazetteer.added import Added, load

ARTICLES = Path(__file__).parents[1] / "training" / "articles"
Row = dict[str, Any]
Pair = tuple[Row, Row]


def half(file: Path) -> str:
    """Which part of the material an article belongs to, by its folder and number."""
    if file.parent.name == "kept_aside":
        return "kept aside"
    return "odd" if int(file.stem.partition("_")[0]) % 2 else "even"


def annotated(folder: Path) -> dict[str, Row]:
    """The annotations of a folder, by the name of the article."""
    return {
        file.stem: json.loads(file.read_text("utf-8")) | {"half": half(file)}
        for file in sorted(folder.glob("[0-9]*.json"))
    }


def invented(folder: Path) -> tuple[Added, ...]:
    """The invented actors of a folder; none where its file names only the columns."""
    file = folder / "actors.csv"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    rows = [line for line in lines if line.strip() and not line.startswith("#")]
    return load(file) if len(rows) > 1 else ()


def coded(folder: Path, names: list[str]) -> tuple[dict[str, list[Row]], list[Row]]:
    """The records of each article, and the ledger of them all."""
    with gazetteer.knowing(invented(folder)):
        documents = reading.read([str(folder / f"{name}.txt") for name in names]).documents
        records = coding.code(documents).records
        book = ledger.as_rows(ledger.enter(documents, records, as_of="2999-12-31"))
    found: dict[str, list[Row]] = {name: [] for name in names}
    for record in records:
        found[Path(record.origin).stem].append(to_contract(record))
    return found, book


def pairs(kind: str, ours: list[Row], gold: list[Row]) -> list[Pair]:
    """Coded and annotated records that are one, each used once, the likest first."""
    ranked = sorted(
        (
            (-sum(right for _, right in slots(kind, o, g)) - _words_shared(o, g), i, j)
            for i, o in enumerate(ours) for j, g in enumerate(gold) if agrees(kind, o, g)
        )
    )  # fmt: skip
    left, right, out = set(range(len(ours))), set(range(len(gold))), []
    for _, i, j in ranked:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            out.append((ours[i], gold[j]))
    return out


def _words_shared(ours: Row, gold: Row) -> float:
    keys = ("action", "trigger", "consequence", "proposition", "phrase")
    a, b = (" ".join(json.dumps(row.get(key)) for key in keys) for row in (ours, gold))
    return 10 * overlap(a, b)


def slots(kind: str, ours: Row, gold: Row) -> Iterator[tuple[str, bool]]:
    """The slots of a matched pair, and whether ours is right; an empty one must stay empty."""
    if kind == "estimate":
        yield "band", ours["band"] == gold["band"]
        yield "holder", bool(codes(ours["holder"]) & codes(gold["holder"]))
        return
    if kind == "event":
        yield "status", ours["status"] == gold["status"]
        theirs, mine = gold["action"], ours["action"]
        name = "recipient" if theirs["recipient"] else "recipient.none"
        yield name, _same(mine["recipient"], theirs["recipient"])
    else:
        for name in ("kind", "life", "strength"):
            yield name, ours[name] == gold[name]
        yield "addressee", _same(ours["addressee"], gold["addressee"])
        if gold["speaker"] or ours["speaker"]:
            yield "speaker", overlap(ours["speaker"] or "", gold["speaker"] or "") > 0.3
        for name in ("trigger", "consequence"):
            wanted, found = gold[name], ours[name]
            if not wanted:
                yield f"{name}.none", not found
                continue
            found = found or {"type": None, "actor": [], "text": ""}
            yield f"{name}.type", found["type"] == wanted["type"]
            yield f"{name}.actor", _same(found["actor"], wanted["actor"])
            yield f"{name}.text", overlap(found["text"], wanted["text"]) >= 0.5
    if not gold["date"]:
        yield "date.none", not ours["date"]
    else:
        found_date = ours["date"] or ""
        close = found_date.startswith(gold["date"]) or gold["date"].startswith(found_date)
        yield "date", len(found_date) >= 7 and close


def _same(ours: Any, gold: Any) -> bool:
    mine, theirs = codes(ours), codes(gold)
    return bool(mine & theirs) or not (mine or theirs)


def same_line(threads: Row, book: list[Row], linked: dict[str, tuple[str, int]]) -> list[int]:
    """Pairs of commitments rightly on one line of the ledger, pairs there, pairs annotated."""
    wanted = [{(a, i) for a, i in line["commitments"]} for line in threads["red_lines"]]
    found = [{linked[c] for c in line["commitments"] if c in linked} for line in book]
    couples = partial(itertools.combinations, r=2)
    theirs, mine = (
        {pair for line in lines for pair in couples(sorted(line))} for lines in (wanted, found)
    )
    return [len(theirs & mine), len(mine), len(theirs)]


def main() -> None:
    """Print precision, recall, F1 and the share of right slots on each part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", choices=KINDS)
    shown = parser.parse_args().errors
    counts: Counter[tuple[str, ...]] = Counter()
    for folder in sorted(path for path in ARTICLES.iterdir() if path.is_dir()):
        wanted = annotated(folder)
        found, book = coded(folder, list(wanted))
        linked: dict[str, tuple[str, int]] = {}
        for name, gold in wanted.items():
            part, ours = gold["half"], found[name]
            right, seen = one_of_the_two(ours, gold)
            counts[part, "sides", "right"] += right
            counts[part, "sides", "seen"] += seen
            if not any(gold[f"{kind}s"] for kind in KINDS):
                counts[part, "empty", "right" if not ours else "wrong"] += 1
            for kind in KINDS:
                mine = [row for row in ours if row["record"] == kind]
                matched = pairs(kind, mine, gold[f"{kind}s"])
                counts[part, kind, "ours"] += len(mine)
                counts[part, kind, "gold"] += len(gold[f"{kind}s"])
                counts[part, kind, "both"] += len(matched)
                for o, g in matched:
                    for slot, good in slots(kind, o, g):
                        counts[part, kind, slot, "right" if good else "wrong"] += 1
                    if kind == "commitment":
                        linked[o["id"]] = (name, gold["commitments"].index(g))
                if kind == shown and part == "odd":
                    _show(kind, name, mine, gold[f"{kind}s"], matched)
        if (folder / "threads.json").exists():
            threads = json.loads((folder / "threads.json").read_text("utf-8"))
            right, given, all_pairs = same_line(threads, book, linked)
            print(f"{folder.name}: pairs on one line  {_prf(right, given, all_pairs)}")
    for part in ("odd", "even", "kept aside"):
        if not any(key[0] == part for key in counts):
            continue
        for kind in KINDS:
            print(part.ljust(10), kind.ljust(11), _summary(counts, part, kind))
        print(
            part.ljust(10), "issuer against estimator",
            f"{counts[part, 'sides', 'right']}/{counts[part, 'sides', 'seen']};",
            "articles without a crisis left empty",
            f"{counts[part, 'empty', 'right']}",
            f"of {counts[part, 'empty', 'right'] + counts[part, 'empty', 'wrong']}",
        )  # fmt: skip


def _show(kind: str, name: str, ours: list[Row], gold: list[Row], matched: list[Pair]) -> None:
    """Print what is missed, made up, or wrong in a slot."""
    for row in gold:
        if not any(g is row for _, g in matched):
            print(f"{name}  MISSED  {json.dumps(row, ensure_ascii=False)}")
    for row in ours:
        if not any(o is row for o, _ in matched):
            print(f"{name}  MADE UP  {json.dumps(row, ensure_ascii=False)}")
    for o, g in matched:
        wrong = [slot for slot, right in slots(kind, o, g) if not right]
        if wrong:
            keys = {slot.partition(".")[0] for slot in wrong}
            keys = {key if key in g else "action" for key in keys}
            print(f"{name}  {', '.join(wrong)}  {g['quote']!r}")
            for key in keys:
                print(f"    {key}: {json.dumps(o[key])}\n     not {json.dumps(g[key])}")


def _prf(right: int, given: int, wanted: int) -> str:
    return (
        f"n {wanted}  P {right / max(given, 1):.3f} R {right / max(wanted, 1):.3f} "
        f"F1 {2 * right / max(given + wanted, 1):.3f}"
    )


def _summary(counts: Counter[tuple[str, ...]], part: str, kind: str) -> str:
    gold, ours, both = (counts[part, kind, what] for what in ("gold", "ours", "both"))
    line = _prf(both, ours, gold)
    for slot in dict.fromkeys(k[2] for k in counts if k[:2] == (part, kind) and len(k) == 4):
        right, wrong = (counts[part, kind, slot, what] for what in ("right", "wrong"))
        line += f"  {slot} {right / (right + wrong):.2f}"
    return line


if __name__ == "__main__":
    main()
