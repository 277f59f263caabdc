"""Selects on who gets where: places that need equipment, and those who may operate it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    SQLColumnExpression,
    exists,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from app.db.schema import Location, Operator, OperatorSkill


def is_in_reach(
    operator_id: int | BindParameter[int],
    *places: SQLColumnExpression[int] | SQLColumnExpression[int | None],
) -> ColumnElement[bool]:
    """That an operator may operate what each of the places needs; for the select around it."""
    place = aliased(Location)
    is_one = or_(*(place.id == column for column in places))
    return ~exists().where(is_one, place.equipment != "", ~_is_able(operator_id, place))


def needed_there(session: Session, operator_id: int, places: Select[int]) -> list[str]:
    """What some places need that an operator may not operate, each once."""
    return list(
        session.scalars(
            select(Location.equipment)
            .where(
                Location.id.in_(places),
                Location.equipment != "",
                ~_is_able(operator_id, Location),
            )
            .distinct()
            .order_by(Location.equipment)
        )
    )


def _is_able(operator_id: int | BindParameter[int], place: type[Location]) -> ColumnElement[bool]:
    return exists().where(
        OperatorSkill.operator_id == operator_id, OperatorSkill.skill == place.equipment
    )


def names_of_skilled(session: Session, equipment: Collection[str]) -> list[str]:
    """Who may operate some of the equipment and works here, by name."""
    skilled = select(OperatorSkill.operator_id).where(OperatorSkill.skill.in_(tuple(equipment)))
    return list(
        session.scalars(
            select(Operator.name)
            .where(Operator.active, Operator.id.in_(skilled))
            .order_by(Operator.name)
        )
    )
