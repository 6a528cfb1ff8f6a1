"""The import table holds: the centre does not know who knocks, and nothing goes in circles."""

from pathlib import Path

import pytest

from tests.support.databases import ROOT
from tests.support.house import broken_rules, knots, read_house


def test_the_house_keeps_its_import_table():
    house = read_house(ROOT)

    broken = broken_rules(house)

    assert len(house.files) > 10, "The house was not found"
    assert not broken, "\n".join(["The house forbids these imports:", *broken])


def build(root: Path, **modules: str) -> Path:
    """Make a small house; `core__domain__seal` stands for core/domain/seal.py."""
    files = {
        "wsgi": "import survey.views\nimport admin.views\n",
        "core__db": "import sqlalchemy\n",
        "core__labels": "from core.domain import scoring\n",
        "core__domain__scoring": "import math\n",
        "core__models__place": "from core import db\nfrom core.domain import scoring\n",
        "core__queries__results": "from core.models import place\n",
        "core__reports__poster": "import typst\nfrom core import labels\n",
        "core__services__places": "from core.queries import results\nfrom ..reports import poster\n",
        "core__jobs__worker": "from core.services import places\n",
        "core__web__access": "import flask\nfrom core.services import places\n",
        "survey__views": "import flask\nfrom core.jobs import worker\nfrom core.web import access\n",
        "admin__views": "import flask\nfrom core.queries.results import everything\n",
        **modules,
    }
    for name, text in files.items():
        file = root / f"{name.replace('__', '/')}.py"
        for folder in (file.parent, *file.parent.parents):
            if folder == root:
                break
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "__init__.py").touch()
        file.write_text(text)
    return root


def test_a_house_in_order_breaks_nothing(tmp_path: Path):
    assert broken_rules(read_house(build(tmp_path))) == []


@pytest.mark.parametrize(
    ("module", "text", "sentence"),
    [
        (
            "core__domain__seal",
            "from core import clock\nimport cryptography\n",
            "core/domain/seal.py:2 imports cryptography. The domain uses the standard library only.",
        ),
        (
            "core__domain__seal",
            "from core.db import write\n",
            "core/domain/seal.py:1 imports core.db.write. core.domain may import nothing of the house "
            "(docs/architecture.md has the table and its reasons).",
        ),
        (
            "core__models__seal",
            "from core.queries import results\n",
            "core/models/seal.py:1 imports core.queries.results. core.models may import only domain "
            "(docs/architecture.md has the table and its reasons).",
        ),
        (
            "core__reports__seal",
            "from ..models.place import Unit\n",
            "core/reports/seal.py:1 imports core.models.place.Unit. core.reports may import only domain "
            "(docs/architecture.md has the table and its reasons).",
        ),
        (
            "core__reports__seal",
            "from sqlalchemy import text\n",
            "core/reports/seal.py:1 imports sqlalchemy. core.reports never speaks to the database itself.",
        ),
        (
            "core__services__seal",
            "from flask import request\n",
            "core/services/seal.py:1 imports flask. core.services does not know that there is a web.",
        ),
        (
            "core__services__seal",
            "import survey.views\n",
            "core/services/seal.py:1 imports survey.views. The centre does not know who knocks: a door may import "
            "core, never the other way round.",
        ),
        (
            "core__web__seal",
            "from core.jobs import worker\n",
            "core/web/seal.py:1 imports core.jobs.worker. core.web may import only domain, queries, reports, services "
            "(docs/architecture.md has the table and its reasons).",
        ),
        (
            "survey__seal",
            "from admin import views\n",
            "survey/seal.py:1 imports admin.views. A door never imports a door: what both need belongs to core/web "
            "or to a service.",
        ),
        (
            "survey__seal",
            "from core.db import db\n",
            "survey/seal.py:1 imports core.db.db. A door never opens the database: it calls a query to read and a "
            "service to write.",
        ),
        (
            "admin__seal",
            "import core.models.place\n",
            "admin/seal.py:1 imports core.models.place. admin may import only domain, queries, reports, services, "
            "jobs, web (docs/architecture.md has the table and its reasons).",
        ),
        (
            "admin__seal",
            "from wsgi import create_app\n",
            "admin/seal.py:1 imports wsgi.create_app. Only wsgi.py knows everybody; nobody knows wsgi.py.",
        ),
        (
            "core__tools__seal",
            "from core.domain import scoring\n",
            "core/tools/seal.py:1 imports core.domain.scoring. core.tools is not in the import table "
            "(tests/support/house.py): where in the house does it stand?",
        ),
        (
            "core__services__seal",
            "def make():\n    import json\n",
            "core/services/seal.py:2 imports json inside a function. Imports stand at the top: hidden ones hide "
            "cycles.",
        ),
        (
            "core__domain__scoring",
            "from . import seal\n",
            "These modules import each other in a circle: core.domain.scoring, core.domain.seal. One of them knows "
            "too much.",
        ),
    ],
)
def test_a_forbidden_import_is_named_in_a_sentence(tmp_path: Path, module: str, text: str, sentence: str):
    house = build(tmp_path, **{"core__domain__seal": "import core.domain.scoring\n", module: text})

    assert sentence in broken_rules(read_house(house))


def test_a_package_and_a_module_that_gather_each_other_are_a_circle(tmp_path: Path):
    root = build(tmp_path, core__domain__seal="from core.domain import scoring\n")
    (root / "core" / "domain" / "__init__.py").write_text("from core.domain.seal import scoring\n")

    assert broken_rules(read_house(root)) == [
        "These modules import each other in a circle: core.domain, core.domain.seal. One of them knows too much."
    ]


def test_folders_in_a_circle_are_found_even_when_no_module_is():
    assert knots(
        {"core/a": {"core/b"}, "core/b": {"core/c"}, "core/c": {"core/a"}, "core/d": {"core/a"}}
    ) == [["core/a", "core/b", "core/c"]]
