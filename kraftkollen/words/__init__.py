"""Everything that a reader reads, in Swedish and English: texts, numbers, the sentences of errors. No arithmetic on figures."""
