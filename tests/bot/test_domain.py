"""Rules that need nothing but values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.capabilities import Removal
from bot.domain.consults import Windows, which_consult
from bot.domain.ids import EntryIds, case_reference
from bot.domain.journal import ENTRY_TYPES
from bot.domain.messages import ConversationRef
from bot.domain.outgoing import Outcome
from bot.domain.records import Consult
from bot.domain.removal import plan

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
GROUP = ConversationRef("telegram", "-1")


def consult(name: str, author: str, minutes_ago: float) -> Consult:
    return Consult(name, f"case-{name}", GROUP, author, NOW - timedelta(minutes=minutes_ago))


def joined(recent: list[Consult], *, threaded: Consult | None = None, unthreaded: bool = True) -> str | None:
    found = which_consult(
        threaded=threaded, recent=recent, author="sue", now=NOW, unthreaded=unthreaded, windows=Windows()
    )
    return found.consult_id if found else None


def test_a_thread_or_reply_decides_before_anything_else() -> None:
    assert joined([consult("mine", "sue", 1)], threaded=consult("thread", "bob", 500)) == "thread"


def test_where_people_use_threads_a_message_outside_one_opens_its_own() -> None:
    assert joined([consult("mine", "sue", 1)], unthreaded=False) is None


def test_a_follow_up_joins_ones_own_consult_before_a_fresher_one_of_somebody_else() -> None:
    assert joined([consult("other", "bob", 1), consult("mine", "sue", 29)]) == "mine"


def test_an_answer_joins_the_latest_consult_only_while_it_is_fresh() -> None:
    assert joined([consult("other", "bob", 9)]) == "other"
    assert joined([consult("other", "bob", 11)]) is None
    assert joined([consult("mine", "sue", 31)]) is None


def test_ids_sort_by_arrival_even_when_the_clock_stands_still_or_steps_back() -> None:
    ids = EntryIds()
    made = [ids.next(ms) for ms in (1000, 1000, 1000, 999, 1001)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_a_case_reference_is_easy_to_say_and_spells_no_word() -> None:
    assert all(not set(case_reference()[2:]) & set("AEIOUL01") for _ in range(200))


@pytest.mark.parametrize("removal", list(Removal))
@pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.RETRY])
def test_no_end_of_a_removal_leaves_a_message_standing_in_silence(removal: Removal, outcome: Outcome) -> None:
    row = plan(removal, outcome)
    gone = outcome in (Outcome.DONE, Outcome.GONE)
    assert row.exposed is not gone
    assert row.note
    assert not row.exposed or row.notice or row.offer


def test_every_journal_entry_has_a_kind_of_its_own() -> None:
    assert len(ENTRY_TYPES) == len({cls.kind for cls in ENTRY_TYPES.values()})
    assert all(kind and kind.isidentifier() for kind in ENTRY_TYPES)
