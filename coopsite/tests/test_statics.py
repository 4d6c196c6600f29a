"""Collected modules still find each other, and travel light."""

import re
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from coopsite.statics import MODULES, HashedStatic

HERE = Path(__file__).resolve().parents[2] / "static"


@pytest.fixture
def collected(tmp_path, settings):
    """The modules of the weigh screen as collectstatic leaves them: the storage, and their text by plain name."""
    settings.STATIC_ROOT = tmp_path
    source = FileSystemStorage(HERE)
    storage = HashedStatic(tmp_path, "/static/")
    names = [f"{MODULES}/{path.name}" for path in (HERE / MODULES).glob("*.js")]
    for name in names:
        with source.open(name) as file:
            storage.save(name, file)
    outcome = [*storage.post_process({name: (source, name) for name in names})]
    assert not [problem for _, _, problem in outcome if isinstance(problem, Exception)]
    return storage, {name: (tmp_path / storage.stored_name(name)).read_text() for name in names}


def test_every_import_leads_to_a_collected_file(collected, tmp_path):
    storage, texts = collected
    imports = {(name, found) for name, text in texts.items() for found in re.findall(r'from "\./(.+?)"', text)}
    assert len(imports) >= len(texts)
    for name, found in imports:
        assert (tmp_path / MODULES / found).is_file(), f"{name} imports {found}"
        assert re.fullmatch(r"\w+\.[0-9a-f]{12}\.js", found)


def test_comments_and_indentation_stay_at_home(collected):
    for text in collected[1].values():
        assert not re.search(r"(?m)^\s*//|^[ \t]", text)


def test_the_modules_are_within_their_budget(collected, tmp_path):
    """The scale is reached over bad lines: 15 KB in all, as sent."""
    assert 5_000 < sum(path.stat().st_size for path in (tmp_path / MODULES).glob("*.js.gz")) <= 15 * 1024
