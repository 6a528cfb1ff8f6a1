"""Health: is the process alive, and is it ready to store an answer?"""

from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text

from core.db import db
from core.domain.access import Permission
from core.web.access import requires

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@requires(Permission.PUBLIC)
def alive() -> Response:
    """Answer as long as the process runs."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
@requires(Permission.PUBLIC)
def ready() -> Response:
    """Answer 200 when the database answers and its schema is the one this code was written for."""
    with db.engine.connect() as connection:
        stored = connection.scalar(text("SELECT version_num FROM alembic_version"))
    expected = ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head()
    answer = jsonify(status="ready" if stored == expected else "migrations pending", schema=stored)
    answer.status_code = 200 if stored == expected else 503
    return answer
