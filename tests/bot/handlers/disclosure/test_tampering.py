"""An administrator moves a request in the database by hand: the journal tells otherwise, and the check says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from adapters.storage.store import SealedStore
from bot.domain.disclosure import State
from bot.domain.disclosure_entries import DisclosureOpened
from bot.handlers.disclosure.answering import answer, contest, review, tell_outside
from bot.handlers.disclosure.asking import ask, break_glass
from bot.handlers.disclosure.breach_desk import Files
from bot.handlers.disclosure.deciding import refuse, withdraw
from bot.handlers.disclosure.viewing import close, look, open_view
from bot.handlers.disclosure.waiting import mind_requests
from redaction import RawText
from tests.bot.handlers.disclosure.board import Board, agreed, opened, shut_key, told
from tests.bot.tampering import check, first, mail, sql
from tests.fakes.clock import FakeClock

WHY = RawText("because")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "entrenous.db"


def row_of(file: Path, one: str) -> dict[str, Any]:
    names = ("state", "settled", "sealed")
    ((state, settled, sealed),) = sql(
        file, ("SELECT state, settled, sealed FROM disclosures WHERE disclosure_id = ?", (one,))
    )
    return dict(zip(names, (state, settled, sealed), strict=True))


def put_back(file: Path, one: str, row: dict[str, Any]) -> None:
    """What stood in the row before, seal and all."""
    values = (row["state"], row["settled"], row["sealed"], one)
    sql(file, ("UPDATE disclosures SET state = ?, settled = ?, sealed = ? WHERE disclosure_id = ?", values))


async def last_entry(board: Board, one: str) -> int:
    """That moved the request; telling people of it moves nothing."""
    steps = [(n, kind) for n, (kind, body) in enumerate(await board.journal(), 1) if body.get("disclosure") == one]
    return max(n for n, kind in steps if kind != "members_told")


async def test_in_whatever_way_requests_end_the_journal_tells_the_same_as_the_database(
    board: Board, store: SealedStore, clock: FakeClock
) -> None:
    """Every event of the domain's table happens once; all four ways of naming, refusing, lapsing and breaking too."""
    refused = (await ask(board.context, board.ids["ann"], board.wish())).disclosure_id
    await refuse(board.context, board.signed_in("ben"), refused, WHY)
    withdrawn = await agreed(board)
    await withdraw(board.context, board.ids["ann"], withdrawn)
    one = await opened(board)
    await look(board.context, board.signed_in("ann"), one)
    await tell_outside(board.context, board.ids["ann"], one, told())
    await contest(board.context, board.ids["sue"], one, WHY)
    await answer(board.context, board.signed_in("cat"), one, WHY, right=False)
    broken = (await break_glass(board.context, board.signed_in("ann"), board.wish())).disclosure_id
    await close(board.context, board.ids["ann"], broken)
    await review(board.context, board.signed_in("ben"), broken, WHY, right=True)
    await contest(board.context, board.ids["sue"], broken, WHY)
    await answer(board.context, board.signed_in("cat"), broken, WHY, right=True)
    await review(board.context, board.signed_in("dan"), broken, WHY, right=False)
    await review(board.context, board.signed_in("eve"), broken, WHY, right=True)
    waiting = (await ask(board.context, board.ids["ann"], board.wish())).disclosure_id
    clock.pass_time(days=40)
    await mind_requests(board.context)
    states = [(await board.get(each)).state for each in (refused, withdrawn, one, broken, waiting)]
    assert states == [State.REFUSED, State.WITHDRAWN, State.REVIEWED, State.REVIEWED, State.LAPSED]
    assert (await check(store, await mail(store))).faults == ()
    await shut_key(store, board.case_id, clock.now())
    assert (await check(store)).faults == (), "and when the texts are gone with the key of the case"


@pytest.mark.parametrize("state", [state for state in State if state is not State.REQUESTED])
async def test_a_state_that_is_written_over_is_found(board: Board, store: SealedStore, file: Path, state: str) -> None:
    one = (await ask(board.context, board.ids["ann"], board.wish())).disclosure_id
    sql(file, ("UPDATE disclosures SET state = ?", (str(state),)))
    assert first(await check(store)) == (await last_entry(board, one), "request_broken")


async def test_an_older_record_with_its_own_seal_put_back_is_found(
    board: Board, store: SealedStore, file: Path
) -> None:
    """The seal holds and the state fits it: somebody wants to look once more at what they looked at."""
    one = await agreed(board)
    before = row_of(file, one)
    done = await opened_again(board, one)
    assert (await check(store)).sound
    put_back(file, one, before)
    assert (await board.get(one)).state is State.APPROVED
    assert first(await check(store)) == (done, "request_state")


async def opened_again(board: Board, one: str) -> int:
    """It is opened, looked at and closed; the number of its last entry."""
    await open_view(board.context, board.signed_in("ann"), one)
    await look(board.context, board.signed_in("ann"), one)
    await close(board.context, board.ids["ann"], one)
    return await last_entry(board, one)


async def test_a_vote_that_is_taken_back_out_is_found(board: Board, store: SealedStore, file: Path) -> None:
    one = (await break_glass(board.context, board.signed_in("ann"), board.wish())).disclosure_id
    await close(board.context, board.ids["ann"], one)
    before = row_of(file, one)
    await review(board.context, board.signed_in("ben"), one, WHY, right=False)
    put_back(file, one, before)
    assert first(await check(store)) == (await last_entry(board, one), "request_differs")


async def test_a_request_that_is_deleted_and_one_that_nobody_made_are_found(
    board: Board, store: SealedStore, file: Path
) -> None:
    one = await opened(board)
    other = (await ask(board.context, board.ids["ann"], board.wish())).disclosure_id
    sealed = row_of(file, other)["sealed"]
    sql(file, ("UPDATE disclosures SET sealed = ? WHERE disclosure_id = ?", (sealed, one)))
    assert first(await check(store)) == (await last_entry(board, one), "request_broken"), (
        "another's seal fits nowhere else"
    )
    sql(file, ("DELETE FROM disclosures WHERE disclosure_id = ?", (one,)))
    assert first(await check(store)) == (await last_entry(board, one), "request_gone")
    sql(file, "UPDATE disclosures SET disclosure_id = 'forged'")
    codes = {fault.code for fault in (await check(store)).faults}
    assert codes == {"request_gone", "request_unknown"}


@pytest.mark.parametrize(
    "edit",
    [
        "DELETE FROM statements",
        "UPDATE statements SET sealed = NULL",
        "UPDATE statements SET sealed = x'0102'",
        "UPDATE statements SET case_id = 'gone', sealed = NULL",
    ],
)
async def test_a_reason_that_is_wiped_or_changed_is_found(
    board: Board, store: SealedStore, file: Path, edit: str
) -> None:
    one = (await ask(board.context, board.ids["ann"], board.wish())).disclosure_id
    sql(file, edit)
    assert first(await check(store)) == (await last_entry(board, one), "request_texts")


async def test_an_entry_that_tells_what_cannot_have_happened_is_named(
    board: Board, store: SealedStore, file: Path
) -> None:
    """Written by somebody with the bot's key: an opening that nobody agreed to."""
    one = (await ask(board.context, board.ids["ann"], board.wish())).disclosure_id
    entry = DisclosureOpened(
        at=board.clock.now(), disclosure=one, case=board.case_id, viewer=board.ids["ann"], how="approved", minutes=15
    )
    async with store.begin() as unit:
        number = await unit.journal.append(entry)
    assert first(await check(store)) == (number, "out_of_turn")


async def test_a_breach_file_that_is_put_back_closed_by_hand_or_deleted_is_found(
    board: Board, store: SealedStore, file: Path
) -> None:
    """Somebody wants the deadline to be forgotten: the seals hold, the journal tells."""
    one = await opened(board)
    await contest(board.context, board.ids["sue"], one, WHY)
    await answer(board.context, board.signed_in("cat"), one, WHY, right=False)
    found = await last_entry(board, one)
    assert (await check(store)).sound
    ((over, sealed),) = sql(file, "SELECT over, sealed FROM breaches")
    desk, dan = Files(board.context), board.signed_in("dan")
    await desk.notify(dan, one, WHY, person=True)
    await desk.notify(dan, one, WHY, person=False)
    await desk.close(dan, one, WHY)
    assert (await check(store)).sound
    last = await last_entry(board, one)
    assert last > found
    sql(file, ("UPDATE breaches SET over = ?, sealed = ?", (over, sealed)))
    assert first(await check(store)) == (last, "breach_state")
    sql(file, "UPDATE breaches SET over = 1")
    assert first(await check(store)) == (last, "breach_state")
    sql(file, "DELETE FROM breaches")
    assert first(await check(store)) == (last, "breach_state")
