"""`manage.py rotate_keys`: seals every identity and bank number anew with the newest of PERSONAL_KEYS."""

from django.core.management.base import BaseCommand, CommandError

from growers.actions.sealed import reseal, sealed_columns
from growers.models.sealed import SealBroken, newest


class Command(BaseCommand):
    help = (
        "Seal every personal number with the newest of PERSONAL_KEYS, a batch at a time; what is done stays done, so "
        "that the command can be stopped and started again. Afterwards the older keys open nothing any more."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="rows in one transaction (default: %(default)s)")

    def handle(self, *args, batch: int, **options) -> None:
        self.stdout.write(f"Newest key: {newest()}")
        total = 0
        for model, field in sealed_columns():
            try:
                done = reseal(model, field, batch)
            except SealBroken as broken:
                raise CommandError(f"{broken}. Put the key back that sealed it.") from broken
            total += done
            self.stdout.write(f"  {field.place}: {done} sealed anew")
        self.stdout.write(f"{total} values in all; a second run seals none.")
