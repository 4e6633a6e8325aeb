"""Everything that can be held against a journal: its chain, its signatures, the trustees' mails, the requests it tells of.

| what somebody did | what finds it |
|---|---|
| changed, deleted, inserted, moved an entry | the chain |
| did so and hashed anew from there, without the bot's key | the signatures, which name the entry; once the bot went on, its own word (`journal_broken`) |
| did so with the key; put another tail on; put yesterday's database back; cut the end | the mails, up to the last one |
| moved a request's state, its votes or its texts, or its breach file, in the database | the journal's own entries |

What was written after the last mail by somebody who has the key and the server, nothing can find.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.audit.chain import Fault, Link, Verdict, verify_chain
from bot.audit.replay import Kept, compare, replay
from bot.audit.signatures import entry_message, holds, mail_message
from bot.domain.journal import JournalBroken
from bot.domain.witness import Witness


def verify(
    links: Sequence[Link], key: str, witnesses: Sequence[Witness] = (), kept: Mapping[str, Kept] | None = None
) -> Verdict:
    """Check all that is at hand. `key`: the bot's public key; `kept`: requests of a live database, None for a file."""
    chain = verify_chain(links)
    faults = [*chain.faults, *_unsigned(links[: chain.entries], key)]
    proven = links if not faults else links[: min(fault.entry for fault in faults) - 1]
    told, impossible = replay(proven)
    impossible += [Fault("touched", _number(link)) for link in proven if link.kind == JournalBroken.kind]
    if kept is not None and not faults:
        faults += compare(told, kept)
    faults += [*impossible, *_unwitnessed(links, chain, key, witnesses)]
    first = sorted(faults, key=lambda fault: (fault.entry == 0, fault.entry))
    return Verdict(chain.entries, chain.head, tuple(first))


def _number(link: Link) -> int:
    """Of the entry that the bot found without its signature."""
    number = link.body.get("entry")
    return number if isinstance(number, int) else link.seq


def _unsigned(links: Sequence[Link], key: str) -> list[Fault]:
    """The first entry that the bot did not sign, where the last does not prove them all."""
    if not links or _signed(links[-1], key):
        return []
    low, high = 0, len(links) - 1  # all before `low` is proven, `high` is not signed
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if _signed(links[middle], key) else (low, middle)
    return [Fault("forged" if links[high].signature else "unsigned", links[high].seq)]


def _signed(link: Link, key: str) -> bool:
    return holds(key, entry_message(link.hash), link.signature)


def _unwitnessed(links: Sequence[Link], chain: Verdict, key: str, witnesses: Sequence[Witness]) -> list[Fault]:
    """Where the journal is not the one that the mails vouch for; the range begins behind the last that fits."""
    faults: list[Fault] = []
    good = 0
    for witness in sorted(witnesses, key=lambda one: one.entries):
        slots: dict[str, str | int] = {"day": str(witness.day), "entries": witness.entries}
        if witness.signature and not holds(witness.key, mail_message(witness.statement()), witness.signature):
            faults.append(Fault("mail_forged", 0, slots))
        elif witness.key and witness.key != key:
            faults.append(Fault("other_key", 0, slots))
        elif witness.entries > len(links):
            faults.append(Fault("cut_off", len(links) + 1, slots))
        elif witness.entries <= chain.entries:
            if witness.entries == 0 or links[witness.entries - 1].hash == witness.head:
                good = witness.entries
            else:
                faults.append(Fault("rewritten", good + 1, slots | {"first": good + 1}))
    return faults
