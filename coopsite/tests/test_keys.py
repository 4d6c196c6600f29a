"""Keys of personal numbers: made at the first start, read newest first, refused with what is wrong and never shown."""

import re

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from coopsite import first_start, keys


def test_a_made_key_is_read_and_the_first_is_the_newest():
    written = [keys.make("k2"), keys.make("k1")]
    ring = keys.ring(written)
    assert [*ring] == ["k2", "k1"] and {len(key) for key in ring.values()} == {keys.BYTES}
    assert keys.make() != keys.make()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ([keys.make("k1").partition(":")[2]], "no name"), (["k1:%%%"], "base64"), (["k1:c2hvcnQ="], "5 bytes"),
        ([keys.make("k1"), keys.make("k1")], "two keys"), ([keys.make("local")], "no key may"),
    ],
)  # fmt: skip
def test_a_key_that_cannot_be_used_is_named_and_not_shown(written, said):
    with pytest.raises(ValueError, match=said) as refused:
        keys.ring(written)
    assert written[-1].partition(":")[2] not in str(refused.value) or not written[-1].partition(":")[2]


def test_the_first_start_makes_a_key_and_an_older_file_gets_one(tmp_path, monkeypatch):
    monkeypatch.delenv("PERSONAL_KEYS", raising=False)
    new, old = tmp_path / "new.env", tmp_path / "old.env"
    old.write_text("SECRET_KEY=kept\nALLOWED_HOSTS=coop.example")
    assert first_start.write(new) and first_start.write(old)
    for path in (new, old):
        assert len(keys.ring([re.search("^PERSONAL_KEYS=(.+)$", path.read_text(), re.MULTILINE)[1]])) == 1
        assert path.stat().st_mode & 0o077 == 0
    assert old.read_text().startswith("SECRET_KEY=kept\nALLOWED_HOSTS=coop.example\n")
    assert not first_start.write(old)
    old.write_text("SECRET_KEY=kept\n")
    monkeypatch.setenv("PERSONAL_KEYS", keys.make())
    assert not first_start.write(old)


def test_the_check_speaks_while_the_key_is_one_that_everybody_has(settings):
    assert "local" in settings.PERSONAL_KEYS
    with pytest.raises(SystemCheckError, match="coopsite.E001"):
        call_command("check", "--deploy")
