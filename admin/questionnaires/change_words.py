"""Words: what a draft changes beside the wording of questions and answers, as its author reads it."""

from collections.abc import Iterator

from flask_babel import gettext as _

from admin.questionnaires import words
from core import labels
from core.domain.questionnaire_changes import Frame, Reworded
from core.domain.questionnaire_draft import Draft


def of_question(frame: Frame, one: Reworded) -> Iterator[str]:
    """Yield a sentence for whatever else differs in a question that stays."""
    now, before = one.question, one.before
    if one.is_reordered:
        yield _("Its answers stand in another order.")
    if one.is_asked_of_others:
        yield words.condition(frame.now, now) or _("Asked of everybody from now on.")
    if one.is_bounded_otherwise:
        yield _("%(now)s Before: %(before)s", now=words.bounds(now), before=words.bounds(before))
    if now.is_scored and not before.is_scored:
        yield _("It enters the satisfaction figure from now on.")
    if before.is_scored and not now.is_scored:
        yield _("It no longer enters the satisfaction figure.")
    if now.offers_not_applicable and not before.offers_not_applicable:
        yield _("It offers “does not apply” from now on.")
    if before.offers_not_applicable and not now.offers_not_applicable:
        yield _("It no longer offers “does not apply”.")
    if now.factor != before.factor:
        groups = {"now": _group(frame.now, now.factor), "before": _group(frame.before, before.factor)}
        yield _("Group of criteria: %(now)s. Before: %(before)s.", **groups)


def of_whole(frame: Frame) -> Iterator[str]:
    """Yield a sentence for whatever differs in a questionnaire as a whole, beside its title and its groups' names."""
    now, before = frame.now, frame.before
    if now.lead != before.lead:
        pages = {"now": words.first_page(now, now.lead), "before": words.first_page(before, before.lead)}
        yield _("First page: %(now)s. Before: %(before)s.", **pages)
    if now.randomises_poles and not before.randomises_poles:
        yield _("The levels stand in either order, by chance, from now on.")
    if before.randomises_poles and not now.randomises_poles:
        yield _("The levels stand in one order from now on.")
    if now.source != before.source:
        sources = {"now": now.source or _("None"), "before": before.source or _("None")}
        yield _("Source: %(now)s. Before: %(before)s.", **sources)
    if now.method != before.method:
        methods = {"now": labels.METHOD_NAMES[now.method], "before": labels.METHOD_NAMES[before.method]}
        yield _("Method of the figure: %(now)s. Before: %(before)s.", **methods)
    yield from _of_groups(frame)


def _of_groups(frame: Frame) -> Iterator[str]:
    for factor in frame.added:
        yield _("New group of criteria: %(group)s.", group=labels.wording(factor.texts))
    for factor in frame.removed:
        yield _("Removed group of criteria: %(group)s.", group=labels.wording(factor.texts))
    if frame.is_reordered:
        yield _("The groups of criteria stand in another order.")


def _group(draft: Draft, code: str) -> str:
    found = next((factor for factor in draft.factors if factor.code == code), None)
    return labels.wording(found.texts) if found else _("None")
