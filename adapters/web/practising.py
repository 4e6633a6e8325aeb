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
from pathlib import Path

from adapters.web.asking import answered
from adapters.web.deps import Deps
from adapters.web.entries import Finished, Solved, Tried
from adapters.web.lessons import Lesson, Progress, progress
from adapters.web.pages import View
from adapters.web.parse import CHANNEL, MissingField, Upload
from adapters.web.refusing import Refused
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

    def lesson(self, view: View, exercise_id: str | None = None, *, listed: bool = False, used: bool = False) -> Lesson:
        """What the page shows. Raises `Refused` for an exercise that does not exist, or none at all."""
        now = self._progress(view)
        if exercise_id is None and (now.exercises or not listed):
            return Lesson(now, listed=listed)
        return Lesson(now, self._exercise(now, exercise_id or ""), used=used)

    async def attachment(self, fields: Mapping[str, str], view: View) -> Upload | None:
        """The picture that goes along with the exercise's text, where its author left it ticked."""
        exercise = self._progress(view).exercise(fields.get("exercise", ""))
        if exercise is None or not exercise.attach or not fields.get("sample"):
            return None
        content = await asyncio.to_thread((_SAMPLES / exercise.attach).read_bytes)
        return Upload(RawText(exercise.attach), mimetypes.guess_type(exercise.attach)[0] or "", content)

    async def sent(self, fields: Mapping[str, str], view: View, message: str) -> Lesson | None:
        """A message went out; None where it belongs to no exercise."""
        exercise = self._progress(view).exercise(fields.get("exercise", ""))
        if exercise is None:
            return None
        account, at = view.person.account, self._deps.now()
        await self._deps.room.add(Tried(at=at, account=account, lang=view.lang, exercise=exercise.id, message=message))
        return self.lesson(view, exercise.id)

    async def choose(self, intake: Intake, fields: Mapping[str, str], view: View) -> Lesson:
        """Raises `BadForm`, or `Refused` before anything was sent for the exercise, or where the core does not answer."""
        before = self._progress(view)
        exercise = self._exercise(before, fields.get("exercise", ""))
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

    def _exercise(self, now: Progress, exercise_id: str) -> Exercise:
        exercise = now.exercise(exercise_id)
        if exercise is None:
            raise Refused(404, "not-here")
        return exercise


def _choice(fields: Mapping[str, str], exercise: Exercise) -> int:
    given = fields.get("choice", "")
    if given not in {str(number) for number in range(1, len(exercise.answers) + 1)}:
        raise MissingField
    return int(given)
