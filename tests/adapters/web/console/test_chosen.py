"""What was chosen in a chat is ticked in the console's form, and no more than what there is to choose from."""

from __future__ import annotations

import re

from tests.adapters.web.console.house import House


async def test_the_form_goes_on_with_what_was_chosen_in_a_chat(house: House) -> None:
    ann = await house.world.signed_in("ann")
    there = f"/console/ask/{house.case}/person_in_danger"
    await ann.get(there)
    assert ticked(ann.page) == []
    await ann.get(f"{there}/Person_A-phone_1-nothing_9")
    assert ticked(ann.page) == ["field_Person_A", "field_phone_1"]
    await ann.get(f"/console/ask/{house.case}/rights_request/Person_A")
    assert ann.status == 404


def ticked(page: str) -> list[str]:
    return re.findall(r'name="(field_\w+)" checked', page)
