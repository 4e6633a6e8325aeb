"""The pages of a disclosure: asked, agreed to with a fresh code by somebody else, opened, closed, told, contested, reviewed."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import text

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


async def test_the_least_telling_is_offered_first_and_a_message_is_passed_on_without_learning_who(house: House) -> None:
    ann = await house.world.signed_in("ann")
    for place in ("ask", "glass"):
        await ann.get(f"/console/{place}")
        await ann.send(f"/console/{place}", case="Mary Dupont")
        assert ann.status == 422
        assert 'value="Mary Dupont"' in ann.page
        response = await ann.send(f"/console/{place}", case=f" {house.case.lower()} ")
        assert response.headers["location"].endswith(f"/console/{place}/{house.case}")
    await ann.get(f"/console/ask/{house.case}")
    said = ann.text()
    assert said.index("without details") < said.index("passed on") < said.index("A person in danger")
    there = f"/console/ask/{house.case}/pass-on"
    await ann.send(there, once=ann.field("once"), message=" ")
    assert ann.status == 422
    assert 'aria-describedby="message-help message-said"' in ann.page
    await ann.send(there, once=ann.field("once"), message="Please ring the Ligue back.")
    assert "Passed on to those who support the person (1)" in ann.text()
    told = [note for notes in house.world.channel.told.values() for note in notes if note.line.key == "note.pass_on"]
    assert len(told) == 1
    assert NAME not in ann.page


async def test_a_refusal_tells_its_reason_to_whoever_asked_and_a_new_request_does_not_hide_it(house: House) -> None:
    ann, ben = await house.world.signed_in("ann"), await house.world.signed_in("ben")
    one = await house.asked(ann)
    await ben.get(f"/console/requests/{one}")
    await ben.send(f"/console/requests/{one}/refuse", reason="  ")
    assert ben.status == 422
    assert "This needs an answer" in ben.text()
    await ben.send(f"/console/requests/{one}/refuse", reason="Ring her first.")
    assert "Refused." in ben.text()
    await ann.get(f"/console/requests/{one}")
    assert "Ben <Quill> refused Reasons Ring her first." in ann.text()
    assert "/withdraw" not in ann.page
    house.world.clock.pass_time(seconds=1)
    second = await house.asked(ann)
    await ann.get("/console/requests")
    assert ann.page.index(second) < ann.page.index(one)
    assert "refused" in ann.text()


async def test_what_was_told_outside_is_asked_for_and_kept(house: House) -> None:
    ann, one = await house.opened()
    await ann.get(f"/console/requests/{one}")
    await ann.send(f"/console/requests/{one}/close")
    await ann.get("/console/requests")
    assert "Note what you told outside" in ann.text()
    tell = f"/console/requests/{one}/tell"
    await ann.get(f"/console/requests/{one}")
    for lacking in ({}, {"outside": "yes"}, {"outside": "yes", "what": "her name", "to": "the SAMU", "on": "soon"}):
        await ann.send(tell, **lacking)
        assert ann.status == 422
        assert "This needs an answer" in ann.text()
    assert "her name" in ann.page
    await ann.send(tell, outside="yes", what="her name", to="the SAMU", on="2026-03-02")
    assert "What her name To whom the SAMU On which day 02/03/2026" in ann.text()
    await ann.get("/console/requests")
    assert "Note what you told outside" not in ann.text()


async def test_an_opening_is_contested_and_answered_with_reasons_by_somebody_who_had_no_part(house: House) -> None:
    ann, one = await house.opened()
    dan, cat = await house.world.signed_in("dan"), await house.world.signed_in("cat")
    await dan.get(f"/console/requests/{one}")
    await dan.send(f"/console/requests/{one}/contest", reason="Nobody rang her first.")
    assert "nothing more is shown" in dan.text()
    await ann.get(f"/console/requests/{one}/look")
    assert ann.status == 409
    assert NAME not in ann.page
    await cat.get("/console/requests")
    assert "Waits for your answer" in cat.text()
    answer = f"/console/requests/{one}/answer"
    await cat.get(f"/console/requests/{one}")
    await cat.send(answer, reason="There was no time.")
    assert cat.status == 422
    assert "There was no time." in cat.page
    await cat.send(answer, reason="There was no time.", right="yes")
    assert "answered the objection" in cat.text()
    await ann.get(f"/console/requests/{one}")
    assert "There was no time." in ann.text()


async def test_the_glass_is_broken_with_three_ticks_and_a_reason_and_two_others_look_at_it(house: House) -> None:
    gus = await house.world.signed_in("gus")
    there = f"/console/glass/{house.case}"
    await gus.get(there)
    said = gus.text()
    assert said.index("15 ambulance") < said.index("Alert the volunteer") < said.index("Open a detail at once")
    assert 'href="tel:3114"' in gus.page
    assert "Comité éthique et cancer" in said
    assert "[phone 1] (a phone number)" in said
    assert PHONE not in gus.page
    await gus.send(f"{there}/alert")
    assert "usually hold the number" in gus.text()
    assert "members_alerted" in await house.world.kinds()
    assert [note.line.key for note in house.world.channel.told["sue"]] == ["note.alert"]
    opens = f"{there}/open/person_in_danger"
    form = {"field_phone_1": "on", "q_danger": "she took pills", "consent": "impossible", "q_grave": "on"}
    await gus.send(opens, **form)
    assert gus.status == 422
    assert "she took pills" in gus.page
    await gus.send(opens, field_phone_1="on", q_danger="")
    assert 'href="#q_danger"' in gus.page
    assert 'href="#reason' not in gus.page
    assert "disclosure_opened" not in await house.world.kinds()
    response = await gus.send(opens, **form, q_imminent="on", q_certain="on")
    look = response.headers["location"].removeprefix("/entrenous")
    await gus.get(look)
    assert PHONE in gus.text()
    one = look.split("/")[-2]
    await gus.get(f"/console/requests/{one}")
    await gus.send(f"/console/requests/{one}/close")
    assert "/review" not in gus.page
    for account in ("dan", "eve"):
        browser = await house.world.signed_in(account)
        await browser.get("/console/requests")
        assert "To be looked at afterwards" in browser.text()
        await browser.get(f"/console/requests/{one}")
        await browser.send(f"/console/requests/{one}/review", right="yes", reason="It was quick.")
        assert browser.status == 200
    assert (await house.request(one)).state is State.REVIEWED
    assert "breach_found" not in await house.world.kinds()


async def test_who_may_ask_for_nothing_has_no_way_to_a_case(house: House) -> None:
    cat = await house.world.signed_in("cat")
    await cat.get("/console/requests")
    assert "/console/ask" not in cat.page
    assert "/console/glass" not in cat.page
    pages = {(await cat.get(f"/console/ask/{case}")).text for case in (house.case, "C-22222", "nothing")}
    assert len(pages) == 1
    assert house.case not in cat.page
    denied = [body for kind, body in await house.world.journal() if kind == "disclosure_denied"]
    assert [body["code"] for body in denied] == ["not_allowed", "no_such_case"]
    assert {body["by"] for body in denied} == {house.world.ids["cat"]}


async def test_a_ground_asks_for_what_stands_in_its_file(house: House) -> None:
    """The form is made of data: a court's order wants its body, reference, date and scope."""
    dan = await house.world.signed_in("dan")
    there = f"/console/ask/{house.case}/court_order"
    await dan.get(there)
    for name in ("q_body", "q_reference", "q_ordered_on", "q_scope", "q_due_on"):
        assert f'name="{name}"' in dan.page
    assert "after 30 days" in dan.text()
    await dan.get(f"/console/ask/{house.case}/breach_notice")
    assert 'name="consent"' not in dan.page
    await dan.get(f"/console/ask/{house.case}/formal_complaint")
    assert f'name="complained_{house.world.ids["ben"]}"' in dan.page
    await dan.get(f"/console/ask/{house.case}/person_in_danger")
    assert dan.status == 404


async def test_the_journal_is_read_page_by_page_and_proved(house: House) -> None:
    one = await house.asked(await house.world.signed_in("ann"))
    eve = await house.world.signed_in("eve")
    await eve.get("/console/journal")
    assert "signed in on the console" in eve.text()
    while "Older ones" in eve.text():
        older = eve.page.partition("?before=")[2].partition('"')[0]
        await eve.get(f"/console/journal?before={older}")
    assert "was put on the roster" in eve.text() or "set up a telephone" in eve.text()
    for about in (house.case, one):
        await eve.get(f"/console/journal?about={about}")
        assert one in eve.page
        assert "signed in" not in eve.text()
    await eve.send("/console/journal", about="Mary")
    assert eve.status == 422
    assert "neither a case" in eve.text()
    response = await eve.send("/console/journal", about=house.case)
    assert response.headers["location"].endswith(f"?about={house.case}")
    await eve.get("/console/journal?about=Mary")
    assert "Mary" not in eve.page
    await eve.send("/console/journal/proof")
    assert "It holds" in eve.text()
    async with house.world.context.store.begin() as unit:
        await unit.journal._db.run(text("UPDATE journal SET body = '{}' WHERE seq = 3"))  # type: ignore[attr-defined]
    await eve.send("/console/journal/proof")
    assert "entry 3 was changed" in eve.text()


async def test_whoever_holds_a_role_only_through_a_ground_of_their_association_is_asked_by_it(house: House) -> None:
    """An orphaned case gets a listener: nothing is opened, so the form has no details, and the listener is chosen."""
    async with house.world.context.store.begin() as unit:
        await unit.cases.leave(house.case_id, house.world.ids["sue"], house.world.clock.now())
    ann, ben = await house.world.signed_in("ann"), await house.world.signed_in("ben")
    there = f"/console/ask/{house.case}/co_working"
    await ann.get(there)
    assert 'name="field_Person_A"' not in ann.page
    form = {"q_why_them": "She has time.", "viewer": house.world.ids["sue"], "consent": "impossible"}
    response = await ann.send(there, **form, consent_words="nobody reaches her", days="7")
    one = response.headers["location"].rpartition("/")[2].partition("?")[0]
    await house.agreed(ben, "ben", one)
    async with house.world.context.store.read() as unit:
        assert await unit.cases.is_member(house.case_id, house.world.ids["sue"])


async def test_once_the_key_is_gone_the_dates_remain_and_nothing_is_asked(house: House) -> None:
    ann, one = await house.opened()
    async with house.world.context.store.begin() as unit:
        await unit.cases.destroy(house.case_id, house.world.clock.now())
    await ann.get(f"/console/requests/{one}")
    assert "key is destroyed" in ann.text()
    assert "the ambulance asks" not in ann.page
    await ann.get(f"/console/requests/{one}/look")
    assert NAME not in ann.page
    await ann.get(f"/console/ask/{house.case}")
    assert ann.status == 404


async def test_in_french_all_of_it_is_french(house: House) -> None:
    ann = await house.world.signed_in("ann", "fr")
    one = await house.asked(ann)
    for path in ("/console/requests", f"/console/requests/{one}", f"/console/glass/{house.case}", "/console/ask"):
        await ann.get(path)
        assert 'lang="fr"' in ann.page
    await ann.get(f"/console/ask/{house.case}/person_in_danger")
    await ann.send(f"/console/ask/{house.case}/person_in_danger")
    assert "Il manque quelque chose" in ann.text()
    assert "[Personne A]" in ann.text()


async def test_an_association_with_two_grounds_that_open_at_once_chooses_between_them(house: House) -> None:
    danger = house.world.context.grounds["person_in_danger"]
    other = replace(danger, ground_id="legal_duty", questions=())
    house.world.context.grounds["legal_duty"] = other  # type: ignore[index]
    gus = await house.world.signed_in("gus")
    there = f"/console/glass/{house.case}"
    await gus.get(there)
    assert f"{there}/open/person_in_danger" in gus.page
    await gus.get(f"{there}?ground=legal_duty")
    opens = f"{there}/open/legal_duty"
    assert gus.page.count('id="fields"') == 1
    await gus.send(opens, field_phone_1="on", consent="impossible")
    assert gus.status == 422
    assert 'id="reason-said">Say why this detail is needed.' in gus.page
    assert 'href="#reason"' in gus.page
    response = await gus.send(opens, field_phone_1="on", consent="impossible", reason="the law")
    await gus.get(response.headers["location"].removeprefix("/entrenous"))
    assert PHONE in gus.text()
