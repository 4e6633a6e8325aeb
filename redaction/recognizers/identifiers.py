"""The one list of recognizers of identifiers and formats; whatever else needs one derives it from here."""

from __future__ import annotations

from redaction.recognizers.age import AgeRecognizer
from redaction.recognizers.base import FormatRecognizer
from redaction.recognizers.birth_date import BirthDateRecognizer
from redaction.recognizers.calendar_date import CalendarDateRecognizer
from redaction.recognizers.email_address import EmailAddressRecognizer
from redaction.recognizers.file_number import FileNumberRecognizer
from redaction.recognizers.house import HouseRecognizer
from redaction.recognizers.iban import IbanNumberRecognizer
from redaction.recognizers.identity_document import IdentityDocumentRecognizer
from redaction.recognizers.insurance_number import InsuranceNumberRecognizer
from redaction.recognizers.long_number import LongNumberRecognizer
from redaction.recognizers.national_number import NationalNumberRecognizer
from redaction.recognizers.nhs_number import NhsNumberRecognizer
from redaction.recognizers.nino import NinoRecognizer
from redaction.recognizers.nir import NirRecognizer
from redaction.recognizers.number_sign import NumberSignRecognizer
from redaction.recognizers.payment_card import PaymentCardRecognizer
from redaction.recognizers.phone import PhoneNumberRecognizer
from redaction.recognizers.phone_fragment import PhoneFragmentRecognizer
from redaction.recognizers.plate import PlateRecognizer
from redaction.recognizers.postcode import PostcodeRecognizer
from redaction.recognizers.professional_number import ProfessionalNumberRecognizer
from redaction.recognizers.profile_link import ProfileLinkRecognizer
from redaction.recognizers.social_handle import SocialHandleRecognizer
from redaction.recognizers.spoken_email import SpokenEmailRecognizer
from redaction.recognizers.spoken_id import SpokenIdRecognizer
from redaction.recognizers.spoken_phone import SpokenPhoneRecognizer
from redaction.recognizers.street import StreetRecognizer
from redaction.recognizers.street_address import StreetAddressRecognizer

_ALL: tuple[type[FormatRecognizer], ...] = (
    NirRecognizer,
    NhsNumberRecognizer,
    NinoRecognizer,
    IbanNumberRecognizer,
    PaymentCardRecognizer,
    PlateRecognizer,
    IdentityDocumentRecognizer,
    FileNumberRecognizer,
    InsuranceNumberRecognizer,
    NationalNumberRecognizer,
    ProfessionalNumberRecognizer,
    LongNumberRecognizer,
    SpokenIdRecognizer,
    NumberSignRecognizer,
    PhoneNumberRecognizer,
    PhoneFragmentRecognizer,
    SpokenPhoneRecognizer,
    EmailAddressRecognizer,
    SpokenEmailRecognizer,
    CalendarDateRecognizer,
    BirthDateRecognizer,
    AgeRecognizer,
    ProfileLinkRecognizer,
    SocialHandleRecognizer,
    StreetAddressRecognizer,
    PostcodeRecognizer,
    HouseRecognizer,
    StreetRecognizer,
)


def identifier_recognizers() -> list[FormatRecognizer]:
    """New instances of every recognizer of PHONE, EMAIL, HANDLE, ID, ADDRESS, DATE, DOB, AGE and street LOCATION."""
    return [recognizer() for recognizer in _ALL]
