"""Reading: a form becomes a draft, with the list of what it loses; or is refused with every reason."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.publishing import MOST_PLACES
from core.domain.questionnaire import Factor
from core.domain.questionnaire_draft import LONGEST_TITLE, Draft
from core.domain.xlsform import extras, left_out
from core.domain.xlsform.choices import ChoiceList, read_lists
from core.domain.xlsform.form import (
    CHOICES,
    SETTINGS,
    SURVEY,
    Finding,
    Form,
    FormRefused,
    Table,
    Why,
    in_order,
)
from core.domain.xlsform.headings import Columns, is_ours
from core.domain.xlsform.names import LONGEST_CODE, code_of, is_code
from core.domain.xlsform.settings import Settings
from core.domain.xlsform.sheet import Sheet
from core.domain.xlsform.survey import Became, Walk


@dataclass(frozen=True)
class Reading:
    """What a form became: the draft, which row became which question, and everything that was not converted."""

    draft: Draft
    became: tuple[Became, ...]
    said: tuple[Finding, ...]


def draft_from(form: Form) -> Reading:
    """Return the draft a form describes. Raise FormRefused with every reason, by sheet, row and column."""
    said: list[Finding] = []
    wrong: list[Finding] = []
    if form.survey is None:
        raise FormRefused((Finding(SURVEY, 0, "", Why.NO_SURVEY),))
    _check_headings(form, wrong)
    if wrong:
        raise FormRefused(in_order(wrong))
    is_own = is_ours(form.survey)
    settings = Settings(form.settings, said, wrong, is_ours=is_own)
    columns = Columns(form.survey, settings.language, is_ours=is_own)
    lists = _lists(form.choices, settings, said, wrong, is_own=is_own)
    names = {name: row.number for row in reversed(form.survey.rows) if (name := columns.cell(row, "name"))}
    sheet = Sheet(columns, lists, names, said=said, wrong=wrong)
    _check_factors(sheet, lists.get(extras.FACTORS_LIST))
    walk = Walk(sheet)
    walk.go(form.survey)
    left_out.of_survey(form.survey, columns, said)
    if not walk.became and not wrong:
        wrong.extend([*said, Finding(SURVEY, 0, "", Why.NOTHING_LEFT)])
    draft = Draft(
        code=settings.code or code_of(form.name) or "bieu_mau",
        texts=settings.texts(form.name),
        method=settings.method,
        questions=tuple(became.question for became in walk.became),
        factors=_factors(walk, lists.get(extras.FACTORS_LIST)),
        lead=settings.lead,
        source=settings.source,
        randomises_poles=settings.randomises_poles,
    )
    _check_whole(draft, walk, settings, wrong)
    if wrong:
        raise FormRefused(in_order(wrong))
    return Reading(draft, tuple(walk.became), in_order(said))


def _check_whole(draft: Draft, walk: Walk, settings: Settings, wrong: list[Finding]) -> None:
    if len(walk.became) > MOST_PLACES:
        # Each takes a place at least; a draft of more could never be published, and no page could show it.
        facts = {"count": len(walk.became), "most": MOST_PLACES}
        wrong.append(Finding(SURVEY, walk.became[MOST_PLACES].row, "", Why.TOO_MANY_QUESTIONS, facts))
    if draft.lead is not None and draft.question(draft.lead) is None:
        wrong.append(
            Finding(SETTINGS, settings.row_number, extras.LEAD, Why.LEAD_UNKNOWN, {"lead": draft.lead})
        )


def _check_headings(form: Form, wrong: list[Finding]) -> None:
    for sheet, table in ((SURVEY, form.survey), (CHOICES, form.choices), (SETTINGS, form.settings)):
        if table is None:
            continue
        counted = Counter(heading for heading in table.headings if heading)
        wrong.extend(
            Finding(sheet, table.heading_row, heading, Why.HEADING_TWICE, {"heading": heading})
            for heading, count in counted.items()
            if count > 1
        )
        wrong.extend(
            Finding(
                sheet,
                table.heading_row,
                heading,
                Why.HEADING_ALIKE,
                {"heading": heading, "earlier": earlier},
            )
            for heading, earlier in Columns(table).alike()
        )
    if form.survey is not None and not Columns(form.survey).has("type"):
        wrong.append(
            Finding(SURVEY, form.survey.heading_row, "type", Why.HEADING_MISSING, {"heading": "type"})
        )


def _check_factors(sheet: Sheet, listed: ChoiceList | None) -> None:
    for choice in listed.choices if listed else ():
        sheet.show(choice, LONGEST_TITLE)
        if not is_code(choice.name):
            facts = {"written": choice.name, "most": LONGEST_CODE}
            sheet.wrong.append(Finding(CHOICES, choice.row, "name", Why.CODE_BAD, facts))


def _lists(
    table: Table | None, settings: Settings, said: list[Finding], wrong: list[Finding], *, is_own: bool
) -> dict[str, ChoiceList]:
    if table is None or not table.rows:
        return {}
    columns = Columns(table, settings.language, is_ours=is_own)
    left_out.of_choices(table, columns, said)
    return read_lists(table, columns, may_repeat=settings.may_repeat, said=said, wrong=wrong)


def _factors(walk: Walk, listed: ChoiceList | None) -> tuple[Factor, ...]:
    """Return the factors in the order of our own list, those of groups behind it; a group's words are the newer."""
    texts: dict[str, Mapping[str, str]] = {
        choice.name: choice.texts for choice in (listed.choices if listed else ())
    }
    for code, words in walk.factors.items():
        texts[code] = words
    for became in walk.became:
        if became.question.factor:
            texts.setdefault(became.question.factor, {"vi": became.question.factor})
    return tuple(Factor(code, dict(words)) for code, words in texts.items())
