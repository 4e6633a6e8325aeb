"""The network calls to Meta's Graph API, through pywa. Failures become an `Effect`."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr
from pywa.errors import WhatsAppError
from pywa.types.callback import Button, Section, SectionList, SectionRow
from pywa.types.templates import TemplateLanguage
from pywa_async.client import WhatsApp

from adapters.whatsapp.errors import UNAUTHORIZED, effect_of
from adapters.whatsapp.render import File, Piece, Text
from bot.domain.outgoing import Effect, Outcome
from redaction import Lang, RawBytes, RawText

MOST_BYTES = 20_000_000
"""Of a file that somebody sent. Meta takes documents up to 100 MB, and nobody reads those here."""
_SECONDS = 10.0
_MEDIA_SECONDS = 60.0
_META = (".fbsbx.com", ".facebook.com", ".fbcdn.net", ".whatsapp.net")
"""Where Meta keeps media; the token goes nowhere else."""
_LANGUAGES: dict[Lang, TemplateLanguage] = {"en": TemplateLanguage.ENGLISH, "fr": TemplateLanguage.FRENCH}


class Refused(Exception):
    """A call that hands something back ended without it. `effect`: how."""

    def __init__(self, effect: Effect) -> None:
        super().__init__(effect.code)
        self.effect = effect


class Client:
    """One number's way to send. pywa keeps to Meta's public host; `base_url` is put in its place."""

    def __init__(self, phone_id: str, token: SecretStr, base_url: str) -> None:
        self._phone_id = phone_id
        self._session = httpx.AsyncClient(timeout=_SECONDS, limits=httpx.Limits(max_connections=20))
        self._pywa = WhatsApp(phone_id, token.get_secret_value(), session=self._session)
        self._session.base_url = httpx.URL(f"{base_url.rstrip('/')}{self._session.base_url.path}")
        self._host = urlsplit(base_url)

    def __repr__(self) -> str:
        return "<Client of WhatsApp>"

    async def close(self) -> None:
        await self._session.aclose()

    async def check(self) -> Effect:
        """Whether the token may use the number."""
        try:
            await self._pywa.api.get_business_phone_number(self._phone_id, ("id",))
        except (WhatsAppError, httpx.HTTPError, ValueError) as error:
            return _effect(error)
        return Effect(Outcome.DONE)

    async def send(self, to: RawText, piece: Piece, quotes: RawText | None) -> tuple[Effect, RawText | None]:
        """Send one message; with it the id that Meta gives it. `to`: a telephone number, or the id in its place."""
        quoted = quotes.expose() if quotes else None
        try:
            if isinstance(piece, File):
                return Effect(Outcome.DONE), await self._send_file(to.expose(), piece, quoted)
            sent = await self._pywa.send_message(
                to.expose(), piece.body, buttons=_buttons(piece), reply_to_message_id=quoted
            )
        except (WhatsAppError, httpx.HTTPError, ValueError, KeyError, TypeError, IndexError) as error:
            return _effect(error), None
        return Effect(Outcome.DONE), RawText(sent.id)

    async def send_template(self, to: RawText, name: str, lang: Lang) -> Effect:
        """The one message that Meta passes on to somebody who did not write for a day."""
        try:
            await self._pywa.send_template(to.expose(), name, _LANGUAGES[lang])
        except (WhatsAppError, httpx.HTTPError, ValueError, KeyError, TypeError, IndexError) as error:
            return _effect(error)
        return Effect(Outcome.DONE)

    async def fetch(self, media: str) -> RawBytes:
        """A file that somebody sent. Raises `Refused`; "too_large" before more than that is kept."""
        try:
            found = await self._pywa.get_media_url(media)
            self._is_metas(found.url)
            parts: list[bytes] = []
            length = 0
            async for part in self._pywa.stream_media(found.url, timeout=_MEDIA_SECONDS):
                length += len(part)
                if length > MOST_BYTES:
                    raise Refused(Effect(Outcome.FAILED, code="too_large"))
                parts.append(part)
        except (WhatsAppError, httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise Refused(_effect(error)) from None
        return RawBytes(b"".join(parts))

    async def _send_file(self, to: str, file: File, quoted: str | None) -> RawText:
        media = await self._pywa.upload_media(file.content, mime_type=file.content_type, filename=file.name)
        caption = file.caption or None
        if file.picture:
            return RawText((await self._pywa.send_image(to, media, caption, reply_to_message_id=quoted)).id)
        sent = await self._pywa.send_document(to, media, file.name, caption, reply_to_message_id=quoted)
        return RawText(sent.id)

    def _is_metas(self, url: str) -> None:
        parts = urlsplit(url)
        own = (parts.scheme, parts.netloc) == (self._host.scheme, self._host.netloc)
        if not own and not (parts.scheme == "https" and (parts.hostname or "").endswith(_META)):
            raise Refused(Effect(Outcome.FAILED, code="foreign_host"))


def _buttons(text: Text) -> SectionList | list[Button] | None:
    if not text.choices:
        return None
    if not text.listed:
        return [Button(choice.title, choice.data) for choice in text.choices]
    rows = [SectionRow(choice.title, choice.data, choice.more or None) for choice in text.choices]
    return SectionList(text.opens, [Section(text.opens, rows)])


def _effect(error: Exception) -> Effect:
    """What came of a call that raised. The text of the error stays behind."""
    if isinstance(error, WhatsAppError):
        return effect_of(error.code, error.status_code or 400, passing=bool(error.is_transient))
    if isinstance(error, httpx.HTTPStatusError):
        gone = error.response.status_code in (404, 410)
        return Effect(Outcome.FAILED, code="file_gone") if gone else effect_of(-1, error.response.status_code)
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return Effect(Outcome.RETRY, code="not_sent")
    return Effect(Outcome.RETRY, code="maybe_sent") if isinstance(error, httpx.HTTPError) else _garbled()


def _garbled() -> Effect:
    """Meta took the message and answered with something else than its id; sending again would send it twice."""
    return Effect(Outcome.FAILED, code="garbled_answer")


__all__ = ["UNAUTHORIZED", "Client", "Refused"]
