"""The reader of Chinese report text: numerals, amounts and numbers of persons as people write them; knows no form."""
