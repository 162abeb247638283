"""Files out of a report: Word, PDF and Excel; each writer is a function over `document.Report`."""
