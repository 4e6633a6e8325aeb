"""Values of ours as forms (modals). Pure.

Limits: docs.slack.dev/reference/views/modal-views and …/block-kit. What a form carries in its private metadata are ids and
numbers: apps' logs and exports hold it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from adapters.slack.interactions import ASK, COMPOSE, DRAFT, OPEN, OWN_CASE, WORDS
from adapters.slack.markup import split, to_slack
from adapters.slack.parse import NAME
from adapters.slack.render import IN_BLOCK, Arguments, Names, own_words
from bot.domain.calls import PARTS
from bot.domain.cases import Purpose
from bot.domain.drafts import Offers, Preview
from bot.domain.messages import ConversationRef
from bot.domain.outgoing import DETAILS, Answer, Line
from bot.domain.rounds import place_of_word, place_word
from bot.ports.wording import Wording
from redaction import HiddenSpan, Lang, RawText

TITLE = 24
OPTION = 75
"""Characters of an option's text, and of its description."""
IN_FIELD = 2000
IN_GROUP = 10
"""Checkboxes of one element."""
TYPED = 3000
"""Characters that a text field takes at most, and that its initial value may have."""


class Views:
    """All forms, in one person's language."""

    def __init__(self, wording: Wording, lang: Lang, names: Names) -> None:
        self._wording = wording
        self.lang = lang
        self._names = names

    def compose(self, offers: Offers, text: RawText | None = None, first: str = "") -> Arguments:
        """The first form: what they want to ask, what for, in which case, where. `first`: a sentence before all else."""
        blocks = [*self._lines(first), *self._about_writing(text, offers, Purpose.GUIDANCE, "", None)]
        return self._form(COMPOSE, blocks, {})

    def call(self) -> tuple[RawText, str]:
        """What the form for a note of a call begins with: its heads, to be written after, and what helps to leave names out."""
        heads = "\n".join(f"{self._wording.render(Line(f'call.{part}_head', self.lang))} " for part in PARTS)
        helps = " ".join(self._wording.render(Line(f"call.{key}", self.lang)) for key in ("lead", "who_help"))
        return RawText(heads), helps

    def edit(self, preview: Preview) -> Arguments:
        """The same with what a draft says, to be changed. A correction stays where it is, for what it was."""
        draft = preview.draft
        about = {"draft": draft.draft_id}
        offers = Offers(preview.places, preview.cases)
        blocks = self._about_writing(draft.writing.text, offers, draft.purpose, preview.case, draft.writing.place)
        blocks = blocks[:1] if draft.writing.corrects is not None else blocks
        return self._form(COMPOSE, _anew(blocks, draft.version), about)

    def draft(self, answer: Answer, preview: Preview) -> Arguments:
        """Both versions side by side, what is hidden, and what can be done about it."""
        draft = preview.draft
        own_support = draft.purpose is Purpose.OWN_SUPPORT
        place = draft.writing.place
        page = [button.action for button in answer.buttons if button.action == "draft_page"]
        blocks = [
            *self._lines(self._said(answer.line)),
            *self._both(preview),
            *self._terms(preview),
            *self._ticks(preview),
            *(self._places(preview.places, None) if place is None and draft.writing.corrects is None else []),
            self._typed("hide", "hide", optional=True),
            *([self._checks("nameless", "nameless", [self._nameless()], draft.nameless)] if own_support else []),
            {"type": "actions", "elements": [self._button(action) for action in ("draft_again", "draft_edit", *page)]},
        ]
        about = {
            "draft": draft.draft_id, "version": draft.version, "nameless": draft.nameless,
            "place": place_word(place) if place and draft.writing.corrects is None else None,
        }  # fmt: skip
        labels = {"submit": self._label("draft_send"), "close": self._label("draft_drop")}
        return self._view("slack.title_seen", _anew(blocks, draft.version), labels, DRAFT, about, notify_on_close=True)

    def words(self, answer: Answer) -> Arguments:
        """The words of a reported message, to be ticked; those that are chosen already are."""
        words = [button for button in answer.buttons if button.words is not None]
        blocks = self._lines(self._said(Line("slack.tick_words", self.lang)))
        for number, group in enumerate(_groups(words), start=1):
            options = [{"text": _plain(str.__str__(b.words), OPTION), "value": b.subject} for b in group]
            chosen = [option for option, button in zip(options, group, strict=True) if button.action == "missed_not"]
            blocks.append(self._group(f"word:{number}", "words" if number == 1 else "more_words", options, chosen))
        ending = next(button for button in answer.buttons if button.words is None)
        labels = {"submit": self._label(ending.action), "close": self._word("later")}
        return self._view("slack.title_report", blocks, labels, WORDS, {"draft": ending.subject}, notify_on_close=True)

    def ask(self, action: str, subject: str, message: str | None) -> Arguments:
        """What a button under a private word asks for. `message`: where it stands, to be changed afterwards."""
        name = {"correct": "anew", "request_object": "object"}.get(action, "hide")
        about = {"ask": action, "subject": subject, "message": message}
        return self._form(ASK, [self._typed("text", name)], about, f"button.{action}")

    def which_case(self, answer: Answer) -> Arguments:
        """One of their own cases, or the reference of another."""
        cases = [{"text": _plain(one.subject, OPTION), "value": one.subject} for one in answer.buttons]
        element: Arguments = {"type": "static_select", "action_id": "case", "options": cases[:100]}
        own = [self._input("case", "case", element, optional=True)] if cases else []
        typed: Arguments = {"type": "plain_text_input", "action_id": "reference", "max_length": 20}
        reference = self._input("reference", "reference", typed, optional=bool(cases), hint="reference_hint")
        return self._form(OPEN, [*own, reference], {}, f"button.{DETAILS.action}")

    def which_ground(self, answer: Answer) -> Arguments:
        """What can be done without asking, and the grounds."""
        options = [
            {"text": _plain(self._said(replace(one.words, lang=self.lang)), OPTION), "value": one.subject}
            for one in answer.buttons
            if isinstance(one.words, Line)
        ]
        element: Arguments = {"type": "radio_buttons", "action_id": "ground", "options": options[:IN_GROUP]}
        blocks = [*self._lines(self._said(answer.line)), self._input("ground", "ground", element)]
        return self._form(OPEN, blocks, {}, f"button.{DETAILS.action}")

    def which_details(self, answer: Answer, ground: str) -> Arguments:
        """The details of a case by pseudonym, to be ticked."""
        ticks = [str.__str__(one.words) for one in answer.buttons if isinstance(one.words, str)]
        boxes = [
            self._checks(f"word:{number}", "details", [{"text": _plain(one, OPTION), "value": one} for one in group])
            for number, group in enumerate(_groups(ticks), start=1)
        ]
        blocks = [*self._lines(self._said(answer.line)), *boxes]
        return self._form(OPEN, blocks, {"ground": ground}, f"button.{DETAILS.action}")

    def said(self, *lines: str, title: str = "slack.title_ask") -> Arguments:
        """Nothing but a few sentences."""
        return self._view(title, self._lines(*lines), {"close": self._word("close")}, "said", {})

    def line(self, line: Line, title: str = "slack.title_ask") -> Arguments:
        return self.said(self._said(line), title=title)

    def paged(self, answer: Answer, title: str = "slack.title_ask") -> Arguments:
        """A sentence and the address of a page of ours, where they go on."""
        lines = [self._said(answer.line), *([f"<{answer.page}>"] if answer.page else [])]
        return self.said("\n".join(lines), title=title)

    def sent(self, place: str | None) -> Arguments:
        """It is on its way; where they find it: a channel's id or a round's word, None where a post is changed in its place."""
        if place is None:
            return self.line(Line("slack.amended", self.lang))
        where = place_of_word(NAME, place)
        there = f"<#{place}>" if where.channel == NAME else where.conversation
        return self.said(f"{self._said(Line('slack.sent', self.lang))} {there}")

    # parts

    def _about_writing(
        self, text: RawText | None, offers: Offers, purpose: Purpose, case: str, place: ConversationRef | None
    ) -> list[Arguments]:
        blocks = [self._typed("text", "text", text), self._purposes(purpose)]
        if offers.cases:
            own = {"text": _plain(self._label("draft_own_case"), OPTION), "value": OWN_CASE}
            cases = [own, *({"text": _plain(one, OPTION), "value": one} for one in offers.cases)]
            blocks.append(self._menu("case", cases, case or OWN_CASE))
        return [*blocks, *self._places(offers.places, place)]

    def _places(self, places: Sequence[ConversationRef], chosen: ConversationRef | None) -> list[Arguments]:
        """A menu of channels, if there are any; the only one is chosen."""
        options = [
            {
                "text": _plain(self._named(one), OPTION),
                "value": place_word(one),
            }
            for one in places
        ]
        first = chosen or (places[0] if len(places) == 1 else None)
        return [self._menu("place", options, place_word(first) if first else "")] if options else []

    def _named(self, place: ConversationRef) -> str:
        """`#advice`; a round is on no channel of Slack's and has its own name."""
        here = place.channel == NAME
        return f"#{self._names.get(place.conversation, place.conversation)}" if here else place.conversation

    def _purposes(self, purpose: Purpose) -> Arguments:
        options = [
            {
                "text": _plain(self._label(f"draft_{one}"), OPTION),
                "description": _plain(self._word(f"purpose_{one}"), OPTION),
                "value": one.value,
            }
            for one in (Purpose.GUIDANCE, Purpose.CO_WORKING, Purpose.OWN_SUPPORT)
        ]
        initial = next(option for option in options if option["value"] == purpose)
        element = {"type": "radio_buttons", "action_id": "purpose", "options": options, "initial_option": initial}
        return self._input("purpose", "purpose", element)

    def _menu(self, name: str, options: list[Arguments], value: str) -> Arguments:
        element: Arguments = {"type": "static_select", "action_id": name, "options": options[:100]}
        initial = [option for option in options if option["value"] == value]
        return self._input(name, name, element | ({"initial_option": initial[0]} if initial else {}))

    def _both(self, preview: Preview) -> list[Arguments]:
        """Before and after: beside each other where both fit into fields, else one below the other."""
        before, after = to_slack(preview.before.expose()), to_slack(preview.after)
        sides = [f"*{self._word('before')}*\n{before}", f"*{self._word('after')}*\n{after}"]
        if all(len(side) <= IN_FIELD for side in sides):
            return [{"type": "section", "fields": [_mrkdwn(side) for side in sides]}]
        return self._lines(*sides)

    def _terms(self, preview: Preview) -> list[Arguments]:
        """Where it goes, what for, in which case."""
        draft = preview.draft
        if draft.writing.corrects is not None:
            return []
        place = draft.writing.place
        terms = [f"<#{place.conversation}>"] if place else []
        terms += [self._label(f"draft_{draft.purpose}"), *([preview.case] if preview.case else [])]
        return [{"type": "context", "elements": [_mrkdwn(" · ".join(terms))]}]

    def _ticks(self, preview: Preview) -> list[Arguments]:
        """One box for each word that is hidden, with its kind; the same word twice is one."""
        found = list(_once(preview.hidden, preview.before))
        return [
            self._checks(
                f"show:{number}", "show" if number == 1 else "more_words",
                [self._detail(index, span, word) for index, span, word in group],
            )
            for number, group in enumerate(_groups(found), start=1)
        ]  # fmt: skip

    def _detail(self, index: int, span: HiddenSpan, word: str) -> Arguments:
        kind = self._wording.kind(span.family, self.lang)
        return {
            "text": _plain(f"{word} → {span.pseudonym}", OPTION),
            "description": _plain(kind, OPTION),
            "value": str(index),
        }

    def _nameless(self) -> Arguments:
        return {"text": _plain(self._label("draft_nameless"), OPTION), "value": "nameless"}

    def _checks(self, action: str, label: str, options: list[Arguments], chosen: bool = False) -> Arguments:
        return self._group(action, label, options, options if chosen else [])

    def _group(self, action: str, label: str, options: list[Arguments], chosen: list[Arguments]) -> Arguments:
        element: Arguments = {"type": "checkboxes", "action_id": action, "options": options}
        return self._input(action, label, element | ({"initial_options": chosen} if chosen else {}), optional=True)

    def _typed(self, action: str, name: str, text: RawText | None = None, *, optional: bool = False) -> Arguments:
        """A field for text; `hide` takes one line, the others as many as they like."""
        element: Arguments = {
            "type": "plain_text_input", "action_id": action, "multiline": name != "hide", "max_length": TYPED,
        }  # fmt: skip
        if text is not None:
            element["initial_value"] = text.expose()
        return self._input(action, name, element, optional=optional, hint=f"{name}_hint")

    def _input(
        self, block: str, label: str, element: Arguments, *, optional: bool = False, hint: str | None = None
    ) -> Arguments:
        made = {
            "type": "input",
            "block_id": block,
            "label": _plain(self._word(f"field_{label}"), 2000),
            "element": element,
        }
        if hint:
            made["hint"] = _plain(self._word(f"field_{hint}"), 2000)
        return {**made, "optional": optional}

    def _lines(self, *lines: str) -> list[Arguments]:
        pieces = [piece for line in lines for piece in split(line, IN_BLOCK) if piece.strip()]
        return [{"type": "section", "text": _mrkdwn(piece)} for piece in pieces]

    def _button(self, action: str) -> Arguments:
        return {
            "type": "button",
            "action_id": action,
            "value": action,
            "text": _plain(self._label(action), OPTION),
        }

    def _form(
        self, callback: str, blocks: list[Arguments], about: dict[str, Any], title: str = "slack.title_ask"
    ) -> Arguments:
        labels = {"submit": self._word("show" if callback == COMPOSE else "done"), "close": self._word("cancel")}
        return self._view(title, blocks, labels, callback, about)

    def _view(
        self, title: str, blocks: list[Arguments], labels: dict[str, str], callback: str, about: dict[str, Any],
        *, notify_on_close: bool = False,
    ) -> Arguments:  # fmt: skip
        """`title`: a key of the wording."""
        return {
            "type": "modal",
            "callback_id": callback,
            "title": _plain(self._wording.render(Line(title, self.lang)), TITLE),
            "blocks": blocks,
            "private_metadata": json.dumps(about),
            "notify_on_close": notify_on_close,
            **{name: _plain(label, TITLE) for name, label in labels.items()},
        }

    def _said(self, line: Line) -> str:
        return to_slack(self._wording.render(own_words(line)))

    def _word(self, name: str) -> str:
        return self._wording.render(Line(f"slack.{name}", self.lang))

    def _label(self, action: str) -> str:
        return self._wording.label(action, self.lang)


def _anew(blocks: list[Arguments], version: int) -> list[Arguments]:
    """Under other ids than before: Slack keeps what was filled in where a block keeps its id."""
    for block in blocks:
        if "block_id" in block:
            block["block_id"] = f"{block['block_id']}:{version}"
    return blocks


def _once(spans: Sequence[HiddenSpan], before: RawText) -> Iterator[tuple[int, HiddenSpan, str]]:
    """Each hidden word with the number of the first span that hides it."""
    seen: set[tuple[str, str]] = set()
    for index, span in enumerate(spans):
        word = " ".join(before.expose()[span.start : span.end].split())
        if (word.casefold(), span.pseudonym) not in seen:
            seen.add((word.casefold(), span.pseudonym))
            yield index, span, word


def _groups(items: Iterable[Any]) -> list[list[Any]]:
    every = list(items)
    return [every[start : start + IN_GROUP] for start in range(0, len(every), IN_GROUP)]


def _plain(text: str, most: int) -> Arguments:
    return {"type": "plain_text", "text": text if len(text) <= most else f"{text[: most - 1]}…"}


def _mrkdwn(text: str) -> Arguments:
    return {"type": "mrkdwn", "text": text, "verbatim": True}
