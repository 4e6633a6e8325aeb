"""A post of ours is mended: a word that is no detail comes back, a detail that was missed goes, all of it goes.

The post changes in its place. Nothing else of it changes: what was hidden before stays hidden, under the same pseudonyms,
and the text is not judged anew but for what the case has learnt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.domain.drafts import Awaited, Wanted
from bot.domain.marks import Mark, carried, carried_back, mentions
from bot.domain.mending_entries import MessageMended, PostWithdrawn
from bot.domain.messages import Composed, PersonRef
from bot.domain.outgoing import Answer, Button, Line, Opaque, Post, Press
from bot.domain.polls import as_text, obstacle
from bot.domain.records import NoteRecord, PostKind, PostRecord, PostState
from bot.handlers.access import Action, Target, allowed
from bot.handlers.attempt import attempt
from bot.handlers.compose import EXPECTED_FOR
from bot.handlers.context import Context
from bot.handlers.hide import count_families, strike
from bot.handlers.posting import post_of
from bot.handlers.reading import prepare
from bot.handlers.taking_back import GONE, take_back
from bot.handlers.words import cut, part, same, stands_in, words_in
from bot.ports.detector import DetectionFailed
from bot.ports.store import Conflict, Original, UnitOfWork, Wiped
from redaction import DESTROYED, DIRECT, CaseMemory, Family, HiddenSpan, Keep, Lang, RawText, Redaction

_TRIES = 5
_MOST_POSTS = 200


@dataclass(frozen=True, slots=True)
class Mended:
    """The answer, the entries whose posts changed, and what people are told once these stand.

    `told`: ids of private words that go out by a workflow, however long a platform is out of reach.
    """

    answer: Answer
    publish: tuple[str, ...] = ()
    notes: tuple[NoteRecord, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class _Kept:
    """What is kept of one post: its original while there is one, else its body alone."""

    record: PostRecord
    post: Post
    author: PersonRef | None
    text: RawText
    spans: tuple[HiddenSpan, ...]
    whole: bool

    @property
    def marks(self) -> tuple[Mark, ...]:
        """How parts of the text are set."""
        return carried_back(self.post.marks, self.spans)

    def mentions(self, but: Iterable[RawText] = ()) -> tuple[tuple[int, int], ...]:
        """Where colleagues are called in the text, and not by a word that somebody wants hidden."""
        called = [(part(self.text, *place), place) for place in mentions(self.marks)]
        return tuple(place for words, place in called if not any(stands_in(word, words) for word in but))


async def ask_which(context: Context, press: Press) -> Answer:
    """Ask the author which detail is none, or somebody else's.

    Identity numbers are gone for good.
    """
    async with context.store.read() as unit:
        spans = await _hidden(unit, press.by, press.subject)
    if spans is None:
        return _say(press, "answer.gone")
    stem = f"{press.subject}/{len(spans)}"
    shown = [(n, span) for n, span in enumerate(spans) if span.family not in DESTROYED]
    people = [(n, span) for n, span in shown if span.family is Family.PERSON]
    buttons = (
        *(Button("show", f"{stem}/{n}", Opaque(span.pseudonym)) for n, span in shown),
        *(Button("apart", f"{stem}/{n}", Opaque(span.pseudonym)) for n, span in people),
    )
    return replace(_say(press, "answer.which_detail" if buttons else "answer.nothing_to_restore"), buttons=buttons)


async def show(context: Context, press: Press, *, sure: bool = False) -> Mended:
    """Put one hidden word back, and remember for the case that it is none. A direct identifier is asked about twice."""

    def wished(span: HiddenSpan, value: RawText) -> Composed | Answer:
        if span.family in DIRECT and not sure:
            again = Button("show_sure", press.subject, words=Opaque(span.pseudonym))
            return replace(_say(press, "answer.show_sure"), buttons=(again,))
        return Composed(show=(value,))

    return await _changed(context, press, wished, "shown", "answer.shown")


async def apart(context: Context, press: Press) -> Mended:
    """Two people of a case have one name: this message means the one whom the case did not know yet."""
    return await _changed(context, press, lambda _, value: Composed(apart=(value,)), "parted", "answer.parted")


async def _changed(
    context: Context, press: Press, wished: Callable[[HiddenSpan, RawText], Composed | Answer], how: str, said: str
) -> Mended:
    """Read a post again without what one of its details hides, under a wish. `subject`: entry, how many are hidden, which."""
    entry_id, count, number = press.subject.split("/")
    for _ in range(_TRIES):
        async with context.store.read() as unit:
            spans = await _hidden(unit, press.by, entry_id)
            if spans is None or len(spans) != int(count):
                return Mended(_say(press, "answer.gone"))
            kept = await _kept(unit, entry_id)
            span = spans[int(number)]
            value = cut(kept.text, span)
            wishes = wished(span, value)
            if isinstance(wishes, Answer):
                return Mended(wishes)
            left = [one for one in spans if not same(cut(kept.text, one), value)]
            case_id = await _case_of(unit, kept.record)
            known = await prepare(context, unit, kept.text, case_id, wishes, kept.mentions())
        try:
            redaction, learnt = await context.detector.redact(kept.text, known.memory, known.keep, left)
            async with context.store.begin() as unit:
                await unit.cases.remember(case_id, learnt, known.version)
                await _rewrite(context, unit, kept, redaction)
                await _journal(context, unit, entry_id, press.by, how, (span,))
        except Conflict:
            continue
        except DetectionFailed:
            break
        return Mended(replace(_say(press, said), ended=True), (entry_id,))
    return Mended(_say(press, "answer.try_again"))


async def ask_words(context: Context, press: Press, wanted: Wanted) -> Answer:
    """The author's next private word is what is to be hidden in a post, or what is to stand in its place."""
    async with context.store.begin() as unit:
        if not await allowed(unit, Action.MEND, press.by, Target(entry_id=press.subject)):
            return _say(press, "answer.not_yours")
        await unit.drafts.expect(press.by, Awaited(wanted, press.subject), context.clock.now() + EXPECTED_FOR)
    return _say(press, "answer.which_words" if wanted is Wanted.HIDE_IN_POST else "answer.write_anew")


async def hide_more(context: Context, by: PersonRef, entry_id: str, text: RawText, lang: Lang) -> Mended:
    """Hide in a post what its author wrote as the words to hide."""
    async with context.store.read() as unit:
        if not await allowed(unit, Action.MEND, by, Target(entry_id=entry_id)):
            return Mended(Answer(Line("answer.not_yours", lang)))
    return await hide_words(context, entry_id, by, words_in(text), lang)


async def hide_words(context: Context, entry_id: str, by: PersonRef, words: tuple[RawText, ...], lang: Lang) -> Mended:
    """Hide words in a post and wherever else they stand in posts of its case; the case learns them.

    Whoever may was asked before. The post is uncovered, if it was covered.
    """
    for _ in range(_TRIES):
        async with context.store.read() as unit:
            try:
                first = await _kept(unit, entry_id)
                case_id = await _case_of(unit, first.record)
                others = [record for record in await _others(unit, case_id) if record.entry_id != entry_id]
                posts = [first, *[await _kept(unit, record.entry_id) for record in others]]
                known = await prepare(context, unit, first.text, case_id, Composed(hide=words))
            except Wiped:
                return Mended(Answer(Line("answer.gone", lang)))
        try:
            changes, learnt = await _hidden_in(context, posts, known.memory, known.keep, words)
            async with context.store.begin() as unit:
                await unit.cases.remember(case_id, learnt, known.version)
                for kept, redaction in changes:
                    await _rewrite(context, unit, kept, redaction)
                new = [span for kept, redaction in changes for span in _new(kept, redaction)]
                await _journal(context, unit, entry_id, by, "hidden", new)
        except Conflict:
            continue
        except DetectionFailed:
            break
        key = "answer.hidden_more" if new else "answer.words_not_there"
        return Mended(Answer(Line(key, lang, {"count": len(new)})), tuple(kept.record.entry_id for kept, _ in changes))
    return Mended(Answer(Line("answer.try_again", lang)))


async def withdraw(context: Context, press: Press) -> Answer:
    """The author takes their post back."""
    async with context.store.begin() as unit:
        if not await allowed(unit, Action.MEND, press.by, Target(entry_id=press.subject)):
            return _say(press, "answer.not_yours")
        record = await post_of(unit, press.subject)
        if record is None or record.state in (PostState.REMOVED, PostState.FAILED):
            return _say(press, "answer.gone")
        if record.state in (PostState.WAITING, PostState.OFFERED, PostState.READY) and not record.refs:
            await unit.posts.move(record.post_id, PostState.REMOVED)
    effect = await take_back(context, record, partial(attempt, context)) if record.refs else None
    outcome = effect.outcome.value if effect else "done"
    async with context.store.begin() as unit:
        await unit.journal.append(PostWithdrawn(at=context.clock.now(), entry=press.subject, outcome=outcome))
    gone = effect is None or effect.outcome in GONE
    return replace(_say(press, "answer.withdrawn" if gone else "answer.not_withdrawn"), ended=gone)


async def _hidden_in(
    context: Context, posts: Sequence[_Kept], memory: CaseMemory, keep: Keep, words: Sequence[RawText]
) -> tuple[list[tuple[_Kept, Redaction]], CaseMemory]:
    """Each post that changes, with how it reads then. The first is always among them: it may be covered."""
    changes: list[tuple[_Kept, Redaction]] = []
    for kept in posts:
        here = replace(keep, mentions=kept.mentions(words))
        redaction, memory = await context.detector.redact(kept.text, memory, here, kept.spans)
        if kept is posts[0] or redaction.text != kept.post.body:
            changes.append((kept, redaction))
    return changes, memory


def _new(kept: _Kept, redaction: Redaction) -> list[HiddenSpan]:
    before = {(span.start, span.end) for span in kept.spans}
    return [span for span in redaction.spans if (span.start, span.end) not in before]


async def _rewrite(context: Context, unit: UnitOfWork, kept: _Kept, redaction: Redaction) -> None:
    """Keep the new version; where the original is gone, its body alone."""
    entry_id = kept.record.entry_id
    marks = carried(kept.marks, redaction.spans)
    post = as_it_can_stand(context, replace(kept.post, body=redaction.text, marks=marks, covered=False))
    if kept.whole and kept.record.case_id is not None:
        post = replace(post, hidden=redaction.spans)
        original = Original(kept.author, strike(kept.text, redaction.spans), redaction.spans)
        await unit.inbox.keep_original(entry_id, kept.record.case_id, original)
    await unit.posts.rewrite(kept.record.post_id, post)


def as_it_can_stand(context: Context, post: Post) -> Post:
    """A poll that would not be the same any more (two answers read alike) stands as a text from then on."""
    if post.poll is None:
        return post
    limits = context.channels[post.conversation.channel].capabilities.polls
    if obstacle(post.poll, post.body, post.marks, limits, context.clock.now()) is None:
        return post
    return replace(post, poll=None, marks=as_text(post.marks))


async def _kept(unit: UnitOfWork, entry_id: str) -> _Kept:
    """Raises `Wiped` where there is no post of that entry, or nothing of it is kept."""
    record = await post_of(unit, entry_id)
    post = await unit.posts.content(record.post_id) if record else None
    if record is None or not isinstance(post, Post):
        raise Wiped(entry_id)
    try:
        text, spans = await unit.inbox.original(entry_id), await unit.inbox.hidden(entry_id)
        return _Kept(record, post, await unit.inbox.author(entry_id), text, spans, whole=True)
    except Wiped:
        return _Kept(record, post, None, RawText(str.__str__(post.body)), (), whole=False)


async def _others(unit: UnitOfWork, case_id: str) -> list[PostRecord]:
    """The latest posts of a case that stand, and of those that are one with it."""
    found = [post for one in await unit.cases.family(case_id) for post in await unit.posts.standing(one)]
    return [post for post in found if post.kind is PostKind.REDACTED][-_MOST_POSTS:]


async def _case_of(unit: UnitOfWork, record: PostRecord) -> str:
    if record.case_id is None:
        raise Wiped(record.entry_id)
    return await unit.cases.home(record.case_id)


async def _hidden(unit: UnitOfWork, by: PersonRef, entry_id: str) -> tuple[HiddenSpan, ...] | None:
    """What is hidden in a post, for its author."""
    if not await allowed(unit, Action.MEND, by, Target(entry_id=entry_id)):
        return None
    try:
        return await unit.inbox.hidden(entry_id)
    except Wiped:
        return None


async def _journal(
    context: Context, unit: UnitOfWork, entry_id: str, by: PersonRef, how: str, spans: Sequence[HiddenSpan]
) -> None:
    families, who = count_families(tuple(spans)), await unit.roster.who(by)
    await unit.journal.append(MessageMended(at=context.clock.now(), entry=entry_id, by=who, how=how, families=families))


def _say(press: Press, key: str) -> Answer:
    return Answer(Line(key, press.lang))
