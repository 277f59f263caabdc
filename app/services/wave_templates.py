"""Waves that make and release themselves by templates, as far as these say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from app.db.queries.intakes import (
    all_templates,
    filter_of,
    load_of_wave,
    lock_templates,
    template_by_code,
    waiting_orders,
    waves_of_template,
)
from app.db.queries.orders import lock_orders
from app.db.queries.waves import lock_wave
from app.db.schema import Wave, WaveTemplate
from app.db.unit_of_work import UnitOfWork
from app.domain.permissions import Verb
from app.domain.pick_planning import DEFAULT_POSITIONS
from app.domain.refusals import Refused
from app.domain.wave_refusals import CodeTaken, UnfitSettings, UnknownTemplate
from app.domain.wave_templates import (
    OpenWave,
    Release,
    TemplateRules,
    WaitingOrder,
    fill_waves,
    is_due,
    next_cut_off,
    release_of,
    share_out,
)
from app.domain.waves import UNRELEASED
from app.services.floor_time import floor_time, utc_of
from app.services.intakes import IntakeSettings, check_intake, read_intake, write_intake
from app.services.release_forecasts import keep_release_forecasts
from app.services.task_planning import SHARED_CARTS
from app.services.wave_release import release
from app.services.waves import NewWave, join, make_wave
from app.services.workplace import Workplace


@dataclass(frozen=True)
class TemplateSettings(IntakeSettings):
    """A template as a lead writes it; see `app.db.schema.waves.WaveTemplate`.

    `cut_off` is a time of day by the floor's clock.
    """

    cut_off: time | None = None
    lead_minutes: int = 60
    orders_per_wave: int | None = None
    lines_per_wave: int | None = None
    auto_create: bool = True
    auto_release: bool = False
    active: bool = True


@dataclass
class TemplateRun:
    """What one run of the templates did, by the codes of the waves.

    `waiting` are those that would be released, but for which better carts are to be looked for.
    """

    filled: list[str] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    orders: int = 0


def save_template(
    workplace: Workplace,
    settings: TemplateSettings,
    *,
    anew: bool = False,
    operator_id: int | None = None,
) -> None:
    """Write a template, or change the one with its code.

    Args:
        workplace: the station.
        settings: what it says.
        anew: there must be none with this code yet.
        operator_id: who asks for it; None for the person at the shell.

    Raises:
        Refused: the code is taken, or a setting cannot be as it is.
    """
    check_intake(settings)
    if settings.lead_minutes < 0:
        raise Refused(UnfitSettings("lead_minutes", str(settings.lead_minutes)))

    def verb(work: UnitOfWork) -> None:
        row = template_by_code(work.session, settings.code)
        if row is not None and anew:
            raise Refused(CodeTaken(settings.code))
        if row is None:
            row = WaveTemplate(code=settings.code)
            work.session.add(row)
        _write(row, settings)

    workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))


def switch_template(
    workplace: Workplace, code: str, *, active: bool, operator_id: int | None = None
) -> None:
    """Let a template take orders, or let it rest; its waves stay as they are.

    Raises:
        Refused: there is no such template.
    """

    def verb(work: UnitOfWork) -> None:
        row = template_by_code(work.session, code)
        if row is None:
            raise Refused(UnknownTemplate(code))
        row.active = active

    workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))


def templates(workplace: Workplace) -> tuple[TemplateSettings, ...]:
    """Every template, in the order in which they take orders."""
    with workplace.database.begin(workplace.actor()) as work:
        return tuple(_settings(row) for row in all_templates(work.session))


def run_templates(
    workplace: Workplace,
    *,
    operator_id: int | None = None,
    left_alone: timedelta | None = None,
) -> TemplateRun:
    """Put waiting orders into waves by the templates, and release those that are due or full.

    While another station does the same, nothing is done.

    Args:
        workplace: where this is done.
        operator_id: who asks for it; None for the person at the shell.
        left_alone: waves with something to choose are not released but told as waiting, and left
            alone for so long, for the caller to look for their carts; None to release at once.
    """
    run = workplace.database.run(
        lambda work: _run(work, left_alone), workplace.actor(operator_id, Verb.RELEASE)
    )
    keep_release_forecasts(workplace, run.released, operator_id)
    return run


def _run(work: UnitOfWork, left_alone: timedelta | None) -> TemplateRun:
    rows = {row.code: row for row in lock_templates(work.session)}
    run = TemplateRun()
    if not rows:
        return run
    now = floor_time(work.now)
    rules = {code: rules_of(row) for code, row in rows.items()}
    # All at once and in the order of their numbers, as everybody locks orders; what somebody else
    # took meanwhile is not waiting any more.
    lock_orders(work.session, [one.order_id for one in waiting_orders(work.session)])
    shares = share_out(waiting_orders(work.session), list(rules.values()))
    for code, row in rows.items():
        full = _fill(work, row, rules[code], shares.get(code, []), now, run)
        if row.auto_release:
            _release_ripe(work, row, rules[code], full, left_alone, run)
    return run


def _fill(
    work: UnitOfWork,
    row: WaveTemplate,
    rules: TemplateRules,
    orders: Sequence[WaitingOrder],
    now: datetime,
    run: TemplateRun,
) -> set[int]:
    """Put orders into the template's waves; returns the waves that are full."""
    local = next_cut_off(now, rules)
    cut_off = None if local is None else utc_of(local)
    open_wave = _open_wave(work, row, cut_off)
    full: set[int] = set()
    for fill in fill_waves(orders, rules, open_wave):
        wave = (
            _new_wave(work, row, cut_off)
            if fill.wave_id is None
            else work.session.get_one(Wave, fill.wave_id)
        )
        change = join(work, wave, fill.orders)
        if change.orders:
            run.filled.append(wave.code)
            run.orders += len(change.orders)
        if fill.is_full:
            full.add(wave.id)
    return full


def _open_wave(work: UnitOfWork, row: WaveTemplate, cut_off: datetime | None) -> OpenWave | None:
    """The youngest wave of a template against a cut-off that is not released."""
    waves = [wave for wave in waves_of_template(work.session, row.id) if wave.cut_off_at == cut_off]
    if not waves:
        return None
    orders, lines = load_of_wave(work.session, waves[-1].id)
    return OpenWave(waves[-1].id, orders, lines)


def _new_wave(work: UnitOfWork, row: WaveTemplate, cut_off: datetime | None) -> Wave:
    return make_wave(
        work,
        NewWave(
            method=row.method,
            positions=row.positions,
            into_carton=row.into_carton,
            carrier=row.carrier,
            destination=row.countries,
            priority=row.priority,
            cut_off_at=cut_off,
            template_id=row.id,
        ),
    )


def _release_ripe(
    work: UnitOfWork,
    row: WaveTemplate,
    rules: TemplateRules,
    full: set[int],
    left_alone: timedelta | None,
    run: TemplateRun,
) -> None:
    """Release the waves of a template that are full or due; bad orders are left for the next."""
    now = floor_time(work.now)
    for wave in waves_of_template(work.session, row.id):
        local = None if wave.cut_off_at is None else floor_time(wave.cut_off_at)
        orders = load_of_wave(work.session, wave.id)[0]
        if orders == 0:
            continue
        becomes = release_of(
            is_ripe=wave.id in full or is_due(now, local, rules),
            orders=orders,
            a_cart=0 if left_alone is None else _a_cart(row),
            search_until=wave.search_until,
            now=work.now,
        )
        if becomes is Release.SEARCH_FIRST and left_alone is not None:
            wave.search_until = work.now + left_alone
            run.waiting.append(wave.code)
        elif becomes is Release.NOW and release(work, wave, leave_out_bad=True).released:
            run.released.append(wave.code)


def waits_until(wave: Wave, now: datetime) -> datetime | None:
    """Until when the release of a wave waits for better carts; None where it does not."""
    until = wave.search_until if wave.state in UNRELEASED else None
    return until if until is not None and until > now else None


def wait_no_longer(workplace: Workplace, code: str) -> None:
    """Let a wave that waits for its carts be released by the next run of the templates.

    Raises:
        Refused: nobody may release from here.
    """

    def verb(work: UnitOfWork) -> None:
        wave = lock_wave(work.session, code)
        if wave is not None and wave.search_until is not None:
            wave.search_until = work.now

    workplace.database.run(verb, workplace.actor(None, Verb.RELEASE))


def _a_cart(row: WaveTemplate) -> int:
    """How many orders share a cart; 0 where they are picked one by one."""
    if row.method not in SHARED_CARTS:
        return 0
    return DEFAULT_POSITIONS[row.method] if row.positions is None else row.positions


def rules_of(row: WaveTemplate) -> TemplateRules:
    """What a template says, as the rules read it."""
    return TemplateRules(
        code=row.code,
        sequence=row.sequence,
        wanted=filter_of(row),
        cut_off=time.fromisoformat(row.cut_off) if row.cut_off else None,
        lead_minutes=row.lead_minutes,
        orders_per_wave=row.orders_per_wave,
        lines_per_wave=row.lines_per_wave,
    )


_OWN = (
    "lead_minutes",
    "orders_per_wave",
    "lines_per_wave",
    "auto_create",
    "auto_release",
    "active",
)
"""Settings of templates that a row has under the same name and in the same form."""


def _write(row: WaveTemplate, settings: TemplateSettings) -> None:
    write_intake(row, settings)
    row.cut_off = "" if settings.cut_off is None else settings.cut_off.strftime("%H:%M")
    for name in _OWN:
        setattr(row, name, getattr(settings, name))


def _settings(row: WaveTemplate) -> TemplateSettings:
    return TemplateSettings(
        **read_intake(row),
        cut_off=time.fromisoformat(row.cut_off) if row.cut_off else None,
        **{name: getattr(row, name) for name in _OWN},
    )
