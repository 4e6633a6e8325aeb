"""Values of ours as the arguments of `chat.postMessage` and `response_url`. Pure.

`text` says the same as the blocks, for notifications and screen readers. Nothing is unfurled: a preview would fetch a
page that nobody has redacted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from adapters.slack.files import Handle
from adapters.slack.markup import split, to_slack
from bot.domain.messages import Attachment
from bot.domain.outgoing import Answer, Button, GiveBack, Line, Note, Notice, Post
from bot.ports.wording import Wording
from redaction import HiddenSpan, Lang

Arguments = dict[str, Any]

IN_BLOCK = 3000
"""Characters of a section's text (docs.slack.dev/reference/block-kit/blocks/section-block)."""

IN_MESSAGE = 12_000
"""Characters of one message. Slack truncates `text` at 40,000 and refuses blocks that are too long together
(`msg_blocks_too_long`) without saying where; this is well below."""

LABEL = 75
"""Characters of a button's label (docs.slack.dev/reference/block-kit/block-elements/button-element)."""

POST, NOTICE = "entrenous_post", "entrenous_notice"


def post(post: Post, wording: Wording, *, broadcast: bool = False) -> tuple[Arguments, ...]:
    """A redacted message under its author's name, in as many messages as it needs; buttons under the last."""
    marks = ["edited"] * post.edited + ["late"] * post.late
    shown = f" ({post.case})" if post.case else ""
    shown += "".join(f" ({wording.render(Line(f'slack.{mark}', post.lang))})" for mark in marks)
    head = f"*{_one_line(post.byline)}*{to_slack(shown)}"
    parts = split(f"{head}\n{to_slack(post.body)}", IN_MESSAGE)
    common = _place(post.conversation.conversation, post.thread)
    if broadcast and post.thread:
        common["reply_broadcast"] = True
    return tuple(
        {
            **common,
            **_said(part, _actions(post.buttons, post.lang, wording) if number == len(parts) else ()),
            "metadata": metadata(POST, {"post": post.post_id, "part": number, "parts": len(parts)}),
        }
        for number, part in enumerate(parts, start=1)
    )


def notice(notice: Notice, wording: Wording) -> Arguments:
    """A line of ours in a channel."""
    return {
        **_place(notice.conversation.conversation, notice.thread),
        **_said(to_slack(wording.render(notice.line)), _actions(notice.buttons, notice.line.lang, wording)),
        "metadata": metadata(NOTICE, {"notice": notice.notice_id}),
    }


def note(note: Note, wording: Wording, channel: str, link: str | None) -> Arguments:
    """A private word in the direct messages `channel`: the line, what was hidden, a link to the post."""
    lines = [to_slack(wording.render(note.line)), *_hidden(note.hidden, note.line.lang, wording)]
    if note.page:
        lines.append(f"<{note.page}>")
    if link:
        lines.append(f"<{link}|{wording.render(Line('slack.see_post', note.line.lang or 'en'))}>")
    return {**_place(channel), **_said("\n".join(lines), _actions(note.buttons, note.line.lang, wording))}


def give_back(back: GiveBack, wording: Wording, channel: str) -> tuple[Arguments, ...]:
    """A withheld message for its author alone: the line, their words as they wrote them, links to their files."""
    lines = [to_slack(wording.render(back.line)), *_links(back.attachments, back.line.lang, wording)]
    said = ["\n".join(lines), *(split(to_slack(back.text.expose()), IN_MESSAGE) if back.text else ())]
    return tuple({**_place(channel), **_said(part)} for part in said)


def answer(answer: Answer, wording: Wording) -> Arguments:
    """What somebody who pressed or wrote gets to see, alone; for a `response_url`."""
    return {**said_in_private(answer, wording), "response_type": "ephemeral", "replace_original": False}


def said_in_private(answer: Answer, wording: Wording) -> Arguments:
    """The text and blocks of an answer, without a place."""
    lines = [to_slack(wording.render(answer.line)), *_hidden(answer.hidden, answer.line.lang, wording)]
    text = "\n".join([*lines, f"<{answer.page}>"] if answer.page else lines)
    return {"text": text, "blocks": _sections(text), "unfurl_links": False}


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


def _actions(buttons: Iterable[Button], lang: Lang | None, wording: Wording) -> tuple[Arguments, ...]:
    """An `action_id` occurs once in a block, so the second button of one action gets a number."""
    elements: list[Arguments] = []
    for button in buttons:
        earlier = sum(element["action_id"].partition(":")[0] == button.action for element in elements)
        elements.append(
            {
                "type": "button",
                "action_id": f"{button.action}:{earlier + 1}" if earlier else button.action,
                "value": button.subject,
                "text": {"type": "plain_text", "text": wording.label(button.action, lang or "en")[:LABEL]},
            }
        )
    return ({"type": "actions", "elements": elements},) if elements else ()


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
