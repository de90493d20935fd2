"""Problems of reading a mailbox, worded for the person who set it up."""

from __future__ import annotations

import re
import socket
import ssl

from django.utils.translation import gettext_lazy as _
from imapclient.exceptions import CapabilityError, IMAPClientAbortError, IMAPClientError, LoginError

from wellkept.installation.encryption import CannotBeOpened
from wellkept.kernel.text import Text, fill

_LOST = _("The connection to %(host)s was lost.")


class Trouble(Exception):
    """Problem as a sentence for people. `field` is the field of the account's form that it concerns."""

    def __init__(self, sentence: Text, *, field: str = "") -> None:
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
            return Trouble(fill(_("No server is known under the name %(host)s."), host=host), field="host")
        case Lost() | ssl.SSLEOFError() | ssl.SSLZeroReturnError() | ConnectionResetError():
            return Trouble(fill(_LOST, host=host))
        case ssl.SSLCertVerificationError():
            return Trouble(_certificate(fault, host), field="host")
        case ssl.SSLError():
            return Trouble(
                fill(
                    _("%(host)s does not speak TLS on port %(port)s. Try STARTTLS, or port 993."),
                    host=host,
                    port=port,
                ),
                field="encryption",
            )
        case ConnectionRefusedError():
            return Trouble(
                fill(_("%(host)s does not answer on port %(port)s."), host=host, port=port), field="port"
            )
        case TimeoutError():
            return Trouble(fill(_("%(host)s does not answer in time."), host=host), field="host")
        case CapabilityError() if "STARTTLS" in str(fault).upper():
            return Trouble(
                fill(
                    _("%(host)s offers no encryption on port %(port)s. Try TLS on port 993."),
                    host=host,
                    port=port,
                ),
                field="encryption",
            )
        case LoginError() if oauth:
            return Trouble(
                fill(
                    _("%(host)s did not accept our permission for %(login)s: %(answer)s."),
                    host=host,
                    login=login,
                    answer=_said(fault),
                )
            )
        case LoginError():
            return Trouble(
                fill(
                    _("%(host)s did not accept this name and password: %(answer)s."),
                    host=host,
                    answer=_said(fault),
                ),
                field="password",
            )
        case CannotBeOpened():
            return Trouble(
                _("The password was kept with another secret key and cannot be read. Enter it again."),
                field="password",
            )
        case IMAPClientAbortError():
            return Trouble(fill(_LOST, host=host))
        case IMAPClientError():
            return Trouble(fill(_("%(host)s said: %(answer)s."), host=host, answer=_said(fault)))
        case OSError():
            return Trouble(
                fill(
                    _("The connection to %(host)s was lost: %(answer)s."),
                    host=host,
                    answer=fault.strerror or str(fault),
                )
            )
        case _:
            return Trouble(fill(_("It could not be read (%(fault)s)."), fault=type(fault).__name__))


def _certificate(fault: ssl.SSLCertVerificationError, host: str) -> Text:
    match fault.verify_code:
        case 10:
            return fill(_("The certificate of %(host)s has run out."), host=host)
        case 18 | 19 | 20 | 21:
            return fill(_("The certificate of %(host)s is not signed by anybody whom we know."), host=host)
        case 62 | 64:
            return fill(
                _("The certificate is not one of %(host)s. Does the server have another name?"), host=host
            )
        case _:
            return fill(
                _("The certificate of %(host)s is not in order: %(answer)s."),
                host=host,
                answer=fault.verify_message,
            )


def _said(fault: BaseException) -> str:
    """Extract the server's own words, without the protocol's codes and quotes."""
    text = " ".join(str(fault).split())
    text = re.sub(r"^\w+ failed: ", "", text)
    text = re.sub(r"^b'(.*)'$", r"\1", text)
    text = re.sub(r"\[[A-Z][A-Z0-9-]*[^]]*]\s*", "", text)
    return text.rstrip(" .")[:200] or type(fault).__name__
