"""Drafts and their publishing, on both kinds of database: nothing is written over, versions are numbered on."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select, update

from core import clock
from core.db import db, write_session
from core.domain.access import CITIZEN, SYSTEM, AccessDenied, Role, Scope
from core.domain.builtin import QUICK
from core.domain.questionnaire import Kind, QuestionScope
from core.domain.questionnaire_draft import Draft, DraftQuestion, draft_of
from core.models import AuditEntry, QuestionnaireDraft, QuestionnaireVersion, Touchpoint
from core.queries import entries, questionnaire_drafts, questionnaire_versions, questionnaires
from core.queries.entries import CodeState
from core.services import questionnaire_drafts as drafts
from core.services import questionnaire_publishing as publishing
from core.services.places.changing import UnknownPlace
from core.services.questionnaire_drafts import DraftRefused
from tests.support.worlds import World

CENTRE = World.centre
MANAGER = Scope(account_id=7, role=Role.MANAGER, unit_ids=frozenset({CENTRE}))
COMMUNE = Scope(
    account_id=8, role=Role.PROVINCE, unit_ids=frozenset({World.commune, CENTRE, World.neighbour})
)
OWN = replace(
    draft_of(QUICK),
    questions=(
        *draft_of(QUICK).questions,
        DraftQuestion("phut", Kind.NUMBER, QuestionScope.FIELD, {"vi": "Mấy phút?"}, low=0, high=600),
    ),
)


def keep(draft: Draft = OWN, *, seen: int = 0, scope: Scope = MANAGER, unit: int = CENTRE) -> int:
    return drafts.keep(scope, unit, draft, World.quick, actor="manager", seen=seen)


def publish(seen: int | None = None, *, scope: Scope = MANAGER, unit: int = CENTRE) -> int:
    """Publish the draft as it stands, or as it stood when its author saw it."""
    db.session.rollback()
    if seen is None:
        (seen,) = [
            one.number for one in questionnaire_drafts.listed(scope, unit) if one.draft.code == "quick"
        ]
    return publishing.publish(scope, unit, "quick", seen=seen, actor="manager")


def asked(unit: int = CENTRE) -> int | None:
    db.session.rollback()
    return questionnaires.latest(SYSTEM, "quick", unit)


def refused(why: str, act: object, **facts: object) -> None:
    with pytest.raises(DraftRefused) as error:
        act()  # type: ignore[operator]
    assert error.value.code == why
    assert facts.items() <= error.value.facts.items()


def test_a_draft_is_read_back_as_it_was_kept(world: World) -> None:
    number = keep()

    assert 0 < number < 100_000_000
    (found,) = questionnaire_drafts.listed(MANAGER, CENTRE)
    assert (found.draft, found.base_id, found.number) == (OWN, World.quick, number)
    assert questionnaire_drafts.listed(replace(MANAGER, role=Role.FRONT), CENTRE) == ()
    assert questionnaire_drafts.listed(MANAGER, World.neighbour) == ()


def test_what_somebody_else_changed_is_not_written_over(world: World) -> None:
    first = keep()
    changed = replace(OWN, lead=None)
    assert keep(changed, seen=first) == first + 1

    refused("changed_meanwhile", lambda: keep(OWN, seen=first), number=first + 1)
    refused("draft_exists", keep)
    refused("changed_meanwhile", lambda: publish(first))
    refused("changed_meanwhile", lambda: drafts.drop(MANAGER, CENTRE, "quick", seen=first, actor="manager"))
    db.session.rollback()
    (found,) = questionnaire_drafts.listed(MANAGER, CENTRE)
    assert (found.draft, found.number) == (changed, first + 1)


def test_who_saw_a_draft_does_not_publish_another_begun_since(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    firsts = iter((7, 7_000_000))
    monkeypatch.setattr(drafts.secrets, "randbelow", lambda _below: next(firsts))
    seen = keep()
    drafts.drop(MANAGER, CENTRE, "quick", seen=seen, actor="manager")
    keep(replace(OWN, lead=None))

    refused("changed_meanwhile", lambda: publish(seen))
    assert asked() == World.quick


def test_only_the_ministrys_set_is_kept_with_the_ministrys_source(world: World) -> None:
    drafts.copy(MANAGER, CENTRE, World.ministry, "xa-mau", actor="manager")
    drafts.copy(MANAGER, CENTRE, World.ministry, "ministry", actor="manager")

    found = {one.draft.code: one.draft.source for one in questionnaire_drafts.listed(MANAGER, CENTRE)}
    assert found == {"xa-mau": "", "ministry": "QĐ 1001/QĐ-BNV, 11/12/2023"}


def test_nobody_writes_for_another_unit_or_without_the_permission(world: World) -> None:
    with pytest.raises(UnknownPlace):
        keep(unit=World.neighbour)
    with pytest.raises(AccessDenied):
        keep(scope=replace(MANAGER, role=Role.LEADER))
    with pytest.raises(UnknownPlace):
        keep(seen=3)
    with pytest.raises(UnknownPlace):
        drafts.copy(MANAGER, CENTRE, 99, "quick", actor="manager")
    assert db.session.scalar(select(func.count()).select_from(QuestionnaireDraft)) == 0


def test_a_published_draft_is_the_next_version_and_is_asked(world: World) -> None:
    keep()
    version_id = publish()

    assert asked() == version_id
    assert asked(World.neighbour) == World.quick
    found = questionnaires.version(SYSTEM, version_id)
    assert (found.number, found.questions[-1].code) == (2, "phut")
    assert questionnaires.version(SYSTEM, World.quick) == QUICK
    assert db.session.get(QuestionnaireDraft, (CENTRE, "quick")) is None
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
    assert last is not None
    assert (last.action, last.unit_id, last.actor) == ("questionnaire.publish", CENTRE, "manager")


def test_versions_are_numbered_on_along_the_units_above(world: World) -> None:
    keep(scope=COMMUNE, unit=World.commune)
    publish(scope=COMMUNE, unit=World.commune)
    keep()
    second = publish()
    drafts.copy(MANAGER, CENTRE, second, "quick", actor="manager")
    third = publish()

    db.session.rollback()
    numbers = [questionnaires.version(SYSTEM, number).number for number in (second, third)]
    assert numbers == [3, 4]
    found = questionnaire_versions.of_unit(MANAGER, CENTRE)
    now = {one.version.code: (one.version.number, one.is_own) for one in found.asked}
    assert now == {"quick": (4, True), "ministry": (1, False)}
    assert [(one.code, one.number, one.owner) for one in found.earlier] == [
        ("quick", 3, "Trung tâm Phục vụ hành chính công"),
        ("quick", 2, "Xã Mẫu"),
        ("quick", 1, ""),
    ]


def test_a_draft_with_an_error_is_not_published_and_nothing_moves(world: World) -> None:
    keep(replace(OWN, lead="gone"))

    refused("has_faults", publish)
    assert asked() == World.quick
    assert db.session.scalar(select(func.count()).select_from(QuestionnaireVersion)) == 2


def test_retiring_lets_what_stands_above_be_asked_again(world: World) -> None:
    keep(scope=COMMUNE, unit=World.commune)
    above = publish(scope=COMMUNE, unit=World.commune)
    keep()
    own = publish()
    assert asked() == own

    publishing.retire(MANAGER, CENTRE, "quick", why="Hết đợt", actor="manager")

    assert asked() == above
    (retired,) = questionnaire_versions.of_unit(MANAGER, CENTRE).retired
    assert retired.version.id == own
    refused("not_own", lambda: publishing.retire(MANAGER, CENTRE, "quick", why="x", actor="manager"))


def of_its_own(*, unit: int = CENTRE, scope: Scope = MANAGER) -> int:
    """Publish a questionnaire under a code nobody above has, and return its version."""
    seen = drafts.keep(scope, unit, replace(OWN, code="rieng"), None, actor="manager")
    return publishing.publish(scope, unit, "rieng", seen=seen, actor="manager")


def put_up(code: str, *, unit: int = CENTRE, valid_to: date | None = None) -> None:
    """Let a code of a unit ask that questionnaire."""
    with write_session() as session:
        number = (session.scalar(select(func.max(Touchpoint.id))) or 0) + 1
        session.add(
            Touchpoint(
                id=number,
                unit_id=unit,
                code=code,
                kind="slip",
                label=code,
                questionnaire_code="rieng",
                issued_on=date(2026, 11, 1),
                valid_to=valid_to,
            )
        )


def retire(*, unit: int = CENTRE, scope: Scope = MANAGER) -> None:
    db.session.rollback()
    publishing.retire(scope, unit, "rieng", why="Hết đợt", actor="manager")


def test_what_codes_in_use_ask_alone_is_not_retired_before_they_end(world: World) -> None:
    of_its_own(unit=World.commune, scope=COMMUNE)
    put_up("AAAAAA")
    put_up("BBBBBB", unit=World.neighbour)
    put_up("CCCCCC", valid_to=date(2026, 11, 20))

    # The neighbour is another commune; the last code is past its day.
    refused("codes_stand", lambda: retire(unit=World.commune, scope=COMMUNE), codes=("AAAAAA",))
    of_its_own()
    retire(unit=World.commune, scope=COMMUNE)
    refused("codes_stand", retire, codes=("AAAAAA",))
    with write_session() as session:
        session.execute(update(Touchpoint).values(revoked_at=clock.now()))
    retire()
    db.session.rollback()
    assert questionnaires.latest(SYSTEM, "rieng", CENTRE) is None


def test_a_code_whose_questions_are_gone_stays_genuine_and_asks_nothing(world: World) -> None:
    version_id = of_its_own()
    retire()
    put_up("AAAAAA")

    db.session.rollback()
    found = entries.entry(CITIZEN, "AAAAAA", clock.now())
    assert found is not None
    assert (found.state, found.version_id) == (CodeState.NOT_ASKED, version_id)


def test_a_questions_code_keeps_its_meaning_when_it_was_removed_or_retired(world: World) -> None:
    keep()
    publish()
    retire_quick()
    other = replace(OWN.questions[-1], kind=Kind.TEXT, low=None, high=20)
    keep(replace(OWN, questions=(*OWN.questions[:-1], other)))

    refused("has_faults", publish)
    # Of another unit it is a question nobody asked yet.
    neighbour = replace(MANAGER, unit_ids=frozenset({World.neighbour}))
    keep(replace(OWN, questions=(*OWN.questions[:-1], other)), scope=neighbour, unit=World.neighbour)
    publish(scope=neighbour, unit=World.neighbour)


def retire_quick() -> None:
    publishing.retire(MANAGER, CENTRE, "quick", why="Hết đợt", actor="manager")


def test_every_code_ever_used_is_known(world: World) -> None:
    keep()
    publish()

    db.session.rollback()
    used = questionnaire_versions.used(MANAGER, CENTRE, "quick")
    assert used["trips"] == {"0", "1", "2"}
    assert used["phut"] == {"n", "s"}
    assert "phut" not in questionnaire_versions.used(MANAGER, World.neighbour, "quick")
