"""The proofreader sees every fault it is made for, and finds none in a good page."""

import pytest

from tests.support.proofreader import policy_faults
from tests.support.proofreading import faults

GOOD = """<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><title>Đánh giá</title><link rel="stylesheet" href="/static/web/desk.css"></head>
<body>
<main>
<h1>Ông/Bà hài lòng không?</h1>
<svg width="8" height="8" aria-hidden="true"><title>Sen</title><path d="M0 0h8"/></svg>
<p id="privacy">Không hỏi tên… Đã nhận 1.234 ý kiến, 82,6% hài lòng.</p>
<p lang="en">The citizen's words</p>
<form action="?gui" method="post">
<input type="hidden" name="token" value="x">
<label for="comment">Ý kiến</label> <textarea id="comment" name="comment" aria-describedby="privacy"></textarea>
<label><input type="checkbox" name="agree"> Tôi đồng ý</label>
<button>Gửi ý kiến</button>
</form>
<blockquote>chờ lâu ...  "rất" lâu</blockquote>
<a href="#privacy">Quyền riêng tư</a> <a href="https://example.org/" rel="noreferrer">Cổng dịch vụ công</a>
</main>
</body>
</html>
"""


def test_a_good_page_has_no_faults():
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("good", "bad", "sentence"),
    [
        (
            "<!doctype html>\n",
            "",
            "The HTML is not valid at line 1: Unexpected start tag (html). Expected DOCTYPE.",
        ),
        ("</form>", "</div></form>", "The HTML is not valid at line 15: End tag (div) seen too early."),
        ("<h1>Ông/Bà hài lòng không?</h1>", "", "A page has exactly one h1, this one has 0: []"),
        ("<h1>Ông/Bà hài lòng không?</h1>", "<h1> </h1>", "The h1 is empty."),
        (
            "</h1>",
            "</h1><h1>Hai</h1>",
            "A page has exactly one h1, this one has 2: ['Ông/Bà hài lòng không?', 'Hai']",
        ),
        ("<title>Đánh giá</title>", "", "The page has no title."),
        ("<title>Đánh giá</title>", "<title> </title>", "The page has no title."),
        ('<html lang="vi">', "<html>", "The html element does not say its language (lang)."),
        ("main>", "div>", "The page has no main landmark."),
        ("</h1>", '</h1><img src="/a.png">', "An image has no alt text: /a.png"),
        (
            "<button>Gửi ý kiến</button>",
            "<button></button>",
            "A button has no name that can be read aloud: {}",
        ),
        (
            "Đánh giá",
            "Đa\u0301nh giá",
            "The page is not in Unicode form NFC: searching and sorting would miss",
        ),
        ("nhận", "nh\ufffdn", "The page contains the unreadable character U+FFFD."),
        ('name="comment"', 'name="comment" style="color:red"', "A textarea carries the attribute style;"),
        ("<path ", '<path style="fill:red" ', "A path carries the attribute style;"),
        ("<button>", '<button onclick="go()">', "A button carries the attribute onclick;"),
        ('href="#privacy"', 'href="javascript:go()"', "A link runs a script instead of going somewhere."),
        ('action="?gui" ', "", "A form has no action."),
        (' method="post"', "", "A form does not say its method: action=?gui"),
        ('<label for="comment">Ý kiến</label>', "", "The textarea “comment” has no label."),
        (" Tôi đồng ý</label>", "</label>", "The input “agree” has no label."),
        ('id="privacy"', 'id="comment"', "The id “comment” is given twice."),
        ('for="comment"', 'for="coment"', "A label refers to the id “coment”, which is not on the page."),
        ('href="#privacy"', 'href="#rights"', "A a refers to the id “rights”, which is not on the page."),
        ("/static/web/desk.css", "https://cdn.example/a.css", "A link loads from or sends to a third party:"),
        ('action="?gui"', 'action="//away.example/x"', "A form loads from or sends to a third party:"),
        (' rel="noreferrer"', "", "A link to example.org does not say rel=noreferrer:"),
        ("Đã nhận", "Đã  nhận", "The text has two spaces in a row: “Không hỏi tên… Đã  nhận"),
        ("tên…", "tên...", "The text has three dots instead of an ellipsis (…): “Không hỏi tên..."),
        ("82,6%", "82,6 %", "The text has a space before a punctuation mark: “"),
        ("Đã nhận", 'Đã "nhận"', "The text has a straight quotation mark: “Không hỏi tên… Đã"),
        ("1.234", "None", "The text has a word of the programming language: “"),
        ("Quyền riêng tư", "{{ privacy }}", "The text shows something that was meant for the machine: “{{”"),
        (
            "Quyền riêng tư",
            "%(count)s ý kiến",
            "The text shows something that was meant for the machine: “%(count)”",
        ),
        (
            "Quyền riêng tư",
            "Quyá»\x81n riÃ¡ng",
            "The text shows something that was meant for the machine: “Ã¡”",
        ),
    ],
)
def test_a_fault_is_named_in_a_sentence(good: str, bad: str, sentence: str):
    assert good in GOOD

    found = faults(GOOD.replace(good, bad))

    assert any(fault.startswith(sentence) for fault in found), found


INLINE = "<style>p{color:red}</style><script nonce=abc>go()</script><script type=application/json>{}</script>"
#: sha256 of `p{color:red}`, from `printf '%s' 'p{color:red}' | openssl dgst -sha256 -binary | base64`.
DIGEST = "sha256-p0bF+un5yUb9MBO6xRb8kPHlY2BdpHVtLiFkDrZPF64="


def test_a_policy_may_allow_inline_parts_by_hash_or_nonce():
    policy = f"default-src 'self'; style-src '{DIGEST}'; script-src 'nonce-abc'"

    assert policy_faults(INLINE, policy) == []


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("", ["The page has no Content-Security-Policy with a default-src."]),
        (
            f"default-src 'self'; style-src '{DIGEST}'; script-src 'unsafe-eval' 'nonce-abc'",
            ["The Content-Security-Policy says unsafe-eval."],
        ),
        (
            "default-src 'self'; script-src 'nonce-abc'",
            ["The Content-Security-Policy blocks an inline style: p{color:red}"],
        ),
        (
            f"default-src 'self'; style-src '{DIGEST}'; script-src 'nonce-xyz'",
            ["The Content-Security-Policy blocks an inline script: go()"],
        ),
    ],
)
def test_a_policy_that_is_missing_loose_or_too_tight_is_a_fault(policy: str, expected: list[str]):
    assert policy_faults(INLINE, policy) == expected
