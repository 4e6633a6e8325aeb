"""The pages of a disclosure: asked, agreed to with a fresh code by somebody else, opened, closed, told, contested, reviewed."""

from __future__ import annotations

from bot.domain.disclosure import State
from tests.adapters.web.console.house import House
from tests.bot.handlers.disclosure.board import NAME, PHONE


async def test_a_detail_is_asked_for_agreed_to_by_another_opened_and_closed(house: House) -> None:
    ann, ben = await house.world.signed_in("ann"), await house.world.signed_in("ben")
    one = await house.asked(ann)
    await ann.get(f"/console/requests/{one}?done=asked")
    assert "Somebody else has to agree" in ann.text()
    assert "waits for others to agree" in ann.text()
    await ben.get("/console/requests")
    assert "Waits for your answer" in ben.text()
    await house.agreed(ben, "ben", one)
    assert "You agreed" in ben.text()
    await ann.get(f"/console/requests/{one}")
    there = (await ann.send(f"/console/requests/{one}/open")).headers["location"].removeprefix("/entrenous")
    page = await ann.get(there)
    assert NAME in ann.text()
    assert PHONE not in ann.page
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["refresh"] == f"900; url=/entrenous/console/requests/{one}"
    await ann.send(f"/console/requests/{one}/close")
    assert "It is closed" in ann.text()
    await ann.get(there)
    assert ann.status == 409
    assert NAME not in ann.page
    assert (await house.request(one)).state is State.CLOSED
    kinds = await house.world.kinds()
    assert kinds.count("disclosure_looked") == 1
