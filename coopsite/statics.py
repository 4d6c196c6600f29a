"""How static files are collected: hashed, modules importing each other by hashed names, our comments left at home."""

import re

from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

MODULES = "js/weigh"
# The indentation of a line, and all of a line that is only a comment. No text of ours goes over several lines.
_AIR = re.compile(rb"^[ \t]*(?://.*\n)?", re.MULTILINE)


class HashedStatic(CompressedManifestStaticFilesStorage):
    """For production: what `collectstatic` writes and `{% static %}` names."""

    support_js_module_import_aggregation = True

    def _save(self, name: str, content: File) -> str:
        if name.startswith(f"{MODULES}/"):
            content = ContentFile(_AIR.sub(b"", b"".join(content.chunks())))
        return super()._save(name, content)
