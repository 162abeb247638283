"""How a report looks: page, fonts, paragraph styles, a bureau's own Word styles."""
