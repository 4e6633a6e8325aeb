"""Who is heard on WhatsApp and who is not: forged requests, strangers, people whose number or id changed; and what is no text."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
from pywa.utils import webhook_updates_validator

from adapters.whatsapp.parse import parse
from adapters.whatsapp.verify import Forged, check_signature
from bot.domain.messages import Matter
from bot.domain.outgoing import Answer, Line
from bot.ports.channel import NotFetched
from redaction import RawText
from tests.adapters.telegram.conftest import until
from tests.adapters.whatsapp.conftest import Place
from tests.platforms.whatsapp.payloads import envelope
from tests.platforms.whatsapp.server import APP_SECRET, PHONE_ID


async def account_of(place: Place, phone: str) -> str | None:
    return await place.addresses.account("whatsapp", RawText(phone))


@pytest.mark.parametrize(
    ("body", "signature", "code"),
    [
        (b"{}", "", "no_signature"),
        (b"{}", "sha256=" + "0" * 64, "signature"),
        (b"{}", "sha1=abc", "signature"),
        (b"no json", None, "no_json"),
    ],
)
async def test_a_forged_request_is_refused_and_journalled(
    place: Place, body: bytes, signature: str | None, code: str
) -> None:
    assert await place.platform.post(body, signature) == 403
    assert place.core.refusals == [("whatsapp", code)]


@pytest.mark.parametrize("good", [True, False])
def test_the_signature_counts_as_pywa_counts_it(good: bool) -> None:
    body = json.dumps({"a": "é"}).encode()
    header = "sha256=" + hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    given = header if good else header[:-1] + ("0" if header[-1] != "0" else "1")
    assert webhook_updates_validator(APP_SECRET, body, given) is good
    try:
        check_signature(body, given, APP_SECRET)
    except Forged:
        assert not good
    else:
        assert good


async def test_meta_asks_whether_the_address_is_ours(place: Place) -> None:
    assert await place.platform.verifies() == (200, "1158201444")
    assert (await place.platform.verifies("guessed"))[0] == 403
    assert place.core.refusals == [("whatsapp", "verify_token")]


async def test_a_stranger_is_passed_on_to_nobody_and_answered_once_a_day(place: Place) -> None:
    stranger = place.platform.telephone("447700900123", "Zebedee", "GB.2")
    await place.platform.says(stranger, "Mary Dupont is low")
    await place.platform.sends(stranger, "image", {"mime_type": "image/jpeg"}, b"jpeg")
    assert place.core.refusals == [("whatsapp", "stranger")] * 2
    assert (place.core.writings, place.core.messages) == ([], [])
    assert len(stranger.received) == 1
    assert "I do not know your number" in stranger.received[0].text
    assert await account_of(place, "+447700900123") is None


async def test_a_good_code_makes_them_known_under_their_id_too(place: Place) -> None:
    stranger = place.platform.telephone("447700900123", "Zoe", "GB.2", shows_number=False)
    place.core.answer = Answer(Line("answer.not_joined", "en"))
    await place.platform.says(stranger, "join AAAA-AAAA-AAAA")
    assert await account_of(place, "GB.2") is None
    assert "cannot use this code" in stranger.received[-1].text
    place.core.answer = Answer(Line("answer.joined", "en"))
    await place.platform.says(stranger, "K7PX-29TQ-MHRG")
    await until(lambda: "Welcome!" in stranger.received[-1].text)
    account = await account_of(place, "GB.2")
    await place.platform.says(stranger, "Mary is low")
    assert place.core.writings[-1].person.account == account
    assert place.platform.sent[-1]["recipient"] == "GB.2"


async def test_a_number_that_changes_is_the_same_person_where_meta_says_so(place: Place) -> None:
    await place.platform.says(place.sue, "one")
    await place.platform.changes_number(place.sue, "33639980009", "FR.9")
    await place.platform.says(place.sue, "two")
    assert {writing.person.account for writing in place.core.writings} == {place.account}
    assert await account_of(place, "+33639980009") == place.account
    assert await account_of(place, "+33639980001") is None


async def test_a_number_that_is_somebody_elses_now_opens_no_door(place: Place) -> None:
    await place.platform.says(place.sue, "one")
    del place.platform.telephones["33639980001"]
    other = place.platform.telephone("33639980001", "Zebedee", "FR.7")
    await place.platform.says(other, "two")
    assert len(place.core.writings) == 1
    assert place.core.refusals == [("whatsapp", "other_id")]


async def test_an_id_that_shows_its_number_later_is_the_same_person(place: Place) -> None:
    await place.platform.says(place.sue, "one")
    place.sue.shows_number = False
    await place.platform.says(place.sue, "two")
    assert {writing.person.account for writing in place.core.writings} == {place.account}


@pytest.mark.parametrize(
    ("kind", "content", "matter", "words"),
    [
        ("image", {"mime_type": "image/jpeg", "caption": "Mary Dupont"}, Matter.PICTURE, "Mary Dupont"),
        ("audio", {"mime_type": "audio/ogg", "voice": True}, Matter.VOICE, ""),
        ("document", {"mime_type": "application/pdf", "filename": "dupont.pdf"}, Matter.FILE, ""),
        ("sticker", {"mime_type": "image/webp"}, Matter.PICTURE, ""),
    ],
)
async def test_a_file_is_handed_over_with_what_it_needs_to_be_fetched(
    place: Place, kind: str, content: dict[str, object], matter: Matter, words: str
) -> None:
    await place.platform.sends(place.sue, kind, content, b"the file")
    (inbound,) = place.core.messages
    assert (inbound.matter, inbound.text.expose()) == (matter, words)
    (attachment,) = inbound.attachments
    assert (await place.channel.fetch(attachment)).expose() == b"the file"
    place.platform._media.clear()
    with pytest.raises(NotFetched) as lost:
        await place.channel.fetch(attachment)
    assert lost.value.code == "meta_100"


@pytest.mark.parametrize(
    ("kind", "content", "matter", "words"),
    [
        ("location", {"latitude": 44.7, "longitude": 0.4, "name": "Eymet", "address": "1 rue"}, Matter.PLACE, "Eymet\n1 rue\n44.7, 0.4"),
        (
            "contacts",
            [{"name": {"formatted_name": "Mary Dupont"}, "phones": [{"phone": "+33639980003"}], "emails": [{"email": "mary@example.org"}]}],
            Matter.CONTACT,
            "Mary Dupont\n+33639980003\nmary@example.org",
        ),
        ("order", {"catalog_id": "1", "text": "two for Mary"}, Matter.OTHER, "two for Mary"),
    ],
)  # fmt: skip
async def test_a_card_or_a_place_is_handed_over_in_words(
    place: Place, kind: str, content: object, matter: Matter, words: str
) -> None:
    await place.platform.sends(place.sue, kind, content)
    (inbound,) = place.core.messages
    assert (inbound.matter, inbound.text.expose()) == (matter, words)


@pytest.mark.parametrize(
    ("kind", "content", "code", "told"),
    [
        ("unsupported", {}, "unsupported", "cannot read"),
        ("poll", {}, "poll", "cannot read"),
        ("revoke", {"original_message_id": "wamid.x"}, "revoke", "You deleted"),
        ("interactive", {"type": "nfm_reply"}, "nfm_reply", "cannot read"),
        ("image", {"mime_type": "image/jpeg"}, "malformed_message", "cannot read"),
        ("system", {"type": "customer_identity_changed"}, "system_customer_identity_changed", None),
    ],
)
async def test_everything_else_is_journalled_by_name_and_its_author_told(
    place: Place, kind: str, content: dict[str, str], code: str, told: str | None
) -> None:
    place.core.languages[place.account] = "en"
    await place.platform.sends(place.sue, kind, content)
    assert place.core.codes == [code]
    if told is not None:
        await until(lambda: place.sue.received)
        assert told in place.sue.received[-1].text
    assert place.core.writings == []


async def test_a_sign_that_hides_nothing_is_explained_once(place: Place) -> None:
    place.core.languages[place.account] = "en"
    said = await place.platform.says(place.sue, "hello")
    for sign in ("👍", "❤️", ""):
        await place.platform.reacts(place.sue, said, sign)
    await until(lambda: len(place.sue.received) >= 2)
    assert place.core.codes == ["reaction", "reaction", "reaction_removed"]
    assert sum("Your sign stays" in seen.text for seen in place.sue.received) == 1
    assert place.core.reports == []


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ([], "malformed"),
        ({"object": "page"}, "malformed"),
        ({"object": "whatsapp_business_account", "entry": [{"changes": [{}]}]}, "malformed"),
        (envelope(PHONE_ID, {}, "account_update"), "field_account_update"),
        (envelope("999", {"messages": [{}]}), "another_number"),
        (envelope(PHONE_ID, {"messages": [{"type": "text"}]}), "malformed_message"),
        (envelope(PHONE_ID, {"statuses": [{}]}), "malformed_status"),
        (envelope(PHONE_ID, {"errors": [{"code": 1}]}), "platform_error"),
    ],
)
async def test_what_cannot_be_read_has_a_name(place: Place, payload: object, code: str) -> None:
    assert [getattr(meaning, "code", None) for meaning in parse(payload, PHONE_ID)] == [code]
    assert await place.platform.post(payload) == 200
    assert place.core.codes == [code]


async def test_a_group_is_left_alone(place: Place) -> None:
    await place.platform.sends(place.sue, "text", {"body": "Mary Dupont"}, group_id="g1")
    assert place.core.codes == ["group"]
    assert place.core.writings == []


async def test_a_file_elsewhere_than_at_meta_is_not_fetched(place: Place) -> None:
    from adapters.whatsapp.client import Refused

    for url in ("https://evil.example.org/x", "http://lookaside.fbsbx.com/x", "https://fbsbx.com.example.org/x"):
        with pytest.raises(Refused):
            place.channel._client._is_metas(url)
    place.channel._client._is_metas("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1")
