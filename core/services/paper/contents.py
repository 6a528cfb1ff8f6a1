"""Contents: what was keyed of a sheet, masked and sealed while it waits; it opens only as that sheet."""

import json
from dataclasses import replace

from core.domain.paper import Keyed
from core.services import data_key
from core.services.personal_data import mask


def seal(keyed: Keyed, batch_id: int, number: int) -> bytes:
    """Return what may be stored of a sheet."""
    content = [keyed.answers, keyed.field_id, keyed.comment, dict(keyed.texts)]
    return data_key.seal(json.dumps(content, ensure_ascii=False).encode(), purpose=_purpose(batch_id, number))


def unseal(sealed: bytes, batch_id: int, number: int) -> Keyed:
    """Return what was keyed; raise data_key.Unreadable when no data key opens it."""
    answers, field_id, comment, texts = json.loads(
        data_key.unseal(sealed, purpose=_purpose(batch_id, number))
    )
    return Keyed(answers, field_id, comment, texts)


def masked(keyed: Keyed) -> Keyed:
    """Return the sheet with telephone, identity and e-mail addresses covered in the person's own words."""
    return replace(
        keyed,
        comment=mask(keyed.comment.strip()).text,
        texts={code: mask(words.strip()).text for code, words in keyed.texts.items() if words.strip()},
    )


def _purpose(batch_id: int, number: int) -> str:
    return f"paper/{batch_id}/{number}"
