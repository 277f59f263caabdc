"""PINs that are judged where they are kept: what is kept of a PIN leaves the database no more."""

import base64
import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_FUNCTIONS = (
    """
    CREATE FUNCTION pin_settings(wanted text) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
      SELECT substring(pin_hash FROM '^(.*)[$][^$]*$') FROM operator
      WHERE staff_number = wanted AND active AND pin_hash <> ''
    $$
    """,
    # Waits and their growth: `app.domain.operators.lock_seconds`; a test holds the two equal.
    """
    CREATE FUNCTION judge_pin(
      wanted text, proof text, OUT who bigint, OUT is_right boolean, OUT wrong integer,
      OUT locked_seconds integer
    )
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
    DECLARE
      known operator%ROWTYPE;
      moment timestamptz;
    BEGIN
      SELECT * INTO known FROM operator
      WHERE staff_number = wanted AND active AND pin_hash <> '' FOR UPDATE;
      IF NOT FOUND THEN RETURN; END IF;
      moment := clock_timestamp();
      who := known.id; is_right := false; wrong := known.wrong_pins; locked_seconds := 0;
      IF known.locked_until > moment THEN
        locked_seconds := floor(extract(epoch FROM known.locked_until - moment)) + 1;
        RETURN;
      END IF;
      is_right := split_part(known.pin_hash, '$', 6) = encode(sha256(decode(proof, 'hex')), 'hex');
      IF is_right THEN
        wrong := 0;
        UPDATE operator SET wrong_pins = 0, locked_until = NULL WHERE id = known.id;
        RETURN;
      END IF;
      wrong := known.wrong_pins + 1;
      IF wrong >= 5 THEN
        locked_seconds := least(60 * 2 ^ least(wrong - 5, 20), 3600);
      END IF;
      UPDATE operator SET wrong_pins = wrong, locked_until =
        CASE WHEN locked_seconds > 0 THEN moment + make_interval(secs => locked_seconds) END
      WHERE id = known.id;
    END $$
    """,
    """
    CREATE FUNCTION badge_owner(wanted text) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
      SELECT id FROM operator WHERE badge_hash = wanted AND active
    $$
    """,
)

_SIGNATURES = ("pin_settings(text)", "judge_pin(text, text)", "badge_owner(text)")


def upgrade() -> None:
    bind = op.get_bind()
    operator = sa.table("operator", sa.column("id"), sa.column("pin_hash"))
    for number, kept in bind.execute(sa.select(operator.c.id, operator.c.pin_hash)).all():
        if kept.startswith("$argon2id$"):
            hashed_once_more = sa.update(operator).where(operator.c.id == number)
            bind.execute(hashed_once_more.values(pin_hash=_key_of(kept)))
    if bind.dialect.name == "postgresql":
        schema = bind.dialect.identifier_preparer.quote(
            bind.execute(sa.text("SELECT current_schema()")).scalar_one()
        )
        for function in _FUNCTIONS:
            op.execute(function.format(schema=schema))
        for signature in _SIGNATURES:
            op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for signature in _SIGNATURES:
            op.execute(f"DROP FUNCTION {signature}")
    # What the earlier program compared with cannot be got back: badges work, PINs are set anew.
    op.execute("UPDATE operator SET pin_hash = ''")


def _key_of(kept: str) -> str:
    """What is kept from now on: the settings as they are, and the hash hashed once more."""
    settings, _, hashed = kept.rpartition("$")
    raw = base64.b64decode(hashed + "=" * (-len(hashed) % 4))
    return f"{settings}${hashlib.sha256(raw).hexdigest()}"
