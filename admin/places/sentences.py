"""What people read when a change of a place is refused."""

from collections.abc import Mapping

from flask_babel import gettext as _

from core.services.places.changing import PlaceRefused


def sentence(refusal: PlaceRefused) -> str:
    """Return what happened and what to do, in the page's language."""
    facts = refusal.facts
    sentences = {
        "name_taken": _("“%(name)s” is there already. Choose another name.", name=facts.get("name", "")),
        "days_reversed": _("The last day must not be before the first day."),
        "kind_above": _(
            "A unit of this kind cannot stand below “%(name)s”. Choose another kind.",
            name=facts.get("name", ""),
        ),
        "kind_below": _("There are units below that cannot stand below this kind. Choose another kind."),
        "is_other": _("This field stands for everything that has no field of its own. It stays."),
        "only_field": _(
            "It is the only field of %(counters)s. Give that counter another field first.",
            counters=_listed(facts.get("counters")),
        ),
        "no_fields": _("Choose at least one open field."),
        "group_in_use": _("Fields or targets still belong to this group. Take them out of it first."),
        "group_empty": _(
            "The plan has a target for the group “%(name)s”. Choose the fields that belong to it.",
            name=facts.get("name", ""),
        ),
        **_about_codes(facts),
        "of_plan": _("This target comes from the chosen plan. Choose another plan to change it."),
        "overlap": _(
            "For the same subject and time there is a target from “%(document)s” already. Change its days first.",
            document=facts.get("document", ""),
        ),
        "no_fields_yet": _("Enter the office’s fields first."),
        "photo_missing": _("Choose the photo first."),
        "photo_too_large": _(
            "The photo is larger than %(limit)s MB. Choose a smaller one.", limit=facts.get("limit", "")
        ),
        "photo_kind": _("This is no JPEG, PNG or WebP picture. Choose another file."),
        "photo_heic": _(
            "This is a HEIC picture. Send it as JPEG: save it once more, or take a screenshot of it."
        ),
        "photo_broken": _("The picture is damaged. Send it again or choose another file."),
        "photo_pixels": _(
            "The picture has more than %(limit)s million pixels. Choose a smaller one.",
            limit=facts.get("limit", ""),
        ),
        "photo_small": _(
            "The picture is too small: each side needs at least %(least)s pixels. Choose a larger one.",
            least=facts.get("least", ""),
        ),
        "counter_closed": _(
            "“%(name)s” is closed. Reopen it first, or choose another counter.", name=facts.get("name", "")
        ),
        "no_code": _(
            "“%(name)s” has no QR code, so that answers would belong to no place. Make its code first.",
            name=facts.get("name", ""),
        ),
        "tablet_ended": _("This tablet is out of use already."),
        "paired": _("This tablet is paired already. Replace it if another device takes its place."),
        "not_paired": _("This tablet was never paired. Give it a new phrase instead."),
        "round_waits": _("This round has not begun. Phones are added once its questions are fixed."),
        "round_closed": _("This round is closed; it takes no more phones."),
        "replaced_already": _("Another tablet has taken its place already."),
    }
    return sentences[refusal.code]


def _about_codes(facts: Mapping[str, object]) -> dict[str, str]:
    """Return what is said where a code is refused."""
    return {
        "no_label": _("Write where the code will hang, for example “Main entrance”."),
        "no_subject": _("Choose what the code stands for."),
        "code_stands": _(
            "This place already has the code %(code)s. Replace that one if its poster must go.",
            code=facts.get("code", ""),
        ),
        "past_day": _("This day is over. Choose today or a later day."),
        "no_questions": _("These questions are not published. Choose others."),
        "own_successor": _("A code cannot take its own place. Choose another one, or none."),
        "of_round": _(
            "The code %(code)s belongs to a survey round. It ends with the round.", code=facts.get("code", "")
        ),
        "round_alone": _(
            "The code %(code)s belongs to a survey round, so no other code takes its place. Replace it instead.",
            code=facts.get("code", ""),
        ),
        "round_apart": _(
            "The code %(code)s belongs to a survey round. Choose a code outside of it, or none.",
            code=facts.get("code", ""),
        ),
        "code_ended": _("The code %(code)s has ended already.", code=facts.get("code", "")),
    }


def _listed(names: object) -> str:
    return ", ".join(names) if isinstance(names, list) else ""
