"""The reader of Chinese report text: numerals, amounts and personal numbers as people write them.

Entry points: `reader.read(text)` for sentences, `measures.attainment(target, actual)` for indicators.
"""
