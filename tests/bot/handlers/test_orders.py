"""What volunteers ask about cases: understood in both languages, carried out for who may, and told to who shares the case."""

from __future__ import annotations

import pytest

from bot.domain.cases import CaseStatus
from bot.domain.messages import PersonRef
from bot.domain.orders import Order, Verb, order_in
from bot.domain.outgoing import Opaque
from bot.domain.roster import Role
from bot.handlers.context import Context
from bot.handlers.orders import carry_out
from bot.handlers.tries import MOST
from redaction import RawText
from tests.bot.conftest import Story
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("/case", Order(Verb.LIST)),
        ("Cases", Order(Verb.LIST)),
        ("mes dossiers", None),
        ("dossiers", Order(Verb.LIST)),
        ("/case open", Order(Verb.OPEN)),
        ("/case@entrenous_bot open", Order(Verb.OPEN)),
        ("/entrenous case close C-7K2P4", Order(Verb.CLOSE, ("C-7K2P4",))),
        ("dossier clore c-7k2p4", Order(Verb.CLOSE, ("C-7K2P4",))),
        ("dossier réunir C-7K2P4 et C-8K2P4.", Order(Verb.MERGE, ("C-7K2P4", "C-8K2P4"))),
        ("case join 23cd-fghj-kmpq", Order(Verb.JOIN, (), "23CDFGHJKMPQ")),
        ("case join Mary Dupont", Order(Verb.JOIN)),
        ("case décédée c7k2p4", Order(Verb.DECEASED, ("C-7K2P4",))),
        ("case dance", Order(Verb.HELP)),
        ("compose", Order(Verb.COMPOSE)),
        ("/compose@entrenous_bot", Order(Verb.COMPOSE)),
        ("/entrenous compose", Order(Verb.COMPOSE)),
        (" Écrire. ", Order(Verb.COMPOSE)),
        ("write", Order(Verb.COMPOSE)),
        ("écrire à Mary Dupont", None),
        ("write to her tomorrow", None),
        ("in case she rings", None),
        ("the case is closed", None),
        ("", None),
    ],
)
def test_an_order_is_understood_as_people_write_it(text: str, order: Order | None) -> None:
    assert order_in(text) == order


def test_only_words_of_ours_are_told() -> None:
    assert Opaque("C-7K2P4", "[Person A]", "23CD-FGHJ-KMPQ") == "C-7K2P4, [Person A], 23CD-FGHJ-KMPQ"
    for word in ("Mary Dupont", "mary", "[Mary]", "06 39 98 14 27", "", "DUPONT", "M-DUPONT", "C-DUPON", "75001"):
        with pytest.raises(ValueError, match="of ours"):
            Opaque(word)


class Volunteer:
    """Gives orders and keeps what was answered."""

    def __init__(self, context: Context, account: str) -> None:
        self.context = context
        self.person = PersonRef("fake", account)

    async def ask(self, text: str) -> tuple[str, str]:
        """Key of the answer, and the references or code in it."""
        order = order_in(text)
        assert order is not None
        answer = await carry_out(self.context, self.person, RawText(self.person.account.capitalize()), order, "en")
        return answer.line.key, str(answer.line.slots.get("words", ""))

    async def joins_the_roster(self) -> None:
        async with self.context.store.begin() as unit:
            now = self.context.clock.now()
            member = await unit.roster.add(RawText(self.person.account), frozenset({Role.LISTENER}), "en", now)
            assert await unit.roster.link(self.person, member.member_id, now)


@pytest.fixture
def sue(context: Context) -> Volunteer:
    return Volunteer(context, "sue")


@pytest.fixture
def tom(context: Context) -> Volunteer:
    return Volunteer(context, "tom")


async def test_a_case_is_opened_shared_with_a_code_and_the_others_are_told(
    sue: Volunteer, tom: Volunteer, channel: FakeChannel, story: Story
) -> None:
    await sue.joins_the_roster()
    opened, reference = await sue.ask("case open")
    assert opened == "answer.case_opened"
    invited, code = await sue.ask("case invite")
    assert invited == "answer.case_invited"
    assert await tom.ask(f"case join {code}") == ("answer.case_joined", reference)
    assert await tom.ask("case") == ("answer.my_cases", reference)
    assert [note.line.key for note in channel.told["sue"]] == ["note.case_joined"]
    assert channel.told["sue"][0].line.slots["byline"] == "Tom"
    assert {"case_opened", "case_joined", "member_told"} <= set(await story.journal())


async def test_a_code_works_once_and_in_its_week(sue: Volunteer, tom: Volunteer, clock: FakeClock) -> None:
    await sue.ask("case open")
    _, code = await sue.ask("case invite")
    assert (await tom.ask(f"case join {code}"))[0] == "answer.case_joined"
    assert (await Volunteer(sue.context, "ann").ask(f"case join {code}"))[0] == "answer.case_not_joined"
    _, code = await sue.ask("case invite")
    clock.pass_time(days=8)
    assert (await Volunteer(sue.context, "ann").ask(f"case join {code}"))[0] == "answer.case_not_joined"
    assert (await tom.ask("case join"))[0] == "answer.case_not_joined"


async def test_who_guesses_codes_is_stopped_and_the_journal_is_not_filled(
    sue: Volunteer, tom: Volunteer, story: Story
) -> None:
    await sue.ask("case open")
    _, code = await sue.ask("case invite")
    for _ in range(20):
        assert (await tom.ask("case join 23CD-FGHJ-KMPQ"))[0] == "answer.case_not_joined"
    assert (await tom.ask(f"case join {code}"))[0] == "answer.case_not_joined"
    assert (await story.journal()).count("join_refused") == MOST + 1


async def test_a_stranger_learns_nothing_about_a_case(sue: Volunteer, tom: Volunteer) -> None:
    _, reference = await sue.ask("case open")
    for words in ("invite", "close", "deceased", "leave"):
        refused = await tom.ask(f"case {words} {reference}")
        assert refused == await tom.ask(f"case {words} C-22222")
        assert refused == ("answer.no_such_case", "")
    assert await tom.ask(f"case merge {reference} C-22222") == ("answer.no_such_case", "")


async def test_a_case_is_closed_once_by_a_member(sue: Volunteer, context: Context) -> None:
    _, reference = await sue.ask("case open")
    assert await sue.ask("case close") == ("answer.case_closed", reference)
    assert (await sue.ask(f"case close {reference}"))[0] == "answer.no_such_case"
    async with context.store.read() as unit:
        case = await unit.cases.referred(reference)
    assert case is not None
    assert case.status is CaseStatus.CLOSED


async def test_whoever_has_two_cases_must_say_which(sue: Volunteer) -> None:
    _, first = await sue.ask("case open")
    await sue.ask("case open")
    assert (await sue.ask("case close"))[0] == "answer.no_such_case"
    assert await sue.ask(f"case deceased {first}") == ("answer.case_deceased", first)


async def test_the_last_one_who_leaves_is_told_that_nobody_is_left(
    sue: Volunteer, tom: Volunteer, story: Story
) -> None:
    _, reference = await sue.ask("case open")
    _, code = await sue.ask("case invite")
    await tom.ask(f"case join {code}")
    assert await tom.ask("case leave") == ("answer.case_left", reference)
    assert await sue.ask("case leave") == ("answer.case_left_orphan", reference)
    assert (await story.journal()).count("case_left") == 2


async def test_two_cases_are_made_one_by_who_is_in_both(sue: Volunteer, story: Story, clock: FakeClock) -> None:
    await story.say("Zara Okonkwo lives in Bergerac")
    clock.pass_time(hours=5)
    await story.say("Gérard Blanchet rang about Mrs Okonkwo")
    key, words = await sue.ask("case")
    assert key == "answer.my_cases"
    first, second = words.split(", ")
    assert (await sue.ask(f"case merge {second}"))[0] == "answer.merge_names_two"
    assert (await sue.ask(f"case merge {first} {first}"))[0] == "answer.merge_names_two"
    assert await sue.ask(f"case merge {second} {first}") == ("answer.cases_merged_renamed", first)
    assert await sue.ask("case") == ("answer.my_cases", first)


async def test_the_members_of_a_case_that_became_part_of_another_are_its_members_and_are_told(
    sue: Volunteer, tom: Volunteer, story: Story, channel: FakeChannel
) -> None:
    await tom.joins_the_roster()
    _, first = await sue.ask("case open")
    _, code = await sue.ask(f"case invite {first}")
    await tom.ask(f"case join {code}")
    _, second = await sue.ask("case open")
    assert await sue.ask(f"case merge {first} {second}") == ("answer.cases_merged", second)
    assert await tom.ask("case") == ("answer.my_cases", second)
    assert [note.line.key for note in channel.told["tom"]] == ["note.cases_merged"]
    assert (await story.journal()).count("case_joined") == 4


async def test_a_member_of_a_closed_case_can_leave_it(sue: Volunteer) -> None:
    _, reference = await sue.ask("case open")
    await sue.ask("case close")
    assert await sue.ask(f"case leave {reference}") == ("answer.case_left_orphan", reference)


async def test_a_case_of_nobody_is_on_the_list_of_orphans(sue: Volunteer, context: Context) -> None:
    _, reference = await sue.ask("case open")
    await sue.ask("case leave")
    async with context.store.read() as unit:
        assert [case.reference for case in await unit.cases.orphans()] == [reference]
