"""The only place that knows the time. A moment is aware UTC; a day is the office's calendar day (UTC+7)."""

import os
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

#: Vietnam keeps UTC+7 all year (Decision 134/2002/QĐ-TTg), so no time zone table is needed.
OFFICE_ZONE = timezone(timedelta(hours=7), "UTC+7")


def now() -> datetime:
    """Return the present moment in UTC; a test clock (`LANGNGHE_CLOCK`) stands still or is shifted by `+SECONDS`."""
    file = os.environ.get("LANGNGHE_CLOCK")
    if not file:
        return datetime.now(UTC)
    text = Path(file).read_text(encoding="utf-8").strip()
    if text.startswith(("+", "-")):
        return datetime.now(UTC) + timedelta(seconds=float(text))
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=OFFICE_ZONE)
    return moment.astimezone(UTC)


def today() -> date:
    """Return the office's calendar day."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """Return the same moment as the office's wall clock shows it."""
    return moment.astimezone(OFFICE_ZONE)
