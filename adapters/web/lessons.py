"""How far somebody is with the exercises: a fold of the room's records. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from adapters.web.entries import Finished, Solved, Tried
from bot.domain.exercises import Exercise
from bot.domain.outgoing import Line

Step = Tried | Solved | Finished


@dataclass(frozen=True, slots=True)
class Progress:
    """One person's, in one language. `sent`: for which exercise each message was sent; `solved`: their questions were answered rightly too."""

    exercises: tuple[Exercise, ...]
    sent: Mapping[str, str] = field(default_factory=dict)
    solved: frozenset[str] = frozenset()
    finished: Finished | None = None

    @property
    def count(self) -> int:
        return len(self.exercises)

    @property
    def done(self) -> int:
        return sum(exercise.id in self.solved for exercise in self.exercises)

    @property
    def complete(self) -> bool:
        return self.done == self.count

    def number(self, exercise: Exercise) -> int:
        """Its place in the list, from 1."""
        return self.exercises.index(exercise) + 1

    def exercise(self, exercise_id: str) -> Exercise | None:
        return next((exercise for exercise in self.exercises if exercise.id == exercise_id), None)

    def after(self, exercise: Exercise | None) -> Exercise | None:
        """The next that is not done, round and round; None when all are."""
        start = self.number(exercise) if exercise else 0
        order = (*self.exercises[start:], *self.exercises[:start])
        return next((one for one in order if one.id not in self.solved), None)


def progress(exercises: tuple[Exercise, ...], steps: Iterable[Step]) -> Progress:
    """`steps`: the records of this person and language, oldest first."""
    steps = list(steps)
    return Progress(
        exercises,
        sent={step.message: step.exercise for step in steps if isinstance(step, Tried)},
        solved=frozenset(step.exercise for step in steps if isinstance(step, Solved)),
        finished=next((step for step in reversed(steps) if isinstance(step, Finished)), None),
    )


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a page shows of the exercises.

    `exercise`: the one that is open; None for the list (`listed`) or for no more than the way there. `used`: its text goes
    into the box. `choice`: the answer just chosen, from 1; 0 where none was. `said`: what the core said of the finished exercises.
    """

    progress: Progress
    exercise: Exercise | None = None
    listed: bool = False
    used: bool = False
    choice: int = 0
    said: Line | None = None

    @property
    def path(self) -> str:
        """Of its page, under the person's."""
        if self.exercise:
            return f"/exercises/{self.exercise.id}"
        return "/exercises" if self.listed else ""

    def shows(self, message: str) -> bool:
        """Whether a message of theirs is to be seen beside it: with an exercise, what was sent for it."""
        return self.exercise is None or self.progress.sent.get(message) == self.exercise.id

    @property
    def tried(self) -> bool:
        return self.exercise is not None and self.exercise.id in self.progress.sent.values()

    @property
    def solved(self) -> bool:
        return self.exercise is not None and self.exercise.id in self.progress.solved
