"""Base rates from the user's own tables: made-up ones with known counts, and the errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from brinkwatch.errors import InputError, UnreadableError
from brinkwatch.forecast.base_rates import count, counting
from brinkwatch.forecast.history import load, own_counts

INCIDENTS = "dispnum,incidnum,ccode,stday,stmon,styear,sidea,action\n"


def incident(dispute: int, number: int, day: str, actors: tuple[int, int], action: int) -> str:
    """Two lines of an incident: side A acts on side B."""
    year, month, of_month = day.split("/")
    when = f"{of_month},{month},{year}"
    a, b = actors
    return f"{dispute},{number},{a},{when},1,{action}\n{dispute},{number},{b},{when},0,0\n"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """Three disputes, three crises and two conflicts, as their authors would publish them."""
    (tmp_path / "MIDIP 5.0.csv").write_text(
        INCIDENTS
        + incident(1, 1, "1995/3/10", (2, 20), 1)  # a threat, then an attack 20 days later
        + incident(1, 2, "1995/3/30", (2, 20), 16)
        + incident(2, 3, "1996/5/1", (200, 220), 7)  # a display and nothing more
        + incident(3, 4, "1999/1/-9", (365, 369), 8)  # not watched for a year
    )
    (tmp_path / "MIDA 5.0.csv").write_text(
        "dispnum,styear,hostlev,fatality,numa\n1,1995,4,1,1\n2,1996,5,6,1\n3,1930,5,6,1\n4,1999,3,0,1\n"
    )
    (tmp_path / "icb1v14.csv").write_text(
        "crisno,yrtrig,viol,iwcmb\n1,1950,4,1\n2,1960,3,1\n3,1970,1,1\n4,1920,4,1\n"
    )
    (tmp_path / "UcdpPrioConflict.csv").write_text(
        "conflict_id,year,intensity_level,type_of_conflict\n"
        "1,1950,1,2\n1,1951,2,2\n2,1960,1,2\n3,1970,2,3\n"
    )
    for part, crises in (("a", (1, 2)), ("b", (2, 3))):  # crisis 2 stands in both
        (tmp_path / f"icbe_{part}.csv").write_text(
            "crisno,sent_no,event_no,has_event,earliest_year,event_type,say_intent,"
            "interact_escalate,interact_deescalate,do_actor_a,do_actor_b,say_actor_a,say_actor_b\n"
            + "".join(story(crisis) for crisis in crises)
        )
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    return tmp_path


def story(crisis: int) -> str:
    """ICBe events: a threat of force, then an attack (a bombing in crisis 1) by the same state."""
    deed = "bombard" if crisis == 1 else "attack"
    who = "[usa],[irn]"
    return (
        f'{crisis},1,1,true,{1950 + crisis},[speech],[threaten],[attack],,"{who[:5]}",[irn],{who}\n'
        f"{crisis},2,1,true,{1950 + crisis},[action],,[{deed}],,{who},,\n"
    )


def test_counts_are_those_of_the_tables(tables: Path) -> None:
    found = {(r["class"], r["rung"], r["days"]): r for r in load(tables)}
    attack = found["threat_or_display", "limited_force", 30]
    assert (attack["k"], attack["n"], attack["period"]) == (1, 2, "1993-1998")
    assert found["explicit_threat", "limited_force", 90]["n"] == 1
    assert found["threat_or_display", "war", 365]["k"] == 0
    assert found["used_force", "limited_force", 365]["n"] == 1
    for key, k, n in (("mid_force", 1, 2), ("icb_serious_any", 1, 2), ("ucdp_interstate", 1, 2)):
        row = found[key, "war", 0]
        assert (row["k"], row["n"], row["share"]) == (k, n, pytest.approx(0.5))
        assert row["interval"][0] < 0.5 < row["interval"][1]
    home = found["icbe_force", "attack_on_home_territory", 0]
    assert (home["k"], home["n"], home["period"]) == (1, 3, "1951-1953")
    assert home["file"] == "icbe_a.csv, icbe_b.csv"
    assert found["mid_force", "war", 0]["shipped"] == {"k": 28, "n": 979}
    assert found["ucdp_interstate", "war", 0]["shipped"] is None


def test_the_command_prints_the_rows_and_keeps_nothing(run: Any, tables: Path) -> None:
    before = sorted(tables.iterdir())
    code, out, _ = run("forecast", "history", "load", tables, "--format", "json")
    assert code == 0
    assert json.loads(out) == load(tables)
    assert sorted(tables.iterdir()) == before


def test_a_folder_without_a_known_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="none of its 1 CSV or Parquet files is a table"):
        load(tmp_path)
    with pytest.raises(InputError, match="not a folder"):
        load(tmp_path / "none")


def test_a_damaged_file_is_named(tables: Path) -> None:
    (tables / "broken.parquet").write_bytes(b"PAR1 nothing")
    with pytest.raises(UnreadableError, match=r"broken\.parquet: cannot be read"):
        load(tables)


def test_lists_that_are_not_written_as_lists_are_refused(tables: Path) -> None:
    table = tables / "icbe_a.csv"
    table.write_text(table.read_text().replace("[action]", "action"))
    with pytest.raises(UnreadableError, match=r"icbe_a\.csv: cannot be read"):
        load(tables)


def test_forecasts_rest_on_own_counts_within_the_block_and_not_after(tables: Path, case: Any):
    own = own_counts(tables)
    assert own["threat_or_display", "limited_force", 30] == (1, 2, "1993-1998", "MIDIP 5.0.csv")
    before = count("threat_or_display", "limited_force", 30)
    with counting(own):
        inside = count("threat_or_display", "limited_force", 30)
        made = case().forecasts()
    assert (inside.k, inside.n, inside.of.source) == (1, 2, "MIDIP 5.0.csv")
    assert count("threat_or_display", "limited_force", 30) == before
    assert "MIDA 5.0.csv" in {one.base_rate.source for one in made}
    assert "MIDA 5.0.csv" not in {one.base_rate.source for one in case().forecasts()}


def test_what_had_not_run_its_course_before_a_year_is_not_counted(tables: Path):
    early = own_counts(tables, 1997)  # the dispute of May 1996 is watched until May 1997
    assert early["threat_or_display", "limited_force", 30][:3] == (1, 1, "1993-1995")
    home = own_counts(tables, 1953)["icbe_force", "attack_on_home_territory", 0]
    assert home[:3] == (1, 2, "1951-1952")
    assert own_counts(tables, 1958).get(("threat_or_display", "limited_force", 30)) is None


def test_the_commands_take_a_folder_of_tables(tables: Path, warning: Path, run: Any):
    code, out, err = run(
        "forecast",
        "make",
        warning,
        "--history",
        tables,
        "--as-of",
        "2012-05-04",
        "--format",
        "json",
    )
    assert code == 0
    assert "base rates are counted on" in err
    assert "MIDIP 5.0.csv" in {row["base_rate"]["source"] for row in json.loads(out)}
    code, _, err = run("forecast", "make", warning, "--history", tables / "none")
    assert code == 2
    assert "not a folder" in err


def test_a_backtest_counts_anew_for_each_year(tables: Path, warning: Path, run: Any):
    (warning / "outcome.toml").write_text('[[outcome]]\nrung = "war"\nhappened = false\n', "utf-8")
    scores = []
    for more in ([], ["--history", tables]):
        code, out, _ = run("forecast", "backtest", warning, "--format", "json", *more)
        assert code == 0
        scores.append(json.loads(out)["pooled"]["base_rate"])
    assert scores[0] != scores[1]
