"""Sentences: what is wrong with a draft, and why a change was refused, as its author reads it."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _

from core.domain.questionnaire_fault import Fault
from core.services.questionnaire_drafts import DraftRefused

_SENTENCES: Mapping[str, Callable[..., str]] = {
    "title_missing": lambda **_f: _("The questionnaire needs a Vietnamese title."),
    "no_questions": lambda **_f: _("There is no question yet."),
    "nothing_scored": lambda **_f: _(
        "No question is part of the satisfaction figure, so answers give no figure."
    ),
    "question_code_twice": lambda **_f: _("Two questions have the same code; remove one of them."),
    "question_code_bad": lambda **_f: _(
        "The question’s code must be of small letters and digits; give it a new one."
    ),
    "too_many_places": lambda places, most: _(
        "All answers together take %(places)s places, at most %(most)s fit. Remove questions or answers.",
        places=places,
        most=most,
    ),
    "lead_unknown": lambda **_f: _(
        "The question of the faces is no longer there. Choose another under “Title and first page”."
    ),
    "lead_not_plain": lambda **_f: _(
        "The question of the faces must have five levels, be asked of everybody and offer no “does not apply”."
    ),
    "wording_missing": lambda **_f: _("The Vietnamese wording is missing."),
    "options_missing": lambda least: _("Write at least %(least)s answers.", least=least),
    "option_code_twice": lambda **_f: _("Two answers have the same code; remove one and add it again."),
    "option_code_bad": lambda **_f: _(
        "An answer has a code that cannot be stored; remove it and add it again."
    ),
    "option_wording_missing": lambda **_f: _("An answer has no Vietnamese wording."),
    "text_bounds": lambda most: _("Say how many characters may be written, from 1 to %(most)s.", most=most),
    "bounds_missing": lambda **_f: _("Say the least and the greatest number."),
    "bounds_swapped": lambda **_f: _("The least number must be smaller than the greatest, and not below 0."),
    "too_many_digits": lambda most: _("A number has at most %(most)s digits.", most=most),
    "scored_not_level": lambda **_f: _(
        "Only a question of five levels can be part of the satisfaction figure."
    ),
    "factor_unknown": lambda **_f: _("Its group of criteria is no longer there; choose another."),
    "condition_unknown": lambda **_f: _("It waits for a question that is no longer there."),
    "condition_later": lambda **_f: _(
        "It waits for a question that comes after it. Move it down, or the other up."
    ),
    "condition_ring": lambda **_f: _(
        "Questions wait for each other in a ring, so none of them is ever asked."
    ),
    "condition_answer": lambda **_f: _("It waits for an answer that is no longer offered."),
    "kind_changed": lambda **_f: _(
        "Its kind differs from the version before. Give it a new code: it begins a trend of its own."
    ),
    "scope_changed": lambda **_f: _(
        "It is about somebody else than in the version before. Give it a new code: it begins a trend of its own."
    ),
    "options_changed": lambda **_f: _(
        "Answers were added or removed, so the shares cannot be compared. Give it a new code."
    ),
    "ticks_changed": lambda **_f: _("Answers were added or removed; the others go on in their trends."),
    "question_reworded": lambda before: _(
        "It read “%(before)s” before. If it means something else now, give it a new code.", before=before
    ),
    "option_code_reused": lambda before, now, **_f: _(
        "“%(now)s” has the code that stood for the answer “%(before)s”. Remove it and add it again, so that it takes "
        "another code.",
        now=now,
        before=before,
    ),
    "option_reworded": lambda before, now, **_f: _(
        "“%(now)s” read “%(before)s” before and goes on in its trend. If it means something else, add it as a new "
        "answer and remove the old one.",
        now=now,
        before=before,
    ),
    "scored_changed": lambda **_f: _(
        "The questions of the satisfaction figure, or about the officer, change: figures begin anew and are not added "
        "to the earlier ones."
    ),
    "ministry_removed": lambda wording: _(
        "The ministry’s question “%(wording)s” is missing. Its form may be extended, not shortened.",
        wording=wording,
    ),
    "ministry_changed": lambda **_f: _(
        "This is a question of the ministry’s form: wording, kind, group and part in the figure stay as they are."
    ),
    "ministry_scored": lambda **_f: _(
        "Questions of one’s own do not enter the ministry’s figure. Take the tick away."
    ),
    "ministry_frame": lambda **_f: _(
        "The ministry’s groups of criteria, its method and its first page stay as they are."
    ),
    "ministry_title": lambda title: _(
        "The ministry’s set keeps its title “%(title)s”, in both languages, and its source.", title=title
    ),
    "ministry_order": lambda **_f: _(
        "The ministry’s questions stay in the ministry’s order. Your own may stand between them."
    ),
    "ministry_poles": lambda **_f: _(
        "The levels of the ministry’s form stand in one order. Take the tick away under “Title and first page”."
    ),
    "title_ministry": lambda title: _(
        "Only the whole, unchanged set may be called “%(title)s”. Give this questionnaire a title of its own.",
        title=title,
    ),
    "title_index": lambda **_f: _(
        "SIPAS is the ministry’s own index, measured by the ministry. Take the word out of the title."
    ),
    "too_many_screens": lambda screens, most: _(
        "It takes about %(screens)s screens of a phone. Keep a quick questionnaire within %(most)s, or people stop.",
        screens=screens,
        most=most,
    ),
    "title_english_missing": lambda **_f: _("The title has no English wording."),
    "english_missing": lambda **_f: _("English wording is missing; the Vietnamese stands in its place."),
}


def fault(found: Fault) -> str:
    """Return the sentence about a fault."""
    return _SENTENCES[found.code](**found.facts)


def named() -> frozenset[str]:
    """Return the faults there are sentences for."""
    return frozenset(_SENTENCES)


def refusal(refused: DraftRefused) -> str:
    """Return why a draft could not be kept or published."""
    match refused.code:
        case "changed_meanwhile":
            return _(
                "%(name)s changed this draft after you opened the page, so nothing was saved. What you typed is still "
                "here: compare it with the draft, then save again.",
                name=refused.facts["by"] or _("Somebody"),
            )
        case "draft_exists":
            return _("There is a draft under this code already. Go on with it, or throw it away first.")
        case "codes_stand":
            return _(
                "These codes ask it, and nothing stands above it: %(codes)s. Replace or end these codes first.",
                codes=", ".join(_codes(refused)),
            )
        case "has_faults":
            return _("The draft cannot be published yet; what has to be put right stands below.")
        case _:
            return _("The unit asks no version of its own under this code.")


def _codes(refused: DraftRefused) -> tuple[str, ...]:
    codes = refused.facts["codes"]
    return codes if isinstance(codes, tuple) else ()
