"""Every address of the site, read from the resolver, so that no list of them can fall behind."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

# What may be asked without a seat in a co-operative: the way in and out, the sign of life, and what is for everyone.
PUBLIC = {
    "home", "healthz", "set_language", "login", "logout", "password_change", "trace-public", "dossier-public",
    "digital-link", "household-public",
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """One URL pattern: its name (with namespace), the words its path takes, its view."""

    name: str
    words: tuple[str, ...]
    view: Callable

    @property
    def door(self):
        return getattr(self.view, "door", None)


def addresses(patterns: Iterable | None = None) -> list[Address]:
    """All of them, or those below the patterns given."""
    return list(_walk(get_resolver().url_patterns if patterns is None else patterns, "", ()))


def _walk(patterns, prefix: str, words: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        here = (*words, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inside = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern.url_patterns, inside, here)
        elif isinstance(pattern, URLPattern):
            yield Address(prefix + (pattern.name or ""), here, pattern.callback)


def ungated(found: list[Address]) -> list[str]:
    """The names of those that have no door and are not public; the admin has a door of its own."""
    return [
        address.name
        for address in found
        if address.door is None and address.name not in PUBLIC and not address.name.startswith("admin:")
    ]
