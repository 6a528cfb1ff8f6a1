"""What a comment or a document cites stands in the tree; nothing speaks of how the product came about."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.support.databases import ROOT
from tests.support.tree import kept_files, lines_matching

FILES = kept_files(ROOT)
PAGE = Path("docs/promises.md")
#: Files whose words are somebody else's or made by a program.
FOREIGN = {"LICENSE", "requirements.txt", "requirements-dev.txt", "OFL.txt", "LICENSE-OFL.txt"}
OURS = [file for file in FILES if file.name not in FOREIGN and file.parts[0] != "translations"]

#: Documents that no reader of the tree has. Brackets keep these lines from finding themselves.
ELSEWHERE = re.compile(r"\b(?:DESI[G]N|THREAT[S]|DOMAI[N]|ECOSYSTE[M]|STYL[E]|U[X])(?:\.md)?\b")
#: The plan of work; an "issue" of a certificate or a code is none.
WORK = re.compile(
    r"\b(?:(?:later|earlier|previous|next|this|the) issu[e]s?|issu[e]s? #?\d+|issu[e] (?:of the|asks))\b",
    re.I,
)
#: A line of the page as it is cited: docs/promises.md P3, D24, or [D24](../promises.md#d24).
CITED = re.compile(
    r"promises\.md ((?:[PDRS]\d+(?:, )?)+)|\[((?:[PDRS]\d+(?:, | to )?)+)\]\([./]*promises\.md#(\w+)\)"
)
NUMBER = re.compile(r"\b[PDRS]\d+\b")
#: The product's seven promises; named without the page they could be anybody's.
PROMISE = re.compile(r"\bP[1-7]\b")


@pytest.mark.parametrize(
    ("pattern", "trouble"),
    [
        (ELSEWHERE, "a document is cited that is not in the tree; docs/promises.md has its rules"),
        (WORK, "a line speaks of the plan of work; say what the product does"),
    ],
    ids=["documents elsewhere", "plan of work"],
)
def test_no_line_speaks_of_what_its_reader_does_not_have(pattern: re.Pattern[str], trouble: str):
    found = list(lines_matching(pattern, ROOT, OURS))

    assert not found, "\n".join([trouble, *found])


def test_every_number_that_is_cited_stands_on_the_page_of_promises():
    known = anchors((ROOT / PAGE).read_text(encoding="utf-8"))
    cited = list(citations(ROOT, FILES))

    assert len(cited) > 50, "The citations were not found"
    assert [f"{where} cites {number}" for where, number in cited if number not in known] == []


def test_a_promise_is_named_with_its_page():
    bare = [
        str(file)
        for file in FILES
        if file.suffix in (".py", ".js", ".md", ".sql") and file != PAGE
        if names_a_promise_alone((ROOT / file).read_text(encoding="utf-8"))
    ]

    assert bare == []


def anchors(page: str) -> set[str]:
    """Return the numbers the page has: an anchor, and the same number in bold behind it."""
    return {
        bold for anchor, bold in re.findall(r'<a id="(\w+)"></a>\*\*(\w+) ', page) if anchor == bold.lower()
    }


def citations(root: Path, files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield file and number of everything that cites the page; of a link also the number it leads to."""
    for file in files:
        if file.suffix not in (".py", ".js", ".md", ".css", ".sql", ".html"):
            continue
        for plain, linked, target in CITED.findall((root / file).read_text(encoding="utf-8")):
            for number in NUMBER.findall(f"{plain} {linked} {target.upper()}"):
                yield str(file), number


def names_a_promise_alone(text: str) -> bool:
    """Does a file name P1 to P7 without saying where they stand?"""
    return bool(PROMISE.search(text)) and "promises.md" not in text


# Controls: each instrument is shown something bad.


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (ELSEWHERE, "the ladder (DESI" + "GN §6)"),
        (ELSEWHERE, "sessions end (THREAT" + "S #20, #21)"),
        (ELSEWHERE, "see DOMAI" + "N.md"),
        (ELSEWHERE, "48 pixels (U" + "X)"),
        (WORK, "which a later issu" + "e adds"),
        (WORK, "Issu" + "e 5 asks for everything"),
        (WORK, "#: What the issu" + "e allows"),
    ],
)
def test_a_line_about_something_elsewhere_is_found(tmp_path: Path, pattern: re.Pattern[str], line: str):
    (tmp_path / "file.md").write_text(f"fine\n{line}\n", encoding="utf-8")

    assert list(lines_matching(pattern, tmp_path, [Path("file.md")])) == [f"file.md:2: {line}"]


@pytest.mark.parametrize(
    "line", ["the issuer of a token", "Issue a new code", "code that was issued on a day"]
)
def test_issuing_something_is_no_plan_of_work(line: str):
    assert WORK.search(line) is None


def test_a_number_that_the_page_lacks_is_found(tmp_path: Path):
    (tmp_path / "a.py").write_text('"""Steps (docs/promises.md R2, D' + '99)."""\n', encoding="utf-8")
    (tmp_path / "b.md").write_text("Sessions ([D20, D21](../promises.md#d2" + "2)).\n", encoding="utf-8")

    found = list(citations(tmp_path, [Path("a.py"), Path("b.md")]))

    assert found == [("a.py", "R2"), ("a.py", "D99"), ("b.md", "D20"), ("b.md", "D21"), ("b.md", "D22")]
    assert anchors('- <a id="r2"></a>**R2 Live.** …\n- <a id="d2"></a>**D3 Lost.** …\n') == {"R2"}


def test_a_promise_without_its_page_is_found():
    assert names_a_promise_alone("stored exactly once (promise P2)")
    assert not names_a_promise_alone("stored exactly once (docs/promises.md P2)")
