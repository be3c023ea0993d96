# mypy: disable-error-code="untyped-decorator, no-untyped-def, no-untyped-call, misc, no-any-return"
# ruff: noqa: ARG001 - an intrinsic names its arguments for the caller and is handed them as a list
# numba compiles from the types it is given, so these functions carry none.
"""Several games in one register: a number of each game, added and multiplied in one instruction.

In compiled code `load(array, row, column)` reads the numbers of `WIDTH` games from a contiguous
array of shape (rows, columns, WIDTH), `store` writes them, `fill` repeats one number; +, -, * and /
work on them. No operation mixes games, so a game's numbers do not depend on its neighbours. What
numba keeps of `kernel` does not see a change here: touch that file too.
"""

from __future__ import annotations

import math
import operator
from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.core.typing.templates import ConcreteTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin, models, register_model

WIDTH = 4
"""Games side by side: the doubles of a 256-bit register."""


_intrinsic: Any = intrinsic


class _Lanes(types.Type):
    def __init__(self):
        super().__init__(name=f"Lanes{WIDTH}")


lanes = _Lanes()
_VECTOR = ir.VectorType(ir.DoubleType(), WIDTH)
_BITS = ir.VectorType(ir.IntType(64), WIDTH)


@register_model(_Lanes)
class _Model(models.PrimitiveModel):
    def __init__(self, manager, kind):
        super().__init__(manager, kind, _VECTOR)


def _arithmetic(operation, name):
    @infer_global(operation)
    class _Typed(ConcreteTemplate):
        cases = (signature(lanes, lanes, lanes),)

    @lower_builtin(operation, lanes, lanes)
    def _compiled(_context, builder, _signature, numbers):
        return getattr(builder, name)(*numbers, flags=("contract",))


for _operation, _name in (
    (operator.add, "fadd"),
    (operator.iadd, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    _arithmetic(_operation, _name)


def _constant(number):
    return ir.Constant(_VECTOR, [number] * WIDTH)


def _address(context, builder, kind, array, row, column):
    held = context.make_array(kind)(context, builder, array)
    columns = builder.extract_value(held.shape, 1)
    index = builder.mul(builder.add(builder.mul(row, columns), column), row.type(WIDTH))
    return builder.bitcast(builder.gep(held.data, [index]), _VECTOR.as_pointer())


@_intrinsic
def load(_, array, row, column):
    """The numbers of all games at a row and column."""

    def generate(context, builder, kinds, given):
        return builder.load(_address(context, builder, kinds.args[0], *given), align=8)

    return lanes(array, types.intp, types.intp), generate


@_intrinsic
def store(_, array, row, column, numbers):
    """Write the numbers of all games at a row and column."""

    def generate(context, builder, kinds, given):
        builder.store(given[3], _address(context, builder, kinds.args[0], *given[:3]), align=8)
        return context.get_dummy_value()

    return types.void(array, types.intp, types.intp, numbers), generate


@_intrinsic
def fill(_, number):
    """One number for all games."""

    def generate(_context, builder, _kinds, given):
        one = builder.insert_element(_constant(ir.Undefined), given[0], ir.IntType(32)(0))
        return builder.shuffle_vector(
            one, one, ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH)
        )

    return lanes(types.float64), generate


def _select(sign):
    def generate(_context, builder, _kinds, given):
        return builder.select(builder.fcmp_ordered(sign, *given[:2]), *given[-2:])

    return generate


@_intrinsic
def larger(_, a, b):
    """The larger number of each game."""
    return lanes(a, b), _select(">")


@_intrinsic
def smaller(_, a, b):
    """The smaller number of each game."""
    return lanes(a, b), _select("<")


@_intrinsic
def above(_, a, b, then, other):
    """`then` for the games in which a > b, `other` for the rest."""
    return lanes(a, b, then, other), _select(">")


@_intrinsic
def _power_of_two(_, whole):
    """Two to a whole number between -1022 and 1023, from its bits."""

    def generate(_context, builder, _kinds, given):
        exponent = builder.fptosi(given[0], _BITS)
        exponent = builder.add(exponent, ir.Constant(_BITS, [1023] * WIDTH))
        return builder.bitcast(builder.shl(exponent, ir.Constant(_BITS, [52] * WIDTH)), _VECTOR)

    return lanes(whole), generate


@_intrinsic
def _rounded(_, number):
    def generate(_context, builder, _kinds, given):
        rint = cgutils.get_or_insert_function(
            builder.module, ir.FunctionType(_VECTOR, [_VECTOR]), f"llvm.rint.v{WIDTH}f64"
        )
        return builder.call(rint, given)

    return lanes(number), generate


_TERMS = tuple(1.0 / math.factorial(n) for n in range(12, -1, -1))


@njit(error_model="numpy", forceinline=True)
def exp(x):
    """e to the power of x, to the last digit or two; of x no less than -708 and no more than 708.

    x = n log 2 + r with |r| <= log(2) / 2, so that twelve terms of the series are enough (Cody and
    Waite, 1980, Software Manual for the Elementary Functions).
    """
    x = smaller(larger(x, fill(-708.0)), fill(708.0))
    n = _rounded(x * fill(1.4426950408889634))
    r = x - n * fill(6.93145751953125e-1)
    r = r - n * fill(1.42860682030941723212e-6)
    total = fill(0.0)
    for term in _TERMS:
        total = total * r + fill(term)
    return total * _power_of_two(n)
