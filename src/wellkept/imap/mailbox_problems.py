"""Problems of reading a mailbox, worded for the person who set it up."""

from __future__ import annotations

import re
import socket
import ssl

from imapclient.exceptions import CapabilityError, IMAPClientAbortError, IMAPClientError, LoginError

from wellkept.installation.encryption import CannotBeOpened


class Trouble(Exception):
    """Problem as a sentence for people. `field` is the field of the account's form that it concerns."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Lost(ConnectionError):
    """Connection lost. It happens, and is no problem if the next attempt works."""


def trouble(fault: BaseException, *, host: str, port: int, login: str = "", oauth: bool = False) -> Trouble:
    """Word any fault that occurred while reading an account."""
    match fault:
        case Trouble():
            return fault
        case socket.gaierror():
            return Trouble(f"No server is known under the name {host}.", field="host")
        case Lost() | ssl.SSLEOFError() | ssl.SSLZeroReturnError() | ConnectionResetError():
            return Trouble(f"The connection to {host} was lost.")
        case ssl.SSLCertVerificationError():
            return Trouble(_certificate(fault, host), field="host")
        case ssl.SSLError():
            return Trouble(
                f"{host} does not speak TLS on port {port}. Try STARTTLS, or port 993.", field="encryption"
            )
        case ConnectionRefusedError():
            return Trouble(f"{host} does not answer on port {port}.", field="port")
        case TimeoutError():
            return Trouble(f"{host} does not answer in time.", field="host")
        case CapabilityError() if "STARTTLS" in str(fault).upper():
            return Trouble(
                f"{host} offers no encryption on port {port}. Try TLS on port 993.", field="encryption"
            )
        case LoginError() if oauth:
            return Trouble(f"{host} did not accept our permission for {login}: {_said(fault)}.")
        case LoginError():
            return Trouble(f"{host} did not accept this name and password: {_said(fault)}.", field="password")
        case CannotBeOpened():
            return Trouble(
                "The password was kept with another secret key and cannot be read. Enter it again.",
                field="password",
            )
        case IMAPClientAbortError():
            return Trouble(f"The connection to {host} was lost.")
        case IMAPClientError():
            return Trouble(f"{host} said: {_said(fault)}.")
        case OSError():
            return Trouble(f"The connection to {host} was lost: {fault.strerror or fault}.")
        case _:
            return Trouble(f"It could not be read ({type(fault).__name__}).")


def _certificate(fault: ssl.SSLCertVerificationError, host: str) -> str:
    match fault.verify_code:
        case 10:
            return f"The certificate of {host} has run out."
        case 18 | 19 | 20 | 21:
            return f"The certificate of {host} is not signed by anybody whom we know."
        case 62 | 64:
            return f"The certificate is not one of {host}. Is the server called otherwise?"
        case _:
            return f"The certificate of {host} is not in order: {fault.verify_message}."


def _said(fault: BaseException) -> str:
    """Extract the server's own words, without the protocol's codes and quotes."""
    text = " ".join(str(fault).split())
    text = re.sub(r"^\w+ failed: ", "", text)
    text = re.sub(r"^b'(.*)'$", r"\1", text)
    text = re.sub(r"\[[A-Z][A-Z0-9-]*[^]]*]\s*", "", text)
    return text.rstrip(" .")[:200] or type(fault).__name__
