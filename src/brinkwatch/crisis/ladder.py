"""The rules of the ladder game: who may do what in which public state.

A round: a window may open or close, a sign of division may be seen, the defender moves on the
ladder, a client may use what the defender permits, the challenger attacks or refrains, and then
chooses how: it waits, regroups, declares or demonstrates, or it strikes or probes. An attack may
be joined by a nuclear threat, is answered or not, and the challenger desists or escalates. Every
other round ends with the chance of an accident. Moves without a choice leave no node.
"""

from __future__ import annotations

from brinkwatch.crisis.rules import RESPONSES, SPENT, Rules, State, initial_line
from brinkwatch.crisis.tree import Node, Owner

__all__ = ["RESPONSES", "SPENT", "Rules", "State", "expand", "initial_line"]


def expand(state: State, rules: Rules) -> Node:
    """The node of a state; states with a single successor are passed through."""
    while True:
        node = _PHASES[state.phase](state, rules)
        if len(node.successors) != 1:
            return node
        (state,) = node.successors


def _node(state: State, owner: Owner, options: list[tuple[str, State]]) -> Node:
    words, successors = zip(*options, strict=True)
    return Node(state, owner, words, successors)


def _window(s: State, rules: Rules) -> Node:
    known = bool(rules.calendar[s.round - 1])
    if known or not rules.random_window:
        phase = _signal_or_move(s, known and not s.window, rules)
        return _node(s, Owner.CHANCE, [("", s._replace(window=known, phase=phase))])
    options = [("closed", s._replace(window=False, phase=_signal_or_move(s, False, rules)))]
    if not s.window or rules.lasting_window:
        phase = _signal_or_move(s, not s.window, rules)
        options.append(("open", s._replace(window=True, phase=phase)))
    return _node(s, Owner.CHANCE, options)


def _signal_or_move(s: State, opened: bool, rules: Rules) -> str:
    seen = (rules.signal == "start" and s.round == 1) or (rules.signal == "window" and opened)
    return "signal" if seen else "defender"


def _signal(s: State, _: Rules) -> Node:
    after = s._replace(phase="defender")
    return _node(s, Owner.SIGNAL, [("united", after), ("split", after)])


def _defender(s: State, rules: Rules) -> Node:
    if rules.opening is not None and s.round == 1:
        return _node(s, Owner.DEFENDER, [("", _opened(s, rules.opening))])
    options = []
    permitted = s.level + s.pending
    for move, change in (("hold", 0), ("step", 1), ("leap", rules.leap), ("back", -1)):
        position = permitted + change
        if move not in rules.defender or not 0 <= position <= rules.top:
            continue
        if move == "back" and (s.back_used or s.red <= 0):
            continue
        after = _placed(s, position, rules)._replace(leapt=move == "leap")
        if move == "back":
            after = after._replace(back_used=True, backs=s.backs + 1)
        options.append((move, after))
    if not options:  # a policy that forbids holding where nothing else is left
        options = [("hold", _placed(s, permitted, rules)._replace(leapt=False))]
    return _node(s, Owner.DEFENDER, options)


def _opened(s: State, level: int) -> State:
    """The commitment set at a level, used at once, and a leap if it rises by more than one."""
    crossed = s.level < s.red <= level
    return s._replace(phase="challenger", level=level, crossed=crossed, leapt=level > s.level + 1)


def _placed(s: State, position: int, rules: Rules) -> State:
    """The defender at a position: from the first level that the client must use, a permission."""
    level = min(s.level, position)
    while level < position and level + 1 not in rules.client:
        level += 1
    return s._replace(
        phase="client" if level < position else "challenger",
        level=level,
        pending=position - level,
        crossed=s.level < s.red <= level,
    )


def _client(s: State, rules: Rules) -> Node:
    level = s.level + s.pending
    crossed = s.crossed or s.level < s.red <= level
    used = s._replace(phase="challenger", level=level, pending=0, crossed=crossed)
    options = [("used", used)]
    if rules.client_may_wait:
        options.append(("unused", s._replace(phase="challenger")))
    return _node(s, Owner.CHANCE, options)


def _challenger(s: State, rules: Rules) -> Node:
    """Attack or not is chosen before how, so that more ways of either do not move the choice."""
    options = []
    for word, phase, ways in (
        ("refrain", "peace", _peace(s, rules)),
        ("attack", "attack", _attacks(s, rules)),
    ):
        options.extend(ways if len(ways) < 2 else [(word, s._replace(phase=phase))])
    return _node(s, Owner.CHALLENGER, options)


def _peace(s: State, rules: Rules) -> list[tuple[str, State]]:
    allow, after = rules.challenger, _tolerate(s)
    options = [("wait", after)]
    if "regroup" in allow and s.reserves < rules.max_reserves:
        options.append(
            ("regroup", after._replace(reserves=s.reserves + 1, regroups=s.regroups + 1))
        )
    if "threaten" in allow and s.red == 0 and s.level < rules.top:
        options.append(("threaten", after._replace(red=s.level + 1)))
    if "pretext" in allow and rules.needs_pretext and not s.pretext:
        options.append(("pretext", after._replace(pretext=True, pretexts=s.pretexts + 1)))
    if "demonstrate" in allow and s.crossed:
        options.append(("demonstrate", s._replace(phase="ways")))
    return options


def _ways(s: State, rules: Rules) -> Node:
    """How it is demonstrated; the line counts as answered, if below the attack."""
    shown = s._replace(phase="accident", red=SPENT, demonstrated=s.demonstrated + 1)
    options = [(name, shown._replace(way=i)) for i, name in enumerate(rules.ways, start=1)]
    return _node(s, Owner.CHALLENGER, options or [("demonstrate", shown)])


def _attacks(s: State, rules: Rules) -> list[tuple[str, State]]:
    options = []
    if "strike" in rules.challenger and s.level > 0:
        options.append(("strike", s._replace(phase="brandish", probe=False)))
    if "probe" in rules.challenger and s.pretext:
        options.append(("probe", s._replace(phase="brandish", probe=True)))
    return options


def _tolerate(s: State) -> State:
    """The defender's move stands: an enforced line would have been answered by now."""
    return s._replace(
        phase="accident",
        red=SPENT if s.crossed else s.red,
        unenforced=s.unenforced + s.crossed,
        leaps=s.leaps + s.leapt,
    )


def _accident(s: State, rules: Rules) -> Node:
    if s.round == rules.rounds:
        safe = s._replace(phase="end", end="no_attack", flow=s.flow + s.level)
    else:
        safe = s._replace(phase="window", round=s.round + 1, flow=s.flow + s.level)
    if not rules.accidents:
        return _node(s, Owner.CHANCE, [("safe", safe)])
    accident = s._replace(phase="end", end="accident")
    return _node(s, Owner.CHANCE, [("safe", safe), ("accident", accident)])


def _brandish(s: State, rules: Rules) -> Node:
    plain = ("plain", s._replace(phase="response"))
    if not rules.brandish:
        return _node(s, Owner.CHALLENGER, [plain])
    return _node(
        s, Owner.CHALLENGER, [plain, ("brandish", s._replace(phase="response", brandish=True))]
    )


def _response(s: State, rules: Rules) -> Node:
    options = []
    for response in rules.responses:
        if response == "absorb":
            options.append((response, s._replace(phase="end", end="absorb")))
        else:
            strength = RESPONSES.index(response)
            options.append((response, s._replace(phase="last", response=strength)))
    return _node(s, Owner.DEFENDER, options)


def _last(s: State, _: Rules) -> Node:
    return _node(
        s,
        Owner.CHALLENGER,
        [(word, s._replace(phase="end", end=word)) for word in ("desist", "escalate")],
    )


def _end(s: State, _: Rules) -> Node:
    return Node(s, Owner.END)


_PHASES = {
    "window": _window,
    "signal": _signal,
    "defender": _defender,
    "client": _client,
    "challenger": _challenger,
    "peace": lambda s, rules: _node(s, Owner.CHALLENGER, _peace(s, rules)),
    "attack": lambda s, rules: _node(s, Owner.CHALLENGER, _attacks(s, rules)),
    "ways": _ways,
    "accident": _accident,
    "brandish": _brandish,
    "response": _response,
    "last": _last,
    "end": _end,
}
