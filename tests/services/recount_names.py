"""Brings overview and CSV under the names docs/recount.sql uses, so that the three can be compared line by line."""

import csv
import io
import math
from collections.abc import Iterator
from fractions import Fraction

from core.domain.basis import Basis
from core.domain.field_lines import LineKind
from core.domain.overview import Overview
from core.domain.scoring import Method
from core.domain.standings import Standing, TierGroup
from tests.support.recount import Figure, Recount

Key = tuple[str, str, str, str]


def standings(overview: Overview) -> Iterator[tuple[tuple[str, str, str, str], Standing]]:
    """Return the overview's figures under the names the recount uses."""
    assert overview.basis
    asked = name_of(overview.basis)
    pairs = [("office", "office", asked, overview.office)]
    for line in overview.fields:
        what = "group" if line.kind is LineKind.GROUP else "field"
        subject = (
            line.name if what == "group" else f"{line.name} (trung-tam)" if line.name else "no field named"
        )
        pairs.append((what, subject, asked, line.pair))
    pairs += [("office", "office", name_of(other.basis), other.pair) for other in overview.others]
    found = [
        ((what, subject, questionnaire, trust), standing)
        for what, subject, questionnaire, pair in pairs
        for trust, standing in (("A+B", pair.verified), ("C", pair.open))
    ]
    found += [(("office", "office", asked, str(line.tier)), line.standing) for line in overview.tiers]
    for officer in overview.officers:
        subject = f"{officer.name} ({CODES[officer.name]}, trung-tam)"
        for trust, described in (("A+B", officer.verified), ("C", officer.open)):
            if described:
                found.append((("officer", subject, asked, trust), described))
    for way in overview.channels:
        trust = "C" if way.standing.tiers is TierGroup.OPEN else "A+B"
        found.append((("channel", str(way.channel), asked, trust), way.standing))
    return ((key, standing) for key, standing in found if standing.n)


def name_of(basis: Basis) -> str:
    """Return how the recount names a questionnaire."""
    return f"{basis.questionnaire.code} v{basis.questionnaire.number}"


def figure(standing: Standing) -> Figure:
    """Return a standing as the recount prints it."""
    own, mean = standing.figure, standing.by_method(Method.MEAN_SCORE)
    assert own
    assert mean
    return Figure(standing.persons, own.answers, two_decimals(own.value), two_decimals(mean.value))


def two_decimals(share: Fraction) -> str:
    """Return per cent with two decimals, rounded half up."""
    hundredths = math.floor(share * 10_000 + Fraction(1, 2))
    return f"{hundredths // 100},{hundredths % 100:02}"


CODES = {"Nguyễn Văn An": "A", "Trần Thị Bình": "B", "Lê Ngọc Chi": "C"}
PARTS = {
    "Toàn cơ quan": "office",
    "Bộ câu hỏi khác": "office",
    "Nhóm lĩnh vực": "group",
    "Lĩnh vực": "field",
    "Cán bộ, công chức": "officer",
    "Cách gửi": "channel",
}
TRUST = {"Lượt đã xác minh và máy tính bảng": "A+B", "Chưa xác minh lượt giao dịch": "C"}
ASKED = {"Đánh giá nhanh": "quick v1", "Bộ 19 tiêu chí của Bộ Nội vụ": "ministry v1"}
CHANNELS = {
    "Mã QR": "qr",
    "Máy tính bảng": "tablet",
    "Phiếu giấy": "paper",
    "Phỏng vấn": "interview",
    "Đường dẫn": "link",
    "Hệ thống khác": "api",
}


def csv_records(content: str) -> list[tuple[Key, str, tuple[str, ...]]]:
    """Return (key, criterion, people, five counts, share) of every record of the CSV that holds counts."""
    found = []
    for record_ in csv.reader(io.StringIO(content.removeprefix("\ufeff"))):
        part, name, trust, asked, criterion, _method, people, *rest = record_
        if part in PARTS and rest[5]:
            found.append(
                (
                    (PARTS[part], subject_of(part, name), ASKED[asked], TRUST[trust]),
                    criterion,
                    (people, *rest[:6]),
                )
            )
    return found


def subject_of(part: str, name: str) -> str:
    """Return how the recount names what a record of the CSV is about."""
    if PARTS[part] == "office":
        return "office"
    if PARTS[part] == "officer":
        return f"{name} ({CODES[name]}, trung-tam)"
    if PARTS[part] == "field":
        return "no field named" if name == "Chưa rõ lĩnh vực" else f"{name} (trung-tam)"
    return CHANNELS.get(name, name)


def csv_like(found: Recount, key: Key, criterion: str) -> tuple[str, ...]:
    """Return the recount's numbers in the order of the CSV's columns."""
    if criterion:
        levels = found.levels[*key, criterion]
        return (str(levels.n), *(str(number) for number in levels.counts), levels.share)
    behind = [levels.counts for line, levels in found.levels.items() if line[:4] == key]
    sums = [str(sum(column)) for column in zip(*behind, strict=True)]
    return (str(found.figures[key].people), *sums, found.figures[key].share)
