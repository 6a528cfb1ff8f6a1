"""Is this an answer? Whether a text says what was done, why not, or what to do, or only that it was heard.

A vague answer leaves whoever complained where they were. The rules look for what a stock phrase never has: something
done that can be seen, a reason, a place, a number that is not a citation. They advise;
who answers and who approves decide.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from core.domain.naming import bare

#: Words a sentence may have before it is hard to read aloud.
LONGEST_SENTENCE = 40

#: What is said where nothing is said; a sentence of these words alone has no content.
_STOCK = (
    r"cam on|tran trong|kinh mong|thong cam|yen tam|quy bau|tiep thu|ghi nhan|tiep nhan|xem xet|nghien cuu|"
    r"rut kinh nghiem|quan triet|chan chinh|nhac nho|nghiem tuc|xu ly nghiem|tang cuong|nang cao|hoan thien|"
    r"chi dao|phoi hop|cam ket|khac phuc|kip thoi|som nhat|dut diem|theo tham quyen|theo quy dinh|dung quy dinh|"
    r"bo phan (?:lien quan|chuyen mon)|don vi lien quan|thoi gian toi|khi co dieu kien|cap co tham quyen|bat tien"
)
#: Things done that somebody can go and see.
_DONE = (
    r"sua|thay|lap|dat|doi|don|dao|mo|cap|tra|hoan|boi thuong|niem yet|in lai|lam lai|cap lai|bo tri|tang them|"
    r"bo sung|goi dien|gui|chuyen|thong nhat|xin loi qua|huong dan sai|ghi vao|nop dung|co"
)
_WAS_DONE = re.compile(rf"\bda (?:{_DONE})\b(?! den bo phan| den toan the| tiep nhan)")
#: Read with their marks: without them «do» is also «độ», and «vì» is «vi phạm».
_REASON = re.compile(
    r"\bvì (?!vậy|sự bất tiện)|\bdo (?!đó|vậy)|\bbởi|\bnên (?=chưa|không|phải)|\bthuộc quy hoạch|\bthiếu\b|"
    r"\bkhông (?:cần|thuộc|được|phải|thu)\b"
)
_TO_DO = re.compile(
    r"\b(?:xin moi|moi) ong/ba\b|\bong/ba (?:nhan|mang|den|goi|lien he)\b|\b(?:mo them|cung nhan)\b|\bduoc tiep o\b"
)
_CITATION = re.compile(
    r"\b(?:dieu|khoan|diem|nghi dinh|thong tu|luat|quyet dinh) (?:so )?\d[\w/-]*|\b\d+/\d{4}/[\w-]+"
)
_NUMBER = re.compile(r"\d")
_SENTENCE = re.compile(r"[.!?;\n]+(?=\s|$)")


class Finding(StrEnum):
    """What is to be thought of before an answer goes out."""

    EMPTY = "empty"
    LONG_SENTENCE = "long_sentence"
    #: Nothing by which the sender could see that it is so.
    NO_EVIDENCE = "no_evidence"


#: What somebody can look up: a day, a number, a document, a place where it hangs.
_EVIDENCE = re.compile(r"\d|\b(?:niem yet|bien ban|quyet dinh|thong bao|hoa don|bien lai|anh chup)\b")
#: What stands before the evidence on the sender's page.
EVIDENCE = "Bằng chứng, căn cứ: "


@dataclass(frozen=True)
class Judgement:
    """What the rules think of an answer, and which sentences carry it."""

    findings: tuple[Finding, ...]
    substance: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Does it say nothing?"""
        return Finding.EMPTY in self.findings


def judge(answer: str) -> Judgement:
    """Return what the rules think of an answer in Vietnamese, with or without marks."""
    sentences = [part.strip() for part in _SENTENCE.split(answer) if part.strip()]
    substance = tuple(sentence for sentence in sentences if _says_something(sentence))
    findings = []
    if not substance:
        findings.append(Finding.EMPTY)
    if any(len(sentence.split()) > LONGEST_SENTENCE for sentence in sentences):
        findings.append(Finding.LONG_SENTENCE)
    return Judgement(tuple(findings), substance)


def shows_evidence(answer: str) -> bool:
    """Does an answer name anything by which it can be checked?"""
    return _EVIDENCE.search(bare(answer)) is not None


def with_evidence(answer: str, evidence: str) -> str:
    """Return the answer as the sender reads it; `parted` takes it apart again."""
    return f"{answer}\n\n{EVIDENCE}{evidence}" if evidence else answer


def parted(answer: str) -> tuple[str, str]:
    """Return what is answered, and the evidence that was written beside it."""
    said, _mark, evidence = answer.partition(f"\n\n{EVIDENCE}")
    return said, evidence


def _says_something(sentence: str) -> bool:
    """Is there something done, a reason, something to do, or a number of its own in it?"""
    text = _CITATION.sub(" ", bare(sentence))
    if _NUMBER.search(text):
        return True
    has_reason = bool(_REASON.search(unicodedata.normalize("NFC", sentence.lower())))
    if re.search(rf"\b(?:{_STOCK})\b", text) and not has_reason:
        return False
    return has_reason or any(pattern.search(text) for pattern in (_WAS_DONE, _TO_DO))
