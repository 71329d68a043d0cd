"""Which network addresses are public. Knows nothing of HTTP; asks nobody.

``ipaddress.is_global`` of Python 3.11 lets through addresses that lead into private networks by
translation (NAT64, 6to4, Teredo) or to a cloud's own services, so it is only the first test.
"""

from __future__ import annotations

import ipaddress

_REFUSED = [
    ipaddress.ip_network(block)
    for block in (
        "100.64.0.0/10",  # carrier NAT
        "168.63.129.16/32",  # Azure's host
        "192.0.0.0/24",
        "192.31.196.0/24",  # AS112: answers for private networks
        "192.52.193.0/24",  # multicast tunnels
        "192.88.99.0/24",  # 6to4 relays
        "192.175.48.0/24",  # AS112
        "::/96",  # IPv4 in IPv6, deprecated
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",
        "2001::/23",  # Teredo, ORCHID and other special uses
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fec0::/10",  # site local, deprecated
    )
]


def is_public(address: str) -> bool:
    """Return whether ``address`` (IPv4 or IPv6, as the resolver writes it) is a public host.

    Anything that is not plainly an address is not public.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id is not None:
            return False
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified:
        return False
    return not any(ip.version == net.version and ip in net for net in _REFUSED)
