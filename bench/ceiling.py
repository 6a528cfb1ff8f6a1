"""The ceiling: the least a Flask survey can do, a template of 5.6 kB and one raw row stored durably.

No check, no token, no duplicate guard, no rollup. Whatever the product adds is measured against this.
"""

import fcntl
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable

import psycopg
from flask import Flask, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

TABLE = "CREATE TABLE answer (id {bytes} PRIMARY KEY, day text NOT NULL, answers text NOT NULL, comment text)"

_LEVELS = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
_QUESTIONS = (
    "Tiếp cận dịch vụ hành chính công",
    "Thủ tục hành chính",
    "Công chức trực tiếp giải quyết công việc",
    "Kết quả cung ứng dịch vụ",
    "Tiếp nhận, giải quyết ý kiến góp ý, phản ánh, kiến nghị",
)
_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{ office }}</title>
<style>
*{box-sizing:border-box}body{margin:0 auto;max-width:34rem;padding:1rem;font:1.0625rem/1.5 system-ui,sans-serif;
color:#1a1a1a;background:#fff}h1{font-size:1.375rem;line-height:1.3;margin:.5rem 0 1rem}fieldset{border:1px solid #bbb;
border-radius:.5rem;margin:0 0 1rem;padding:.75rem}legend{font-weight:600;padding:0 .25rem}label{display:flex;gap:.5rem;
align-items:center;min-height:2.75rem}input[type=radio]{width:1.25rem;height:1.25rem;accent-color:#0b5cad}textarea{
width:100%;min-height:6rem;font:inherit;padding:.5rem;border:1px solid #767676;border-radius:.5rem}button{width:100%;
min-height:3rem;font:inherit;font-weight:600;color:#fff;background:#0b5cad;border:0;border-radius:.5rem}
button:focus-visible,input:focus-visible,textarea:focus-visible{outline:3px solid #ffbf47;outline-offset:2px}
footer{margin-top:2rem;font-size:.9375rem;color:#4d4d4d}
.note{margin:.25rem 0 .75rem;font-size:.9375rem;color:#4d4d4d}label:hover{background:#f3f6fa}label:has(:checked){
background:#e3eefb;font-weight:600}@media(min-width:40rem){body{padding:2rem}form{padding:1.5rem;border:1px solid #ddd;
border-radius:.75rem}}@media(prefers-reduced-motion:no-preference){label{transition:background-color .1s}}@media print{
button,textarea{display:none}}
</style></head><body><h1>{{ office }}</h1><p>{{ opening }}</p>
<form method="post" action="/"><input type="hidden" name="token" value="{{ token }}">
{% for question in questions %}<fieldset><legend>{{ loop.index }}. {{ question }}</legend><p class="note">{{ hint }}</p>
{% set name = loop.index0 %}{% for level in levels %}
<label><input type="radio" name="q{{ name }}" value="{{ loop.index }}"><span>{{ level }}</span></label>
{% endfor %}</fieldset>
{% endfor %}<fieldset><legend>Ý kiến khác</legend><textarea name="comment" maxlength="2000"></textarea></fieldset>
<button>Gửi đánh giá</button></form><footer>{{ notice }}</footer></body></html>
"""
_OPENING = (
    "Kính mời Ông/Bà đánh giá lần phục vụ vừa rồi tại bộ phận một cửa. Phiếu có năm câu, trả lời mất khoảng một phút. "
    "Mỗi câu có năm mức, từ rất không hài lòng đến rất hài lòng."
)
_HINT = "Xin chọn một mức. Có thể bỏ qua câu này nếu không liên quan đến việc của Ông/Bà hôm nay."
_NOTICE = (
    "Phiếu này không hỏi họ tên, số điện thoại hay số căn cước. Câu trả lời chỉ dùng để cải thiện việc phục vụ "
    "tại bộ phận một cửa. Xin cảm ơn Ông/Bà đã dành thời gian đánh giá."
)


def create_app() -> Flask:
    """Return the bare survey; CEILING_DATABASE names its SQLite file or PostgreSQL address."""
    app = Flask("ceiling")
    template = app.jinja_env.from_string(_PAGE)
    store = _storing(os.environ["CEILING_DATABASE"])

    @app.get("/healthz")
    def health() -> str:
        return "ok"

    @app.get("/")
    def show() -> Response:
        page = render_template(
            template,
            office="Trung tâm Phục vụ hành chính công",
            questions=_QUESTIONS,
            levels=_LEVELS,
            opening=_OPENING,
            hint=_HINT,
            notice=_NOTICE,
            token=secrets.token_urlsafe(16),
        )
        return Response(page, mimetype="text/html")

    @app.post("/")
    def take() -> AnyResponse:
        form = request.form
        answers = "".join(form.get(f"q{number}", ".") for number in range(5))
        store((secrets.token_bytes(16), "2026-11-21", answers, form.get("comment") or None))
        return redirect("/", 303)

    return app


Row = tuple[bytes, str, str, str | None]


def _storing(database: str) -> Callable[[Row], None]:
    """Return what stores one row durably, over a connection of each thread's own."""
    local = threading.local()

    def store_sqlite(row: Row) -> None:
        if not hasattr(local, "connection"):
            local.connection = sqlite3.connect(database, timeout=30, isolation_level=None)
            local.connection.execute("PRAGMA journal_mode=WAL")
            local.connection.execute("PRAGMA synchronous=FULL")
            local.turn = os.open(f"{database}.turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(local.turn, fcntl.LOCK_EX)
        try:
            local.connection.execute("BEGIN IMMEDIATE")
            local.connection.execute("INSERT INTO answer VALUES (?, ?, ?, ?)", row)
            local.connection.execute("COMMIT")
        finally:
            fcntl.flock(local.turn, fcntl.LOCK_UN)

    def store_postgresql(row: Row) -> None:
        if not hasattr(local, "connection"):
            local.connection = psycopg.connect(database, autocommit=True)
        local.connection.execute("INSERT INTO answer VALUES (%s, %s, %s, %s)", row)

    return store_postgresql if database.startswith("postgresql") else store_sqlite


def prepare(database: str) -> None:
    """Make the ceiling's one table."""
    if database.startswith("postgresql"):
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(TABLE.format(bytes="bytea"))
        return
    lite = sqlite3.connect(database)
    lite.execute(TABLE.format(bytes="blob") + " WITHOUT ROWID")
    lite.close()
