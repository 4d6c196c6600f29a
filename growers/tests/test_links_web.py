"""The addresses of a list's own links: what was asked stays, what turns pages goes, nothing breaks out of the page."""

from django.template import engines

from growers.web import links


def test_what_was_asked_stays_and_what_turns_pages_goes(rf):
    asked = rf.get("/", {"search": "hoa & co", "page": "3", "sort": "code"})
    made = links(asked, ("page", "sort"), none={}, name={"sort": "name"})
    assert made == {"none": "?search=hoa+%26+co", "name": "?search=hoa+%26+co&sort=name"}
    assert links(rf.get("/?page=3"), ("page",), none={}, csv={"format": "csv"}) == {"none": "?", "csv": "?format=csv"}


def test_what_was_asked_cannot_leave_the_attribute(rf):
    made = links(rf.get("/", {"search": '"><script>'}), (), csv={"format": "csv"})
    html = engines["django"].from_string('<a href="{{ links.csv }}">').render({"links": made})
    assert html == '<a href="?search=%22%3E%3Cscript%3E&amp;format=csv">'
