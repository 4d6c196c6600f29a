"""`manage.py seal`: add a link to the chain of every append-only book; meant for every night, before the backup."""

from django.core.management.base import BaseCommand

from harvests.actions.seals import seal_all


class Command(BaseCommand):
    help = "Seal the audit trail and the ledgers of every co-operative."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{seal_all()} links added")
