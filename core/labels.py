"""How numbers, days, periods and the house's closed sets are written for people, in the language of the page.

Rounding is half up and happens only here. Machines (CSV, API) get their numbers elsewhere.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date
from babel.numbers import format_decimal
from flask_babel import LazyString, force_locale, get_locale, gettext, lazy_gettext

from core.domain import office
from core.domain.access import Role
from core.domain.account_state import AccountState
from core.domain.fairness import Comparison
from core.domain.office import TouchpointKind, UnitKind
from core.domain.periods import Kind, Period
from core.domain.posters import Product
from core.domain.scoring import Method, Verdict
from core.domain.second_factor import FactorKind
from core.domain.standings import TierGroup
from core.domain.submission import Channel, Tier
from core.domain.workdays import DayKind

#: What is spoken where no request says otherwise: worker, commands, reports.
DEFAULT_LOCALE = "vi"

VERDICT_NAMES: Mapping[Verdict, LazyString] = {
    Verdict.MET: lazy_gettext("Met"),
    Verdict.MET_UNCERTAIN: lazy_gettext("Met, not certain"),
    Verdict.NOT_MET: lazy_gettext("Not met"),
    Verdict.NOT_MET_UNCERTAIN: lazy_gettext("Not met, not certain"),
    Verdict.NOT_ENOUGH_DATA: lazy_gettext("Not enough data"),
}

KIND_NAMES: Mapping[Kind, LazyString] = {
    Kind.WEEK: lazy_gettext("Week"),
    Kind.MONTH: lazy_gettext("Month"),
    Kind.QUARTER: lazy_gettext("Quarter"),
    Kind.HALF_YEAR: lazy_gettext("Half-year"),
    Kind.YEAR: lazy_gettext("Year"),
    Kind.CUSTOM: lazy_gettext("Own choice"),
}

COURSE_TITLES: Mapping[Kind, LazyString] = {
    Kind.WEEK: lazy_gettext("Twelve weeks"),
    Kind.MONTH: lazy_gettext("Twelve months"),
    Kind.QUARTER: lazy_gettext("Twelve quarters"),
    Kind.HALF_YEAR: lazy_gettext("Twelve half-years"),
    Kind.YEAR: lazy_gettext("Twelve years"),
}

#: The five levels, worst to best, as the built-in questionnaires word them.
LEVEL_NAMES: Mapping[int, LazyString] = {
    1: lazy_gettext("Very dissatisfied"),
    2: lazy_gettext("Dissatisfied"),
    3: lazy_gettext("Neutral"),
    4: lazy_gettext("Satisfied"),
    5: lazy_gettext("Very satisfied"),
}

TIER_NAMES: Mapping[Tier, LazyString] = {
    Tier.A: lazy_gettext("One-time code of a visit"),
    Tier.B: lazy_gettext("Rating tablet"),
    Tier.C: lazy_gettext("Open QR – not verified"),
}

TIER_GROUP_NAMES: Mapping[TierGroup, LazyString] = {
    TierGroup.VERIFIED: lazy_gettext("Verified visits and tablet"),
    TierGroup.OPEN: lazy_gettext("Visits not verified"),
}

CHANNEL_NAMES: Mapping[Channel, LazyString] = {
    Channel.QR: lazy_gettext("QR code"),
    Channel.TABLET: lazy_gettext("Rating tablet"),
    Channel.PAPER: lazy_gettext("Paper form"),
    Channel.INTERVIEW: lazy_gettext("Interview"),
    Channel.LINK: lazy_gettext("Link"),
    Channel.API: lazy_gettext("Another system"),
}

METHOD_NAMES: Mapping[Method, LazyString] = {
    Method.TOP2_CRITERIA_MEAN: lazy_gettext("share of satisfied and very satisfied, mean of the criteria"),
    Method.POOLED: lazy_gettext("share of satisfied and very satisfied, all answers pooled"),
    Method.MEAN_SCORE: lazy_gettext("mean score, the levels worth 0, 25, 50, 75, 100"),
}

COMPARISON_NAMES: Mapping[Comparison, LazyString] = {
    Comparison.HIGHER: lazy_gettext("Above the common level"),
    Comparison.LEVEL: lazy_gettext("At the common level"),
    Comparison.LOWER: lazy_gettext("Below the common level"),
}

ROLE_NAMES: Mapping[Role, LazyString] = {
    Role.OFFICER: lazy_gettext("Officer"),
    Role.MANAGER: lazy_gettext("Manager of the public service centre"),
    Role.LEADER: lazy_gettext("Leader of the People's Committee"),
    Role.FRONT: lazy_gettext("Fatherland Front"),
    Role.FRONT_LEAD: lazy_gettext("Head of the Fatherland Front"),
    Role.COUNCIL: lazy_gettext("People's Council"),
    Role.OBSERVER: lazy_gettext("Observer"),
    Role.PROVINCE: lazy_gettext("Province"),
    Role.SYSADMIN: lazy_gettext("System administrator"),
}

FACTOR_NAMES: Mapping[FactorKind, LazyString] = {
    FactorKind.APP: lazy_gettext("Authenticator app"),
    FactorKind.CARD: lazy_gettext("Printed one-time card"),
}

ACCOUNT_STATE_NAMES: Mapping[AccountState, LazyString] = {
    AccountState.ACTIVE: lazy_gettext("In use"),
    AccountState.INVITED: lazy_gettext("Invited, link not used yet"),
    AccountState.LAPSED: lazy_gettext("Invitation expired"),
    AccountState.UNENROLLED: lazy_gettext("Second factor not set up yet"),
    AccountState.DISABLED: lazy_gettext("Stopped"),
}

UNIT_KIND_NAMES: Mapping[UnitKind, LazyString] = {
    UnitKind.PROVINCE: lazy_gettext("Province or city"),
    UnitKind.COMMUNE: lazy_gettext("Commune, ward or special zone"),
    UnitKind.DEPARTMENT: lazy_gettext("Department"),
    UnitKind.CENTRE: lazy_gettext("Public service centre"),
}

TOUCHPOINT_KIND_NAMES: Mapping[TouchpointKind, LazyString] = {
    TouchpointKind.COUNTER: lazy_gettext("Counter"),
    TouchpointKind.ENTRANCE: lazy_gettext("Entrance or exit"),
    TouchpointKind.OFFICER: lazy_gettext("Officer"),
    TouchpointKind.FIELD: lazy_gettext("Field"),
    TouchpointKind.SLIP: lazy_gettext("Slip handed out"),
    TouchpointKind.LINK: lazy_gettext("Link for an online service"),
    TouchpointKind.ROUND: lazy_gettext("Survey round"),
}

PRODUCT_NAMES: Mapping[Product, LazyString] = {
    Product.POSTER_A5: lazy_gettext("Poster, A5"),
    Product.POSTER_A4: lazy_gettext("Poster, A4"),
    Product.CARD_A5: lazy_gettext("Tent card, A5 (one on a sheet of A4, folded)"),
    Product.CARD_A6: lazy_gettext("Tent card, A6 (two on a sheet of A4)"),
    Product.STICKER: lazy_gettext("Stickers, 90 × 54 mm (ten on a sheet of A4)"),
    Product.SLIP: lazy_gettext("Slips to hand out (eight of one code on a sheet of A4)"),
    Product.BOARD: lazy_gettext("Board of the whole office (eight codes on a sheet of A4)"),
}

DAY_KIND_NAMES: Mapping[DayKind, LazyString] = {
    DayKind.WORKING: lazy_gettext("Working day"),
    DayKind.WEEKEND: lazy_gettext("Weekly rest"),
    DayKind.HOLIDAY: lazy_gettext("Public holiday"),
    DayKind.IN_LIEU: lazy_gettext("Off in lieu"),
    DayKind.EXCHANGED_OFF: lazy_gettext("Off by exchange"),
    DayKind.EXCHANGED_WORK: lazy_gettext("Worked by exchange"),
    DayKind.ENTERED_OFF: lazy_gettext("Day off by decision"),
    DayKind.ENTERED_WORK: lazy_gettext("Worked by decision"),
}

#: What a spreadsheet import counts.
OFFICE_PART_NAMES: Mapping[office.Kind, LazyString] = {
    office.Kind.UNIT: lazy_gettext("Units"),
    office.Kind.GROUP: lazy_gettext("Field groups"),
    office.Kind.FIELD: lazy_gettext("Fields"),
    office.Kind.COUNTER: lazy_gettext("Counters"),
    office.Kind.OFFICER: lazy_gettext("Officers"),
    office.Kind.DUTY: lazy_gettext("Duty shifts"),
    office.Kind.TOUCHPOINT: lazy_gettext("QR codes"),
    office.Kind.TARGET: lazy_gettext("Targets"),
    office.Kind.QUESTIONNAIRE: lazy_gettext("Questionnaires"),
}


def percent(value: Fraction | float, digits: int = 1, *, locale: str | None = None) -> str:
    """Return a share of 0..1 as «82,6%», always with that many decimals."""
    return f"{_hundredfold(value, digits=digits, locale=locale)}%"


def threshold(value: Fraction, *, locale: str | None = None) -> str:
    """Return a target as its document writes it: «95%», «97,5%»."""
    is_whole = (value * 100).denominator == 1
    return percent(value, 0 if is_whole else 2 if (value * 1000).denominator > 1 else 1, locale=locale)


def points(value: Fraction | float, digits: int = 1, *, locale: str | None = None) -> str:
    """Return 0..1 as a number of 0..100 without a sign: «85,5» points, or per cent where the head names the unit."""
    return _hundredfold(value, digits=digits, locale=locale)


def interval(
    low: Fraction | float, high: Fraction | float, digits: int = 1, *, locale: str | None = None
) -> str:
    """Return an interval of 0..1 in per cent as «82,6–94,5»; an exact end of the scale as «0» or «100»."""
    ends = (_hundredfold(end, digits=0 if end in (0, 1) else digits, locale=locale) for end in (low, high))
    return "–".join(ends)


def count(n: int, *, locale: str | None = None) -> str:
    """Return a whole number with its thousands marked: «1.234»."""
    return format_decimal(n, format="#,##0", locale=_locale(locale))


def decimal(value: Fraction, *, locale: str | None = None) -> str:
    """Return a number with one decimal: «12,4»."""
    tenths = Decimal(round(value * 10)) / 10
    return format_decimal(tenths, format="#,##0.0", locale=_locale(locale))


def halves(number: int, *, locale: str | None = None) -> str:
    """Return half of a whole number, with a decimal only where it has one: «9», «9,5»."""
    return format_decimal(Decimal(number) / 2, format="#,##0.#", locale=_locale(locale))


def day(when: date) -> str:
    """Return a day as «21/11/2026», in every language."""
    return f"{_day_and_month(when)}/{when.year}"


def weekday(when: date) -> str:
    """Return the name of a day of the week: «Thứ Hai»."""
    return format_date(when, "EEEE", locale=_locale(None))


def weekday_at(number: int, *, is_short: bool = False) -> str:
    """Return the name of the 0th (Monday) to 6th day of a week, short as «T2» or «CN» where asked."""
    monday = date(2026, 1, 5)
    return format_date(monday.replace(day=5 + number), "EEEEEE" if is_short else "EEEE", locale=_locale(None))


def wording(texts: Mapping[str, str]) -> str:
    """Return a text that data carries per language, in the page's language, else in Vietnamese."""
    return texts.get(_locale(None)) or texts[DEFAULT_LOCALE]


def period_title(period: Period, *, locale: str | None = None) -> str:
    """Return what the period is called inside a sentence: «quý IV/2026», «tuần 47/2026 (16/11–22/11/2026)».

    Needs an application context to find the catalogue; without one the English message is returned.
    """
    with force_locale(_locale(locale)):
        return _period_title(period)


def _period_title(period: Period) -> str:
    year = str(period.year)
    match period.kind:
        case Kind.WEEK:
            is_in_one_year = period.first.year == period.last.year
            return gettext(
                "week %(week)s/%(year)s (%(first)s–%(last)s)",
                week=period.number,
                year=year,
                first=_day_and_month(period.first) if is_in_one_year else day(period.first),
                last=day(period.last),
            )
        case Kind.MONTH:
            return gettext("month %(month)s/%(year)s", month=_month(period.first), year=year)
        case Kind.QUARTER:
            return _quarter_title(period.number, year)
        case Kind.HALF_YEAR if period.number == 1:
            return gettext("first half of %(year)s", year=year)
        case Kind.HALF_YEAR:
            return gettext("second half of %(year)s", year=year)
        case Kind.YEAR:
            return gettext("year %(year)s", year=year)
        case Kind.CUSTOM if period.first == period.last:
            return gettext("day %(day)s", day=day(period.first))
        case Kind.CUSTOM:
            return gettext("from %(first)s to %(last)s", first=day(period.first), last=day(period.last))


def period_tick(period: Period) -> str:
    """Return the shortest name of a period, for an axis: «T10» for a month, «Q4/26» for a quarter."""
    year = f"{period.year % 100:02}"
    match period.kind:
        case Kind.MONTH:
            return gettext("M%(month)s", month=period.number)
        case Kind.QUARTER:
            return gettext("Q%(quarter)s/%(year)s", quarter=period.number, year=year)
        case Kind.WEEK:
            return gettext("W%(week)s", week=period.number)
        case Kind.HALF_YEAR:
            return gettext("H%(half)s/%(year)s", half=period.number, year=year)
        case _:
            return str(period.year)


def _quarter_title(quarter: int, year: str) -> str:
    # Four sentences, because Vietnamese writes quarters in Roman and other languages in Arabic numerals.
    match quarter:
        case 1:
            return gettext("first quarter of %(year)s", year=year)
        case 2:
            return gettext("second quarter of %(year)s", year=year)
        case 3:
            return gettext("third quarter of %(year)s", year=year)
        case _:
            return gettext("fourth quarter of %(year)s", year=year)


def _hundredfold(value: Fraction | float, *, digits: int, locale: str | None) -> str:
    """Return 100 × value, rounded half up (away from zero) to that many decimals, without the sign."""
    # A float stands for the shortest decimal that names it: 0.8905 is 89,05 %, not 89,0499999….
    exact = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    steps = int(abs(exact) * 100 * 10**digits + Fraction(1, 2))
    rounded = Decimal(-steps if exact < 0 else steps).scaleb(-digits)
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    return format_decimal(rounded, format=pattern, locale=_locale(locale))


def _locale(explicit: str | None) -> str:
    return explicit or str(get_locale() or DEFAULT_LOCALE)


def _day_and_month(when: date) -> str:
    return f"{when.day:02}/{_month(when)}"


def _month(when: date) -> str:
    # Days under 10 and the months 1 and 2 take a zero, the other months none: NĐ 30/2020/NĐ-CP, Phụ lục I.
    return f"{when.month:02}" if when.month < 3 else str(when.month)
