"""Uploads: a spreadsheet that waits until somebody has seen what it would change, and no longer."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Moment


class OfficeUpload(Base):
    """One waiting workbook of one account."""

    __tablename__ = "office_upload"
    #: Random; it stands in the address of the page that shows what would change.
    token: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    uploaded_at: Mapped[datetime] = mapped_column(Moment)
