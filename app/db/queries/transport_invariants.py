"""Invariants of transports bought from carriers and of the manifests that parcels leave with."""

from __future__ import annotations

from app.db.queries.invariant import Invariant, rows

_ANSWERS = """
SELECT 'transport ' || purchase.id || ' of carton ' || COALESCE(carton.sscc, '?'),
       CASE purchase.state WHEN 'bought' THEN 'a tracking number and the time it was bought'
                           ELSE 'no time of buying before there is an answer' END,
       'number ' || purchase.tracking_number
       || CASE WHEN purchase.bought_at IS NULL THEN ', no time' ELSE ', a time' END
FROM carrier_purchase AS purchase JOIN carton ON carton.id = purchase.carton_id
WHERE (purchase.state = 'bought'
       AND (purchase.tracking_number = '' OR purchase.bought_at IS NULL))
   OR (purchase.state IN ('queued', 'asking', 'unknown', 'rejected')
       AND purchase.bought_at IS NOT NULL)
ORDER BY purchase.id
"""

_NUMBERS = """
SELECT 'carton ' || COALESCE(carton.sscc, '?'), 'tracking number ' || purchase.tracking_number,
       'tracking number ' || carton.tracking_number
FROM carrier_purchase AS purchase JOIN carton ON carton.id = purchase.carton_id
WHERE purchase.kind = 'outbound' AND purchase.state = 'bought'
  AND purchase.tracking_number <> carton.tracking_number
ORDER BY purchase.id
"""

_MANIFEST_TIMES = """
SELECT 'manifest ' || number, 'the times of ' || state,
       CASE WHEN closed_at IS NULL THEN 'not closed' ELSE 'closed' END
       || CASE WHEN signed_at IS NULL THEN ', not signed' ELSE ', signed' END
FROM manifest
WHERE (state = 'open' AND (closed_at IS NOT NULL OR signed_at IS NOT NULL))
   OR (state = 'closed' AND (closed_at IS NULL OR signed_at IS NOT NULL))
   OR (state = 'signed' AND (closed_at IS NULL OR signed_at IS NULL OR driver_name = ''))
ORDER BY id
"""

_LOADED_OF_CARRIER = """
SELECT 'carton ' || COALESCE(carton.sscc, '?') || ' on manifest ' || manifest.number,
       'a parcel of ' || manifest.carrier, 'one of ' || shipment.carrier
FROM manifest_parcel AS load
JOIN manifest ON manifest.id = load.manifest_id
JOIN carton ON carton.id = load.carton_id
JOIN shipment ON shipment.id = carton.shipment_id
WHERE load.state = 'loaded' AND shipment.carrier <> manifest.carrier
ORDER BY load.id
"""

_GONE_WITH_MANIFEST = """
SELECT 'carton ' || COALESCE(carton.sscc, '?') || ' on manifest ' || manifest.number,
       'shipped, as the manifest is ' || manifest.state, carton.state
FROM manifest_parcel AS load
JOIN manifest ON manifest.id = load.manifest_id
JOIN carton ON carton.id = load.carton_id
WHERE load.state = 'loaded' AND manifest.state <> 'open' AND carton.state <> 'shipped'
ORDER BY load.id
"""

TRANSPORT_INVARIANTS = (
    Invariant(
        "transports_have_answers",
        "A transport is bought exactly if its carrier's number and the time are on record.",
        (rows(_ANSWERS),),
    ),
    Invariant(
        "parcels_travel_by_their_number",
        "A parcel's tracking number is that of the transport bought for it.",
        (rows(_NUMBERS),),
    ),
    Invariant(
        "manifests_keep_their_stages",
        "A manifest has the times of its state, and a signed one its driver's name.",
        (rows(_MANIFEST_TIMES),),
    ),
    Invariant(
        "manifests_hold_their_carriers_parcels",
        "What is loaded for a carrier travels with it, and is shipped once the list is closed.",
        (rows(_LOADED_OF_CARRIER), rows(_GONE_WITH_MANIFEST)),
    ),
)
