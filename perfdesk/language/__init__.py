"""The reader of Chinese report text: numerals, amounts and numbers of persons as people write them; knows no form.

`reader.read(text)` is the way in for sentences, `measures.attainment(target, actual)` for the cells of indicators.
"""
