"""The network of a client, by which too many requests are counted."""

from __future__ import annotations

import ipaddress


def network_of(address: str) -> str:
    """An IPv4 address, or an IPv6 network of 64 bits: one client has millions of addresses in it."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((int(parsed), 64), strict=False))


def address_in(entry: str) -> str:
    """The address in an entry of a proxy. Some proxies add the port, which is another one for each connection."""
    if entry.startswith("["):
        return entry[1:].partition("]")[0]
    address, colon, port = entry.partition(":")
    return address if colon and ":" not in port else entry
