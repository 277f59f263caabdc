"""A scan and a claim as functions in PostgreSQL: one round trip instead of a dozen.

They decide what the services decide (`app.services.pick_applying.apply_by_statements`,
`app.services.picking.claim_by_statements`), and only where it is plain. Anything else they give up
with the code PK001: the statement is rolled back, and the service goes on by its own statements.
The tests run one state machine on both ways and compare all rows.

The two that stations call run with their owner's rights: a login needs none on the tables.
"""

from app.db.migrations.pick_apply_function import APPLY, BIND, ORDER_STATE, ORDERS_GO_ON, PUT
from app.db.migrations.pick_claim_function import CLAIM, COPY, ONWARD

GIVE_UP = "PK001"
"""The error code by which a function leaves the work to the service's own statements."""

SIGNATURES = (
    "pick_apply(jsonb, integer)",
    "pick_bind(jsonb, bigint, text, bigint, timestamptz)",
    "pick_claim(bigint, text, integer, jsonb)",
    "pick_copy(bigint)",
    "pick_orders_go_on(bigint[])",
    "pick_order_state(bigint)",
    "pick_onward(bigint)",
    "pick_put(jsonb, integer, bigint, integer, bigint[], uuid, text, bigint, timestamptz)",
)

REPLACED = ("pick_claim(bigint, text, integer)", "pick_orders_go_on(bigint)")
"""Signatures of earlier revisions, which are dropped."""

FUNCTIONS = (ORDER_STATE, ORDERS_GO_ON, PUT, BIND, APPLY, ONWARD, COPY, CLAIM)

# An earlier revision makes the functions before there is every table and column they name.
_NOT_LOOKED_INTO = "SET LOCAL check_function_bodies = off"


def texts(schema: str) -> tuple[str, ...]:
    """The statements that make the functions, in the order they build on each other.

    Args:
        schema: where the tables are, quoted as SQL needs it.
    """
    return (_NOT_LOOKED_INTO, *(text.replace("@schema@", schema) for text in FUNCTIONS))
