"""Types: what the first column of `survey` asks for, in every spelling XLSForm knows."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Asks(StrEnum):
    """What a row is for."""

    ONE = "one"
    MANY = "many"
    TEXT = "text"
    NUMBER = "number"
    BEGIN_GROUP = "begin_group"
    END_GROUP = "end_group"
    BEGIN_REPEAT = "begin_repeat"
    END_REPEAT = "end_repeat"
    #: A rating of Kobo's: rows that are all answered from one list.
    BEGIN_RATING = "begin_rating"
    END_RATING = "end_rating"
    RATING_ROW = "rating_row"
    #: A ranking or a table of Kobo's.
    BEGIN_THEIRS = "begin_theirs"
    END_THEIRS = "end_theirs"
    NOTE = "note"
    METADATA = "metadata"
    #: A type of XLSForm that we do not have.
    OTHER = "other"
    #: A type of one of several, or several of many, that names no list.
    WITHOUT_LIST = "without_list"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Type:
    """A type as read: what the row is for, the list it names, and whether «other» is offered beside it."""

    asks: Asks
    list_name: str = ""
    has_other: bool = False


_SPELLINGS = {
    Asks.TEXT: ("text", "string", "q string", "add text prompt"),
    Asks.NUMBER: ("integer", "int", "q int", "add integer prompt"),
    Asks.BEGIN_RATING: ("begin_score", "begin score"),
    Asks.END_RATING: ("end_score", "end score"),
    Asks.RATING_ROW: ("score__row", "score row"),
    Asks.BEGIN_THEIRS: ("begin_rank", "begin rank", "begin_kobomatrix", "begin kobomatrix"),
    Asks.END_THEIRS: ("end_rank", "end rank", "end_kobomatrix", "end kobomatrix"),
    Asks.NOTE: ("note", "q note", "add note prompt"),
    Asks.METADATA: (
        *("start", "start time", "get start time", "end", "end time", "get end time", "today", "get today"),
        *("deviceid", "device id", "get device id", "imei", "uri:deviceid", "username", "uri:username"),
        *("phonenumber", "get phone number", "uri:phonenumber", "email", "uri:email", "audit"),
        *("subscriberid", "subscriber id", "get subscriber id", "uri:subscriberid"),
        *("simserial", "sim id", "get sim id", "uri:simserial"),
        *("start-geopoint", "background-geopoint", "background-audio"),
    ),
    Asks.OTHER: (
        *("decimal", "q decimal", "add decimal prompt", "percentage", "range", "rank", "phone number"),
        *("date", "q date", "add date prompt", "time", "datetime", "date time", "q date time", "q datetime"),
        *("add date time prompt", "add datetime prompt", "number of days in last month"),
        *("number of days in last six months", "number of days in last year"),
        *("geopoint", "q geopoint", "gps", "location", "q location", "add location prompt"),
        *("geoshape", "q geoshape", "geotrace", "q geotrace", "osm", "barcode", "q barcode"),
        *("add barcode prompt", "image", "q image", "q picture", "photo", "add image prompt"),
        *("add photo prompt", "audio", "q audio", "add audio prompt", "video", "q video", "add video prompt"),
        *("file", "add file prompt", "acknowledge", "q acknowledge", "add acknowledge prompt", "trigger"),
        *(
            "calculate",
            "q calculate",
            "add calculate prompt",
            "hidden",
            "xml-external",
            "csv-external",
            "rank__level",
            "rank level",
        ),
    ),
}
_BY_SPELLING = {spelling: asks for asks, spellings in _SPELLINGS.items() for spelling in spellings}
_ONE = (
    "select_one", "select one from", "select one using", "select one", "select1",
    "add select one prompt using", "q select1",
)  # fmt: skip
_MANY = (
    "select_multiple", "select all that apply from", "select multiple from", "select multiple using",
    "select all that apply", "add select multiple prompt using", "q select",
)  # fmt: skip
_STARTS = tuple(
    sorted(((start, asks) for asks, starts in ((Asks.ONE, _ONE), (Asks.MANY, _MANY)) for start in starts),
           key=lambda pair: -len(pair[0]))
)  # fmt: skip
_OTHER_WORDS = re.compile(r"(\s+|_)(or_other|or other|or_specify_other|or specify other|specify_other)$")
#: Lists that are no sheet `choices`.
_ELSEWHERE = re.compile(
    r"(select[_ ](one|multiple)[_ ](from[_ ]file|external)|rank|osm|cascading[_ ]select)\b.*"
)
_BOUNDARY = re.compile(r"(begin|end)[ _]?(group|repeat|lgroup|looped group|loop)\b.*")


def read_type(written: str) -> Type:
    """Return what a type asks for; UNKNOWN for what XLSForm does not know."""
    plain = " ".join(written.split())
    lower = plain.lower()
    if lower in _BY_SPELLING:
        return Type(_BY_SPELLING[lower])
    boundary = _BOUNDARY.fullmatch(lower)
    if boundary:
        return Type(_boundary(boundary[1], boundary[2]))
    if _ELSEWHERE.fullmatch(lower):
        return Type(Asks.OTHER)
    return _select(plain)


def _boundary(which: str, what: str) -> Asks:
    if what == "group":
        return Asks.BEGIN_GROUP if which == "begin" else Asks.END_GROUP
    return Asks.BEGIN_REPEAT if which == "begin" else Asks.END_REPEAT


def _select(plain: str) -> Type:
    lower = plain.lower()
    for start, asks in _STARTS:
        if lower == start:
            return Type(Asks.WITHOUT_LIST)
        if lower.startswith(f"{start} "):
            rest = plain[len(start) :].strip()
            other = _OTHER_WORDS.search(rest.lower())
            list_name = rest[: other.start()] if other else rest
            if list_name.startswith("${"):
                return Type(Asks.OTHER)
            if list_name and " " not in list_name:
                return Type(asks, list_name, has_other=other is not None)
    return Type(Asks.UNKNOWN)
