"""The generated sentence at an address."""

from __future__ import annotations

from perfdesk.definition.address import Address
from perfdesk.definition.model import Field, Form


def sentence_field(form: Form, address: Address) -> Field | None:
    """Return the field of a sentence that is generated at an address; None for other answers."""
    if address.row:
        return None
    for block in form.section(address.section).blocks:
        if isinstance(block, Field) and block.question.id == address.field and block.template is not None:
            return block
    return None
