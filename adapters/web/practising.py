"""The exercises of the practice room: which one is open, what was sent for it, what was answered to its question.

GET  /{lang}/{account}/exercises            the list; how far this person is, and since when they have done all
GET  /{lang}/{account}/exercises/{id}       one exercise; `?use` puts its text into the box
POST /{lang}/{account}/send                 with a field `exercise`: the message is this exercise's; it goes the way of all messages
POST /{lang}/{account}/choose               an answer to its question
"""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from adapters.web.asking import answered
from adapters.web.deps import Deps
from adapters.web.entries import Finished, Solved, Tried
from adapters.web.lessons import Lesson, Progress, progress
from adapters.web.parse import CHANNEL, MissingField, Upload
from adapters.web.refusing import Refused
from adapters.web.view import View
from bot.domain.exercises import Exercise
from bot.domain.messages import PersonRef
from bot.domain.outgoing import Line
from bot.ports.channel import Intake
from redaction import RawText

CHOOSE = "choose"
_SAMPLES = Path(__file__).parent / "static" / "samples"


class Practising:
    """Keeps what people did in the room's sealed log, and tells the core when somebody has done all of one language."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._finishing = asyncio.Lock()

    def at(self, view: View, exercise_id: str | None) -> View:
        """The view of somebody who is at this exercise. None or "": at none. Raises `Refused` where it does not exist."""
        if exercise_id and self._progress(view).exercise(exercise_id) is None:
            raise Refused(404, "not-here")
        return replace(view, exercise=exercise_id or "")

    def lesson(self, view: View, *, used: bool = False) -> Lesson:
        """The exercise that they are at, or no more than the way to all."""
        now = self._progress(view)
        return Lesson(now, now.exercise(view.exercise), used=used)

    def listed(self, view: View) -> Lesson:
        """All exercises. Raises `Refused` where there are none."""
        now = self._progress(view)
        if not now.exercises:
            raise Refused(404, "not-here")
        return Lesson(now, listed=True)

    async def attachment(self, fields: Mapping[str, str], view: View) -> Upload | None:
        """The picture that goes along with the exercise's text, where its author left it ticked."""
        exercise = self._progress(view).exercise(view.exercise)
        if exercise is None or not exercise.attach or not fields.get("sample"):
            return None
        content = await asyncio.to_thread((_SAMPLES / exercise.attach).read_bytes)
        return Upload(RawText(exercise.attach), mimetypes.guess_type(exercise.attach)[0] or "", content)

    async def sent(self, view: View, message: str) -> Lesson | None:
        """A message went out; None where it belongs to no exercise."""
        if not view.exercise:
            return None
        account, at = view.person.account, self._deps.now()
        await self._deps.room.add(
            Tried(at=at, account=account, lang=view.lang, exercise=view.exercise, message=message)
        )
        return self.lesson(view)

    async def choose(self, intake: Intake, fields: Mapping[str, str], view: View) -> Lesson:
        """Raises `BadForm`, or `Refused` before anything was sent for the exercise, or where the core does not answer."""
        before = self._progress(view)
        exercise = before.exercise(view.exercise)
        if exercise is None:
            raise MissingField
        if exercise.id not in before.sent.values():
            raise Refused(409, "send-first")
        choice = _choice(fields, exercise)
        said = None
        if choice == exercise.right:
            account, at = view.person.account, self._deps.now()
            await self._deps.room.add(Solved(at=at, account=account, lang=view.lang, exercise=exercise.id))
            said = await self._finish(intake, view)
        return Lesson(self._progress(view), exercise, choice=choice, said=said)

    async def _finish(self, intake: Intake, view: View) -> Line | None:
        """The core is told first: where it does not answer, the next right answer tells it again."""
        async with self._finishing:
            now = self._progress(view)
            if not now.complete or (now.finished and now.finished.count == now.count):
                return None
            by = PersonRef(CHANNEL, view.person.account)
            answer = await answered(intake.trained(by, view.lang, now.count))
            at = self._deps.now()
            await self._deps.room.add(Finished(at=at, account=by.account, lang=view.lang, count=now.count))
        return answer.line

    def _progress(self, view: View) -> Progress:
        exercises = self._deps.exercises.get(view.lang, ())
        return progress(exercises, self._deps.room.practised(view.person.account, view.lang))


def _choice(fields: Mapping[str, str], exercise: Exercise) -> int:
    given = fields.get("choice", "")
    if given not in {str(number) for number in range(1, len(exercise.answers) + 1)}:
        raise MissingField
    return int(given)
