"""The strictness that every other test leans on is itself strict."""

import logging
import warnings

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Template, engines
from django.template.base import Origin
from django.templatetags.static import static
from django.utils import timezone

from coopsite import clock, testing
from coopsite.testing import ErrorLog, FoundStatic, UndefinedVariable


class Household:
    @property
    def plot(self):
        raise ObjectDoesNotExist


def render(text: str, template: str | None = None, **facts) -> str:
    origin = Origin(template) if template else None
    return Template(text, origin=origin, engine=engines["django"].engine).render(Context(facts))


@pytest.mark.parametrize(
    "text",
    [
        "{{ nothing }}",
        "{{ household.nothing }}",
        "{{ nothing|lower }}",
        "{{ nothing|default:'-' }}",
        "{% with a=nothing %}{{ a }}{% endwith %}",
        "{% load i18n %}{% blocktranslate %}Weighed by {{ nothing }}{% endblocktranslate %}",
        "{{ household.plot }}",
    ],
)
def test_an_undefined_variable_in_a_template_of_ours_fails(text):
    with pytest.raises(UndefinedVariable):
        render(text, household=Household())


@pytest.mark.parametrize(
    "text", ["{% if nothing %}x{% endif %}", "{% firstof nothing 'a' %}", "{{ there|default:'-' }}"]
)
def test_asking_whether_something_is_there_is_allowed(text):
    assert render(text, there="").strip() in ("", "a", "-")


def test_the_error_names_variable_and_line():
    with pytest.raises(UndefinedVariable, match="'nothing' .* line 2"):
        render("<p>\n{{ nothing }}")


def test_a_template_of_a_package_may_ask_for_what_is_not_there():
    text = "{{ nothing }}{{ nothing|default:'-' }}{{ household.plot }}"
    admin = "/usr/lib/site-packages/django/contrib/admin/templates/admin/base.html"
    assert render(text, admin, household=Household()) == "-"


def test_a_static_file_that_would_not_be_collected_fails():
    assert static("bootstrap/css/bootstrap.min.css") == "/static/bootstrap/css/bootstrap.min.css"
    with pytest.raises(ValueError, match="no-such"):
        static("css/no-such.css")


def test_a_static_file_that_collecting_ignores_fails():
    with pytest.raises(ValueError, match=r"bootstrap\.css"):
        FoundStatic().url("bootstrap/css/bootstrap.css")


def test_errors_in_the_log_are_kept_and_warnings_are_not():
    log = ErrorLog()
    logger = logging.Logger("growers")
    logger.addHandler(log)
    logger.warning("slow")
    logger.error("lost %s", "a ticket")
    assert log.lines == ["growers: lost a ticket"]


def test_a_test_that_logs_an_error_fails(request):
    around = testing.pytest_runtest_call(request.node)
    next(around)
    logging.getLogger("harvests.anything").error("lost a ticket")
    with pytest.raises(pytest.fail.Exception, match="lost a ticket"):
        around.send(None)
    testing.error_log.lines.clear()


@pytest.mark.logs_errors
def test_the_log_is_watched_through_the_root_logger():
    logging.getLogger("harvests.anything").error("heard")
    assert testing.error_log.lines == ["harvests.anything: heard"]


def test_a_warning_is_an_error():
    with pytest.raises(RuntimeWarning):
        warnings.warn("DateTimeField received a naive datetime", RuntimeWarning, stacklevel=1)


def test_the_machine_s_own_settings_do_not_reach_the_tests(settings):
    assert (settings.DEMO_TODAY, settings.DEBUG, settings.HTTPS) == ("", False, False)


def test_the_clock_stands_still_on_demand(stand_still):
    stand_still("2025-09-08")
    assert clock.today().isoformat() == "2025-09-08"
    stand_still(None)
    assert clock.today() == timezone.localdate()
