"""Invented letters about invented people, as somebody would photograph them: fonts, lean, shadow, noise, a stamp, a signature."""

from __future__ import annotations

import io
import math
import random
from dataclasses import dataclass
from pathlib import Path

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = Path("/usr/share/fonts/truetype")
FACES = (
    "dejavu/DejaVuSans.ttf",
    "dejavu/DejaVuSerif.ttf",
    "liberation2/LiberationSerif-Regular.ttf",
    "liberation2/LiberationSans-Regular.ttf",
    "liberation2/LiberationMono-Regular.ttf",
    "freefont/FreeSerif.ttf",
)


@dataclass(frozen=True)
class Letter:
    """`direct`: what must not be read any more, each word of it."""

    text: str
    direct: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    first: str
    last: str
    street: str
    town: str
    phone: str
    mail: str
    lang: str


PEOPLE = (
    Person("Marguerite", "Vasseur", "14 rue des Lilas", "24500 Eymet", "06 39 98 14 27", "m.vasseur@example.org", "fr"),
    Person("Geoffrey", "Thornbury", "7 Mill Lane", "Bergerac", "07700 900123", "g.thornbury@example.org", "en"),
    Person("Odette", "Lagarrigue", "3 impasse du Moulin", "47800 Miramont", "01 99 00 31 62", "odette.l@example.org", "fr"),
    Person("Hilary", "Pemberton", "22 Chapel Street", "Duras", "07700 900456", "hilary.p@example.org", "en"),
    Person("Bernadette", "Coustou", "8 chemin des Vignes", "24240 Sigoulès", "06 39 98 77 03", "b.coustou@example.org", "fr"),
    Person("Malcolm", "Wetherby", "The Old Forge", "Issigeac", "07700 900789", "m.wetherby@example.org", "en"),
)  # fmt: skip


def letter(person: Person) -> Letter:
    if person.lang == "fr":
        text = (
            f"Centre d'oncologie\nService de chimiothérapie\n\nMadame {person.first} {person.last}\n{person.street}\n{person.town}\n\n"
            f"Objet : votre rendez-vous\n\nMadame {person.last},\n\n"
            "Nous vous confirmons votre prochaine séance de chimiothérapie. Merci de venir à jeun et d'apporter vos derniers "
            "résultats de prise de sang. La séance durera environ trois heures et un repas léger vous sera servi.\n\n"
            f"Nous avons essayé de vous joindre au {person.phone} sans succès. Vous pouvez aussi nous répondre depuis votre adresse "
            f"{person.mail} si vous préférez. La fatigue que {person.first} décrit est fréquente après le paclitaxel.\n\n"
            "Avec nos salutations distinguées,\nLe secrétariat"
        )
        kept = ("chimiothérapie", "séance", "fatigue", "rendez-vous")
    else:
        text = (
            f"Department of Oncology\nOutpatient clinic\n\nMr {person.first} {person.last}\n{person.street}\n{person.town}\n\n"
            f"Re: your next appointment\n\nDear Mr {person.last},\n\n"
            "Thank you for attending the clinic. The scan shows that the treatment is working and the dose of carboplatin will "
            "stay as it is. Please bring the list of your medicines with you and do not eat after midnight.\n\n"
            f"We tried to reach you on {person.phone} without success. You can also answer from your own address {person.mail} "
            f"if that is easier. The nausea that {person.first} described is common after the second cycle.\n\n"
            "With kind regards,\nThe secretary"
        )
        kept = ("treatment", "carboplatin", "nausea", "appointment")
    direct = (person.first, person.last, person.phone, person.mail, person.street)
    return Letter(text, direct, kept)


def photographed(said: Letter, seed: int) -> bytes:
    """A JPEG of it, as a telephone takes it."""
    rng = random.Random(seed)
    page = _printed(said.text, FONTS / FACES[seed % len(FACES)], rng.randint(26, 34))
    _signed(page, rng)
    page = page.rotate(rng.uniform(-6, 6), resample=Image.Resampling.BICUBIC, expand=True, fillcolor=(225, 222, 214))
    lit = _lit(page, rng)
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "letter of Vasseur"  # ImageDescription
    exif[0x9C9D] = "Thornbury".encode("utf-16-le")
    lit.save(out, "JPEG", quality=rng.randint(70, 92), exif=exif)
    return out.getvalue()


def _printed(text: str, face: Path, size: int) -> Image.Image:
    font = ImageFont.truetype(str(face), size)
    page = Image.new("RGB", (1240, 1754), (244, 241, 233))
    draw, y = ImageDraw.Draw(page), 110
    for paragraph in text.split("\n"):
        for line in _wrapped(paragraph, font, 1240 - 220):
            draw.text((110, y), line, font=font, fill=(35, 32, 40))
            y += round(size * 1.45)
    return page


def _wrapped(text: str, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) > room and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _signed(page: Image.Image, rng: random.Random) -> None:
    draw = ImageDraw.Draw(page)
    points = [(700 + 9 * n, 1600 + 40 * math.sin(n / 2 + rng.random()) + rng.randint(-14, 14)) for n in range(34)]
    draw.line(points, fill=(30, 40, 120), width=4)


def _lit(page: Image.Image, rng: random.Random) -> Image.Image:
    pixels = numpy.asarray(page.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 0.9)))).astype(numpy.float32)
    width = pixels.shape[1]
    light = numpy.linspace(1.0, rng.uniform(0.6, 0.95), width, dtype=numpy.float32)[None, :, None]
    noise = numpy.random.default_rng(rng.randint(0, 9999)).normal(0, rng.uniform(2, 9), pixels.shape)
    return Image.fromarray(numpy.clip(pixels * light + noise, 0, 255).astype(numpy.uint8))
