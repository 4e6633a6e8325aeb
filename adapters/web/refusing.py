"""How the room says no: every refusal is an answer that tells what to do, and what is forged is journalled."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from adapters.web.deps import Deps
from adapters.web.journalling import Refusals
from adapters.web.pages import language
from adapters.web.parse import CHANNEL, BadForm
from adapters.web.verify import Facts, Forged

Handler = Callable[[Request], Awaitable[Response]]
MOST_DRAINED = 64 * 1024 * 1024


class Refused(Exception):
    """The request was understood and is not carried out. `code` names the sentence on the screen."""

    def __init__(self, status: int, code: str, retry_after: float = 0) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.retry_after = retry_after


class Refusing:
    """Stands around every handler."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._accounts = frozenset(person.account for person in deps.settings.people)
        self._refusals = Refusals(self._tell, deps.refusals, deps.floods)

    def guard(self, handler: Handler) -> Handler:
        """Check the Host header first, and turn every refusal of `handler` into its answer."""

        async def guarded(request: Request) -> Response:
            try:
                self._deps.gate().check_host(facts_of(request, self._deps))
                return await handler(request)
            except Forged as fault:
                await self.journal(fault.code)
                return self._no(request, 401, "forged")
            except BadForm as fault:
                if fault.journalled:
                    await self.journal(fault.code)
                return self._no(request, fault.status, fault.code, _hang_up(request, fault))
            except Refused as fault:
                return self._no(request, fault.status, fault.code, _later(fault))

        return guarded

    async def journal(self, code: str) -> None:
        await self._refusals.journal(code)

    async def _tell(self, code: str) -> None:
        intake = self._deps.intake()
        if intake is not None:
            await intake.refused(CHANNEL, code)

    async def not_here(self, request: Request, fault: Exception) -> Response:
        """For addresses and methods that do not exist."""
        return self._no(request, fault.status_code if isinstance(fault, HTTPException) else 404, "not-here")

    def _no(self, request: Request, status: int, code: str, headers: Mapping[str, str] | None = None) -> Response:
        first = self._deps.settings.people[0]
        lang = language(request.path_params.get("lang", "")) or first.lang
        account = request.path_params.get("account")
        if wants_json(request):
            said = self._deps.pages.problem_text(code, lang)
            return JSONResponse({"code": code, "error": said}, status_code=status, headers=headers)
        back = f"/{lang}/{account if account in self._accounts else first.account}"
        return HTMLResponse(self._deps.pages.problem(code, lang, back), status_code=status, headers=headers)


def facts_of(request: Request, deps: Deps) -> Facts:
    headers = request.headers
    return Facts(headers.get("host"), headers.get("origin"), request.cookies.get(deps.cookie()))


def wants_json(request: Request) -> bool:
    """Our script asks for JSON, a plain form for a page."""
    return "application/json" in request.headers.get("accept", "")


def _later(fault: Refused) -> dict[str, str]:
    return {"Retry-After": str(math.ceil(fault.retry_after))} if fault.retry_after else {}


def _hang_up(request: Request, fault: BadForm) -> dict[str, str]:
    """A browser shows our page only once its whole body went out, so the rest is read and dropped; not without end."""
    declared = request.headers.get("content-length", "")
    finite = declared.isdecimal() and int(declared) < MOST_DRAINED
    return {} if finite or fault.status != 413 else {"Connection": "close"}
