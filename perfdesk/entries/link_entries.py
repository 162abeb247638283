"""Where a report keeps the links of figures that the user set or cut: one section of entries for each text.

So a text is matched again only when one of its own links changes.
"""

from __future__ import annotations

from perfdesk.definition.address import Address, form_section_of, instance_of

#: The sections of links; no id of a form contains `#`.
LINKS_SECTION = "#links"


def links_section(text: Address) -> str:
    """Return the section of the links of a text: `#links@others/text`."""
    return f"{LINKS_SECTION}@{text}"


def text_with_links(section: str) -> Address | None:
    """Return the text whose links a section has; None if it is another section."""
    if form_section_of(section) != LINKS_SECTION:
        return None
    try:
        return Address.parse(instance_of(section))
    except ValueError:
        return None
