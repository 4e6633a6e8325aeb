"""Values of ours as the arguments of `chat.postMessage`, `chat.update` and `response_url`. Pure.

`text` says the same as the blocks, for notifications and screen readers. Nothing is unfurled: a preview would fetch a
page that nobody has redacted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from adapters.slack.files import Handle
from adapters.slack.markup import split, to_slack
from adapters.slack.rich import rich_text
from bot.domain.messages import Attachment, MessageRef
from bot.domain.outgoing import Answer, Button, GiveBack, Line, Note, Notice, Post
from bot.domain.papers import Paper, plain
from bot.ports.wording import Wording
from redaction import HiddenSpan, Lang

Arguments = dict[str, Any]
Names = Mapping[str, str]
"""Channel id -> its name."""

_DRAFT, _ANSWER = "draft:", "answer:"
"""Beginnings of the ids of blocks that make way for a later answer: for one about the same draft, for any."""

_OWN_WORDS = {
    "answer.draft_sent": "slack.draft_sent",
    "answer.draft_dropped": "slack.draft_dropped",
    "answer.which_words": "slack.which_words",
    "answer.private_help": "slack.private_help",
    "answer.compose_here": "slack.private_help",
    "answer.object_why": "slack.object_why",
    "note.hint": "slack.hint",
    "answer.report_needs_reply": "slack.report_unknown",
}
"""Slack lets a bot remove nothing that somebody else wrote in direct messages, and has no answering with a command."""

IN_BLOCK = 3000
"""Characters of a section's text (docs.slack.dev/reference/block-kit/blocks/section-block)."""

IN_MESSAGE = 12_000
"""Characters of one message. Slack truncates `text` at 40,000 and refuses blocks that are too long together
(`msg_blocks_too_long`) without saying where; this is well below."""

LABEL = 75
"""Characters of a button's label (docs.slack.dev/reference/block-kit/block-elements/button-element)."""

IN_ROW = 25
"""Elements of one actions block (docs.slack.dev/reference/block-kit/blocks/actions-block)."""

POST, NOTICE = "entrenous_post", "entrenous_notice"


def post(post: Post, wording: Wording, *, broadcast: bool = False, covering: int = 1) -> tuple[Arguments, ...]:
    """A redacted message under its author's name, in as many messages as it needs; buttons under the last.

    `covering`: so many messages stand already; where the post is covered, each is, so that it comes back in its place.
    """
    marks = ["edited"] * post.edited + ["late"] * post.late
    shown = f" ({post.case})" if post.case else ""
    shown += "".join(f" ({wording.render(Line(f'slack.{mark}', post.lang))})" for mark in marks)
    byline = wording.render(Line("post.nameless", post.lang)) if post.byline is None else post.byline
    body = wording.render(Line("post.covered", post.lang)) if post.covered else post.body
    buttons = () if post.covered else post.buttons
    below = wording.render(Line("slack.files_below", post.lang, {"count": len(post.files)})) if post.files else ""
    below = f"\n_{to_slack(below)}_" if below and not post.covered else ""
    parts = split(f"*{_one_line(byline)}*{to_slack(shown)}\n{to_slack(body)}{below}", IN_MESSAGE)
    parts *= covering if post.covered else 1
    common = _place(post.conversation.conversation, post.thread)
    if broadcast and post.thread:
        common["reply_broadcast"] = True
    return tuple(
        {
            **common,
            **_said(part, actions(buttons, post.lang, wording) if number == len(parts) else ()),
            "metadata": metadata(POST, {"post": post.post_id, "part": number, "parts": len(parts)}),
        }
        for number, part in enumerate(parts, start=1)
    )


def amended(arguments: Arguments, standing: MessageRef) -> Arguments:
    """The arguments of a post as those of `chat.update`, which knows no thread. `parse`: unlike a post, it would link names."""
    kept = {key: value for key, value in arguments.items() if key in {"channel", "text", "blocks", "metadata"}}
    return {**kept, "ts": standing.message, "parse": "none"}


def in_authors_name(post: Post, message: MessageRef, wording: Wording) -> Arguments | None:
    """A post as the arguments of `chat.update` for its author's own message; None where it does not fit into one.

    No name, since Slack shows whose it is, and no buttons: Slack sends presses to the app that posted a message, and lets
    nothing but a `rich_text` stand where one stood. Previews of links go, which were made of what stood there before.
    """
    text = to_slack(wording.render(Line("post.covered", post.lang)) if post.covered else post.body)
    if len(text) > IN_MESSAGE:
        return None
    place = {"channel": message.conversation, "ts": message.message, "parse": "none"}
    return {**place, "text": text, "blocks": [rich_text(text)], "attachments": []}


def notice(notice: Notice, wording: Wording) -> Arguments:
    """A line of ours in a channel."""
    return {
        **_place(notice.conversation.conversation, notice.thread),
        **_said(to_slack(wording.render(notice.line)), actions(notice.buttons, notice.line.lang, wording)),
        "metadata": metadata(NOTICE, {"notice": notice.notice_id}),
    }


def note(note: Note, wording: Wording, channel: str, link: str | None) -> Arguments:
    """A private word in the direct messages `channel`: the line, what was hidden, a link to the post."""
    lines = [to_slack(wording.render(own_words(note.line))), *_hidden(note.hidden, note.line.lang, wording)]
    if note.also:
        lines.append(to_slack(wording.render(note.also)))
    if note.page:
        lines.append(f"<{note.page}>")
    if link:
        lines.append(f"<{link}|{wording.render(Line('slack.see_post', note.line.lang or 'en'))}>")
    return {**_place(channel), **_said("\n".join(lines), actions(note.buttons, note.line.lang, wording))}


def give_back(back: GiveBack, wording: Wording, channel: str) -> tuple[Arguments, ...]:
    """A withheld message for its author alone: the line, their words as they wrote them, links to their files."""
    lines = [to_slack(wording.render(back.line)), *_links(back.attachments, back.line.lang, wording)]
    said = ["\n".join(lines), *(split(to_slack(back.text.expose()), IN_MESSAGE) if back.text else ())]
    return tuple({**_place(channel), **_said(part)} for part in said)


def answer(answer: Answer, wording: Wording) -> Arguments:
    """What somebody who pressed or wrote gets to see, alone, where others are; for a `response_url`."""
    (said, *_) = private(answer, wording)
    return {**said, "response_type": "ephemeral", "replace_original": False}


def private(answer: Answer, wording: Wording, names: Names = MappingProxyType({})) -> tuple[Arguments, ...]:
    """The text and blocks of an answer, without a place; a long draft needs several messages. `names`: of channels."""
    lang = answer.line.lang
    lines = [to_slack(wording.render(own_words(answer.line))), *_hidden(answer.hidden, lang, wording)]
    if answer.page:
        lines.append(f"<{answer.page}>")
    if answer.preview:
        lines += ["", _quoted(to_slack(answer.preview.after)), "", *_hidden(answer.preview.hidden, lang, wording)]
    parts = (*(_paper(answer.paper) if answer.paper else ()), *split("\n".join(lines), IN_MESSAGE))
    buttons = actions(answer.buttons, lang, wording, names)
    said = [_said(part, buttons if number == len(parts) else ()) for number, part in enumerate(parts, start=1)]
    mark = _DRAFT if answer.preview else _ANSWER
    for part in said:
        for number, block in enumerate(part["blocks"]):
            block["block_id"] = f"{mark}{number}"
    return tuple({**part, "unfurl_links": False} for part in said)


def _paper(paper: Paper) -> list[str]:
    """A paper to read here, its title in bold. It comes as a PDF too, where the app may send files."""
    text = plain(paper.text)
    title, rest = (paper.title, text[len(paper.title) :]) if text.startswith(paper.title) else ("", text)
    return split((f"*{_one_line(title)}*" if title else "") + to_slack(rest), IN_MESSAGE)


def in_place(answer: Answer, said: Arguments, standing: Iterable[Mapping[str, Any]], pressed: str) -> Arguments:
    """An answer in the message whose button was pressed; for its `response_url`.

    It stands below what the message says, in place of an earlier answer. A draft that is shown anew takes the place of all,
    and so does the end of what the button (in the block `pressed`) stood under, unless that was an earlier answer itself.
    """
    kept = [block for block in standing if not str(block.get("block_id") or "").startswith(_ANSWER)]
    if answer.preview is not None or (answer.ended and not pressed.startswith(_ANSWER)):
        kept = []
    return {"text": said["text"], "blocks": [*kept, *said["blocks"]], "replace_original": True}


def own_words(line: Line) -> Line:
    """The sentence that is true on Slack, where the core's promises what a bot may not do there."""
    return replace(line, key=_OWN_WORDS.get(line.key, line.key))


def metadata(event_type: str, payload: dict[str, str | int]) -> dict[str, Any]:
    """Opaque ids only: metadata can be read by every app of the workspace."""
    return {"event_type": event_type, "event_payload": payload}


def _place(channel: str, thread: str | None = None) -> Arguments:
    place: Arguments = {"channel": channel, "unfurl_links": False, "unfurl_media": False}
    return place | ({"thread_ts": thread} if thread else {})


def _said(text: str, actions: tuple[Arguments, ...] = ()) -> Arguments:
    return {"text": text, "blocks": [*_sections(text), *actions]}


def _sections(text: str) -> list[Arguments]:
    """`verbatim`: what looks like a channel or a name is not linked on Slack's own account."""
    pieces = [piece for piece in split(text, IN_BLOCK) if piece.strip()]
    return [{"type": "section", "text": {"type": "mrkdwn", "text": piece, "verbatim": True}} for piece in pieces]


def actions(
    buttons: Iterable[Button], lang: Lang | None, wording: Wording, names: Names = MappingProxyType({})
) -> tuple[Arguments, ...]:
    """An `action_id` occurs once in a block, so the second button of one action gets a number."""
    elements: list[Arguments] = []
    for button in buttons:
        earlier = sum(element["action_id"].partition(":")[0] == button.action for element in elements)
        elements.append(
            {
                "type": "button",
                "action_id": f"{button.action}:{earlier + 1}" if earlier else button.action,
                "value": button.subject,
                "text": {"type": "plain_text", "text": _label(button, lang, wording, names)},
            }
        )
    rows = [elements[start : start + IN_ROW] for start in range(0, len(elements), IN_ROW)]
    return tuple({"type": "actions", "elements": row} for row in rows)


def _label(button: Button, lang: Lang | None, wording: Wording, names: Names) -> str:
    """Where a draft goes is part of its button's subject, and of what its button says."""
    said = [wording.label(button.action, lang or "en")]
    if isinstance(button.words, Line):
        said.append(wording.render(replace(button.words, lang=lang or "en")))
    elif button.words:
        said.append(str.__str__(button.words))
    place = button.subject.rpartition("/")[2]
    if button.action == "draft_send" and place in names:
        said.append(f"#{names[place]}")
    label = " ".join(said)
    return label if len(label) <= LABEL else f"{label[: LABEL - 1]}…"


def _quoted(slack: str) -> str:
    return "\n".join(f"> {line}" for line in slack.split("\n"))


def _hidden(spans: Iterable[HiddenSpan], lang: Lang | None, wording: Wording) -> list[str]:
    """One line for each pseudonym, however often it occurs."""
    lines = (to_slack(f"• {wording.kind(span.family, lang or 'en')} → {span.pseudonym}") for span in spans)
    return list(dict.fromkeys(lines))


def _links(attachments: Iterable[Attachment], lang: Lang | None, wording: Wording) -> list[str]:
    label = wording.render(Line("slack.file_link", lang or "en"))
    links = [Handle.read(attachment.handle).link for attachment in attachments]
    if not any(links):
        return []
    return [
        to_slack(wording.render(Line("slack.file_stays", lang))),
        *(f"• <{to_slack(link)}|{label}>" for link in links if link),
    ]


def _one_line(byline: str) -> str:
    """A name between asterisks: no line break and no asterisk of its own, or it would not be bold."""
    return to_slack(" ".join(byline.replace("*", "").split())) or "…"
