"""The statements of the inbox on both kinds of database: every filter, tags, likeness, links, and several at once."""

from datetime import date

from flask import Flask

from core.db import db, write_session
from core.domain.access import Role
from core.domain.complaints.course import Action, State
from core.domain.complaints.kinds import Channel, Kind
from core.queries.complaints import around, cases, choices
from core.queries.complaints.filters import Filter
from core.services.complaints import bulk
from core.services.complaints.bulk import Chosen
from core.services.complaints.effects import Said
from tests.support import casework, worlds
from tests.support.worlds import World

FRONT, MANAGER = casework.somebody(Role.FRONT, 1), casework.somebody(Role.MANAGER, 2)
#: Received on Saturday 21/11/2026; Tuesday 24/11 is a holiday: triage ends on the 25th, the answer on 14/12.
FITTING = (
    Filter(state=State.HANDLING),
    Filter(kind=Kind.PETITION, field_id=World.land, unit_id=World.centre, channel=Channel.WEB),
    Filter(tag="máy hỏng"),
    Filter(is_named=False, received_first=date(2026, 11, 21), received_last=date(2026, 11, 21)),
    Filter(due_first=date(2026, 12, 14), due_last=date(2026, 12, 14)),
)
OTHERS = (Filter(state=State.NEW), Filter(kind=Kind.PRAISE), Filter(tag="khác"), Filter(is_late=True))


def test_each_filter_finds_what_fits_and_nothing_else(app: Flask):
    with write_session() as session:
        worlds.office(session)
        for role in (Role.FRONT, Role.MANAGER):
            worlds.account(session, role)
    casework.letter(what="Máy lấy số tự động hỏng màn hình cảm ứng.")
    [one] = casework.numbers()
    casework.move(FRONT, Action.TRIAGE, case=one, field_id=World.land)
    casework.move(FRONT, Action.TAG, case=one, tags=("máy hỏng",))

    hits = [[line.id for line in cases.listed(MANAGER, None, wanted=wanted).items] for wanted in FITTING]
    misses = [cases.listed(MANAGER, None, wanted=wanted).total for wanted in OTHERS]

    assert hits == [[one]] * len(FITTING)
    assert misses == [0] * len(OTHERS)
    assert choices.of(MANAGER).tags == ("máy hỏng",)
    casework.letter(what="Cảm ứng của máy lấy số không nhận, màn hình đen.", where="", wish="")
    [other] = casework.numbers() - {one}
    assert [near.id for near in around.alike(FRONT, other)] == [one]
    casework.move(FRONT, Action.LINK, case=other, other_id=one)
    assert [near.id for near in around.of(FRONT, one).links] == [other]
    chosen = [Chosen(one), Chosen(other)]
    db.session.rollback()
    fates = bulk.do(FRONT, chosen, Action.MERGE, Said(other_id=one), actor="front")

    db.session.rollback()
    assert [fate.refusal.code if fate.refusal else fate.then for fate in fates] == [
        "unknown_other",
        State.CLOSED,
    ]
    assert [letter.id for letter in around.of(MANAGER, one).letters] == [other]
