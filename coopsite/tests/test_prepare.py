"""`prepare` does what is due, once, and takes up a first start that was cut off."""

import pytest
from django.core.management import CommandError, call_command

from coopsite.management.commands import prepare


@pytest.fixture
def called(monkeypatch, settings, tmp_path):
    """The commands that prepare calls, by name, none of them carried out; the data folder is empty."""
    settings.VAR_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").touch()
    names = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: names.append(name))
    return names


@pytest.fixture
def project(tmp_path):
    """A small tree of the kind that decides what collectstatic makes."""
    for name in ("requirements.txt", "coopsite/apps.py", "coopsite/settings.py", "static/css/site.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


@pytest.mark.django_db
def test_a_second_start_collects_nothing_again(called):
    call_command("prepare")
    assert called == ["collectstatic", "load_reference"]
    called.clear()
    call_command("prepare")
    assert called == ["load_reference"]


@pytest.mark.django_db
def test_a_database_that_is_not_new_gets_no_demonstration(called, settings):
    settings.DEMO_TODAY = "2025-09-08"
    call_command("prepare")
    assert "seed_demo" not in called


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("demo_today", "production", "due"), [("2025-09-08", False, True), ("2025-09-08", True, False), ("", False, False)]
)
def test_a_new_database_gets_it_unless_this_is_real_work(called, settings, monkeypatch, demo_today, production, due):
    settings.DEMO_TODAY, settings.PRODUCTION = demo_today, production
    monkeypatch.setattr(prepare.connection.introspection, "table_names", lambda cursor=None: [])
    call_command("prepare")
    assert ("seed_demo" in called) is due


@pytest.mark.django_db
def test_a_demonstration_that_was_cut_off_is_made_at_the_next_start(called, settings, monkeypatch):
    settings.DEMO_TODAY = "2025-09-08"

    def cut_off(name, **options):
        if name == "seed_demo":
            raise CommandError("power cut")

    with monkeypatch.context() as first:
        first.setattr(prepare, "call_command", cut_off)
        first.setattr(prepare.connection.introspection, "table_names", lambda cursor=None: [])
        with pytest.raises(CommandError):
            call_command("prepare")
    call_command("prepare")
    assert "seed_demo" in called
    called.clear()
    call_command("prepare")
    assert "seed_demo" not in called


@pytest.mark.parametrize("name", ["requirements.txt", "coopsite/settings.py", "static/css/site.css"])
def test_what_changes_a_static_file_changes_the_fingerprint(project, name):
    before = prepare.fingerprint_of(project)
    (project / name).write_text("other")
    assert prepare.fingerprint_of(project) != before


def test_a_new_and_a_removed_static_file_change_the_fingerprint(project):
    before = prepare.fingerprint_of(project)
    (project / "static" / "js").mkdir()
    (project / "static" / "js" / "weigh.js").write_text("")
    assert prepare.fingerprint_of(project) != before
    (project / "static" / "js" / "weigh.js").unlink()
    assert prepare.fingerprint_of(project) == before
