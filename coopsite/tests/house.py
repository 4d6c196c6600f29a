"""The house rules as functions over source text: each answers with what it found, nothing when the rule is kept."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("growers", "harvests")
FILE_LINES, FUNCTION_LINES = 300, 40

# The ladder of an app: which rung a room stands on. Imports lead to the same rung or below.
RUNGS = {
    "rules": 0, "models": 1, "queries": 2, "actions": 3, "forms": 4, "access": 4, "web": 4, "wording": 4,
    "templatetags": 4, "pdf": 4, "views": 5, "urls": 6,
    "urls_accounts": 6, "urls_surplus": 6, "urls_papers": 6, "admin": 6, "apps": 6, "management": 6, "bench": 6,
    # Reads untrusted files in a child process: a reader like a query, of bytes instead of tables, without Django.
    "reading": 2,
    # Beside admin/, for Django makes the site while it loads the rooms that register on it.
    "admin_site": 6,
    # Turns a session into a user, as access turns a user into a seat.
    "sign_in": 4,
}  # fmt: skip
WORDING_ROOM = re.compile(r"wording_[a-z_]+")
GROUND = ("coopsite.clock", "coopsite.formats")

WRITERS = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
}  # fmt: skip
OUTSIDE = {
    "django", "os", "pathlib", "shutil", "tempfile", "subprocess", "socket", "sqlite3", "urllib.request", "http",
    "time", "logging", "threading", "requests", "psycopg",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A Python file of the house: its path from the root, with slashes, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.path.removesuffix(".py").split("/"))

    @property
    def is_test(self) -> bool:
        return "tests" in self.parts

    def walk(self, *kinds: type) -> Iterator[ast.AST]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))


def sources() -> list[Source]:
    """Every Python file of the three packages, but for migrations."""
    paths = (path for app in ("coopsite", *FLOORS) for path in sorted((ROOT / app).rglob("*.py")))
    return [
        Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in (*paths, ROOT / "manage.py")
        if "migrations" not in path.parts
    ]


# --- arrows -----------------------------------------------------------------------------------------------------------


def imports(source: Source) -> Iterator[tuple[int, str]]:
    """(line, module) of each import, lazy and dynamic ones too; `from growers import models` is growers.models."""
    for node in source.walk(ast.Import, ast.ImportFrom, ast.Call):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = source.parts[: len(source.parts) - node.level + source.path.endswith("__init__.py")]
            base = ".".join([*(package if node.level else ()), *([node.module] if node.module else ())])
            yield from ((node.lineno, f"{base}.{name.name}") for name in node.names)
        elif _last_name(node.func) in ("import_module", "__import__", "import_string"):
            yield from ((node.lineno, str(name.value)) for name in node.args[:1] if isinstance(name, ast.Constant))


def rung(parts: tuple[str, ...]) -> int | None:
    """The rung of a module of a floor; None for tests and for what stands beside the ladder."""
    if len(parts) < 2 or parts[0] not in FLOORS or "tests" in parts:
        return None
    if parts[1] == "data" or parts[1:] == ("__init__",):
        return 6
    return RUNGS["wording"] if WORDING_ROOM.fullmatch(parts[1]) else RUNGS.get(parts[1])


def bad_arrows(source: Source) -> list[str]:
    """Imports that climb, cross from growers to harvests, or reach the roof."""
    floor, found = source.parts[0], []
    for line, module in imports(source):
        parts = tuple(module.split("."))
        if floor == "growers" and parts[0] == "harvests":
            found.append(f"{source.path}:{line} growers imports {module}")
        if floor in FLOORS and not source.is_test:
            if parts[0] == "coopsite" and not module.startswith(GROUND):
                found.append(f"{source.path}:{line} reaches the roof: {module}")
            if parts[0] in FLOORS and "tests" in parts:
                found.append(f"{source.path}:{line} imports a test: {module}")
            here, there = rung(source.parts), rung(parts)
            if parts[0] in FLOORS and len(parts) > 1 and here is not None and there is not None and there > here:
                found.append(f"{source.path}:{line} climbs from rung {here} to {there}: {module}")
        if ".".join(source.parts[:2]) in GROUND and parts[0] in FLOORS:
            found.append(f"{source.path}:{line} the ground imports {module}")
    return found


def without_rung(source: Source) -> list[str]:
    """Rooms of a floor that stand on no rung: the ladder has to say where they belong."""
    if source.parts[0] not in FLOORS or source.is_test or rung(source.parts) is not None:
        return []
    return [f"{source.path} stands on no rung"]


def hidden_arrows(source: Source) -> list[str]:
    """Names of the upper floor in strings of the lower one: get_model("harvests", …), "harvests/….html"."""
    if source.parts[0] != "growers" or source.is_test:
        return []
    called = {id(word) for call in source.walk(ast.Call) if _last_name(call.func) in FINDERS for word in call.args}
    return [
        f"{source.path}:{node.lineno} names the upper floor: {node.value!r}"
        for node in source.walk(ast.Constant)
        if isinstance(node.value, str)
        and (re.match(r"harvests[./]\w+$", node.value) or (id(node) in called and node.value.startswith("harvests")))
    ]


FINDERS = ("get_model", "get_app_config", "import_module", "import_string", "include", "render", "select_template")


def impure_rules(source: Source) -> list[str]:
    """Rules that touch Django, the clock, files, processes or the network."""
    if source.parts[1:2] != ("rules",):
        return []
    return [
        f"{source.path}:{line} a rule imports {module}"
        for line, module in imports(source)
        if module.startswith("coopsite.clock") or any(f"{module}.".startswith(f"{name}.") for name in OUTSIDE)
    ]


# --- sizes and sentences ----------------------------------------------------------------------------------------------


def too_long(source: Source) -> list[str]:
    """Files of more than 300 lines, functions of more than 40."""
    found = []
    lines = len(source.text.splitlines())
    if lines > FILE_LINES:
        found.append(f"{source.path} has {lines} lines")
    for node in source.walk(ast.FunctionDef, ast.AsyncFunctionDef):
        length = (node.end_lineno or 0) - node.lineno + 1
        if length > FUNCTION_LINES:
            found.append(f"{source.path}:{node.lineno} {node.name} has {length} lines")
    return found


def unlabelled(source: Source) -> list[str]:
    """Modules that do not open with a sentence; an empty file says nothing and needs none."""
    if not source.text.strip():
        return []
    opening = (ast.get_docstring(source.tree) or "").split("\n\n")[0].strip()
    good = opening.endswith((".", "…")) and len(opening.split()) >= 3
    return [] if good else [f"{source.path} does not open with a sentence"]


# --- who writes, who reads, who asks the time -------------------------------------------------------------------------


def _last_name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def managers_in_pages(source: Source) -> list[str]:
    """`.objects` (or another manager) on the rungs of forms and views; `.objects.none()` reads nothing."""
    if rung(source.parts) not in (4, 5) or source.parts[1] == "sign_in":
        return []
    empty = {
        id(node.func.value)
        for node in source.walk(ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "none"
    }
    return [
        f"{source.path}:{node.lineno} uses .{node.attr}"
        for node in source.walk(ast.Attribute)
        if node.attr in ("objects", "_default_manager", "_base_manager") and id(node) not in empty
    ]


def writes(source: Source) -> list[str]:
    """Calls that write to the database outside actions.

    A queryset's update takes keywords only and a dict's one mapping, so `.update(x)` is none; `super().save()` and the
    like are a class's own business.
    """
    if source.is_test or source.parts[1:2] == ("actions",) or source.parts[1:2] == ("management",):
        return []
    found = []
    for node in source.walk(ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name not in WRITERS or (name == "update" and node.args):
            continue
        if not _is_super(node):
            found.append(f"{source.path}:{node.lineno} calls .{name}()")
    return found


def _is_super(call: ast.Call) -> bool:
    receiver = getattr(call.func, "value", None)
    return isinstance(receiver, ast.Call) and _last_name(receiver.func) == "super"


def raw_sql(source: Source) -> list[str]:
    """SQL that did not come from the ORM."""
    if source.is_test:
        return []
    calls = (_last_name(node.func) for node in source.walk(ast.Call) if not _is_super(node))
    names = {"RawSQL", "raw", "extra", "cursor", "execute", "executemany", "executescript"}
    return sorted({f"{source.path} calls {name}()" for name in calls if name in names})


def clocks(source: Source) -> list[str]:
    """Every way to ask the time but coopsite.clock: also as a default, in SQL, and as auto_now."""
    if source.is_test or source.path == "coopsite/clock.py":
        return []
    found = [
        f"{source.path}:{node.lineno} asks {ast.unparse(node)}"
        for node in source.walk(ast.Attribute)
        if (_last_name(node.value), node.attr) in CLOCKS
    ]
    found += [
        f"{source.path}:{node.lineno} asks the clock by itself"
        for node in source.walk(ast.Call)
        if (_last_name(node.func) in ("localtime", "localdate") and not node.args)
        or (isinstance(node.func, ast.Name) and node.func.id in ("Now", "TransactionNow"))
        or any(word.arg in ("auto_now", "auto_now_add") for word in node.keywords)
    ]
    return found


CLOCKS = {
    ("date", "today"), ("datetime", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("timezone", "now"),
    ("time", "time"), ("time", "localtime"), ("time", "gmtime"),
}  # fmt: skip


def floats(source: Source) -> list[str]:
    """Floating point on the two floors: float(), round(), 0.5, true division, FloatField."""
    if source.parts[0] not in FLOORS or source.is_test:
        return []
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            found.append(f"{source.path}:{node.lineno} {node.value}")
        elif isinstance(node, ast.Call) and _last_name(node.func) in ("float", "round", "FloatField", "fsum"):
            found.append(f"{source.path}:{node.lineno} {ast.unparse(node.func)}()")
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div) and not _is_path(node):
            found.append(f"{source.path}:{node.lineno} divides with /")
    return found


def _is_path(node: ast.AST) -> bool:
    """Whether a division joins a path: a text on its right, or the name of a folder (in capitals) on its left."""
    if isinstance(node, ast.AugAssign):
        return False
    right = node.right
    text = isinstance(right, ast.JoinedStr) or (isinstance(right, ast.Constant) and isinstance(right.value, str))
    return text or _last_name(node.left) in ("DATA", "ROOT", "HERE")


def unsafe(source: Source) -> list[str]:
    """What turns off an escape or a guard."""
    names = {"mark_safe", "SafeString", "SafeText", "csrf_exempt", "xframe_options_exempt", "eval", "exec"}
    if source.is_test:
        return []
    used = {_last_name(node) for node in source.walk(ast.Name, ast.Attribute)}
    used |= {module.rpartition(".")[2] for _, module in imports(source)}
    return [f"{source.path} uses {name}" for name in sorted(used & names)]


def signals_and_saves(source: Source) -> list[str]:
    """Signals anywhere, save() or delete() overrides in models."""
    if source.is_test:
        return []
    found = [f"{source.path}:{line} {module}" for line, module in imports(source) if "signals" in module.split(".")]
    if source.parts[1:2] == ("models",):
        found += [
            f"{source.path}:{node.lineno} overrides {node.name}()"
            for node in source.walk(ast.FunctionDef)
            if node.name in ("save", "asave") or (node.name == "delete" and source.parts[-1] != "scope")
        ]
    return found
