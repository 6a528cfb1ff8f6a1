"""The tree stays one in which a newcomer finds things: nothing stray, nothing of one machine, nothing half done."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError

from tests.support.databases import ROOT
from tests.support.tree import (
    MACHINE_PATHS,
    REGISTRIES,
    TEMPLATES_READER,
    UNFINISHED,
    attribute_faults,
    kept_files,
    lines_matching,
    pins,
    strangers,
    unused_imports,
)

FILES = kept_files(ROOT)
MODULES = [file for file in FILES if file.suffix == ".py"]
PRODUCT = [file for file in MODULES if file.parts[0] not in ("tests", "migrations", "bench")]
TEMPLATES = [file for file in FILES if file.suffix == ".html" and "templates" in file.parts]

LONGEST_FILE = 350
LONGEST_FUNCTION = 70


def test_nothing_stray_stands_at_the_top():
    assert FILES, "git lists no files"
    assert strangers(FILES) == []


def test_every_module_opens_with_a_sentence():
    silent = [str(file) for file in MODULES if not _opening(file)]

    assert not silent, f"Say in a docstring what these files are for: {silent}"


def _opening(file: Path) -> bool:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return not tree.body or bool(ast.get_docstring(tree))


def test_no_file_and_no_function_holds_more_than_one_subject():
    long = []
    for file in PRODUCT:
        text = (ROOT / file).read_text(encoding="utf-8")
        if text.count("\n") > LONGEST_FILE:
            long.append(f"{file} has {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= LONGEST_FUNCTION:
                long.append(f"{file}: {node.name} has {node.end_lineno - node.lineno + 1} lines")

    assert long == []


@pytest.mark.parametrize(
    ("pattern", "trouble"),
    [
        (REGISTRIES, "a package registry's address stands in the tree"),
        (MACHINE_PATHS, "a path of one machine stands in the tree"),
        (UNFINISHED, "something is unfinished or a test is left out"),
    ],
    ids=["registries", "machine paths", "unfinished"],
)
def test_no_line_belongs_to_one_machine_or_is_half_done(pattern: re.Pattern[str], trouble: str):
    found = list(lines_matching(pattern, ROOT, FILES))

    assert not found, "\n".join([trouble, *found])


def test_every_template_can_be_read():
    unreadable = []
    for file in TEMPLATES:
        try:
            TEMPLATES_READER.parse((ROOT / file).read_text(encoding="utf-8"))
        except TemplateSyntaxError as error:
            unreadable.append(f"{file}:{error.lineno}: {error.message}")

    assert unreadable == []


def test_templates_carry_no_style_and_no_script_attributes():
    carrying = {
        str(file): found
        for file in TEMPLATES
        if (found := attribute_faults((ROOT / file).read_text(encoding="utf-8")))
    }

    assert carrying == {}


def test_templates_import_nothing_they_do_not_use():
    idle = {
        str(file): found
        for file in TEMPLATES
        if (found := unused_imports((ROOT / file).read_text(encoding="utf-8")))
    }

    assert idle == {}


def test_the_lock_of_the_tests_holds_the_lock_of_the_product():
    product = pins((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    tests = pins((ROOT / "requirements-dev.txt").read_text(encoding="utf-8"))

    assert len(product) > 10
    assert product - tests == set(), "make lock renews both locks"


def test_locks_pin_by_hash_and_name_no_index():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lock = (ROOT / name).read_text(encoding="utf-8")
        blocks = re.split(r"^(?=[\w.\[\]-]+==)", lock, flags=re.MULTILINE)[1:]

        assert [block for block in blocks if "--hash=sha256:" not in block] == []
        assert "--index-url" not in lock


@pytest.mark.parametrize("script", ["bin/run", "bin/test", "bin/lint", "bin/messages", ".ci/run"])
def test_scripts_can_be_run(script: str):
    assert (ROOT / script).stat().st_mode & 0o111 == 0o111


# Controls: each instrument is shown something bad.


def test_a_stray_file_is_found():
    files = [Path("wsgi.py"), Path("notes.txt"), Path("scratch/a.py"), Path("core/web/utils.py")]

    assert strangers(files) == ["core/web/utils.py", "notes.txt", "scratch"]


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (REGISTRIES, "see https://files.python" + "hosted.org/x"),
        (REGISTRIES, "index = https://py" + "pi.org/simple"),
        (MACHINE_PATHS, "folder = '/wo" + "rk/main/var'"),
        (MACHINE_PATHS, "find-links = file://" + "/srv/wheels"),
        (UNFINISHED, "# TO" + "DO: count them"),
        (UNFINISHED, "@pytest.mark.ski" + "p"),
    ],
)
def test_a_line_of_one_machine_or_half_done_is_found(tmp_path: Path, pattern: re.Pattern[str], line: str):
    (tmp_path / "file.py").write_text(f"fine = 1\n{line}\n")

    assert list(lines_matching(pattern, tmp_path, [Path("file.py")])) == [f"file.py:2: {line}"]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('<p class="a" style="color:red">', ["style"]),
        ('<button\n  {% if x > 1 %}disabled{% endif %} onclick="go()">', ["onclick"]),
        ("<style>p{}</style><p class='on'>one = two</p>", []),
    ],
)
def test_a_style_or_script_attribute_is_found(template: str, found: list[str]):
    assert attribute_faults(template) == found


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('{% from "a.html" import one, two as other with context %}{{ one(1) }}', ["other"]),
        ('{% import "a.html" as parts %}{% from "b.html" import one %}{% set one = 1 %}', ["parts", "one"]),
        (
            '{% import "a.html" as parts %}{% from "b.html" import one %}{% call parts.x() %}{{ one }}{% endcall %}',
            [],
        ),
    ],
)
def test_an_import_that_is_never_used_is_found(template: str, found: list[str]):
    assert unused_imports(template) == found


def test_pins_are_read_with_their_version():
    assert pins("flask==3.1.3 \\\n    --hash=sha256:ab\nqrcode[png]==8.2 ; python_version > '3'\n") == {
        "flask==3.1.3",
        "qrcode[png]==8.2",
    }
