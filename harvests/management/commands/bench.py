"""manage.py bench: how fast pages are beside bare Django views, on throw-away databases of two sizes."""

from django.core.management.base import BaseCommand, CommandError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings

from harvests.actions.bench_tickets import TODAY
from harvests.bench import money, proofs, statements, traces
from harvests.bench.databases import NotOurs, in_use, open_database
from harvests.bench.measuring import Times, in_turns, table
from harvests.bench.pages import MAY_GROW, Visitor

PARTS = ("pages", "traces", "proofs", "money")
SETTINGS = {
    "ROOT_URLCONF": "harvests.bench.bare",
    "ALLOWED_HOSTS": ["testserver"],
    "DEMO_TODAY": f"{TODAY:%Y-%m-%d}",
    "DEBUG": False,
    "SECURE_SSL_REDIRECT": False,
    # Hashed names want the files collected; what they cost a page is a look into a dict.
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
}


class Command(BaseCommand):
    help = "Measure pages beside bare Django views that run the same SQL, on databases of their own."

    def add_arguments(self, parser):
        parser.add_argument("--lines", default="10000,1000000", help="scale loads in each database, by commas")
        parser.add_argument("--rounds", type=int, default=60, help="how often each page is asked for")
        parser.add_argument("--only", default="", help="pages whose name contains this")
        parser.add_argument("--part", choices=PARTS, action="append", help="only this part; may be said twice")

    def handle(self, *args, lines: str, rounds: int, only: str, part: list[str] | None = None, **options):
        sizes = [int(size) for size in lines.split(",")]
        with override_settings(**SETTINGS):
            try:
                databases = {size: open_database(size, self.say) for size in sizes}
            except NotOurs as name:
                raise CommandError(f"{name} holds what the bench did not make: it is left alone.") from None
            parts = part or PARTS
            if "pages" in parts:
                self.measure(databases, rounds, only)
            for size, wrapper in databases.items():
                with in_use(wrapper):
                    if "traces" in parts:
                        self.say("\n".join([f"{size:,} loads", *traces.report()]))
                    if "money" in parts:
                        self.say("\n".join([f"{size:,} loads", *money.report()]))
                    if "proofs" in parts and size == max(databases):
                        self.tell(size, wrapper)
            if "money" in parts:
                self.say(statements.report())  # which asks no database

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def measure(self, databases: dict, rounds: int, only: str) -> None:
        """Ask for everything in turns and print the report."""
        jobs = {}
        for size, wrapper in databases.items():
            with in_use(wrapper):
                visitor = Visitor()
                for name, target, ways in visitor.asks():
                    if only in name:
                        times = Times(target, visitor.learn(name, ways[0]), grows=name in MAY_GROW)
                        jobs[name, size] = (times, *ways)
        in_turns(jobs, rounds, lambda key: in_use(databases[key[1]]))
        by_page = sorted(jobs, key=lambda key: [name for name, _size in jobs].index(key[0]))
        self.say("\n".join(table({key: jobs[key][0] for key in by_page})))

    def tell(self, size: int, wrapper: BaseDatabaseWrapper) -> None:
        """Say a line for each proof as soon as it is there: they take a minute."""
        self.say(f"{size:,} loads")
        for line in proofs.report(wrapper):
            self.say(line)
