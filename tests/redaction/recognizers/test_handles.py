"""HANDLE: profiles, personal sites and @handles of the people supported; public sites and colleagues' mentions stay."""

from __future__ import annotations

import pytest

from tests.redaction.recognizers.marked import hidden_outside, left_open

HIDDEN = [
    "⟦facebook.com/mary.du.pont.58⟧",
    "⟦https://www.facebook.com/stephane.invente.9421⟧ do we accept",
    "⟦linkedin.com/in/louise-invented-b71a2⟧",
    "⟦instagram.com/prune.et.son.crabe⟧",
    "⟦https://pigeonnier-griet.example⟧",
    "⟦www.ludo-aquarelles.example⟧, insta ⟦@ludo.art.aquarelles⟧",
    "⟦glenandthegrey.wordpress.com⟧",
    "⟦leetchi.com/c/ludo-sur-la-route⟧",
    "has anyone come across ⟦@glen_vs_glio⟧ on insta?",
    "on TikTok ⟦@lou.sans.cheveux⟧, 40k followers",
    "⟦@narrowboat_tony⟧ on X if he goes quiet",
    "her insta: ⟦hetty.one.boob⟧",
    "mon snap ⟦sacha_kdl⟧",
    "skype is ⟦live:kirsty.mcb_3⟧",
    "⟦t.me/papa_poule_en_panique⟧",
]

KEPT = [
    "@sue.p @janet.w can one of you swap?",
    "@kath_csf what do you think of her instagram idea?",
    "thanks @claire.m, @all, @here and @tech-helpers",
    "<@U024BE7LH> had someone in the same boat",
    "see ameli.fr and https://www.service-public.fr/particuliers/vosdroits/F1",
    "macmillan.org.uk, www.nhs.uk/conditions/lymphoma, gov.uk, cancersupportfrance.org",
    "ligue-cancer.net, e-cancer.fr, has-sante.fr, doctolib.fr",
    "she saw the doctor.it went well",
    "https://www.lemonde.fr/sante/article/2025/03/04/essai.html and www.bbc.co.uk/news",
    "https://www.youtube.com/watch?v=abcdef shows the exercises",
    "post this on our facebook page please",
]


@pytest.mark.parametrize("line", HIDDEN)
def test_a_profile_or_a_personal_site_is_hidden(line: str) -> None:
    assert left_open(line, "HANDLE") == ""


@pytest.mark.parametrize("line", KEPT)
def test_public_sites_and_mentions_of_colleagues_stay(line: str) -> None:
    assert hidden_outside(line) == ""
