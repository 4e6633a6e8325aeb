"""Sound -> words, in a process of its own: what is understood, what is not, and that nothing gets far."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.speech.available import missing
from adapters.speech.hearing import Unheard, language_of, relied_upon
from adapters.speech.listener import ProcessListener, voice_listener
from adapters.speech.settings import SpeechSettings
from adapters.speech.sound import RATE, NoSound, TooLong, samples
from bot.ports.listening import NotHeard
from config.sentences import LANGUAGES, sentences
from redaction import RawBytes
from tests.speech.voices import SAID, WEIGHTS, raw, voice

ENGLISH = ("english.ogg", "english.m4a", "english.mp3")


@dataclass
class Said:
    text: str
    avg_logprob: float = -0.2
    start: float = 0.0
    end: float = 2.0
    compression_ratio: float = 1.2


def listener(**more: int) -> ProcessListener:
    return ProcessListener(SpeechSettings(model=WEIGHTS, **more))


async def unheard(voice_note: RawBytes, by: ProcessListener) -> str:
    with pytest.raises(NotHeard) as failure:
        await by.listen(voice_note)
    assert str(failure.value) == failure.value.code
    return failure.value.code


@pytest.mark.long
@pytest.mark.parametrize("name", ENGLISH)
async def test_what_was_said_is_understood_in_every_form(name: str) -> None:
    heard = await listener().listen(raw(name))
    assert heard.text.expose().startswith(SAID)
    assert heard.lang == "en"
    assert "Mary" not in repr(heard)


@pytest.mark.long
async def test_french_is_not_guessed_at_with_weights_for_english() -> None:
    assert await unheard(raw("french.ogg"), listener()) == "unsure"


async def test_silence_says_nothing() -> None:
    assert await unheard(raw("silence.ogg"), listener()) == "nothing"


@pytest.mark.parametrize(
    "junk", [b"", b"OggS", os.urandom(4000), b"#!/bin/sh\nexit", b"\x00" * 9000, b"PK\x03\x04zip"], ids=len
)
async def test_what_is_no_sound_is_not_heard(junk: bytes) -> None:
    assert await unheard(RawBytes(junk), listener()) == "damaged"


@pytest.mark.parametrize("cut", [100, 4000, 15000])
def test_a_voice_note_that_breaks_off_breaks_nothing(cut: int) -> None:
    try:
        assert len(samples(voice("english.ogg")[:cut], 60)) < 10 * RATE
    except NoSound:
        assert cut == 100


async def test_one_that_lasts_too_long_is_not_listened_to() -> None:
    assert await unheard(raw("english.ogg"), listener(longest=5)) == "too_long"


def test_its_length_is_counted_and_not_believed() -> None:
    with pytest.raises(TooLong):
        samples(voice("english.mp3"), 8)
    assert 8 * RATE < len(samples(voice("english.mp3"), 9.5)) < 9.5 * RATE


async def test_one_that_is_too_big_is_not_even_decoded() -> None:
    assert await unheard(RawBytes(bytes(20_000_001)), listener()) == "too_big"


async def test_a_process_that_has_too_little_memory_takes_nothing_with_it() -> None:
    assert await unheard(raw("english.ogg"), listener(memory=500)) in ("engine", "memory")


async def test_weights_that_are_none_are_told_by_a_code(tmp_path: Path) -> None:
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    assert await unheard(raw("english.ogg"), ProcessListener(SpeechSettings(model=tmp_path))) == "engine"


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    assert missing(WEIGHTS) is None
    assert missing(tmp_path) == "model"
    assert voice_listener(SpeechSettings(model=tmp_path)) is None
    assert voice_listener(None) is None


def test_the_settings_of_the_bot_are_not_handed_to_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    from adapters.speech.listener import _environment

    monkeypatch.setenv("ENTRENOUS_TELEGRAM__TOKEN", "not-for-it")
    assert not any(name.startswith("ENTRENOUS") for name in _environment())
    assert "not-for-it" not in _environment().values()


@pytest.mark.parametrize(
    ("likely", "lang"),
    [
        ({"en": 0.9, "fr": 0.05, "de": 0.01}, "en"),
        ({"fr": 0.55, "en": 0.3}, "fr"),
        ({"fr": 0.3, "en": 0.25, "de": 0.45}, "fr"),
    ],
)
def test_english_or_french_whichever_is_likelier(likely: dict[str, float], lang: str) -> None:
    assert language_of(likely) == lang


@pytest.mark.parametrize("likely", [{}, {"de": 0.9, "en": 0.1}, {"nl": 0.6, "fr": 0.2, "en": 0.2}])
def test_another_language_gives_no_words(likely: dict[str, float]) -> None:
    with pytest.raises(Unheard, match="language"):
        language_of(likely)


def test_words_are_relied_upon_on_average_and_by_their_length() -> None:
    long, short = Said(" She rang.", -0.2, 0, 9), Said(" Hm.", -2.0, 9, 10)
    assert relied_upon([long, short], 0.45) == "She rang. Hm."
    with pytest.raises(Unheard, match="unsure"):
        relied_upon([Said(" She rang.", -1.0)], 0.45)
    with pytest.raises(Unheard, match="unsure"):
        relied_upon([long, Said(" and and and and", -0.1, compression_ratio=3.0)], 0.45)
    with pytest.raises(Unheard, match="nothing"):
        relied_upon([Said("  ")], 0.45)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_has_its_sentence(lang: str) -> None:
    said = {key.partition(".")[2] for key in sentences(lang) if key.startswith("voice_why.")}
    assert said == set(Unheard.WHY)
