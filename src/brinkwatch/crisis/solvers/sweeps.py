# mypy: disable-error-code="untyped-decorator, no-untyped-def, no-untyped-call"
# numba compiles from the types it is given, so these functions carry none; shapes are below.
"""The compiled inner loops on the public sequence form: regret matching, logit, best response.

`form` and `other` are `sequence.Form`; `policy`, `reach`, `value`, `regret` and `average` are
(slots, types), `mass` is (masses,). One update of one side: values of all its moves backward, a
local rule at each node, its reach forward.
"""

from __future__ import annotations

import numpy as np

from brinkwatch.crisis.solvers.compiled import compiled

CFR, CFR_PLUS, DCFR = 0, 1, 2
ALPHA, BETA, GAMMA = 1.5, 0.0, 2.0
"""Exponents of discounted CFR that Brown and Sandholm (2019, AAAI 33) recommend."""


@compiled
def earn(form, other_reach, other_mass, value):
    """Set what each move earns at the ends it leads to without another own move."""
    value[:] = 0.0
    if len(form.joint):
        for z in range(len(form.end_slot)):
            s, o = form.end_slot[z], form.end_mass[z]
            for k in range(value.shape[1]):
                total = 0.0
                for m in range(other_reach.shape[1]):
                    total += form.joint[z, k, m] * other_reach[o, m]
                value[s, k] += total
    else:
        for z in range(len(form.end_slot)):
            s, mass = form.end_slot[z], other_mass[form.end_mass[z]]
            for k in range(value.shape[1]):
                value[s, k] += mass * form.gain[z, k]


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
        first, count, above = form.first[j], form.width[j], form.above[j]
        for k in range(value.shape[1]):
            played, even = 0.0, 0.0
            for s in range(first, first + count):
                played += policy[s, k] * value[s, k]
                even += value[s, k]
            meant = (played - tremble * even / count) / (1.0 - tremble)
            total = 0.0
            for s in range(first, first + count):
                r = regret[s, k] + value[s, k] - meant
                r *= up if r >= 0.0 else down
                regret[s, k] = r
                total += max(r, 0.0)
            for s in range(first, first + count):
                share = max(regret[s, k], 0.0) / total if total > 0.0 else 1.0 / count
                policy[s, k] = (1.0 - tremble) * share + tremble / count
            value[above, k] += played


@compiled
def forward(form, policy, reach, mass):
    """Each type's probability of playing to each slot, and the masses the other side sees."""
    reach[0] = 1.0
    for j in range(len(form.first)):
        above = form.above[j]
        for s in range(form.first[j], form.first[j] + form.width[j]):
            for k in range(policy.shape[1]):
                reach[s, k] = reach[above, k] * policy[s, k]
    for p in range(len(form.mass_slot)):
        total = 0.0
        for k in range(policy.shape[1]):
            total += form.mass_weight[p, k] * reach[form.mass_slot[p], k]
        mass[p] = total


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
                    average[s, k] += weight * reach[s, k]
            earn(form, reaches[1 - side], masses[1 - side], values[side])
            match(form, values[side], policy, regrets[side], rule, iteration, tremble)
            forward(form, policy, reach, masses[side])


@compiled
def normalise(form, average, policy):
    """The average strategy: shares of the sums at each node, even where there are none."""
    for j in range(len(form.first)):
        first, count = form.first[j], form.width[j]
        for k in range(policy.shape[1]):
            total = 0.0
            for s in range(first, first + count):
                total += average[s, k]
            for s in range(first, first + count):
                policy[s, k] = average[s, k] / total if total > 0.0 else 1.0 / count


@compiled
def expect(form, value, policy):
    """Backward: the value of following a policy, added up to slot 0."""
    for j in range(len(form.first) - 1, -1, -1):
        above = form.above[j]
        for s in range(form.first[j], form.first[j] + form.width[j]):
            for k in range(value.shape[1]):
                value[above, k] += policy[s, k] * value[s, k]


@compiled
def best(form, value, policy, tremble):
    """Backward: the value of a best response, which is set as the policy, up to slot 0."""
    for j in range(len(form.first) - 1, -1, -1):
        first, count, above = form.first[j], form.width[j], form.above[j]
        for k in range(value.shape[1]):
            top, even = first, 0.0
            for s in range(first, first + count):
                even += value[s, k]
                if value[s, k] > value[top, k]:
                    top = s
                policy[s, k] = tremble / count
            policy[top, k] += 1.0 - tremble
            value[above, k] += (1.0 - tremble) * value[top, k] + tremble * even / count


@compiled
def respond(form, other_reach, value, policy, logits, precision, step):
    """Backward: move logits towards the belief-conditional values of a joint game.

    The largest difference between the policy and the logit response to it.
    """
    residual = 0.0
    for j in range(len(form.first) - 1, -1, -1):
        first, count, above = form.first[j], form.width[j], form.above[j]
        for k in range(value.shape[1]):
            here, mean, top = 0.0, 0.0, -np.inf
            for m in range(other_reach.shape[1]):
                here += form.weight[j, k, m] * other_reach[form.other[j], m]
            for s in range(first, first + count):
                mean += policy[s, k] * value[s, k]
                top = max(top, value[s, k])
            value[above, k] += mean
            if here <= 0.0:  # a type that is never dealt here
                continue
            total = 0.0
            for s in range(first, first + count):
                total += np.exp(precision * (value[s, k] - top) / here)
            for s in range(first, first + count):
                response = np.exp(precision * (value[s, k] - top) / here) / total
                residual = max(residual, abs(response - policy[s, k]))
                logits[s, k] += step * ((value[s, k] - mean) / here - logits[s, k])
            soften(first, count, k, precision, logits, policy)
    return residual


@compiled
def soften(first, count, k, precision, logits, policy):
    """Set one type's policy at a node to the softmax of its logits."""
    top, total = -np.inf, 0.0
    for s in range(first, first + count):
        top = max(top, logits[s, k])
    for s in range(first, first + count):
        policy[s, k] = np.exp(precision * (logits[s, k] - top))
        total += policy[s, k]
    for s in range(first, first + count):
        policy[s, k] /= total
