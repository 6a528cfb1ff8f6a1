"""Each migration, up and down, on both databases: data stay, guards hold, models and tables are the same."""

from datetime import date
from pathlib import Path

import pytest
from alembic.util import CommandError
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from sqlalchemy import create_engine, select, text, update

from core import clock
from core.db import db, write, write_session
from core.domain import comment_review
from core.domain.access import Role, Scope
from core.domain.builtin import QUICK
from core.domain.complaints.course import Action
from core.domain.complaints.erasing import Wish
from core.domain.complaints.filing import CONTACT
from core.domain.complaints.questions import Figure
from core.domain.ladder import LEAST_NEW, Cadence
from core.domain.periods import Kind, containing
from core.domain.questionnaire_draft import as_json, draft_of
from core.domain.roster import Hours
from core.domain.second_factor import Pending, card_codes
from core.models import (
    ROUND_REPORT,
    ROUND_REPORT_PROGRESS,
    CommentRelease,
    CommentTakeback,
    Complaint,
    ComplaintLink,
    ComplaintMail,
    ComplaintReminder,
    ComplaintStep,
    ComplaintTag,
    ErasureRequest,
    ErasureStep,
    HeldItem,
    PaperBatch,
    PaperSheet,
    PublishedCaseNumber,
    PublishedComment,
    QuestionnaireDraft,
    RoundProgress,
    RoundStratum,
    SavedView,
    SpentSlot,
    SurveyRound,
    TabletContact,
    TabletHole,
    TabletNumber,
    TabletWeek,
    Unit,
)
from core.queries.comments import queue
from core.services import (
    accounts,
    audit,
    calendar,
    comment_reviews,
    corrections,
    identities,
    kept_forms,
    ladder,
    questionnaires,
    second_factors,
    settling,
    signing_in,
    submissions,
    uploads,
)
from core.services.comment_reviews import Noted
from core.services.complaints import erasing, erasure_requests, filing, moving, questions
from core.services.kept_forms import Kept
from core.services.kiosk import enrolment
from core.services.places import aims, merging, photos, roster
from core.services.signing_in import SignInRefused
from tests.migrations.steps import lost, migrating, revisions, scratch, tables_with_rowid
from tests.support import casework, guards, pairing, pictures, worlds
from tests.support.clock import Clock
from tests.support.contents import contents
from tests.support.sealing import public_point
from tests.support.worlds import World

NEWEST_FIRST = list(reversed(revisions()))


def fill(clock_: Clock) -> None:
    """Give every table something to lose: an office, settled answers, a published step, and an answer of today."""
    with write_session() as session:
        world = worlds.office(session)
        worlds.account(session, Role.FRONT)
        worlds.target(session, 9000)
    for _ in range(LEAST_NEW[Cadence.DAY]):
        submissions.accept(worlds.draft(world, comment="Chờ lâu", field_id=world.land))
    clock_.advance(days=1, hours=3)
    settling.settle()
    ladder.close()
    submissions.accept(worlds.draft(world, day=clock.today(), duty_entry_id=world.duty_of_binh))
    with write() as connection:
        audit.record(connection, actor="thu", action="account.create", unit_id=world.centre, facts={})
    fill_accounts()
    fill_cases()
    fill_council()
    fill_comments()
    fill_calendar_and_mergers()
    fill_places()
    fill_questionnaires()
    fill_rounds()
    fill_paper()
    fill_roster()
    fill_tablets()
    # What was only read left a transaction open; a table in use cannot be altered.
    db.session.remove()


def fill_questionnaires() -> None:
    """Let a unit write a questionnaire, and go back to what stands above it."""
    draft = {"content": as_json(draft_of(QUICK)), "changed_on": clock.today(), "changed_by": 1}
    with write_session() as session:
        session.add(QuestionnaireDraft(unit_id=World.centre, code="quick", number=1, **draft))
        questionnaires.choose(session.connection(), World.centre, "quick", None, account_id=1)


def fill_rounds() -> None:
    """Let a round be planned in two hamlets and have an answer."""
    own = {"round_id": 1, "unit_id": World.centre}
    day = clock.today()
    with write_session() as session:
        plan = {"name": "Đợt 1", "questionnaire_code": "ministry", "population": 2000, "sample": 334}
        session.add(SurveyRound(id=1, unit_id=World.centre, begins_on=day, ends_on=day, **plan))
        session.flush()
        session.add(RoundStratum(number=1, name="Xóm Mẫu 1", population=2000, sample=334, **own))
        session.add(RoundProgress(stratum=1, channel="interview", n=1, **own))
        report = {"number": 1, "tier": "C", "part": 0, "channel": "interview", "through": day, "n": 5}
        session.execute(ROUND_REPORT.insert(), {**report, **own})
        counted = {"number": 1, "stratum": 1, "channel": "interview", "n": 5}
        session.execute(ROUND_REPORT_PROGRESS.insert(), {**counted, **own})


def fill_paper() -> None:
    """Let a batch of two sheets be open, with one keyed twice."""
    place = {"touchpoint_id": World.many_point, "version_id": World.quick, "round_id": 1, "stratum": 1}
    opened = {"day": clock.today(), "opened_on": clock.today(), "opened_by": 1, "counted": 0, "blank": 0}
    keyed = {"first": b"1", "first_by": 1, "second": b"2", "second_by": 2, "has_differed": True}
    with write_session() as session:
        own = {"id": 1, "unit_id": World.centre, "sheets": 2, "is_double": True, "allows_same": False}
        session.add(PaperBatch(**own, **place, **opened))
        session.flush()
        session.add(PaperSheet(batch_id=1, number=1, unit_id=World.centre, **keyed))


def fill_places() -> None:
    """Let somebody choose a silent plan, send a workbook and post a photo."""
    manager = Scope(account_id=1, role=Role.MANAGER, unit_ids=frozenset({World.centre}))
    aims.choose(manager, World.centre, "kim-thanh-2024", members={}, actor="test")
    uploads.keep(manager, World.centre, name="a.xlsx", content=b"x", actor="test")
    photos.put(manager, World.centre, World.an, content=pictures.jpeg(), actor="test")


def fill_roster() -> None:
    """Let the office have hours of its own, and the Front accept a correction of a past shift."""
    manager, front = (
        Scope(account_id=number, role=role, unit_ids=frozenset({World.centre}))
        for number, role in ((1, Role.MANAGER), (2, Role.FRONT))
    )
    roster.set_hours(manager, World.centre, Hours(clock.OFFICE_ZONE), actor="test")
    number = corrections.propose(
        manager, World.centre, World.duty_of_an, officer_id=World.binh, reason="Đổi quầy", actor="test"
    )
    db.session.rollback()
    corrections.accept(front, number, reason="Đúng", actor="mat-tran")


def fill_tablets() -> None:
    """Let a tablet be paired and heard of, with everything its ledger and the changing code leave behind."""
    with write_session() as session:
        number = pairing.waiting(session)
    enrolment.enrol(pairing.PHRASE, public_point(ec.generate_private_key(ec.SECP256R1())))
    own = {"tablet_id": number, "unit_id": World.centre}
    today = clock.today()
    with write_session() as session:
        session.add_all(
            (
                TabletContact(
                    **own,
                    at=clock.now(),
                    beat=1,
                    queue=2,
                    shelf=1,
                    next_number=45,
                    app_version="1",
                    clock_ahead=-3,
                    battery=80,
                ),
                TabletNumber(**own, number=44, mark=bytes(32), previous=b""),
                TabletWeek(**own, week=today, count=40, last_number=43, head=bytes(32), breaks=1),
                TabletHole(**own, first_number=41, last_number=43, noticed_on=today),
                HeldItem(**own, mark=bytes(32), reason="revoked", envelope=b"sealed", held_on=today),
                SpentSlot(mark=bytes(16), unit_id=World.centre),
            )
        )


def fill_cases() -> None:
    """Let a letter be found out, name people, wait, and lose a reader who knows them; and be asked to be erased."""
    receipt = filing.file(casework.LETTER, photos=(pictures.jpeg(),))
    erasure_requests.ask(receipt.replace("-", ""), Wish.ALL)
    casework.move(casework.somebody(Role.FRONT, 1), Action.TRIAGE, officer_ids=(World.an,), account_ids=(2,))
    number = casework.newest()
    moving.recuse(casework.somebody(Role.FRONT, 1), number, reason="Quen biết", actor="test")
    filing.file(casework.LETTER)
    first, second = sorted(casework.numbers())
    with write_session() as session:
        session.add_all(
            (
                ComplaintLink(a_id=first, b_id=second, unit_id=World.centre),
                ComplaintTag(name="chờ lâu", complaint_id=number, unit_id=World.centre),
                SavedView(account_id=1, name="Quá hạn", unit_id=World.centre, query="tre=1"),
            )
        )
        session.add(
            ComplaintStep(
                complaint_id=number,
                clock="answer",
                since=clock.today(),
                step="half",
                unit_id=World.centre,
                day=clock.today(),
            )
        )
        erasing.contact(session, session.get_one(Complaint, number), CONTACT)
        request = session.scalars(select(ErasureRequest.id)).one()
        session.add(ErasureStep(request_id=request, step="overdue", unit_id=World.centre, day=clock.today()))
        session.add_all(
            (
                ComplaintReminder(
                    account_id=1,
                    complaint_id=number,
                    clock="answer",
                    since=clock.today(),
                    step="half",
                    unit_id=World.centre,
                    day=clock.today(),
                ),
                ComplaintMail(
                    complaint_id=number,
                    unit_id=World.centre,
                    since=clock.today(),
                    sealed=b"sealed",
                    stop_print=bytes(32),
                    told=1,
                ),
            )
        )


def fill_council() -> None:
    """Let a delegate ask about a figure, and a month of cases be published."""
    delegate = casework.somebody(Role.COUNCIL, 1)
    asked = questions.Asked(
        unit_id=World.centre,
        reference="tháng 10/2026",
        text="Vì sao trễ?",
        due_on=date(2026, 12, 31),
        month=containing(Kind.MONTH, date(2026, 10, 1)),
        figure=Figure.ON_TIME,
    )
    questions.ask(delegate, asked, actor="test")
    with write_session() as session:
        session.add(
            PublishedCaseNumber(
                unit_id=World.centre,
                month=date(2026, 10, 1),
                part="decided",
                number=12,
                published_on=clock.today(),
            )
        )


#: Of a batch and a text in it; others than those of the rows with which the guards are attacked.
_RELEASE = b"a batch of texts"


def fill_comments() -> None:
    """Let the Front mark a comment, publish a batch, and take a text of it back."""
    front = casework.somebody(Role.FRONT, 1)
    handle = queue.listed(front, comment_review.State.OPEN, 1).items[0].handle
    comment_reviews.review(front, handle, comment_review.Act.MARK, Noted(), actor="test", number=0)
    own = {"unit_id": World.centre, "release_id": _RELEASE}
    month = clock.today().replace(day=1)
    signed = {"unit_id": World.centre, "account_id": 1}
    with write_session() as session:
        session.add_all(
            (
                CommentRelease(
                    id=_RELEASE,
                    first_month=month,
                    last_month=month,
                    comments=5,
                    released_on=clock.today(),
                    **signed,
                ),
                PublishedComment(id=_RELEASE, sealed=b"sealed", key=b"key", **own),
                CommentTakeback(
                    published_id=bytes(range(16)), reason="empty", day=clock.today(), account_id=1, **own
                ),
            )
        )


def fill_calendar_and_mergers() -> None:
    """Let somebody enter a day off, and two communes become one."""
    above = Scope(account_id=1, role=Role.SYSADMIN, unit_ids=frozenset({World.commune, World.neighbour, 9}))
    announced = calendar.Announcement(
        day_off=date(2026, 1, 2), day_worked=None, document="1", document_date=date(2026, 1, 1), reason="a"
    )
    calendar.announce(above, World.commune, announced, actor="test")
    with write_session() as session:
        session.add(
            Unit(id=9, unit_id=9, code="tinh", kind="province", name="Tỉnh", valid_from=worlds.BEGINNING)
        )
        session.flush()
        both = Unit.id.in_((World.commune, World.neighbour))
        session.execute(update(Unit).where(both).values(parent_id=9))
    merger = merging.Merger(
        unit_ids=above.unit_ids - {9}, name="Xã Mới", help_phone="", day=clock.today(), document="2"
    )
    merging.merge(above, 9, merger, actor="test")


def fill_accounts() -> None:
    """Let somebody be invited, sign in with a card, link an identity and lose a form, and somebody unknown fail."""
    password = accounts.create(login="lan", name="Bà Lan", role=Role.FRONT, unit_code="xa-mau", actor="test")
    token = signing_in.sign_in("lan", password)
    second_factors.begin(token, Pending.CARD)
    begun = second_factors.enrolling(token, Pending.CARD)
    assert begun
    token = second_factors.enrol(token, card_codes(begun.seed)[0])
    identities.link(token, issuer="https://login.example", subject="1")
    kept_forms.keep(token, Kept(address="/admin/", fields=(("name", "Bà Lan"),)))
    everywhere = Scope(account_id=0, role=None, unit_ids=frozenset({World.commune}))
    accounts.invite_again(everywhere, 2, actor="test")
    with pytest.raises(SignInRefused):
        signing_in.sign_in("nobody", password)


def test_models_and_migrations_describe_the_same_tables(database_url: str):
    with migrating(database_url) as migrate:
        migrate("check")


def test_a_model_without_its_migration_is_noticed(database_url: str):
    with migrating(database_url) as migrate:
        migrate("downgrade", "-1")
        with pytest.raises(CommandError, match="not up to date"):
            migrate("check")


def test_a_column_without_its_migration_is_noticed(database_url: str):
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE unit ADD COLUMN stray INTEGER"))
    engine.dispose()

    with migrating(database_url) as migrate, pytest.raises(CommandError, match="stray"):
        migrate("check")


def test_the_guards_hold_and_no_order_is_kept_after_every_step_up(blank_database_url: str):
    with migrating(blank_database_url) as migrate:
        let_through = {}
        for revision in revisions():
            migrate("upgrade", revision)
            let_through[revision] = (
                guards.openings(blank_database_url),
                tables_with_rowid(blank_database_url),
            )

    assert let_through == {revision: ([], []) for revision in revisions()}


def test_the_guards_hold_and_no_order_is_kept_after_every_step_down(
    app: Flask, database_url: str, clock: Clock
):
    fill(clock)
    let_through = {}

    with migrating(database_url) as migrate:
        for revision in NEWEST_FIRST[1:]:
            migrate("downgrade", revision)
            let_through[revision] = guards.openings(database_url), tables_with_rowid(database_url)

    assert let_through == {revision: ([], []) for revision in NEWEST_FIRST[1:]}


@pytest.mark.thorough
def test_each_step_down_and_up_again_keeps_the_rows_of_every_table_it_leaves_standing(
    app: Flask, database_url: str, clock: Clock
):
    fill(clock)
    before = contents(database_url)
    empty = [name for name, rows in before.items() if not rows]
    changed = {}

    with migrating(database_url) as migrate:
        for revision in NEWEST_FIRST[1:]:
            migrate("downgrade", revision)
            changed[revision] = lost(before, contents(database_url))
            below = contents(database_url)
            migrate("upgrade", "+1")
            changed[f"{revision} and up again"] = lost(below, contents(database_url))
            migrate("downgrade", revision)

    assert empty == []
    assert {step: tables for step, tables in changed.items() if tables} == {}


def test_going_down_to_nothing_and_up_again_ends_at_the_same_tables(database_url: str):
    with migrating(database_url) as migrate:
        migrate("downgrade", "base")
        nothing = contents(database_url)
        migrate("upgrade", "head")
        migrate("check")

    assert nothing == {}


def test_a_settled_revision_may_leave_the_inbox(database_url: str):
    assert guards.settled_inbox_rows_can_go(database_url)


def test_a_step_that_fails_leaves_the_database_as_it_was(blank_database_url: str, tmp_path: Path):
    step = """
        op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
        raise RuntimeError("power cut")
    """
    with migrating(blank_database_url) as migrate:
        migrate("upgrade", "head")
    before = contents(blank_database_url)

    with (
        migrating(blank_database_url, scratch(tmp_path, step)) as migrate,
        pytest.raises(RuntimeError, match="power cut"),
    ):
        migrate("upgrade", "head")

    assert contents(blank_database_url) == before
