"""Drafts: the notice a citizen reads when their case ends here, prepared for whoever finds out what it is."""

from flask_babel import gettext as _

from core.domain.complaints.kinds import Kind


def notice(kind: Kind, *, office: str) -> str:
    """Return a prepared notice; brackets mark what has to be filled in."""
    match kind:
        case Kind.GRIEVANCE:
            return _(
                "The Fatherland Front has read your letter. It concerns a decision or an act that touches your own "
                "rights, which is settled as a formal complaint under Law 02/2011/QH13. Please file it as a signed "
                "letter, or come and tell it in person, at [address of %(office)s], within 90 days of learning of "
                "the decision. Bring the decision and your papers. Whoever receives it tells you within 07 working "
                "days whether it is taken up.",
                office=office,
            )
        case Kind.DENUNCIATION:
            return _(
                "The Fatherland Front has read your letter. An accusation can only be filed as a signed letter or "
                "told in person (Law 25/2018/QH14, Article 22); this page cannot replace that. Please go to "
                "[competent body and address]. Your name and address are kept secret by law. What you wrote here "
                "was handed to the province’s Fatherland Front; nobody in the commune can read it any more."
            )
        case Kind.OUTSIDE:
            return _(
                "The Fatherland Front has read your letter. It is a matter of [competent body], to which it was "
                "forwarded on [day]. Please turn to [address, telephone] to hear how it goes on."
            )
        case Kind.FEEDBACK:
            return _(
                "Thank you for your suggestion. The Fatherland Front has noted it and speaks about suggestions with "
                "%(office)s. There is no separate answer to suggestions.",
                office=office,
            )
        case Kind.PRAISE:
            return _(
                "Thank you for your kind words. They were passed on to %(office)s.",
                office=office,
            )
        case Kind.PETITION:
            return ""
