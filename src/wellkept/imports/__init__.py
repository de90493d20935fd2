"""What comes from other systems, and what leaves for them: spreadsheets in, everything out.

Owns imports with their files, rows and answers, what each brought in by its old key, and exports. Promises: a file is
stored before it is read; nothing is brought in that the laws would not let stand (an open order without an owner, a
holder and a next step); the same order twice changes nothing; a killed import goes on where it stood; an import is
taken back as one act; whatever is kept here can leave again. Records: import begun and taken back, export made.
"""
