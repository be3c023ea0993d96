"""Who bluffs: which types send a threat, and which of them would carry it out if called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from brinkwatch.crisis.equilibrium import Equilibrium, spread
from brinkwatch.crisis.profiles import Profile, profiles
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.tree import Integers, PublicTree

_ATTACK = frozenset({"attack", "strike", "probe"})
_ANSWER = frozenset({"match", "overmatch"})


def bluffs(scenario: Scenario, equilibrium: Equilibrium) -> dict[str, Any]:
    """What threats are worth, by the challenger's type, from the most resolved.

    Returns `{scenario, draws, threats: [{threat, sent, bluff, types: [{prior, sends,
    carries_out}]}]}`. `sent` is how often it is made where it can be, `bluff` the share of those
    made that would not be carried out if called: the line crossed, or the attack answered. A line
    declared before the game begins is sent by every type. Means and spreads are over kept draws;
    a threat that this game cannot make has no row.
    """
    kept = list(profiles(scenario, equilibrium))
    tree = kept[0].board.tree
    rows = []
    for name, able, sent, called, done in (
        ("line declared before", *_declared(tree)),
        ("threaten", *_threatened(tree)),
        ("brandish", *_brandished(tree)),
    ):
        if len(sent) and len(called) and len(done):
            rows.append({"threat": name} | _row(kept, able, sent, called, done))
    return {"scenario": scenario.id, "draws": len(kept), "threats": rows}


def _row(
    kept: list[Profile], able: Integers, sent: Integers, called: Integers, done: Integers
) -> dict[str, Any]:
    sends, carries, bluff, often = [], [], [], []
    for profile in kept:
        by = [profile.reached_by(0, nodes).sum(axis=0) for nodes in (able, sent, called, done)]
        sends.append(by[1] / by[0])
        carries.append(by[3] / by[2])
        weight = profile.game.prior[0] * by[1]
        often.append(float(weight.sum() / (profile.game.prior[0] @ by[0])))
        bluff.append(float(1 - weight @ carries[-1] / weight.sum()))
    prior = np.mean([profile.game.prior[0] for profile in kept], axis=0)
    means = (prior, np.mean(sends, axis=0), np.mean(carries, axis=0))
    return {
        "sent": spread(np.array(often)),
        "bluff": spread(np.array(bluff)),
        "types": [
            {"prior": float(p), "sends": float(s), "carries_out": float(c)}
            for p, s, c in zip(*means, strict=True)
        ],
    }


def _declared(tree: PublicTree) -> tuple[Integers, Integers, Integers, Integers]:
    root = np.zeros(1, dtype=np.int64) if tree.states[0].red > 0 else np.zeros(0, dtype=np.int64)
    called = _first(tree, lambda n: tree.states[n].crossed, root)
    return root, root, called, _done(tree, called, _ATTACK)


def _threatened(tree: PublicTree) -> tuple[Integers, Integers, Integers, Integers]:
    sent = _labelled(tree, frozenset({"threaten"}))
    called = _first(tree, lambda n: tree.states[n].crossed, sent)
    return np.unique(tree.parent[sent]), sent, called, _done(tree, called, _ATTACK)


def _brandished(tree: PublicTree) -> tuple[Integers, Integers, Integers, Integers]:
    sent = _labelled(tree, frozenset({"brandish"}))
    called = _first(tree, lambda n: tree.label(n) in _ANSWER, sent)
    return np.unique(tree.parent[sent]), sent, called, _done(tree, called, frozenset({"escalate"}))


def _labelled(tree: PublicTree, words: frozenset[str]) -> Integers:
    return np.array([n for n in range(1, tree.nodes) if tree.label(n) in words], dtype=np.int64)


def _first(tree: PublicTree, fits: Callable[[int], bool], above: Integers) -> Integers:
    """The first fitting nodes below the given ones."""
    below = np.zeros(tree.nodes, dtype=bool)
    below[above] = True
    found = []
    for node in range(1, tree.nodes):
        if below[node]:
            continue
        if below[tree.parent[node]]:
            if fits(node):
                found.append(node)
            else:
                below[node] = True
    return np.array(found, dtype=np.int64)


def _done(tree: PublicTree, called: Integers, words: frozenset[str]) -> Integers:
    """The children of the given nodes that carry the threat out."""
    children = (child for node in called for child in tree.children(int(node)))
    return np.array([c for c in children if tree.label(c) in words], dtype=np.int64)
