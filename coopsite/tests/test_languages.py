"""Vietnamese is whole: every sentence of the code is in the catalogue, translated, and compiled."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.utils.translation import gettext as translated
from django.utils.translation import override
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "coopsite" / "locale" / "vi" / "LC_MESSAGES"
CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2, "ngettext_lazy": 2, "pgettext": 2, "pgettext_lazy": 2}
QUOTED = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) "(.*)"$')
PLACES = re.compile(r"%\(\w+\)[sd]")


def entries(text: str) -> list[dict]:
    """The entries of a .po file: {msgctxt, msgid, msgid_plural, msgstr, fuzzy}; obsolete ones are left out."""
    found, entry, last = [], {}, ""
    for line in [*text.splitlines(), ""]:
        quoted = QUOTED.match(line)
        if not line.strip():
            if "msgid" in entry:
                found.append(entry)
            entry = {}
        elif line.startswith("#,"):
            entry["fuzzy"] = "fuzzy" in line
        elif quoted:
            last = quoted[1].replace("[0]", "")
            entry[last] = ast.literal_eval(f'"{quoted[2]}"')
        elif line.startswith('"'):
            entry[last] += ast.literal_eval(line)
    return found


@pytest.fixture(scope="module")
def catalogue():
    return [e for e in entries((FOLDER / "django.po").read_text(encoding="utf-8")) if e["msgid"]]


def said_in_code(source: str) -> set[tuple[str | None, str]]:
    """(context, msgid) of every literal that Python code hands to gettext."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        name = isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [a.value for a in node.args if isinstance(a, ast.Constant)] if name in CALLS else []
        if texts and isinstance(texts[0], str):
            found.add((texts[0], texts[1]) if name.startswith("pgettext") else (None, texts[0]))
    return found


def said_in_templates(source: str) -> set[tuple[str | None, str]]:
    """(None, msgid) of every translate and blocktranslate tag; our templates use no contexts."""
    calls = re.findall(r"n?gettext\(u?((?:'(?:[^'\\]|\\.)*')|(?:\"(?:[^\"\\]|\\.)*\"))", templatize(source))
    return {(None, ast.literal_eval(text)) for text in [*calls, *re.findall(r'_\(("[^"]+")\)', templatize(source))]}


def renamed_in_code(source: str) -> list[str]:
    """The names that makemessages does not know, under which Python code imports a function of gettext."""
    imports = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.ImportFrom)]
    names = [a for n in imports if n.module == "django.utils.translation" for a in n.names if "gettext" in a.name]
    return [name.asname for name in names if name.asname not in (None, "_")]


def sources():
    """(path, text) of every module that may speak."""
    for app in ("coopsite", "growers", "harvests"):
        for file in (ROOT / app).rglob("*.py"):
            if "tests" not in file.parts and "migrations" not in file.parts:
                yield file, file.read_text(encoding="utf-8")


def everything_said() -> set[tuple[str | None, str]]:
    found = set()
    for _file, text in sources():
        found |= said_in_code(text)
    for file in (ROOT / "templates").rglob("*.html"):
        found |= said_in_templates(file.read_text(encoding="utf-8"))
    return found


def test_the_reader_of_catalogues_sees_what_is_missing():
    text = '#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgctxt "c"\nmsgid ""\n"d"\nmsgstr ""\n\n'
    assert entries(text) == [
        {"fuzzy": True, "msgid": "a", "msgstr": "b"},
        {"msgctxt": "c", "msgid": "d", "msgstr": ""},
    ]


def test_the_readers_of_sources_find_sentences():
    assert said_in_code('_("One"); ngettext("%s two", "twos", n); pgettext("c", "three")') == {
        (None, "One"), (None, "%s two"), ("c", "three"),
    }  # fmt: skip
    source = '{% load i18n %}{% translate "One" %}{% blocktranslate trimmed %}\n Two {{ n }}\n{% endblocktranslate %}'
    assert said_in_templates(source) == {(None, "One"), (None, "Two %(n)s")}


def test_no_sentence_hides_from_makemessages():
    assert renamed_in_code("from django.utils.translation import gettext as _now, gettext_lazy as _") == ["_now"]
    assert [str(file) for file, text in sources() if renamed_in_code(text)] == []


def test_every_sentence_is_in_the_catalogue(catalogue):
    known = {(e.get("msgctxt"), e["msgid"]) for e in catalogue}
    said = everything_said()
    assert len(said) > 1_000, "the readers find next to nothing"
    assert sorted(str(text) for text in said - known) == []


def test_every_entry_is_translated(catalogue):
    assert [e["msgid"] for e in catalogue if e.get("fuzzy") or not e.get("msgstr")] == []


def test_translations_keep_the_places_of_values(catalogue):
    wrong = [
        e["msgid"]
        for e in catalogue
        if sorted(PLACES.findall(e["msgstr"])) not in (
            sorted(PLACES.findall(e["msgid"])), sorted(PLACES.findall(e.get("msgid_plural", ""))),
        )
    ]  # fmt: skip
    assert wrong == []


def test_the_compiled_catalogue_is_that_of_the_text(catalogue):
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in catalogue:
        if "msgid_plural" in entry:
            found = compiled.ngettext(entry["msgid"], entry["msgid_plural"], 2)
        elif "msgctxt" in entry:
            found = compiled.pgettext(entry["msgctxt"], entry["msgid"])
        else:
            found = compiled.gettext(entry["msgid"])
        assert found == entry["msgstr"]


def test_our_words_go_before_those_of_django():
    with override("vi"):
        assert (translated("Order"), translated("History"), translated("Today")) == ("Đơn hàng", "Lịch sử", "Hôm nay")
