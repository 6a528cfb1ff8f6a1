"""Entering: the Front types in what somebody wrote on paper or said on the telephone, and hands them the code."""

from datetime import date, timedelta

from core import clock
from core.domain.access import Permission, Scope
from core.domain.complaints.filing import LATEST_ENTRY_DAYS, Filing
from core.domain.complaints.kinds import TYPED_IN
from core.services.complaints import filing as service
from core.services.complaints.filing import FilingRefused, Typist


def earliest() -> date:
    """Return the first day something that is typed in today may have come."""
    return clock.today() - timedelta(days=LATEST_ENTRY_DAYS)


def enter(scope: Scope, filing: Filing, *, secret: bytes, actor: str) -> str:
    """Store what came by paper or telephone and return its receipt code; its clocks count from the day it came.

    The same secret again stores nothing and returns the same code. Raise FilingRefused (`unknown_unit`, `channel`,
    `day_out_of_range`, `incomplete`), FiledOtherwise, StorageUnavailable, AccessDenied: only the Front opens cases.
    """
    scope.require(Permission.FOLLOW_CASES)
    if not scope.sees(filing.unit_id):
        raise FilingRefused("unknown_unit")
    if filing.channel not in TYPED_IN:
        raise FilingRefused("channel")
    if filing.received_on is None or not earliest() <= filing.received_on <= clock.today():
        raise FilingRefused("day_out_of_range", first=earliest(), last=clock.today())
    return service.file(filing, secret=secret, typist=Typist(scope.account_id, actor))
