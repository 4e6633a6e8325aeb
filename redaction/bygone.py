"""Full names of people whose case is over: only fingerprints of them remain, and they are hidden all the same.

What is left of a name is a keyed fingerprint, so it is found by trying: every two or three words of a message that stand
together, particles aside, are a name that could have been kept (policy clause C10: the duty outlives the case).
"""

from __future__ import annotations

import re

from redaction.families import Family
from redaction.folding import fold
from redaction.memory import CaseMemory
from redaction.naming import PARTICLES
from redaction.normalise import normalise
from redaction.text import RawText

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_PARTED = re.compile(r"[ ,]{1,2}|\.? ")
_LONGEST, _TELLING, _MOST = 7, 3, 2000
"""Words of the longest name that is tried, particles and all ("Maria da Conceição dos Santos"), those among them that tell
one person from another, and words of a message from which names are tried."""


def possible_names(text: RawText) -> dict[str, str]:
    """Every run of words that could be a full name, as it stands, and the key under which that is kept (`full_name`)."""
    plain = normalise(text.expose()).text
    words = list(_WORD.finditer(plain))
    found: dict[str, str] = {}
    for first, word in enumerate(words[:_MOST]):
        last, telling = word, int(_tells(word[0]))
        for following in words[first + 1 : first + _LONGEST]:
            telling += _tells(following[0])
            if telling > _TELLING or not _PARTED.fullmatch(plain[last.end() : following.start()]):
                break
            last = following
            surface = plain[word.start() : last.end()]
            if key := full_name(surface):
                found[surface] = key
    return found


def _tells(word: str) -> bool:
    return fold(word) not in PARTICLES


def full_name(form: str) -> str | None:
    """The key of a full name, the same for "Mary Dupont", "DUPONT Mary" and "dupont, mary"; None for less than a name.

    Particles do not count, nor does an initial: that would be half of all people.
    """
    words = [word for word in _WORD.findall(fold(form)) if word not in PARTICLES]
    if len(words) < 2 or any(len(word) < 2 for word in words):
        return None
    return " ".join(sorted(words))


def full_names(memory: CaseMemory) -> frozenset[str]:
    """Keys of the full names by which a case knows its people."""
    forms = (form for known in memory.of(Family.PERSON) for form in known.forms)
    return frozenset(key for form in forms if (key := full_name(form)))
