"""The registers that can be brought in, each with how it is read, planned and written."""

import datetime as dt
import json
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connections

from coopsite import clock
from growers.actions.imports import Tell, write_run
from growers.actions.people_import import write_people
from growers.actions.products_import import write_products
from growers.models import Cooperative, ImportRun
from growers.queries.imports import code_width, register_of, varieties_of
from growers.queries.inputs import shelf_of
from growers.queries.seats import Seat
from growers.queries.settings import settings_on
from growers.reading import read_table
from growers.rules.imports import NEW, Plan, chosen_mapping
from growers.rules.people_import import plan_people
from growers.rules.products_import import plan_products
from growers.rules.sheets import Preview, Schema, read_rows
from growers.rules.sheets.people import people_schema
from growers.rules.sheets.products import PRODUCTS
from harvests.actions.day_totals import hold_books, hold_households
from harvests.actions.records import post_many
from harvests.queries.harvest_import import book_of, grade_texts
from harvests.rules.harvest_import import plan_harvests
from harvests.rules.sheets import harvest_schema

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Importer:
    """How one kind of register is read, planned and written."""

    schema: Callable[[Cooperative], Schema]
    plan: Callable[[Cooperative, Preview, dict], Plan]
    write: Callable[[Seat, Plan, Tell], list[dict]]


def plan_of(coop: Cooperative, kind: str, content: bytes, filename: str, mapping: dict, options: dict) -> Plan:
    """Read a file and plan it; raises BadFile when it cannot be read as a table."""
    importer = IMPORTERS[kind]
    table = read_table(content, filename)
    preview = read_rows(table, importer.schema(coop), chosen_mapping(mapping), today=clock.today())
    return importer.plan(coop, preview, options)


def plan_of_run(run: ImportRun) -> Plan:
    """The plan of an uploaded file as its columns and choices stand."""
    return plan_of(run.cooperative, run.kind, bytes(run.content), run.filename, run.mapping, run.options)


def _people_schema(coop: Cooperative) -> Schema:
    return people_schema(code_width=code_width(coop), varieties=varieties_of(coop))


def _people_plan(coop: Cooperative, preview: Preview, options: dict) -> Plan:
    return plan_people(preview, register_of(coop), twins_too=bool(options.get("twins_too")))


def _harvest_schema(coop: Cooperative) -> Schema:
    return harvest_schema(grade_texts(coop), code_width=code_width(coop))


def _harvest_plan(coop: Cooperative, preview: Preview, options: dict) -> Plan:
    days = {row.values["day"] for row in preview.rows if isinstance(row.values.get("day"), dt.date)}
    return plan_harvests(preview, book_of(coop, days))


def _product_schema(coop: Cooperative) -> Schema:
    return PRODUCTS


def _product_plan(coop: Cooperative, preview: Preview, options: dict) -> Plan:
    return plan_products(preview, shelf_of(coop, settings_on(coop, clock.today())["phi_odd_days"]))


def write_harvests(seat: Seat, plan: Plan, tell: Tell) -> list[dict]:
    """Write planned tickets within the running transaction, day by day; returns [{row, what, label, code}]."""
    todo = [planned for planned in plan.rows if planned.outcome == NEW and planned.work.ticket]
    by_day = defaultdict(list)
    for planned in todo:
        by_day[planned.work.day].append(planned)
    hold_books(seat.cooperative, by_day)
    hold_households(seat.cooperative, ((p.work.ticket.season, p.work.ticket.household) for p in todo))
    made: list[dict] = []
    tell(0, len(todo))
    for day in sorted(by_day):
        group = by_day[day]
        for start in range(0, len(group), CHUNK):
            part = group[start : start + CHUNK]
            records = post_many(seat, [planned.work.ticket for planned in part])
            made += [
                {
                    "row": planned.number,
                    "what": "ticket",
                    "label": record.code,
                    "code": record.code.removeprefix("CAN-"),
                }
                for planned, record in zip(part, records, strict=True)
            ]
            tell(len(made), len(todo))
    return made


def write_plan(seat: Seat, run: ImportRun, plan: Plan) -> ImportRun:
    """Carry out the plan of a claimed run, now."""
    return write_run(seat, run, plan, IMPORTERS[run.kind].write)


def write_behind(seat: Seat, run: ImportRun, plan: Plan) -> None:
    """Carry out the plan of a claimed run in a thread of this process, while its page shows how far it got."""

    def work() -> None:
        try:
            write_plan(seat, run, plan)
        finally:
            connections.close_all()

    threading.Thread(target=work, name=f"import-{run.pk}").start()


IMPORTERS: dict[str, Importer] = {
    ImportRun.Kind.HOUSEHOLDS: Importer(_people_schema, _people_plan, write_people),
    ImportRun.Kind.HARVESTS: Importer(_harvest_schema, _harvest_plan, write_harvests),
    ImportRun.Kind.PRODUCTS: Importer(_product_schema, _product_plan, write_products),
}


def as_json(plan: Plan, reasons: list[dict], created: int, committed: bool) -> str:
    """The result of a command: rows, good, bad with reasons, created, updated, duplicates, and the plan's totals."""
    counts = plan.counts
    answer = {
        "rows": len(plan.rows),
        "good": len(plan.rows) - counts["bad"],
        "bad": reasons,
        "created": created,
        "updated": counts["update"],
        "duplicates": counts["duplicate"] + counts["same"],
        "committed": committed,
        **plan.totals,
    }
    return json.dumps(answer, ensure_ascii=False, indent=1)
