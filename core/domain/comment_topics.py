"""Topics of comments: suggested by rules from words without marks, always put right by the reviewer."""

import re
from collections.abc import Mapping
from enum import StrEnum

from core.domain.naming import bare


class Topic(StrEnum):
    """What a comment speaks of; one may have several."""

    MANNERS = "manners"
    WAITING = "waiting"
    GUIDANCE = "guidance"
    RETURNING = "returning"
    FEES = "fees"
    PREMISES = "premises"
    ONLINE = "online"
    RESULT = "result"
    PRAISE = "praise"


#: Words and phrases without marks, each a whole word of the text.
_WORDS: Mapping[Topic, tuple[str, ...]] = {
    Topic.MANNERS: (
        "thai do",
        "cau gat",
        "cau kinh",
        "hach sach",
        "quat",
        "mang",
        "kho chiu",
        "lanh nhat",
        "tho o",
        "thieu ton trong",
        "bat lich su",
        "noi trong khong",
        "van hoa giao tiep",
        "niem no",
        "lich su",
        "an can",
        "coi thuong",
    ),
    Topic.WAITING: (
        "cho lau",
        "doi lau",
        "cho doi",
        "cho hon",
        "cho mai",
        "cho ca buoi",
        "xep hang",
        "lay so",
        "so thu tu",
        "cham tre",
        "lau qua",
        "qua lau",
        "mat thoi gian",
        "dong nguoi",
        "tieng dong ho",
        "phai cho",
    ),
    Topic.GUIDANCE: (
        "huong dan",
        "giai thich",
        "khong ro",
        "chua ro",
        "to khai",
        "bieu mau",
        "giay to",
        "thieu giay",
        "thu tuc",
        "ruom ra",
        "phuc tap",
    ),
    Topic.RETURNING: (
        "di lai",
        "nhieu lan",
        "hai lan",
        "ba lan",
        "bon lan",
        "nam lan",
        "may lan",
        "lan thu",
        "quay lai",
        "di ve",
        "bo sung",
        "tra lai ho so",
    ),
    Topic.FEES: ("phi", "le phi", "tien phi", "phu thu", "bien lai", "thu tien", "nop tien", "gia cao"),
    Topic.PREMISES: (
        "cho ngoi",
        "ghe",
        "nha ve sinh",
        "quat may",
        "dieu hoa",
        "may lanh",
        "nong",
        "cho de xe",
        "gui xe",
        "bai xe",
        "nuoc uong",
        "xe lan",
        "chat choi",
        "may in",
        "cho cho doi",
    ),
    Topic.ONLINE: (
        "truc tuyen",
        "dich vu cong",
        "vneid",
        "mang",
        "he thong loi",
        "loi he thong",
        "phan mem",
        "quet ma",
        "tai khoan",
        "wifi",
        "dang nhap",
    ),
    Topic.RESULT: (
        "tre hen",
        "qua hen",
        "dung hen",
        "sai sot",
        "ghi sai",
        "nham ten",
        "tra ket qua",
        "ket qua",
    ),
    Topic.PRAISE: (
        "cam on",
        "rat tot",
        "nhiet tinh",
        "tan tinh",
        "chu dao",
        "nhanh chong",
        "nhanh gon",
        "khen",
        "hai long",
        "vui ve",
        "de thuong",
        "tot lam",
        "tuyet voi",
    ),
}
#: Words that two topics share without their marks say something only with them.
_WITH_MARKS: Mapping[tuple[Topic, str], str] = {
    (Topic.MANNERS, "mang"): "mắng",
    (Topic.MANNERS, "quat"): "quát",
    (Topic.ONLINE, "mang"): "mạng",
    (Topic.FEES, "phi"): "phí",
    (Topic.PREMISES, "ghe"): "ghế",
    (Topic.PREMISES, "nong"): "nóng",
    (Topic.PRAISE, "khen"): "khen",
}
#: Praise that is denied is none: «không hài lòng», «chưa nhiệt tình».
_DENIED = re.compile(r"\b(?:khong|chua|chang|kem|thieu|ko|k)(?: he| duoc| may| that su| duoc su)? $")


def suggest(text: str) -> tuple[Topic, ...]:
    """Return the topics whose words stand in a text, in their usual order."""
    plain = f" {re.sub(r'[^a-z0-9]+', ' ', bare(text)).strip()} "
    has_marks = bare(text) != " ".join(text.lower().split())
    marked = " " + re.sub(r"[\W_]+", " ", text.lower()).strip() + " "
    return tuple(topic for topic in Topic if _speaks_of(topic, plain, marked if has_marks else plain))


def _speaks_of(topic: Topic, plain: str, marked: str) -> bool:
    for words in _WORDS[topic]:
        shown = _WITH_MARKS.get((topic, words), "")
        if shown and marked is not plain:
            if f" {shown} " in marked:
                return True
            continue
        for found in re.finditer(f" {words} ", plain):
            if topic is not Topic.PRAISE or not _DENIED.search(plain[: found.start() + 1]):
                return True
    return False
