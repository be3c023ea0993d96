# mypy: disable-error-code="no-untyped-def"
# numba compiles from the types it is given, so these functions carry none; shapes are below.
"""The compiled inner loops on the public sequence form: regret matching, logit, best response.

`form` and `other` are `sequence.Form`; `policy`, `reach`, `value`, `regret` and `average` are
(slots, types, WIDTH), `mass` is (masses, 1, WIDTH): the numbers of `WIDTH` games side by side. One
update of one side: values of all its moves backward, a local rule at each node, its reach forward.
"""

from __future__ import annotations

import numpy as np

from brinkwatch.crisis.solvers.compiled import compiled
from brinkwatch.crisis.solvers.lanes import WIDTH, above, exp, fill, larger, load, store

CFR, CFR_PLUS, DCFR = 0, 1, 2
ALPHA, BETA, GAMMA = 1.5, 0.0, 2.0
"""Exponents of discounted CFR that Brown and Sandholm (2019, AAAI 33) recommend."""
_TINY = 1e-300


@compiled
def earn(form, other_reach, other_mass, value):
    """Set what each move earns at the ends it leads to without another own move."""
    value[:] = 0.0
    if len(form.joint):
        for z in range(len(form.end_slot)):
            s, o = form.end_slot[z], form.end_mass[z]
            for k in range(value.shape[1]):
                total = load(value, s, k)
                for m in range(other_reach.shape[1]):
                    total += fill(form.joint[z, k, m]) * load(other_reach, o, m)
                store(value, s, k, total)
    else:
        for z in range(len(form.end_slot)):
            s, mass = form.end_slot[z], load(other_mass, form.end_mass[z], 0)
            for k in range(value.shape[1]):
                store(value, s, k, load(value, s, k) + mass * load(form.gain, z, k))


@compiled
def _match_one(first, count, k, up, down, tremble, value, policy, regret):
    """Add one type's regrets at one node and play by them; what the old policy earned there."""
    played, even = fill(0.0), fill(0.0)
    for s in range(first, first + count):
        here = load(value, s, k)
        played += load(policy, s, k) * here
        even += here
    rare = fill(tremble / count)
    meant = (played - rare * even) / fill(1.0 - tremble)
    total = fill(0.0)
    for s in range(first, first + count):
        r = load(regret, s, k) + load(value, s, k) - meant
        r = above(fill(0.0), r, fill(down) * r, fill(up) * r)
        store(regret, s, k, r)
        total += larger(r, fill(0.0))
    scale = fill(1.0) / larger(total, fill(_TINY))
    for s in range(first, first + count):
        share = larger(load(regret, s, k), fill(0.0)) * scale
        share = above(total, fill(0.0), share, fill(1.0 / count))
        store(policy, s, k, fill(1.0 - tremble) * share + rare)
    return played


@compiled
def match(form, value, policy, regret, rule, iteration, tremble):
    """Backward: add regrets, and play each move in proportion to its positive regret."""
    up, down = 1.0, 1.0
    if rule == DCFR:
        up = iteration**ALPHA / (iteration**ALPHA + 1.0)
        down = iteration**BETA / (iteration**BETA + 1.0)
    elif rule == CFR_PLUS:
        down = 0.0
    for j in range(len(form.first) - 1, -1, -1):
        at = form.above[j]
        for k in range(value.shape[1]):
            played = _match_one(
                form.first[j], form.width[j], k, up, down, tremble, value, policy, regret
            )
            store(value, at, k, load(value, at, k) + played)


@compiled
def forward(form, policy, reach, mass):
    """Each type's probability of playing to each slot, and the masses the other side sees."""
    reach[0] = 1.0
    for j in range(len(form.first)):
        at = form.above[j]
        for s in range(form.first[j], form.first[j] + form.width[j]):
            for k in range(policy.shape[1]):
                store(reach, s, k, load(reach, at, k) * load(policy, s, k))
    for p in range(len(form.mass_slot)):
        total, s = fill(0.0), form.mass_slot[p]
        for k in range(policy.shape[1]):
            total += load(form.mass_weight, p, k) * load(reach, s, k)
        store(mass, p, 0, total)


@compiled
def iterate(
    forms, policies, reaches, masses, values, regrets, averages, rule, start, stop, tremble
):
    """Iterations `start` to `stop` of counterfactual regret minimisation, sides in turn."""
    for iteration in range(start, stop):
        weight = 1.0
        if rule == CFR_PLUS:
            weight = float(iteration)
        elif rule == DCFR:
            weight = float(iteration) ** GAMMA
        for side in range(2):
            form, policy, reach = forms[side], policies[side], reaches[side]
            average = averages[side]
            for s in range(1, len(average)):
                for k in range(average.shape[1]):
                    more = fill(weight) * load(reach, s, k)
                    store(average, s, k, load(average, s, k) + more)
            earn(form, reaches[1 - side], masses[1 - side], values[side])
            match(form, values[side], policy, regrets[side], rule, iteration, tremble)
            forward(form, policy, reach, masses[side])


@compiled
def normalise(form, average, policy):
    """The average strategy: shares of the sums at each node, even where there are none."""
    for j in range(len(form.first)):
        first, count = form.first[j], form.width[j]
        for k in range(policy.shape[1]):
            total = fill(0.0)
            for s in range(first, first + count):
                total += load(average, s, k)
            for s in range(first, first + count):
                share = load(average, s, k) / larger(total, fill(_TINY))
                store(policy, s, k, above(total, fill(0.0), share, fill(1.0 / count)))


@compiled
def expect(form, value, policy):
    """Backward: the value of following a policy, added up to slot 0."""
    for j in range(len(form.first) - 1, -1, -1):
        at = form.above[j]
        for k in range(value.shape[1]):
            total = load(value, at, k)
            for s in range(form.first[j], form.first[j] + form.width[j]):
                total += load(policy, s, k) * load(value, s, k)
            store(value, at, k, total)


@compiled
def best(form, value, policy, tremble):
    """Backward: the value of a best response, which is set as the policy, up to slot 0."""
    for j in range(len(form.first) - 1, -1, -1):
        first, count, at = form.first[j], form.width[j], form.above[j]
        for k in range(value.shape[1]):
            top, even = load(value, first, k), load(value, first, k)
            for s in range(first + 1, first + count):
                top, even = larger(top, load(value, s, k)), even + load(value, s, k)
            rare, free = fill(tremble / count), fill(1.0)
            for s in range(first, first + count):
                chosen = above(top, load(value, s, k), fill(0.0), free)  # the first of the best
                store(policy, s, k, fill(1.0 - tremble) * chosen + rare)
                free = free - chosen
            earned = fill(1.0 - tremble) * top + rare * even
            store(value, at, k, load(value, at, k) + earned)


@compiled
def respond(form, other_reach, value, policy, logits, precision, step):
    """Backward: move logits towards the belief-conditional values of a joint game.

    The largest difference between the policy and the logit response to it.
    """
    largest, lam = fill(0.0), fill(precision)
    for j in range(len(form.first) - 1, -1, -1):
        first, count, at = form.first[j], form.width[j], form.above[j]
        for k in range(value.shape[1]):
            here, mean, top = fill(0.0), fill(0.0), load(value, first, k)
            for m in range(other_reach.shape[1]):
                here += fill(form.weight[j, k, m]) * load(other_reach, form.other[j], m)
            for s in range(first, first + count):
                mean += load(policy, s, k) * load(value, s, k)
                top = larger(top, load(value, s, k))
            store(value, at, k, load(value, at, k) + mean)
            dealt = above(here, fill(0.0), fill(1.0), fill(0.0))  # 0: a type that never gets here
            scale = dealt / larger(here, fill(_TINY))
            total = fill(0.0)
            for s in range(first, first + count):
                total += exp(lam * (load(value, s, k) - top) * scale)
            for s in range(first, first + count):
                response = exp(lam * (load(value, s, k) - top) * scale) / total
                off = response - load(policy, s, k)
                largest = larger(largest, dealt * larger(off, fill(0.0) - off))
                gap = (load(value, s, k) - mean) * scale - load(logits, s, k)
                store(logits, s, k, load(logits, s, k) + fill(step) * dealt * gap)
            _soften(first, count, k, lam, logits, policy)
    residual = np.empty((1, 1, WIDTH))
    store(residual, 0, 0, largest)
    return residual.max()


@compiled
def _soften(first, count, k, lam, logits, policy):
    """Set one type's policy at a node to the softmax of its logits."""
    top, total = load(logits, first, k), fill(0.0)
    for s in range(first, first + count):
        top = larger(top, load(logits, s, k))
    for s in range(first, first + count):
        weight = exp(lam * (load(logits, s, k) - top))
        store(policy, s, k, weight)
        total += weight
    for s in range(first, first + count):
        store(policy, s, k, load(policy, s, k) / total)
