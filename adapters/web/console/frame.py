"""Makes a page of a template: the words in the reader's language, addresses, and a token for each form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from jinja2 import Environment
from starlette.responses import HTMLResponse, RedirectResponse, Response

from adapters.web.settings import PagesSettings
from adapters.web.verify import form_token
from bot.domain.outgoing import Line
from bot.ports.console import Right, Visitor
from bot.ports.wording import Wording
from redaction import Lang

_PAGES = (
    (Right.REQUESTS, "/console/requests", "requests"),
    (Right.BREACHES, "/console/breaches", "breaches"),
    (Right.JOURNAL, "/console/journal", "journal"),
    (Right.ROSTER, "/console/people", "people"),
)
"""What stands in the navigation: the right that it takes, its address, the word for it."""


class Frame:
    """`cookie`: the session's name. `__Host-` binds it to this host and to https (RFC 6265bis, section 4.1.3.2)."""

    def __init__(self, settings: PagesSettings, wording: Wording, templates: Environment) -> None:
        self._base = settings.base
        self._secure = settings.url.startswith("https:")
        self._wording = wording
        self._templates = templates
        self.cookie = "__Host-entrenous_console" if self._secure else "entrenous_console"

    def say(self, key: str, lang: Lang, **slots: Any) -> str:
        """A sentence: `console.<key>`, or of another table where `key` names one."""
        return self._wording.render(Line(key if "." in key else f"console.{key}", lang, slots))

    def render(self, line: Line, lang: Lang) -> str:
        """A sentence of the core's, in the reader's language."""
        return self._wording.render(replace(line, lang=lang))

    def page(
        self,
        template: str,
        lang: Lang,
        *,
        status: int = 200,
        session: str = "",
        visitor: Visitor | None = None,
        **values: Any,
    ) -> HTMLResponse:
        """`session`: whose forms the page carries."""
        rights = visitor.rights if visitor else frozenset()
        html = self._templates.get_template(f"console/{template}").render(
            lang=lang,
            url=self.address,
            t=lambda key, **slots: self.say(key, lang, **slots),
            token=lambda path: form_token(session, path),
            visitor=visitor,
            colon="\u00a0:" if lang == "fr" else ":",
            pages=[(path, word) for right, path, word in _PAGES if right in rights],
            **values,
        )
        return HTMLResponse(html, status_code=status)

    def address(self, path: str) -> str:
        return f"{self._base}{path}"

    def go(self, path: str) -> Response:
        return RedirectResponse(self.address(path), status_code=303)

    def keep(self, response: Response, session: str) -> Response:
        """Put the session's token into the browser, until it closes; how long it is good is the core's to say."""
        response.set_cookie(self.cookie, session, path="/", secure=self._secure, httponly=True, samesite="strict")
        return response

    def drop(self, response: Response) -> Response:
        response.delete_cookie(self.cookie, path="/", secure=self._secure, httponly=True, samesite="strict")
        return response
