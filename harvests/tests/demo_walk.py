"""Follows the links of the demonstration as a person would: each leads to a page that this person may read."""

import re
from collections import Counter, deque
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.test import override_settings
from django.urls import resolve, reverse

from growers.models import User
from harvests.models import HarvestRecord

LINK = re.compile(r'\s(?:href|hx-get)="([^"#]+)"')
OUTSIDE = ("http", "mailto:", "tel:", "sms:", "/static/", "/accounts/")
ENOUGH = 1  # addresses of one kind


class WalkQuestions:
    """Beside a TestCase that has seeded; `demo` is the co-operative that is walked through."""

    @override_settings(DEMO_TODAY="2025-09-08")
    def test_every_link_leads_somewhere(self):
        home = reverse("dashboard", args=[self.demo.slug])
        for role, kinds in (("director", 280), ("clerk", 150)):
            self.client.force_login(User.objects.get(username=f"{role}.{self.demo.slug}"))
            seen, dead = self._walk(home)
            assert not dead, f"{role}: {dead}"
            assert len(seen) >= kinds

    @override_settings(DEMO_TODAY="2025-09-08")
    def test_every_ticket_that_was_stopped_or_changed_is_explained(self):
        self.client.force_login(User.objects.get(username=f"clerk.{self.demo.slug}"))
        odd = HarvestRecord.objects.of(self.demo).exclude(status=HarvestRecord.Status.POSTED)
        assert odd
        for record in odd:
            for name, word in (("harvest-page", record.slug), ("day-page", record.day.isoformat())):
                assert self.client.get(reverse(name, args=[self.demo.slug, word])).status_code == 200

    def _walk(self, home: str) -> tuple[Counter, list]:
        """How many pages of each kind were read, and the links that led nowhere, each with the page it stands on."""
        seen, dead, known = Counter(), [], {home}
        waiting = deque([(home, "")])
        while waiting:
            address, stands_on = waiting.popleft()
            kind = (resolve(urlsplit(address).path).view_name, bool(urlsplit(address).query))
            if seen[kind] >= ENOUGH and stands_on != home:
                continue
            seen[kind] += 1
            answer = self.client.get(address, follow=True)
            if answer.status_code != 200:
                dead.append((answer.status_code, address, stands_on))
            elif not answer.streaming and answer["Content-Type"].startswith("text/html"):
                links = (urljoin(address, unescape(found)) for found in LINK.findall(answer.content.decode()))
                fresh = [link for link in links if link not in known and not link.startswith(OUTSIDE)]
                known.update(fresh)
                waiting.extend((link, address) for link in fresh)
        return seen, dead
