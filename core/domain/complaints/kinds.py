"""What somebody may bring, by which way, and how it may end."""

from enum import StrEnum


class Kind(StrEnum):
    """What the Front finds it to be (docs/promises.md S4); each has its own path, clock and secrecy."""

    #: Phản ánh, kiến nghị: answered within the deadline.
    PETITION = "petition"
    #: Khiếu nại (Luật 02/2011): settled under its own law; the citizen gets the notice how to file it.
    GRIEVANCE = "grievance"
    #: Tố cáo (Luật 25/2018): leaves the commune's view altogether.
    DENUNCIATION = "denunciation"
    #: Ngoài thẩm quyền: forwarded to the competent body within five working days (NĐ 20/2008, Điều 9).
    OUTSIDE = "outside"
    #: Góp ý: noted, without a duty to answer.
    FEEDBACK = "feedback"
    #: Khen.
    PRAISE = "praise"


class Channel(StrEnum):
    """By which way it came."""

    WEB = "web"
    POSTER = "poster"
    SURVEY = "survey"
    PAPER = "paper"
    PHONE = "phone"


#: Typed in by staff for somebody who wrote on paper or called.
TYPED_IN = frozenset({Channel.PAPER, Channel.PHONE})


class Outcome(StrEnum):
    """How a case ended."""

    #: The citizen said «Đã thỏa đáng».
    CONFIRMED = "confirmed"
    #: Answered, and no word from the citizen in the time for one.
    UNCONTESTED = "uncontested"
    #: The Front had the last word after «Chưa thỏa đáng» a second time.
    CONCLUDED = "concluded"
    FORWARDED = "forwarded"
    NOTICE_GIVEN = "notice_given"
    HANDED_OVER = "handed_over"
    NOTED = "noted"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


#: What each kind becomes when the Front finds it to be that; a petition goes on to the office.
ENDS_AS: dict[Kind, Outcome] = {
    Kind.GRIEVANCE: Outcome.NOTICE_GIVEN,
    Kind.DENUNCIATION: Outcome.HANDED_OVER,
    Kind.OUTSIDE: Outcome.FORWARDED,
    Kind.FEEDBACK: Outcome.NOTED,
    Kind.PRAISE: Outcome.NOTED,
}
#: What the Front may find out later: it leaves the office, and the sender is told where it goes.
FOUND_LATER = (Kind.DENUNCIATION, Kind.GRIEVANCE, Kind.OUTSIDE)
