"""The answer in the terminal: two lines that answer the question, then what they rest on.

Text of articles is printed as text: its markup is never interpreted and its control characters are
replaced, so that no article can colour, link or move anything on a reader's screen.
"""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from brinkwatch.forecast import prior
from brinkwatch.forecast.questions import rung
from brinkwatch.ledger.acts.applying import reason
from brinkwatch.records import Credibility, Crisis, Forecast
from brinkwatch.report import sourcing, wording
from brinkwatch.report.answer import Answer, CrisisAnswer
from brinkwatch.report.articles import Quote, quotes
from brinkwatch.report.lead import lead
from brinkwatch.report.outlook import articles_left_out, outlook
from brinkwatch.report.page import credibility_of
from brinkwatch.report.terminal import heading, safe, say, table


def summary(answer: Answer, console: Console) -> None:
    """Print the answer on `console`: the first crisis in full, of each other one its two lines."""
    shown = sourcing.conventions()["shown"]["rows_in_terminal"]
    known = quotes(answer.records, answer.documents)
    crisis, *others = answer.crises
    _opening(answer, crisis, console)
    _ladder(crisis, console)
    _lines(answer, crisis, known, shown, console)
    _steps(crisis, known, console)
    articles_left_out(answer, crisis, console)
    outlook(answer, crisis, console)
    _game(crisis, console)
    _sources(answer, crisis.crisis, console)
    if others:
        more = wording.counted(len(others), "more crisis", "more crises")
        heading(console, f"{more}, in full in the report")
    for other in others:
        console.print()
        _opening(answer, other, console)


def _opening(answer: Answer, crisis: CrisisAnswer, console: Console) -> None:
    """The two lines of a crisis; of the first one also the confidence."""
    opening = lead(answer, crisis)
    if len(answer.crises) > 1:
        say(console, wording.spell(crisis.crisis), style="bold underline")
    say(console, opening.answer, style="bold")
    say(console, opening.basis)
    if crisis is answer.crises[0]:
        say(console, opening.confidence)


def _ladder(crisis: CrisisAnswer, console: Console) -> None:
    """One row a rung, one column a horizon, the base rate at the headline's horizon."""
    horizons = sorted({forecast.horizon_days for forecast in crisis.forecasts})
    found = {(f.rung, f.horizon_days): f for f in crisis.forecasts}
    base = crisis.headline.horizon_days
    columns = ["Event", *(f"{days} days" for days in horizons), f"Base rate\n{base} days"]
    ladder = table("The ladder, with 90 % intervals", columns)
    for key in dict.fromkeys(forecast.rung for forecast in crisis.forecasts):
        cells = [wording.event(key)]
        for days in horizons:
            one = found.get((key, days))
            shown = (
                f"{wording.short(one.probability)}\n{wording.compact(one.interval)}" if one else ""
            )
            cells.append(shown)
        cells.append(_base_rate(found[key, base]) if (key, base) in found else "")
        ladder.add_row(*(Text(safe(cell)) for cell in cells))
    console.print(ladder)
    cells = [_base_rate(forecast) for forecast in crisis.forecasts]
    if any("×" in cell for cell in cells):
        say(console, "  × k of n: the base rate of direct force, times the share that went so far")
    if any("+" in cell for cell in cells):
        say(console, "  +: averaged with other classes, which the report names")


def _base_rate(forecast: Forecast) -> str:
    """The base rate and its count: × where it is a share of the rung above, + where averaged."""
    rate = forecast.base_rate
    times = "× " if rung(forecast.rung).within else ""
    more = " +" if wording.averaged(forecast) else ""
    return f"{wording.short(prior(forecast))}\n{times}{rate.k:,} of {rate.n:,}{more}"


def _lines(
    answer: Answer, crisis: CrisisAnswer, known: dict[str, Quote], shown: int, console: Console
) -> None:
    """Each red line with its life, its issuer's record and one quote."""
    lines = answer.lines_of(crisis.crisis)
    heading(console, "Red lines and other commitments")
    if not lines:
        say(console, "  No commitment was coded: this rests on reported events alone.")
    for number, line in enumerate(lines[:shown], 1):
        pair = f"{wording.sides(line.issuer)} to {wording.sides(line.addressee, 'nobody named')}"
        pair = pair[:1].upper() + pair[1:]
        say(console, f"  {number}. {wording.shortened(line.what, 160)}")
        say(
            console,
            f"     {pair}; {wording.words(line.status)}; enforced before: "
            f"{_held(credibility_of(answer, line))}",
        )
        for entered in answer.ledger.acts:
            if line.id in entered.lines:
                say(console, f"     {entered.act.verb} by {reason(entered.act)}")
        if quote := next((known[i] for i in line.commitments if i in known), None):
            say(console, f"     “{wording.shortened(quote.text, 150)}” ({quote.where})")
    if len(lines) > shown:
        more = wording.counted(len(lines) - shown, "more red line")
        say(console, f"  and {more} in the report.")


def _held(credibility: Credibility | None) -> str:
    if credibility is None:
        return "not counted"
    seen = f"n={credibility.n}" if credibility.n else "n=0: the prior only"
    return f"{wording.percent(credibility.mean)} ({seen})"


def _steps(crisis: CrisisAnswer, known: dict[str, Quote], console: Console) -> None:
    """What moved the headline number, and the sentences it hangs on most."""
    heading(console, "What moved the number")
    total = 0.0
    for number, step in enumerate(crisis.headline.steps):
        total += step.log_odds
        first = number == 0 and step.kind == "base_rate"
        assumed = ", assumed" if step.kind == "assumed" else ""
        effect = "" if first else f"{wording.odds_factor(step.log_odds)}{assumed}, then "
        say(console, f"  {step.name}: {effect}{wording.chance(wording.logistic(total))}")
    if crisis.headline.interval_covers:
        say(console, f"  The interval is open to {'; '.join(crisis.headline.interval_covers)}.")
    for item in crisis.moving()[: sourcing.conventions()["shown"]["quotes_in_row"]]:
        origin = f" ({known[item.record_id].where})" if item.record_id in known else ""
        quote = wording.shortened(item.quote, 110)
        say(console, f"  {wording.points(item.delta)} with “{quote}”{origin}")
    assumed_count = wording.counted(len(crisis.assumptions), "assumed number")
    say(console, f"  {assumed_count} listed in the report.")


def _game(crisis: CrisisAnswer, console: Console) -> None:
    heading(console, "Under the model (weight 0 in the number above)")
    game = crisis.equilibrium
    if game is None:
        say(console, f"  No result of the game: {crisis.unsolved or 'it was not solved.'}")
        return
    names = sourcing.conventions()["outcomes"]
    ends = "; ".join(
        f"{names[name]} {wording.short(found['mean'])} "
        f"({wording.between((found['lo'], found['hi']))})"
        for name, found in game["outcomes"].items()
    )
    say(console, f"  {ends}.")
    share = game["converged"]["share"]
    say(
        console,
        f"  {game['converged']['n']} of {game['draws']} draws converged "
        f"({wording.percent(share)}), largest residual {game['residual']:.1e}.",
    )


def _sources(answer: Answer, crisis: Crisis, console: Console) -> None:
    """Sources, dates, what was hidden or skipped, coverage and track record."""
    found = sourcing.statement(answer)
    heading(console, "Sources")
    kinds = ", ".join(f"{n} {kind}" for kind, n in found.kinds.items())
    experts = wording.counted(len(found.named_experts), "named expert")
    sides = ", ".join(f"{n} of {who}" for who, n in sourcing.quoted_sides(answer, crisis))
    say(
        console,
        f"  {wording.counted(found.documents, 'article')} ({kinds}) from "
        f"{wording.counted(len(found.outlets), 'named outlet')}; "
        f"{wording.copies(found.copies)}; {experts}, "
        f"{found.unnamed_estimates} of "
        f"{wording.counted(found.expert_estimates, 'estimate')} ascribed to experts name nobody; "
        f"{wording.counted(found.direct_quotes, 'direct quote')}.",
    )
    say(console, f"  Commitments and estimates: {sides}.")
    for article in answer.articles():
        say(console, f"  {article.origin}: {wording.shortened(wording.dated(article), 160)}")
        if article.copy_of:
            form = wording.form(article, answer.documents)
            say(console, f"    {wording.shortened(form, 160)}")
    say(console, f"  {hidden(answer)}")
    for item in answer.skipped:
        say(console, f"  skipped {item.origin}: {item.reason}")
    read = sum(item.sentences for item in answer.coverage)
    coded = sum(item.coded for item in answer.coverage)
    say(console, f"  {coded} of {wording.counted(read, 'sentence')} gave a record.")
    for left in (item for item in answer.coverage if item.skipped):
        say(console, f"  not coded {left.origin}: {left.skipped}")
    say(console, f"  {record(answer)}")


def hidden(answer: Answer) -> str:
    """How many later items were not used: `40 later headlines not used (as of 2024-03-03).`"""
    headlines = sum("#h" in item.origin for item in answer.hidden)
    counts = ((len(answer.hidden) - headlines, "article"), (headlines, "headline"))
    items = [wording.counted(count, f"later {what}") for count, what in counts if count]
    if not items:
        return f"No item is later than {answer.as_of}."
    return f"{' and '.join(items)} not used (as of {answer.as_of})."


def record(answer: Answer) -> str:
    """The track record in one line, n=0 included."""
    scores = answer.track_record or {}
    if not scores.get("n"):
        return "No track record yet (n=0)."
    told = ", ".join(f"{wording.words(key)} {value:.3f}" for key, value in wording.scores(scores))
    crises = wording.counted(scores["crises"], "crisis", "crises")
    return f"Track record: n={scores['n']} of {crises}, {scores['positives']} came true; {told}."
