"""Our light Presidio `NlpEngine`: one tagger reads every message; spaCy models may vote beside it.

Messages mix English and French within a line, so there is one language, `"xx"`, and no guessing. Of spaCy's models
taggers, parsers and lemmatizers stay unloaded. What leaves this file are plain values: spaCy's own objects die with the
`memory_zone` that keeps its string store from growing without end (presidio#198).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from redaction.tagger import Reading, Tagger

if TYPE_CHECKING:
    from spacy.language import Language

LANGUAGE = "xx"
"""The one language of all our recognizers."""

VoteLabel = Literal["PERSON", "LOCATION", "ORGANIZATION", "FACILITY", "MISC"]

_LABELS: dict[str, VoteLabel] = {
    "PER": "PERSON",
    "PERSON": "PERSON",
    "LOC": "LOCATION",
    "GPE": "LOCATION",
    "FAC": "FACILITY",
    "ORG": "ORGANIZATION",
    "MISC": "MISC",
    "NORP": "MISC",
    "PRODUCT": "MISC",
    "EVENT": "MISC",
    "WORK_OF_ART": "MISC",
    "LAW": "MISC",
}
_UNUSED_PIPES = ["tagger", "parser", "lemmatizer", "attribute_ruler", "morphologizer", "senter"]
_CHUNK = 1200
_WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")


_LATER: Any = None


class ModelMissing(Exception):
    """A spaCy model is not installed. The text says what to install."""

    def __init__(self, model: str) -> None:
        super().__init__(
            f"the spaCy model {model!r} is not installed: "
            f"run `pip install {model.replace('_', '-')}`, or name an installed model in the settings"
        )
        self.model = model


@dataclass(frozen=True, slots=True)
class Vote:
    """One entity that one model saw: characters `start` to `end` of the text, and the model's language."""

    start: int
    end: int
    text: str
    label: VoteLabel
    lang: str


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark, in the shape that Presidio's context enhancers read."""

    text: str
    idx: int


class Votes(NlpArtifacts):
    """Presidio's artifacts with the tagger's `reading`, `entities` as a list of `Vote`, and plain tokens.

    spaCy's models are slow, so they read when somebody asks for what they see, and once. Tokens too are made on demand.
    """

    def __init__(
        self,
        text: str,
        votes: list[Vote] | Callable[[], list[Vote]],
        engine: NlpEngine | None = None,
        reading: Reading | None = None,
    ) -> None:
        """`votes`: the votes themselves, or what reads the text for them when somebody asks; `reading`: the tagger's."""
        self._text = text
        self._votes = votes
        self.reading = reading
        super().__init__(
            entities=[],
            tokens=_LATER,
            tokens_indices=[],
            lemmas=[],
            nlp_engine=engine,
            language=LANGUAGE,
        )

    @property
    def entities(self) -> Any:
        """The votes, `list[Vote]`."""
        if callable(self._votes):
            self._votes = self._votes()
        return self._votes

    @entities.setter
    def entities(self, _: Any) -> None:
        """Presidio's own initialiser sets it; what counts is what the models say."""

    @property
    def tokens(self) -> Any:
        """The words and marks, `list[Token]`, made when somebody asks: none of our recognizers does."""
        return [Token(match[0], match.start()) for match in _WORD.finditer(self._text)]

    @tokens.setter
    def tokens(self, _: Any) -> None:
        """As for `entities`."""

    @property
    def tokens_indices(self) -> Any:
        """Where the tokens begin, `list[int]`."""
        return [token.idx for token in self.tokens]

    @tokens_indices.setter
    def tokens_indices(self, _: Any) -> None:
        """As for `entities`."""


class ReadingEngine(NlpEngine):
    """One tagger, or none, and any number of spaCy models over the same text. Thread-safe; spaCy reads one at a time."""

    def __init__(self, models: tuple[str, ...] = (), tagger: Tagger | None = None) -> None:
        """`models`: names of installed spaCy models, loaded by `load`."""
        self._names = models
        self._tagger = tagger
        self._models: list[Language] = []
        self._lock = Lock()

    def load(self) -> None:
        """Load the models. Raises `ModelMissing`."""
        self._models = [_load(name) for name in self._names]

    def is_loaded(self) -> bool:
        return bool(self._models) or not self._names

    def process_text(self, text: str, language: str) -> Votes:
        return self.artifacts(text, self.read(text))

    def read(self, text: str) -> Reading | None:
        """What the tagger makes of `text`; None without a tagger."""
        return self._tagger.read(text) if self._tagger else None

    def artifacts(self, text: str, reading: Reading | None) -> Votes:
        """What recognizers ask for, with a `reading` that is there already."""
        return Votes(text, lambda: self._votes(text), self, reading)

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **kwargs: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        for text in texts:
            yield text, self.process_text(text, language)

    def is_stopword(self, word: str, language: str) -> bool:
        return False

    def is_punct(self, word: str, language: str) -> bool:
        return not any(char.isalnum() for char in word)

    def get_supported_entities(self) -> list[str]:
        return sorted(set(_LABELS.values()))

    def get_supported_languages(self) -> list[str]:
        return [LANGUAGE]

    def _votes(self, text: str) -> list[Vote]:
        parts = list(pieces(text, _CHUNK))
        with self._lock:
            votes = [vote for nlp in self._models for vote in _read(nlp, parts)]
        return sorted(votes, key=lambda vote: (vote.start, vote.end))


def _load(name: str) -> Language:
    import spacy  # costs a second; only who loads a model pays

    try:
        return spacy.load(name, exclude=_UNUSED_PIPES)
    except OSError as error:
        raise ModelMissing(name) from error


def pieces(text: str, size: int) -> Iterator[tuple[int, str]]:
    """A long text in pieces of at most `size` characters, with their offsets; they end at a line or a space if they can.

    So one message cannot hold the models for long, and a rule that is slow on one endless word has an end.
    """
    start = 0
    while start < len(text):
        end = start + size
        if end < len(text):
            end = max(text.rfind("\n", start + 1, end), text.rfind(" ", start + size // 2, end)) + 1 or end
        yield start, text[start:end]
        start = end


def _read(nlp: Language, parts: list[tuple[int, str]]) -> list[Vote]:
    votes: list[Vote] = []
    with nlp.memory_zone():
        for offset, piece in parts:
            for span in nlp(piece).ents:
                label = _LABELS.get(span.label_)
                if label:
                    start = offset + span.start_char
                    end = offset + span.end_char
                    votes.append(Vote(start, end, piece[span.start_char : span.end_char], label, str(nlp.lang)))
    return votes
