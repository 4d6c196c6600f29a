"""The form by which a scan is put with a row."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from growers.forms.base import SeatedForm
from growers.forms.fields import LineField
from growers.forms.ticked import OfRow
from growers.rules.documents import judge_document
from growers.wording import sentence


class DocumentForm(OfRow, SeatedForm):
    """A scan or photograph with its title; what it is shows its first bytes, not its name."""

    save_label = _("Keep the document")

    title = LineField(label=_("Title"), max_length=120)
    file = forms.FileField(
        label=_("File (PDF, JPEG or PNG)"),
        help_text=_("Up to 5 MB. Only members of the co-operative can open it."),
        allow_empty_file=True,  # our own sentence says what to do
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        head = file.read(16)
        file.seek(0)
        for reason in judge_document(file.size, head).refused:
            raise ValidationError(sentence(reason), reason.code)
        return file

    @property
    def facts(self) -> dict:
        """The scan as an action takes it."""
        file = self.cleaned_data.get("file")
        if file is None:
            return {}  # carried out before: the action has its result
        file.seek(0)
        return {"title": self.cleaned_data["title"], "filename": file.name, "content": file.read()}
