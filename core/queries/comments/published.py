"""Published comments: batches with the months they are from, their texts and topics; nothing else exists of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select

from core.db import db
from core.domain.access import Permission, Scope
from core.domain.comment_topics import Topic
from core.domain.searching import asked, fits
from core.models import CommentRelease, CommentTakeback, PublishedComment, Unit
from core.queries.comments.opened import CommentUnreadable, open_layer
from core.queries.places.pages import Page, cut
from core.queries.within import within


@dataclass(frozen=True)
class PublicComment:
    """One published text."""

    id: bytes
    text: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class Published:
    """One batch as everybody reads it."""

    unit: str
    first_month: date
    last_month: date
    released_on: date
    comments: tuple[PublicComment, ...]
    #: How many were taken back since.
    taken_back: int
    #: How many of them speak of each topic.
    topics: tuple[tuple[Topic, int], ...]


def listed(scope: Scope, number: int, *, words: str = "") -> Page[Published]:
    """Return a page of the published batches, the latest months first; with words, only the texts that have them."""
    scope.require(Permission.READ_COMMENTS)
    releases = db.session.execute(
        select(CommentRelease, Unit.name.label("unit"))
        .join(Unit, Unit.id == CommentRelease.unit_id)
        .where(within(CommentRelease.unit_id, scope.unit_ids))
        .order_by(
            CommentRelease.last_month.desc(), CommentRelease.first_month.desc(), Unit.name, CommentRelease.id
        )
    ).all()
    wanted = asked(words)
    if not wanted:
        page = cut(releases, number)
        return Page(_opened(page.items, wanted), page.number, page.total)
    return cut([batch for batch in _opened(releases, wanted) if batch.comments], number)


def _opened(releases: Sequence[Any], wanted: tuple[str, ...]) -> tuple[Published, ...]:
    ids = [row.CommentRelease.id for row in releases]
    texts: dict[bytes, list[PublicComment]] = {one: [] for one in ids}
    rows = db.session.scalars(
        select(PublishedComment).where(PublishedComment.release_id.in_(ids)).order_by(PublishedComment.id)
    )
    for row in rows:
        texts[row.release_id].append(_public(row))
    taken_back = db.session.execute(
        select(CommentTakeback.release_id, func.count())
        .where(CommentTakeback.release_id.in_(ids))
        .group_by(CommentTakeback.release_id)
    )
    gone = {release_id: int(count) for release_id, count in taken_back}
    return tuple(
        _batch(row, texts[row.CommentRelease.id], gone.get(row.CommentRelease.id, 0), wanted)
        for row in releases
    )


def _batch(row: Row[Any], texts: list[PublicComment], taken_back: int, wanted: tuple[str, ...]) -> Published:
    release = row.CommentRelease
    counts = Counter(topic for one in texts for topic in one.topics)
    return Published(
        unit=row.unit,
        first_month=release.first_month,
        last_month=release.last_month,
        released_on=release.released_on,
        comments=tuple(one for one in texts if fits(one.text, wanted)),
        taken_back=taken_back,
        topics=tuple((topic, counts[topic]) for topic in Topic if counts[topic]),
    )


def _public(row: PublishedComment) -> PublicComment:
    try:
        content = open_layer(row.sealed, row.key)
    except CommentUnreadable:
        return PublicComment(row.id, "", ())
    return PublicComment(row.id, content["text"], tuple(Topic(one) for one in content["topics"]))


def one(scope: Scope, number: bytes) -> PublicComment | None:
    """Return one published text; None where this person has none of that number."""
    scope.require(Permission.READ_COMMENTS)
    row = db.session.scalars(
        select(PublishedComment).where(
            PublishedComment.id == number, within(PublishedComment.unit_id, scope.unit_ids)
        )
    ).one_or_none()
    return _public(row) if row else None
