"""The journey's one number: eight digits, the last a check digit, in no guessable order.

The check digit is Damm's (it finds every single wrong digit and every swap of neighbours). The n-th
number is the n-th element of a keyed permutation, so numbers never collide and one cannot be guessed
from the last. When nine million of a length are used up, they get one digit longer.
"""

from __future__ import annotations

import hashlib
import re

from stdnum import damm

SHORTEST = 8
_NOT_DIGIT = re.compile(r"\D")


def nth(n: int, key: bytes) -> str:
    """The number of the `n`-th journey (from 0) of the company whose secret is `key`."""
    payload_digits = SHORTEST - 1
    while n >= (size := 9 * 10 ** (payload_digits - 1)):
        n -= size
        payload_digits += 1
    payload = str(10 ** (payload_digits - 1) + _permuted(n, size, key))
    return payload + damm.calc_check_digit(payload)


def show(number: str) -> str:
    """Format for people: `4827-9163`."""
    return f"{number[:4]}-{number[4:]}"


def digits(text: str) -> str:
    """Extract the digits of `text`, in any script, without a suffix such as `/Q1`."""
    return "".join(str(int(c)) for c in _NOT_DIGIT.sub("", text.split("/", 1)[0]))


def parse(text: str) -> str | None:
    """Parse a number in any spelling. None if the check digit is wrong."""
    number = digits(text)
    return number if len(number) >= SHORTEST and damm.is_valid(number) else None


def likely(text: str) -> list[str]:
    """List valid numbers one typo away from a mistyped one: swapped neighbours first, then a wrong digit.

    Empty when `text` does not have the length of a number.
    """
    typed = digits(text)
    if len(typed) < SHORTEST or len(typed) > SHORTEST + 4:
        return []
    swapped = [
        typed[:i] + typed[i + 1] + typed[i] + typed[i + 2 :]
        for i in range(len(typed) - 1)
        if typed[i] != typed[i + 1]
    ]
    wrong = [
        typed[:i] + digit + typed[i + 1 :]
        for i in range(len(typed))
        for digit in "0123456789"
        if digit != typed[i]
    ]
    return [n for n in dict.fromkeys(swapped + wrong) if n[0] != "0" and damm.is_valid(n)]


def _permuted(n: int, size: int, key: bytes) -> int:
    """A keyed permutation of range(size): four Feistel rounds, walked until inside the range."""
    half = ((size - 1).bit_length() + 1) // 2
    mask = (1 << half) - 1
    while True:
        left, right = n >> half, n & mask
        for turn in range(4):
            digest = hashlib.blake2b(b"%d:%d" % (turn, right), key=key, digest_size=8).digest()
            left, right = right, left ^ (int.from_bytes(digest, "big") & mask)
        n = left << half | right
        if n < size:
            return n
