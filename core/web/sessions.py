"""Sessions: only a browser that brings the cookie has one, so a citizen's page pays nothing for the desk's."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface


class DeskSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, whose signer is built only when there is a cookie to read."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the session of the cookie, or an empty one."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)
