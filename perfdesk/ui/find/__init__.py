"""转到 and 查找: answers by name, code, pinyin initials or text."""
