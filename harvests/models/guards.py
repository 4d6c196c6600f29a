"""Triggers by which the database itself refuses to change what was written for good, whoever asks.

A later migration of such a table on SQLite makes it anew and drops its triggers: `prepare` puts them back, and `verify`
says when one is missing.
"""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "written for good: answered by a new row, never changed"


@dataclass(frozen=True, slots=True)
class Guard:
    """What a table refuses where `when` holds of OLD: changes of `frozen` columns (none: of any), and deletion."""

    table: str
    frozen: tuple[str, ...] = ()
    when: str = ""

    @property
    def names(self) -> tuple[str, str]:
        """The triggers' names: of changes, of deletions."""
        return f"guard_{self.table}_update", f"guard_{self.table}_delete"


AGREED = "(SELECT status FROM harvests_settlementrun WHERE id = OLD.run_id) IN ('approved', 'paid', 'locked')"
GUARDS = (
    Guard("growers_auditentry"),
    Guard("growers_seal"),
    Guard("harvests_ledgerentry"),
    Guard("harvests_traderentry"),
    Guard("harvests_payment"),
    Guard("harvests_paymentreturn"),
    # The name and account on a line are personal data, which an erasure takes away; what was paid stays.
    Guard(
        "harvests_settlementline",
        (
            "cooperative_id", "run_id", "household_id", "tickets", "net_g", "fruit_vnd", "other_vnd", "brought_vnd",
            "fee_vnd", "advance_vnd", "input_vnd", "loan_vnd", "carried_vnd", "pay_vnd", "means",
        ),
        AGREED,
    ),
    Guard(
        "harvests_settlementrun",
        ("cooperative_id", "year", "number", "day_from", "day_to", "net_g", "fruit_vnd", "pay_vnd", "approved_by_id"),
        "OLD.status IN ('approved', 'paid', 'locked')",
    ),
)  # fmt: skip


def install(connection: BaseDatabaseWrapper) -> int:
    """Put every trigger in place whose table is there; how many guards stand afterwards."""
    tables = set(connection.introspection.table_names())
    here = [guard for guard in GUARDS if guard.table in tables]
    with connection.cursor() as cursor:
        for guard in here:
            for statement in _statements(guard, connection.vendor):
                cursor.execute(statement)
    return len(here)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away, for a test's database that is emptied between tests."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in GUARDS:
            if guard.table in tables:
                on = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
                for name in guard.names:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The declared triggers that the database does not have."""
    if connection.vendor == "postgresql":
        asked = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    else:
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        there = {row[0] for row in cursor.fetchall()}
    return [name for guard in GUARDS for name in guard.names if name not in there]


def _statements(guard: Guard, vendor: str) -> list[str]:
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in guard.frozen)
    update, delete = guard.names
    if vendor != "postgresql":
        conditions = {update: [f"({changed})"] if changed else [], delete: []}
        return [
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {guard.table} FOR EACH ROW"
            f"{_when([*conditions[name], *filter(None, [guard.when])])}"
            f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            for name, event in ((update, "UPDATE"), (delete, "DELETE"))
        ]
    # A condition of a trigger may not ask other tables there, so that the function does.
    function = f"guard_{guard.table}"
    asked = guard.when or "TRUE"
    both = f"TG_OP = 'DELETE' OR {changed}" if changed else "TRUE"
    statements = [
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {asked} THEN IF {both} THEN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END IF;"
        " END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    ]
    for name, event in ((update, "UPDATE"), (delete, "DELETE")):
        statements.append(
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {guard.table}"
            f" FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
    return statements


def _when(conditions: list[str]) -> str:
    return f" WHEN {' AND '.join(conditions)}" if conditions else ""
