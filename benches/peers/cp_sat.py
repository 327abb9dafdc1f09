#!/usr/bin/env python3
"""Answers the job `place` of an instance with OR-Tools' CP-SAT, one model a booking, and compares the answers.

    pip install ortools
    target/release/dispatch bench instance FILE --job place --json > ours.json
    python3 benches/peers/cp_sat.py FILE --against ours.json

What stands on a provider, room or device is told to the solver as fixed intervals, what the booking may take as
optional ones; it minimises start, wish and order of the lists, in that order. The time is that of building the model and
of solving it, on one thread. Exits with 1 if any answer differs.
"""

import argparse
import json
import statistics
import sys
import time

from ortools.sat.python import cp_model

ROLES = ("provider", "room", "device")


def taken_by(booking, standing, role):
    """Who serves in a role of a standing booking, and from when to when they are taken; none if the role is empty."""
    wanted = booking.get(role)
    if not wanted:
        return None
    start = standing["start"]
    return standing[role], start - wanted.get("before", 0), start + booking["minutes"] + wanted.get("after", 0)


class Plan:
    """What is taken of everybody and everything, by day."""

    def __init__(self, instance):
        self.instance = instance
        self.bookings = {booking["id"]: booking for booking in instance["bookings"]}
        self.standing = {one["id"]: one for one in instance["standing"]}
        self.devices = {device["id"]: device.get("in") for device in instance.get("devices", [])}
        self.breaks = {provider["id"]: provider.get("breaks", []) for provider in instance["providers"]}

    def taken(self, role, name, day, but):
        for id, one in self.standing.items():
            if id == but or one["day"] != day:
                continue
            taken = taken_by(self.bookings[id], one, role)
            if taken and taken[0] == name:
                yield taken[1], taken[2]
        if role == "provider":
            yield from self.breaks[name]

    def days(self, booking):
        return booking["days"] if "days" in booking else [booking["day"]]

    def starts(self, booking):
        """The starts that the booking itself allows, on any of its days."""
        if "start" in booking:
            return [booking["start"]]
        first, end = booking["window"]
        grid = self.instance["grid"]
        return [at for at in range(-(-first // grid) * grid, end - booking["minutes"] + 1, grid)]


def place(plan, booking):
    """The best place on the first day that has one, or None."""
    for day in sorted(plan.days(booking)):
        found = place_on(plan, booking, day)
        if found:
            return found
    return None


def place_on(plan, booking, day):
    instance, minutes = plan.instance, booking["minutes"]
    starts = plan.starts(booking)
    if not starts:
        return None
    model = cp_model.CpModel()
    start = model.new_int_var_from_domain(cp_model.Domain.from_values(starts), "start")
    chosen, cost, weight = {}, [], 1
    for role in reversed(ROLES):
        wanted = booking.get(role)
        if not wanted:
            continue
        before, after = wanted.get("before", 0), wanted.get("after", 0)
        model.add(start >= instance["open"] + before)
        model.add(start <= instance["close"] - minutes - after)
        taken = {}
        for at, name in enumerate(wanted["any_of"]):
            taken[name] = is_taken = model.new_bool_var(f"{role} {name}")
            own = model.new_optional_fixed_size_interval_var(start - before, before + minutes + after, is_taken, name)
            others = plan.taken(role, name, day, booking["id"])
            fixed = [model.new_fixed_size_interval_var(a, b - a, "") for a, b in others]
            model.add_no_overlap([own, *fixed])
            unwished = int(wanted.get("prefers") is not None and wanted["prefers"] != name)
            cost.append((weight * (at + unwished * len(wanted["any_of"])), is_taken))
        model.add_exactly_one(taken.values())
        weight *= 2 * len(wanted["any_of"])
        chosen[role] = taken
    for device, is_taken in chosen.get("device", {}).items():
        room = plan.devices[device]
        if room is not None:
            model.add_implication(is_taken, chosen.get("room", {}).get(room, model.new_constant(0)))
    model.minimize(weight * start + sum(factor * variable for factor, variable in cost))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(model) != cp_model.OPTIMAL:
        return None
    names = {role: next(name for name, it in taken.items() if solver.boolean_value(it)) for role, taken in chosen.items()}
    return {"day": day, "start": solver.value(start), **{role: names.get(role) for role in ROLES}}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("instance")
    arguments.add_argument("--against", help="the answer of another program, to compare with")
    arguments = arguments.parse_args()
    with open(arguments.instance, encoding="utf-8") as file:
        plan = Plan(json.load(file))
    choices, times = [], []
    for booking in map(plan.bookings.get, plan.standing):
        before = time.perf_counter_ns()
        found = place(plan, booking)
        times.append(time.perf_counter_ns() - before)
        nothing = {"day": None, "start": None, **dict.fromkeys(ROLES)}
        choices.append({"id": booking["id"], **(found or nothing)})
    print(json.dumps({"decided": len(choices), "median_ns": round(statistics.median(times)), "choices": choices}))
    if arguments.against:
        with open(arguments.against, encoding="utf-8") as file:
            others = json.load(file)["choices"]
        differing = [(one, other) for one, other in zip(choices, others, strict=True) if one != other]
        for one, other in differing:
            print(f"differs: {one} but {other}", file=sys.stderr)
        print(f"{len(choices) - len(differing)} of {len(choices)} answers are the same", file=sys.stderr)
        sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
