"""XLSForm: a form written for Kobo or ODK becomes a draft of ours, and a draft becomes such a form.

Plain rows in, plain rows out; files are read by `core/services/xlsforms.py` and written by
`core/reports/xlsform_file.py`. What is understood and what is not stands in `docs/xlsform.md`.
"""

from core.domain.xlsform.form import (
    CHOICES,
    SETTINGS,
    SURVEY,
    Finding,
    Form,
    FormRefused,
    Row,
    Table,
    Why,
)
from core.domain.xlsform.names import code_of
from core.domain.xlsform.reading import Reading, draft_from
from core.domain.xlsform.survey import Became
from core.domain.xlsform.writing import form_of

__all__ = [
    "CHOICES",
    "SETTINGS",
    "SURVEY",
    "Became",
    "Finding",
    "Form",
    "FormRefused",
    "Reading",
    "Row",
    "Table",
    "Why",
    "code_of",
    "draft_from",
    "form_of",
]
