"""The compiled evaluation: a fixed list of operations on blocks of people, whatever the rule set says.

A rule set is never turned into code. It becomes a list of instructions (operation, target, three operands) over
registers that each hold one block of people, and tables of numbers. The loop over instructions stands outside, the
loop over the people of a block inside: deciding which operation comes next costs nothing, and the compiler fills its
vector registers. There is no jump: every list of instructions ends.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

BLOCK = 1024  # people: a register of 4 KB, so that a rule set's registers stay near the processor

(LOAD, SET, LOOK, KEY, COUNT_UP, ADD, SUB, MUL, MIN, MAX, EQ, NE, LT, LE, NOT, CHOOSE, YEARS) = range(17)
(ADD_N, MUL_N, MIN_N, MAX_N, EQ_N, NE_N, LE_N, GE_N, DIV_N, CAP_IF) = range(17, 27)
(ITEM, TOTAL, LOST, GAIN) = range(27, 31)


@numba.njit(cache=True, nogil=True, inline="always")
def month_and_day(ordinal):
    """Year and month * 100 + day of a proleptic Gregorian ordinal (1 is 1 January of year 1)."""
    days = ordinal + 305  # since 1 March of year 0
    era = days // 146097
    of_era = days - era * 146097
    year_of_era = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * of_year + 2) // 153
    day = of_year - (153 * shifted + 2) // 5 + 1
    month = shifted + 3 if shifted < 10 else shifted - 9
    year = year_of_era + era * 400 + (1 if month <= 2 else 0)
    return year, month * 100 + day


@numba.njit(cache=True, nogil=True)
def evaluate(code, tables, people, registers, first, last, items, totals, lost, gains):
    """Run the instructions for people `first` to `last`. Each person's result depends on that person alone.

    code: (instructions, 5); people: (fields, persons); registers: (registers, BLOCK), one set for each thread;
    items, gains: (lines, persons); totals, lost: (persons,). Outputs that no instruction writes may be empty.
    """
    start = first
    while start < last:
        size = min(BLOCK, last - start)
        for step in range(code.shape[0]):
            operation = code[step, 0]
            target, a, b, c = code[step, 1], code[step, 2], code[step, 3], code[step, 4]
            if operation >= ITEM:
                x = registers[a]
                # Slices, so that no index can be negative: only then does the compiler fill its vector registers.
                if operation == ITEM:
                    row = items[target, start : start + size]
                    for k in range(size):
                        row[k] = x[k]
                elif operation == TOTAL:
                    total = totals[start : start + size]
                    for k in range(size):
                        total[k] = x[k]
                elif operation == LOST:
                    total = lost[start : start + size]
                    for k in range(size):
                        total[k] = x[k]
                else:
                    row = gains[target, start : start + size]
                    y = registers[b]
                    for k in range(size):
                        row[k] = x[k] - y[k]
                continue
            out = registers[target]
            if operation == LOAD:
                column = people[a, start : start + size]
                for k in range(size):
                    out[k] = column[k]
            elif operation == SET:
                for k in range(size):
                    out[k] = a
            elif operation == LOOK:
                x, table = registers[a], tables[b:]
                for k in range(size):
                    out[k] = table[x[k] - c]
            else:
                _combine(operation, out, registers, a, b, c, size)
        start += size


@numba.njit(cache=True, nogil=True)
def _combine(operation, out, registers, a, b, c, size):
    x = registers[a]
    if operation >= ADD_N:
        if operation == ADD_N:
            for k in range(size):
                out[k] = x[k] + b
        elif operation == MUL_N:
            for k in range(size):
                out[k] = x[k] * b
        elif operation == MIN_N:
            for k in range(size):
                out[k] = min(x[k], b)
        elif operation == MAX_N:
            for k in range(size):
                out[k] = max(x[k], b)
        elif operation == EQ_N:
            for k in range(size):
                out[k] = x[k] == b
        elif operation == NE_N:
            for k in range(size):
                out[k] = x[k] != b
        elif operation == LE_N:
            for k in range(size):
                out[k] = x[k] <= b
        elif operation == GE_N:
            for k in range(size):
                out[k] = x[k] >= b
        elif operation == DIV_N:
            for k in range(size):
                out[k] = x[k] // b
        else:  # CAP_IF: at most c where the condition holds
            y = registers[b]
            for k in range(size):
                out[k] = min(x[k], c) if y[k] else x[k]
        return
    y = registers[b]
    if operation == KEY:
        for k in range(size):
            out[k] = x[k] * c + y[k]
    elif operation == COUNT_UP:  # classes of a wide range: one more from c on
        for k in range(size):
            out[k] = y[k] + (x[k] >= c)
    elif operation == ADD:
        for k in range(size):
            out[k] = x[k] + y[k]
    elif operation == SUB:
        for k in range(size):
            out[k] = x[k] - y[k]
    elif operation == MUL:
        for k in range(size):
            out[k] = x[k] * y[k]
    elif operation == MIN:
        for k in range(size):
            out[k] = min(x[k], y[k])
    elif operation == MAX:
        for k in range(size):
            out[k] = max(x[k], y[k])
    elif operation == EQ:
        for k in range(size):
            out[k] = x[k] == y[k]
    elif operation == NE:
        for k in range(size):
            out[k] = x[k] != y[k]
    elif operation == LT:
        for k in range(size):
            out[k] = x[k] < y[k]
    elif operation == LE:
        for k in range(size):
            out[k] = x[k] <= y[k]
    elif operation == NOT:
        for k in range(size):
            out[k] = 1 - x[k]
    elif operation == CHOOSE:
        z = registers[c]
        for k in range(size):
            out[k] = z[k] + (y[k] - z[k]) * x[k]  # the condition is 0 or 1; a choice would not be vectorised
    else:
        for k in range(size):
            first_year, first_day = month_and_day(x[k])
            last_year, last_day = month_and_day(y[k])
            out[k] = last_year - first_year - (1 if last_day < first_day else 0)


def registers_for(count: int) -> Any:
    return np.empty((max(count, 1), BLOCK), dtype=np.int32)
