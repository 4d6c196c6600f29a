"""Forms of the import: the file with its kind, and the choices beside the preview."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from growers.forms.base import SeatedForm
from growers.models import ImportRun
from growers.reading import MAX_BYTES
from growers.rules.verdicts import Reason
from growers.wording import sentence


class UploadForm(SeatedForm):
    """A register to bring in; the same file sent twice opens the same preview."""

    save_label = _("Upload and check")

    kind = forms.ChoiceField(label=_("What is in the file?"), choices=ImportRun.Kind, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File (.xlsx, .csv or .txt)"),
        help_text=_("Up to 5 MB and 20,000 rows. Titles above and signatures below the table may stay."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(sentence(Reason("file_too_big", {"size": file.size, "limit": MAX_BYTES})))
        return file


class ChoicesForm(SeatedForm):
    """How doubtful rows are to be taken."""

    twins_too = forms.BooleanField(
        label=_("Probable duplicates are different people: bring them in too"), required=False
    )
    all_or_nothing = forms.BooleanField(label=_("Write nothing while a row is refused"), required=False)
