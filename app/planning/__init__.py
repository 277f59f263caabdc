"""Floor plans, the shortest walk through them, and orders shared out to carts.

What services call, with plain values in and out:

- `floor_building.build_floor` and `floor_document.read_floor_document`: the floor plan
- `stop_order.order_stops`: the order of a picker's stops, from anywhere to anywhere; `warm_up` once
  on the database lane
- `cart_plans.first_plan` and `cart_plans.plan_carts`: carts at once, and better ones from a process
- `sourcing.choose_locations`: where units are taken from
- `zones.split_into_zones`, `zones.totes_by_zone`, `wave_release.plan_waves`: zones and waves
- `forecast.forecast` and `learned_pace.learn_pace`: how long work takes
- `shift_choice.ShiftComparison`: a shift played in several ways, and the one to recommend
"""
