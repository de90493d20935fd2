"""Imports: bring customers, contacts, sites and orders in from other systems' spreadsheets.

Owns imports with their files, rows and answers, and the old keys that they brought in.

Promises: a file is stored before it is read. Nothing comes in that a law forbids, such as an open order
without an owner, a holder and a next step. The same order twice changes nothing. A killed import continues
where it was. An import is taken back as one command. Records: import run, import taken back.
"""
