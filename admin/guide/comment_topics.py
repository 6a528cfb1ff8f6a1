"""Topics of comments: reading and covering them, publishing them in batches, what readers may make of them."""

from flask_babel import lazy_gettext as _l

from admin.guide.topic import Topic
from core.domain.access import Permission

COMMENT_TOPICS = (
    Topic(
        "comments",
        _l("Comments of the survey"),
        _l(
            "What citizens wrote beside their ratings. Only the Fatherland Front reads it as it was given, covers what "
            "tells who wrote, and marks what may be published."
        ),
        (
            _l(
                "Open a comment and put [đã che] where a person could be recognised; words cannot be changed."
            ),
            _l("Put the topics right, then mark it. Somebody else of the Front publishes it."),
            _l(
                "Set aside what is not for the public. Where the writer allowed it, a comment can become a petition."
            ),
            _l(
                "Nothing is overwritten: taking a step back is a step of its own, and the text as given stays."
            ),
        ),
        permission=Permission.REVIEW_COMMENTS,
    ),
    Topic(
        "published_comments",
        _l("Published comments"),
        _l(
            "Comments the Fatherland Front released, at least five together, in random order, with their month only. "
            "Months with fewer are put together with others."
        ),
        (
            _l("Search by words; marks are not needed."),
            _l("They are single voices: how many are satisfied stands on the overview."),
        ),
        permission=Permission.READ_COMMENTS,
    ),
)
