"""The watch that every browser test stands under sees what it has to see."""

import pytest
from django.http import HttpResponse
from django.urls import path

HEAD = "<!doctype html><html lang='vi'><link rel='icon' href='data:,'><title>T</title>"


def answer(body: str, status: int = 200):
    return lambda request: HttpResponse(f"{HEAD}<main>{body}</main>", status=status)


urlpatterns = [
    path("quiet/", answer("<h1>Cân</h1>")),
    path("elsewhere/", answer("<a href='https://example.org/'>x</a><img src='https://example.org/a.png' alt=''>")),
    path("inline/", answer("<h1>x</h1><p style='color:red'>x</p>")),
    path("broken/", answer("", 500)),
    path("unlabelled/", answer("<h1>x</h1><input name='kg'>")),
]


def handler404(request, exception):
    return answer("<h1>404</h1>", 404)(request)


pytestmark = [pytest.mark.urls("coopsite.tests.browser.test_watch"), pytest.mark.logs_errors]


def complaints(watches, page) -> str:
    """What the page complained about so far; handed over to the test, so that the page closes quietly."""
    page.wait_for_timeout(200)
    watch = watches[page.context]
    said = "\n".join(watch.complaints)
    watch.complaints.clear()
    return said


def test_a_page_in_order_says_nothing(page, phone, watches, assert_accessible):
    for screen in (page, phone):
        screen.goto("/quiet/")
        assert_accessible(screen)
        assert complaints(watches, screen) == ""


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("/elsewhere/", "another host: https://example.org/a.png"),
        ("/inline/", "CSP style-src-attr refused inline"),
        ("/broken/", "500: "),
        ("/nothing-here/", "404"),
    ],
)
def test_a_page_out_of_order_is_noticed(page, watches, address, complaint):
    page.goto(address)
    assert complaint in complaints(watches, page)


def test_a_script_that_fails_is_noticed(page, watches):
    page.goto("/quiet/")
    page.evaluate("() => { setTimeout(() => { throw new Error('lost') }) }")
    assert "script: " in complaints(watches, page)


def test_a_complaint_that_was_announced_is_let_through(page, watches, tolerate):
    tolerate(page, "404")
    page.goto("/nothing-here/")
    assert watches[page.context].left() == []


def test_axe_is_asked(page, assert_accessible):
    page.goto("/unlabelled/")
    with pytest.raises(AssertionError, match="critical label"):
        assert_accessible(page)


def test_the_network_goes_and_comes_back(page, watches, offline):
    page.goto("/quiet/")
    with offline(page):
        assert page.evaluate("() => fetch('/quiet/').catch(() => 'gone')") == "gone"
    assert page.evaluate("() => fetch('/quiet/').then(answer => answer.status)") == 200
