"""Records of the room -> HTML. Every value passes Jinja's autoescaping; only our own templates are markup."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from adapters.web.entries import Hidden, Noted, Noticed, Posted, Returned
from adapters.web.lessons import Lesson
from adapters.web.render import LANGUAGES, own_words, pressable, returned_text, sides
from adapters.web.room import Card, Room
from adapters.web.settings import WebSettings
from adapters.web.view import Desk, View
from bot.domain.cases import Purpose
from bot.domain.consents import consent_line
from bot.domain.outgoing import Answer, Line
from bot.domain.papers import Paper, blocks
from bot.ports.wording import Wording
from redaction import Lang
from redaction.wording import pseudonym_in

FOLDER = Path(__file__).parent
EXAMPLES = (1, 2, 3)
MOST_SHOWN = 200
_ASKS = {"answer.which_words": "words", "answer.write_anew": "anew"}
"""Answers after which the next private word of that person is taken for what they ask."""
_PSEUDONYM = re.compile(r"(\[[^\[\]\n]{1,80}\])")


@dataclass(frozen=True, slots=True)
class Thread:
    """A first message (None when it is gone) or a notice, and what was answered."""

    thread_id: str
    root: Posted | Noticed | None
    replies: list[Posted | Noticed]


class Pages:
    """Renders pages and the pieces of them that travel live."""

    def __init__(self, settings: WebSettings, wording: Wording) -> None:
        self._settings = settings
        self._wording = wording
        self._zone = ZoneInfo(settings.timezone)
        self._names = {person.name: index for index, person in enumerate(settings.people)}
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["badges"] = badges
        self._templates.filters["clock"] = self._clock
        self._templates.filters["blocks"] = lambda paper: list(blocks(paper.text))
        self._templates.filters["download"] = download
        self._templates.filters["day"] = self._day
        self._templates.filters["askable"] = askable

    def room(
        self,
        room: Room,
        view: View,
        lesson: Lesson,
        desk: Desk,
        *,
        example: int = 0,
        reply_to: str = "",
        answer: Answer | None = None,
    ) -> str:
        """The whole page. `example`, `reply_to`: chosen by a link, for browsers without JavaScript."""
        shown = room.shown()[-MOST_SHOWN:]
        return self._render(
            "page.html",
            view,
            threads=threads(shown),
            cards=[card for card in room.cards(view.person.account) if lesson.shows(card.message)][:MOST_SHOWN],
            notes=_loose(room, view.person.account),
            mine=_mine(room, view),
            deleted=room.is_deleted,
            last=room.last,
            people=self._settings.people,
            languages=LANGUAGES,
            examples=EXAMPLES,
            draft=self._draft(lesson, example, view.lang),
            **self._lesson(lesson, view.lang),
            desk=desk,
            message_of=room.message_of,
            reply=room.post_of(reply_to) if reply_to else None,
            answer=self.answer(answer, view) if answer else "",
            event_id=str(uuid4()),
        )

    def post(self, post: Posted, room: Room, view: View) -> str:
        return self._render("_post.html", view, post=post, mine=_mine(room, view))

    def notice(self, notice: Noticed, view: View) -> str:
        return self._render("_notice.html", view, notice=notice)

    def stub(self, message: str, room: Room, view: View) -> str:
        """What stands in the place of a message that is not shown and has answers."""
        return self._render("_stub.html", view, stub=message, deleted=room.is_deleted)

    def card(self, card: Card, view: View) -> str:
        return self._render("_card.html", view, card=card)

    def note(self, note: Noted | Returned, view: View) -> str:
        return self._render("_note.html", view, note=note)

    def answer(self, answer: Answer, view: View) -> str:
        """A line, with what there is to go on with: buttons, both sides of a draft, a field for the words that are asked for."""
        preview = answer.preview
        return self._render(
            "_answer.html",
            view,
            text=self._wording.render(own_words(replace(answer.line, lang=view.lang))),
            hidden=preview.hidden if preview else answer.hidden,
            buttons_here=pressable(answer.buttons),
            preview=preview,
            paper=answer.paper,
            written=sides(preview.before, preview.hidden) if preview else None,
            page=answer.page or "",
            asks=_ASKS.get(answer.line.key, ""),
        )

    def lesson(self, lesson: Lesson, view: View) -> dict[str, str]:
        """The pieces of the page that an exercise has: what to do; above the cards, what to see in them; below, a question."""
        values = self._lesson(lesson, view.lang)
        return {name: self._render(f"_lesson_{name}.html", view, **values) for name in ("task", "look", "question")}

    def desk(self, desk: Desk, room: Room, view: View) -> str:
        """What stands above the box on a page about cases."""
        return self._render("_desk.html", view, desk=desk, message_of=room.message_of)

    def problem(self, code: str, lang: Lang, back: str) -> str:
        """A page that says what went wrong and what to do."""
        return self._templates.get_template("problem.html").render(
            t=lambda key: self.say(key, lang), lang=lang, text=self.problem_text(code, lang), back=back
        )

    def problem_text(self, code: str, lang: Lang) -> str:
        return self.say(f"problem_{code.replace('-', '_')}", lang)

    def say(self, key: str, lang: Lang, **slots: int) -> str:
        """A sentence of the section `[web]` of `config/wording`."""
        return self._wording.render(Line(f"web.{key}", lang, slots))

    def _draft(self, lesson: Lesson, example: int, lang: Lang) -> str:
        if lesson.used and lesson.exercise:
            return lesson.exercise.text
        return self.say(f"example_{example}", lang) if example in EXAMPLES else ""

    def _lesson(self, lesson: Lesson, lang: Lang) -> dict[str, Any]:
        said = lesson.said
        return {
            "lesson": lesson,
            "said": self._wording.render(Line(said.key, lang, said.slots)) if said else "",
        }

    def _render(self, template: str, view: View, **values: Any) -> str:
        return self._templates.get_template(template).render(
            view=view,
            lang=view.lang,
            t=lambda key, **slots: self.say(key, view.lang, **slots),
            sheet=lambda key: self._wording.render(Line(f"compose.{key}", view.lang)),
            purposes=(Purpose.GUIDANCE, Purpose.CO_WORKING, Purpose.OWN_SUPPORT),
            label=lambda action: self._wording.label(action, view.lang),
            consent=lambda told: self._wording.render(consent_line(told.consent, view.lang)),
            nameless=self._wording.render(Line("post.nameless", view.lang)),
            covered=self._wording.render(Line("post.covered", view.lang)),
            kind=lambda family: self._wording.kind(family, view.lang),
            role=lambda person: self.say(f"role_{person.role}", view.lang),
            colour=lambda name: self._names.get(name, len(self._names)),
            spans=spans_json,
            returned_text=returned_text,
            has_badges=has_badges,
            **values,
        )

    def _clock(self, at: datetime) -> str:
        return at.astimezone(self._zone).strftime("%H:%M")

    def _day(self, at: datetime) -> str:
        return at.astimezone(self._zone).strftime("%d/%m/%Y")


def download(paper: Paper) -> str:
    """The PDF inside its own link: nothing has to be kept for somebody who may never fetch it."""
    return f"data:application/pdf;base64,{base64.b64encode(paper.pdf).decode()}"


def badges(text: str) -> Markup:
    """Escaped text in which `[Person A]` stands out."""
    pieces = _PSEUDONYM.split(text)
    return Markup("").join(
        Markup('<b class="pseudonym">{}</b>').format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )


def askable(post: Posted) -> list[str]:
    """The pseudonyms in a post that stand for something its author may tell, each once."""
    return list(dict.fromkeys(name for piece in _PSEUDONYM.findall(post.body) if (name := pseudonym_in(piece))))


def has_badges(text: str) -> bool:
    """Something was hidden here, even if the author's note has not arrived yet."""
    return _PSEUDONYM.search(text) is not None


def spans_json(hidden: Iterable[Hidden]) -> str:
    """For the script: where to mark the text that the author's browser still holds."""
    return json.dumps([[span.start, span.end] for span in hidden])


def threads(shown: Iterable[Posted | Noticed]) -> list[Thread]:
    """First messages in order, each with its answers; answers to a message that is gone keep their place under it."""
    found: dict[str, Thread] = {}
    for record in shown:
        own = record.message if isinstance(record, Posted) else f"notice:{record.notice_id}"
        place = record.thread or own
        thread = found.get(place) or Thread(place, None, [])
        if place == own:
            thread = Thread(place, record, thread.replies)
        else:
            thread.replies.append(record)
        found[place] = thread
    return list(found.values())


def _mine(room: Room, view: View) -> Callable[[Posted], bool]:
    return lambda post: room.owner_of(post.message) == view.person.account


def _loose(room: Room, account: str) -> list[Noted | Returned]:
    """Private words that no card of this person shows, newest first."""
    return [note for note in reversed(room.private(account)) if not belongs_to_card(room, note)]


def belongs_to_card(room: Room, note: Noted | Returned) -> bool:
    return note.about is not None and room.owner_of(note.about) == note.to


def wanted_language(accept: str | None, fallback: Lang) -> Lang:
    """The first of our languages that the browser asks for."""
    for item in (accept or "").lower().split(","):
        code = item.split(";")[0].strip()[:2]
        if code in LANGUAGES:
            return code
    return fallback


def language(code: str) -> Lang | None:
    return code if code in LANGUAGES else None
