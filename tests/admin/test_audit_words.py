"""Audit words: every act the product records has a name people understand."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from admin.audit.acts import ACTION_NAMES, AREA_NAMES
from admin.audit.forms import noted
from admin.audit.values import VALUE_NAMES
from admin.audit.words import FACT_NAMES, areas, told
from core.domain.target_sets import by_code
from core.queries.audit import Wanted
from core.services.places.units import UnitFacts
from tests.support.databases import ROOT

#: Texts of that shape that are no acts: work for the outbox, names of a log and a file.
NO_ACTS = {
    "storage.compact",
    "erasure.keep",
    "complaint.mail",
    "paper.hand_over",
    "langnghe.worker",
    "pyproject.toml",
}
#: What writes facts down, by the last word of its name.
NOTING = {"note", "record", "_record", "viewed", "exported", "amend", "differences"}
#: Keywords of theirs that are no facts.
NO_FACTS = {"facts", "unit_id", "is_known"}
ACT = re.compile(r"[a-z]+\.[a-z_]+")


def written_acts(folder: Path) -> Iterator[str]:
    """Yield every text in the code that has the shape of an act."""
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ACT.fullmatch(node.value):
                yield node.value


def test_every_act_the_services_record_has_a_name():
    written = {
        act for folder in ("services", "jobs", "queries") for act in written_acts(ROOT / "core" / folder)
    }

    assert len(written) > 50, "the collector finds nothing"
    assert written - NO_ACTS - ACTION_NAMES.keys() == set()


def test_no_name_is_left_over():
    written = {
        act for folder in ("services", "jobs", "queries") for act in written_acts(ROOT / "core" / folder)
    }

    assert ACTION_NAMES.keys() - written == set()


def test_the_collector_sees_an_act_without_a_name(tmp_path: Path):
    (tmp_path / "new.py").write_text('def f(change):\n    change.note("counter.paint", colour=1)\n')

    assert set(written_acts(tmp_path)) - ACTION_NAMES.keys() == {"counter.paint"}


def test_every_act_belongs_to_an_area_and_is_named_in_vietnamese(app: Flask):
    listed = [code for _area, _name, acts in areas() for code, _act in acts]

    assert sorted(listed) == sorted(ACTION_NAMES)
    with app.test_request_context(), force_locale("vi"):
        vietnamese = {code: str(name) for code, name in (*ACTION_NAMES.items(), *AREA_NAMES.items())}
        english = {code: name._args[0] for code, name in (*ACTION_NAMES.items(), *AREA_NAMES.items())}
        assert {code for code in vietnamese if vietnamese[code] == english[code]} == set()
        assert vietnamese["counter.close"] == "Đóng quầy"
        assert len(set(vietnamese.values())) == len(vietnamese)


def noted_facts(folder: Path) -> Iterator[str]:
    """Yield the name of every fact the code notes: keywords of noting calls, and keys of the dicts they are given."""
    for file in sorted(folder.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) in NOTING]
        for call in calls:
            yield from (word.arg for word in call.keywords if word.arg)
            for given in (*call.args, *(word.value for word in call.keywords)):
                yield from keys(given)
        if calls:
            for node in ast.walk(tree):
                if (
                    isinstance(node, ast.Assign | ast.AnnAssign)
                    and node.value
                    and names(node) & {"facts", "columns"}
                ):
                    yield from keys(node.value)


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def names(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def keys(given: ast.expr) -> Iterator[str]:
    for node in ast.walk(given):
        if isinstance(node, ast.Dict):
            yield from (str(key.value) for key in node.keys if isinstance(key, ast.Constant))


def every_noted_fact() -> set[str]:
    written = {fact for folder in ("core", "admin") for fact in noted_facts(ROOT / folder)}
    wanted = Wanted(
        first=date(2026, 1, 1), last=date(2026, 1, 2), actor="a", action="b.", unit="c", words="d"
    )
    narrowed = noted(wanted)
    return {*written, *narrowed, *(one.name for one in fields(UnitFacts))} - NO_FACTS


def test_every_fact_the_product_notes_has_a_name():
    written = every_noted_fact()

    assert {"duties_ended", "last_weekday", "short_name", "predecessors", "first_break", "seats"} <= written
    assert written - FACT_NAMES.keys() == set()


def test_the_collector_sees_a_fact_without_a_name(tmp_path: Path):
    (tmp_path / "new.py").write_text(
        'facts = {"hue": 1}\n'
        'change.note("counter.paint", colour=1)\n'
        'audit.record(connection, facts={"shade": 1})\n'
    )

    assert set(noted_facts(tmp_path)) - FACT_NAMES.keys() - NO_FACTS == {"hue", "colour", "shade"}


def test_every_fact_and_value_is_named_in_vietnamese(app: Flask):
    words = [*FACT_NAMES.values(), *(name for known in VALUE_NAMES.values() for name in known.values())]

    with app.test_request_context(), force_locale("vi"):
        assert {name._args[0] for name in words if str(name) == name._args[0]} == set()


def test_facts_are_told_in_words(app: Flask):
    with app.test_request_context(), force_locale("vi"):
        said = told({"login": "front", "fields": [11, 12], "x": None, "set": ""})

    assert said == (
        ("tài khoản", "front"),
        ("các lĩnh vực số", "11, 12"),
        ("x", "–"),
        ("kế hoạch", "–"),
    )


def test_a_change_is_told_from_old_to_new(app: Flask):
    facts = {
        "after": {"fields": [11], "name": "Quầy 2", "valid_to": "2026-12-31"},
        "before": {"fields": [11, 12], "name": "Quầy 1", "valid_to": None},
        "counter": 21,
    }
    with app.test_request_context(), force_locale("vi"):
        assert told(facts) == (
            ("quầy số", "21"),
            (
                "thay đổi",
                "các lĩnh vực số 11, 12 → 11; tên Quầy 1 → Quầy 2; áp dụng đến – → 31/12/2026",
            ),
        )
        assert told({"after": "manager", "before": "front"})[1][1] == "Mặt trận Tổ quốc"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ruling", "off", "ngày nghỉ"),
        ("ruling", "work", "ngày làm việc"),
        ("day", "2026-11-24", "24/11/2026"),
        ("day", "2026-02-31", "2026-02-31"),
        ("at", "2026-11-24T10:05+07:00", "10:05 24/11/2026"),
        ("period", "2026-Q4", "quý IV/2026"),
        ("week", "2026-W48", "tuần 48/2026 (23/11–29/11/2026)"),
        ("period", "2026-Q9", "2026-Q9"),
        ("set", "tue-tinh-2026", by_code("tue-tinh-2026").title),
        ("set", "gone", "gone"),
        ("threshold", 8500, "85%"),
        ("last_weekday", 4, "Thứ Sáu"),
        ("name", "off", "off"),
        ("seats", ["Q21 2026-11-24 s: 31→33"], "quầy số 21, sáng 24/11/2026: cán bộ số 31 → cán bộ số 33"),
        ("seats", ["Q21 2026-11-24 c: 31+32→0"], "quầy số 21, chiều 24/11/2026: cán bộ số 31, 32 → không ai"),
        ("seats", 201, "201"),
    ],
)
def test_a_value_is_told_as_people_read_it(app: Flask, name: str, value: object, said: str):
    with app.test_request_context(), force_locale("vi"):
        assert told({name: value})[0][1] == said
