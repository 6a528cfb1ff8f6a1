"""What a person must not know of: everything they read is the same whether it exists or not, byte by byte."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import false, true, update

from core.db import db, write_session
from core.domain.access import Role
from core.domain.complaints.course import Action
from core.domain.complaints.kinds import Kind
from core.models import Account
from core.queries.complaints import guard
from core.services import settling, submissions
from tests.support import casework, twins, worlds
from tests.support.clock import Clock
from tests.support.databases import Databases
from tests.support.twins import Twins
from tests.support.worlds import World

pytestmark = pytest.mark.thorough

NUMBERS = {role: number for number, role in enumerate(Role, start=1)}
#: A second member of the Front, who goes on with what names the first.
COLLEAGUE = casework.somebody(Role.FRONT, len(Role) + 1)
MOMENT = "2026-11-21T09:00:00+07:00"
#: Words that only the cases in question have.
WORDS = ("hồng ngọc", "but may")

Bring = Callable[[], None]


def written(**changes: object) -> bytes:
    """Write one of the cases in question and return its number."""
    before = casework.numbers()
    casework.letter(what="Bút máy màu hồng ngọc bị lấy mất.", where="", wish="", **changes)
    [number] = casework.numbers() - before
    return number


def is_new() -> None:
    written()


def concerns_the_front() -> None:
    written(concerns_front=True)


def is_an_accusation() -> None:
    casework.move(COLLEAGUE, Action.END, case=written(), kind=Kind.DENUNCIATION, text="Xin gửi đơn.")


def names_an_officer() -> None:
    number = written()
    casework.move(COLLEAGUE, Action.TRIAGE, case=number, officer_ids=(World.an,), field_id=World.land)
    casework.move(COLLEAGUE, Action.TAG, case=number, tags=("mật",))


def names(role: Role) -> Bring:
    def bring() -> None:
        number = written()
        casework.move(COLLEAGUE, Action.TRIAGE, case=number)
        casework.move(COLLEAGUE, Action.TAG, case=number, tags=("mật",))
        # Named only afterwards: what was seen before is gone too.
        casework.move(COLLEAGUE, Action.NAME, case=number, account_ids=(NUMBERS[role],))

    return bring


def is_with_the_office() -> None:
    casework.move(COLLEAGUE, Action.TRIAGE, case=written(), field_id=World.land)


HIDDEN: dict[Role, tuple[Bring, ...]] = {
    Role.OFFICER: (names_an_officer, is_new, is_an_accusation, is_with_the_office),
    Role.MANAGER: (
        names_an_officer,
        names(Role.MANAGER),
        names(Role.LEADER),
        is_new,
        is_an_accusation,
        concerns_the_front,
    ),
    Role.LEADER: (names(Role.MANAGER), names(Role.LEADER), is_new, is_an_accusation, concerns_the_front),
    Role.FRONT: (names(Role.FRONT), is_an_accusation, concerns_the_front),
    Role.FRONT_LEAD: (names(Role.FRONT_LEAD), is_an_accusation, concerns_the_front),
    Role.COUNCIL: (names_an_officer, names(Role.COUNCIL), is_new, is_an_accusation),
    Role.OBSERVER: (names(Role.OBSERVER), is_an_accusation, concerns_the_front),
    Role.PROVINCE: (names_an_officer, names(Role.PROVINCE), is_new),
    Role.SYSADMIN: (names_an_officer, names(Role.SYSADMIN), is_an_accusation),
}


@pytest.fixture(scope="module")
def base(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An office with everybody in it, settled answers, and cases that everybody may know of who has a part in them."""
    clock = Clock(tmp_path_factory.mktemp("base") / "clock", MOMENT)
    with pytest.MonkeyPatch.context() as patch, sqlite_databases.fresh() as url:
        patch.setenv("LANGNGHE_CLOCK", str(clock.file))
        with twins.opened(url, clock.file):
            fill(clock)
        yield Path(url.removeprefix("sqlite:///"))


def fill(clock: Clock) -> None:
    """Let people rate, be answered and praise."""
    with write_session() as session:
        world = worlds.office(session)
        worlds.target(session, 8500)
        for role in Role:
            worlds.account(session, role)
        worlds.account(session, Role.FRONT, login="front-2")
        session.execute(update(Account).where(Account.role == "officer").values(officer_id=World.an))
    clock.set("2026-11-20T09:00:00+07:00")
    submissions.accept(worlds.draft(world, comment="Chờ lâu", field_id=world.land))
    clock.set(MOMENT)
    settling.settle()
    casework.letter()
    casework.move(COLLEAGUE, Action.TRIAGE, field_id=World.civil)
    casework.letter(what="Cán bộ hướng dẫn rất tận tình.", where="", wish="")
    casework.move(COLLEAGUE, Action.END, kind=Kind.PRAISE, text="Cảm ơn Ông/Bà.")
    db.session.remove()


@pytest.fixture(scope="module")
def parted(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Role], Twins]:
    """The twins of each role, made once."""
    made: dict[Role, Twins] = {}
    folder = tmp_path_factory.mktemp("twins")
    clock = Clock(folder / "clock", MOMENT)

    def of(role: Role) -> Twins:
        if role not in made:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("LANGNGHE_CLOCK", str(clock.file))
                made[role] = twins.part(
                    base, folder / str(role), clock.file, lambda: [one() for one in HIDDEN[role]] and None
                )
        return made[role]

    return of


def differences(role: Role, pair: Twins, clock: Clock, addresses: list[str]) -> dict[str, tuple[str, str]]:
    """Return the addresses whose answers tell the twins apart, with the first line that does."""
    first, second = (
        twins.everything_read(url, clock.file, str(role), addresses) for url in (pair.without, pair.with_them)
    )
    return {
        address: next(
            (one, other)
            for one, other in zip(
                [*first[address].splitlines(), ""], [*second[address].splitlines(), ""], strict=False
            )
            if one != other
        )
        for address in addresses
        if first[address] != second[address]
    }


@pytest.mark.parametrize("role", list(Role))
def test_everything_a_person_reads_is_the_same_with_and_without_what_is_hidden(
    role: Role, parted: Callable[[Role], Twins], clock: Clock
):
    pair = parted(role)
    assert len(pair.numbers) == len(HIDDEN[role])
    addresses = twins.addresses_of(str(role), pair, WORDS)

    assert len(addresses) > 50
    assert sorted(differences(role, pair, clock, addresses).items()) == []


#: A condition of the guard, what stands in its place when it is forgotten, and who then learns something.
FORGOTTEN = [
    (Role.MANAGER, "_names_an_officer", lambda: false()),
    (Role.MANAGER, "_names_staff", lambda *_roles: false()),
    (Role.MANAGER, "_is_with_the_office", lambda: true()),
    (Role.LEADER, "_names_staff", lambda *_roles: false()),
    (Role.FRONT, "_is_not_out", lambda _scope: ()),
    (Role.FRONT_LEAD, "_is_no_accusation", lambda: true()),
    (Role.OBSERVER, "_is_not_out", lambda _scope: ()),
    (Role.PROVINCE, "_is_forgotten", lambda: true()),
]


@pytest.mark.parametrize(("role", "condition", "instead"), FORGOTTEN)
def test_a_forgotten_condition_is_seen(
    role: Role,
    condition: str,
    instead: Callable[..., object],
    parted: Callable[[Role], Twins],
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
):
    pair = parted(role)
    addresses = [
        "/admin/phan-anh/?xem=",
        "/admin/nhat-ky?viec=case.",
        *(f"/admin/phan-anh/{one}" for one in pair.numbers),
    ]
    monkeypatch.setattr(guard, condition, instead)

    assert differences(role, pair, clock, addresses) != {}
