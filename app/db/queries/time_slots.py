"""Moments as seconds, on both databases, so that they are summed and put into slots by SQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Float, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

Moment = ColumnElement[Any] | InstrumentedAttribute[Any]
"""A column of moments, or what was worked out of one."""


class _Seconds(FunctionElement[float]):
    """Seconds since 1970 in UTC, with fractions."""

    name = "seconds_since_1970"
    type = Float()
    inherit_cache = True


class _Whole(FunctionElement[int]):
    """The whole part of a number that is not negative."""

    name = "whole_part"
    type = BigInteger()
    inherit_cache = True


@compiles(_Seconds, "postgresql")
def _seconds_on_postgresql(element: _Seconds, compiler: SQLCompiler, **kw: object) -> str:
    return f"CAST(EXTRACT(EPOCH FROM {compiler.process(element.clauses, **kw)}) AS float8)"


@compiles(_Seconds, "sqlite")
def _seconds_on_sqlite(element: _Seconds, compiler: SQLCompiler, **kw: object) -> str:
    return f"((julianday({compiler.process(element.clauses, **kw)}) - 2440587.5) * 86400.0)"


@compiles(_Whole, "postgresql")
def _whole_on_postgresql(element: _Whole, compiler: SQLCompiler, **kw: object) -> str:
    return f"CAST(FLOOR({compiler.process(element.clauses, **kw)}) AS bigint)"


@compiles(_Whole, "sqlite")
def _whole_on_sqlite(element: _Whole, compiler: SQLCompiler, **kw: object) -> str:
    return f"CAST({compiler.process(element.clauses, **kw)} AS integer)"


def seconds(
    moment: Moment,
) -> ColumnElement[float]:
    """Seconds since 1970 of a column of moments."""
    return _Seconds(moment)


def slot(
    moment: Moment,
    begins: datetime,
    width_s: float,
) -> ColumnElement[int]:
    """The number of the slot, from 0, that a moment lies in.

    Args:
        moment: not before `begins`.
        begins: when the first slot begins.
        width_s: seconds of each.
    """
    since = seconds(moment) - literal(begins.timestamp(), Float())
    return _Whole(since / literal(float(width_s), Float()))
