"""The style of a report: page, fonts, paragraph styles, a bureau's own Word styles."""
