"""How static files are collected: hashed, modules importing each other by hashed names, our comments left at home."""

import re

from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

MODULES = "js/weigh"
# Indentation, lines that are only a comment, and line ends that JavaScript does not need. No text goes over a line end.
_AIR = re.compile(rb"^[ \t]*(?://.*\n)?|(?<=[;{,(])\n", re.MULTILINE)


class HashedStatic(CompressedManifestStaticFilesStorage):
    """For production: what `collectstatic` writes and `{% static %}` names."""

    support_js_module_import_aggregation = True

    def _save(self, name: str, content: File) -> str:
        if name.startswith(f"{MODULES}/"):
            content = ContentFile(_AIR.sub(b"", b"".join(content.chunks())))
        return super()._save(name, content)
