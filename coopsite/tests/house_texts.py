"""House rules of templates, scripts and prose, as functions over text: each answers with what it found."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coopsite.tests.house import ROOT

# What is not of the house: made by tools, or brought by packages.
NOT_OURS = {".git", ".venv", "var", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis", "node_modules"}
TEXTS = {
    ".py", ".html", ".js", ".css", ".md", ".txt", ".toml", ".json", ".svg", ".csv", ".po", ".cfg", ".ini", ".yml",
    ".yaml", ".sh", "",
}  # fmt: skip
PIECES = re.compile(r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}", re.DOTALL)
TAG = re.compile(r"<[a-zA-Z](?:\{[%{].*?[%}]\}|\"[^\"]*\"|'[^']*'|[^>\"'])*>", re.DOTALL)


@dataclass(frozen=True)
class Text:
    """A file with its path from the root, with slashes."""

    path: str
    text: str

    def line(self, place: int) -> int:
        return self.text.count("\n", 0, place) + 1


def texts(*suffixes: str, under: str = "") -> list[Text]:
    """The project's own text files with these suffixes (all of them when none is named)."""
    found = []
    for path in sorted((ROOT / under).rglob("*")):
        inside = path.relative_to(ROOT)
        if NOT_OURS & set(inside.parts) or not path.is_file() or path.suffix not in (suffixes or TEXTS):
            continue
        found.append(Text(inside.as_posix(), _read(path)))
    return found


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _hits(file: Text, text: str, patterns: dict[str, str]) -> Iterator[str]:
    for what, pattern in patterns.items():
        for hit in re.finditer(pattern, text, re.IGNORECASE):
            yield f"{file.path}:{file.line(hit.start())} {what}: {hit.group(0).strip()[:60]!r}"


def _without_comments(file: Text) -> str:
    """Blanked, so that the lines that are named stay right."""
    return PIECES.sub(lambda piece: re.sub(r"[^\n]", " ", piece.group(0)), file.text)


def inline_code(template: Text) -> list[str]:
    """Script and style that a strict content security policy refuses, and addresses that are code."""
    text, found = _without_comments(template), []
    for tag in TAG.finditer(text):
        attributes = re.sub(r"\{%.*?%\}", " ", tag.group(0))
        for what, pattern in ATTRIBUTES.items():
            hit = re.search(pattern, attributes, re.IGNORECASE)
            if hit:
                found.append(f"{template.path}:{template.line(tag.start())} {what}: {hit.group(0).strip()[:60]!r}")
    return found + list(_hits(template, text, ELEMENTS))


ATTRIBUTES = {
    "inline style": r"\sstyle\s*=",
    "inline handler": r"\son[a-z]+\s*=",
    "code as an address": r"=\s*[\"']?\s*javascript:",
    "htmx evaluates code": r"\s(?:data-)?hx-(?:on\b|vals\s*=\s*[\"']js:|headers\s*=\s*[\"']js:)",
    "another host": r"\s(?:src|srcset|action|formaction|data)\s*=\s*[\"'](?:https?:)?//",
}
ELEMENTS = {
    "style element": r"<style\b",
    "script with content": r"<script\b(?![^>]*\bsrc=)[^>]*>",
    "stylesheet of another host": r"<link\b[^>]*href=[\"'](?:https?:)?//",
}


def old_tags(template: Text) -> list[str]:
    """Translation tags under their old names, and whatever turns escaping off."""
    patterns = {
        "old translation tag": r"\{%\s*(?:trans|blocktrans|endblocktrans)\b(?!late)",
        "untrimmed translation": r"\{%\s*blocktranslate\b(?![^%]*\btrimmed\b)[^%]*%\}\s*?\n",
        "escaping off": r"\{%\s*autoescape\s+off|\|\s*safe(?:seq)?\b",
    }
    return list(_hits(template, _without_comments(template), patterns))


def unprotected_forms(template: Text) -> list[str]:
    """Forms that post and carry no token against forgery."""
    text = _without_comments(template)
    forms = re.finditer(r"<form\b.*?(?:</form>|\Z)", text, re.DOTALL)
    return [
        f"{template.path}:{template.line(form.start())} posts without csrf_token"
        for form in forms
        if re.search(r"method\s*=\s*[\"']?post", form.group(0), re.IGNORECASE) and "csrf_token" not in form.group(0)
    ]


def arithmetic(template: Text) -> list[str]:
    """Templates that reckon or look things up instead of showing what the view made ready."""
    patterns = {"arithmetic": r"\|\s*(?:add|divisibleby|floatformat)\b|\{%\s*widthratio\b"}
    return list(_hits(template, _without_comments(template), patterns))


def risky_script(script: Text) -> list[str]:
    """What makes markup or code out of text."""
    patterns = {
        "code from text": r"\beval\s*\(|new\s+Function\s*\(|set(?:Timeout|Interval)\s*\(\s*[\"'`]",
        "markup from text": r"\.(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write",
        "another host": r"(?:fetch|import|Worker|open)\s*\(\s*[\"'`](?:https?:)?//",
    }
    return list(_hits(script, script.text, patterns))


def asks_the_server(script: Text) -> list[str]:
    """Scripts that send or fetch by themselves."""
    return list(_hits(script, script.text, {"asks the server": r"\bfetch\s*\(|XMLHttpRequest|sendBeacon|WebSocket"}))


def leftovers(file: Text) -> list[str]:
    """Notes to oneself, and traces of the machine or the tools on which the house was built."""
    patterns = {
        "unfinished": r"\b(?-i:TO" r"DO|FIX" r"ME|XX" r"X)\b",
        "machine path": r"/(?:work|tmp|home|root)" r"/[a-z.]\w*",
        "name of a tool": r"\b(?:cla" r"ude|anth" r"ropic|chat" r"gpt|open" r"ai|co" r"pilot|cur" r"sor ai)\b",
    }
    return list(_hits(file, file.text, patterns))
