"""Read files of banks and write files for them: bytes in, plain values out, and the way back.

Owns nothing in the database. Promises: a bank statement is read whole or refused in one sentence that names the place.
Amounts keep their sign and currency, and each entry has a digest by which a repeated file is recognised.
"""

from wellkept.bank_files.bank_statement import BankStatement, Entry, Payment, ReturnReason, unexplained
from wellkept.bank_files.creditor_reference import creditor_reference, grouped, swiss_reference
from wellkept.bank_files.pain import MessageHead, SepaFile, credit_transfer_file, direct_debit_file
from wellkept.bank_files.payment_codes import epc_code, swiss_payment_part
from wellkept.bank_files.read_statements import parse_statements, read_statements
from wellkept.bank_files.reference_candidates import Candidate, candidates
from wellkept.bank_files.return_reasons import reason_in_words
from wellkept.bank_files.sepa_payments import BankParty, CreditTransfer, DirectDebit, Mandate, PostalAddress
from wellkept.bank_files.statement_check import join_pages

__all__ = [
    "BankParty",
    "BankStatement",
    "Candidate",
    "CreditTransfer",
    "DirectDebit",
    "Entry",
    "Mandate",
    "MessageHead",
    "Payment",
    "PostalAddress",
    "ReturnReason",
    "SepaFile",
    "candidates",
    "credit_transfer_file",
    "creditor_reference",
    "direct_debit_file",
    "epc_code",
    "grouped",
    "join_pages",
    "parse_statements",
    "read_statements",
    "reason_in_words",
    "swiss_payment_part",
    "swiss_reference",
    "unexplained",
]
