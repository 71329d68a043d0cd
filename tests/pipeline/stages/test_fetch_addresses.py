"""Which addresses are public: at least as strict as two libraries that do nothing else."""

from __future__ import annotations

import ipaddress
import socket
from typing import NoReturn

import pytest
from AntiSSRF import IPAddressRanges
from ssrfguard import DEFAULT_DENIED

from pipeline.config import FetchSettings
from pipeline.errors import ChipwireError
from pipeline.sources import parse_source
from pipeline.stages.addresses import is_public
from pipeline.stages.fetch import HttpFetcher, Outside

MICROSOFT = [ipaddress.ip_network(block) for block in IPAddressRanges.recommended_latest]
BLOCKS = [*MICROSOFT, *(block.network for block in DEFAULT_DENIED.blocks)]
PRIVATE = """
127.0.0.1 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 0.0.0.0 100.64.0.1
192.0.0.1 192.0.0.170 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.175.48.1 198.18.0.1
198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 168.63.129.16 :: ::1
::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:a00:1 ::7f00:1 ::10.0.0.1 64:ff9b::a00:1 64:ff9b:1::1
2001::1 2001:db8::1 2002:7f00:1:: 3fff::1 5f00::1 2620:4f:8000::1 fc00::1 fd00:ec2::254 fe80::1
fe80::1%eth0 fec0::1 ff02::1 100::1
""".split()  # noqa: SIM905  # a table reads better so
NO_ADDRESSES = ["", "localhost", "0x7f.1", "127.1", "1.2.3.4.5", "2130706433", "0177.0.0.1"]
PUBLIC = """
93.184.215.14 1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 126.255.255.255 128.0.0.0 172.15.255.255
172.32.0.0 192.167.255.255 192.169.0.0 223.255.255.255 2606:2800:21f:cb07:6820:80da:af6b:8b2c
2606:4700:4700::1111 2a00:1450:4001:81b::200e 2001:4860:4860::8888 ::ffff:8.8.8.8
::ffff:5db8:d70e
""".split()  # noqa: SIM905  # a table reads better so
WRITTEN = """
127.0.0.1 2130706433 0x7f000001 0x7f.0.0.1 0177.0.0.1 017700000001 127.1 127.0.1 0 0.0.0.0 10.1
0xa000001 0xa9fea9fe 2852039166 0251.0376.0251.0376 169.254.43518 127.0.0.1. 127.000.000.001
[::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:10.0.0.1] [::127.0.0.1]
[64:ff9b::7f00:1] [2002:7f00:1::] [fe80::1] [fc00::1] [fd00:ec2::254] [FE80::1]
[::FFFF:0A00:0001] ①②⑦.⓪.⓪.① １２７.０.０.１ 127。0。0。1 localhost LOCALHOST localhost.
%31%32%37.0.0.1 ⓛocalhost
""".split()  # noqa: SIM905  # a table reads better so


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public_for_others_too(address: str) -> None:
    assert is_public(address)
    ip = ipaddress.ip_address(address)
    assert not refused_by_others(getattr(ip, "ipv4_mapped", None) or ip)


@pytest.mark.parametrize("address", PRIVATE + NO_ADDRESSES)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


def refused_by_others(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    by_microsoft = any(address.version == net.version and address in net for net in MICROSOFT)
    return by_microsoft or DEFAULT_DENIED.classify(address).blocked


@pytest.mark.parametrize("host", WRITTEN)
def test_whatever_a_notation_leads_to_is_refused_by_others_too(host: str) -> None:
    try:
        found = numeric(host)
    except (OSError, UnicodeError):  # no address in any notation: refused, see below
        return
    assert all(refused_by_others(ipaddress.ip_address(address)) for address in found)
    assert not any(is_public(address) for address in found)


def test_what_others_refuse_is_refused() -> None:
    assert all(refused_by_others(ipaddress.ip_address(a)) for a in PRIVATE if "%" not in a)
    for block in BLOCKS:
        for place in (0, 1, block.num_addresses // 2, block.num_addresses - 1):
            address = block[min(place, block.num_addresses - 1)]
            assert not (refused_by_others(address) and is_public(str(address))), address


def numeric(name: str) -> list[str]:
    """Return what the C library takes for an address; names are not looked up."""
    bare = name.strip("[]")
    found = socket.getaddrinfo(bare, 80, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    return [str(entry[4][0]) for entry in found]


@pytest.mark.parametrize("host", WRITTEN)
def test_no_way_of_writing_reaches_a_private_address(host: str) -> None:
    """A refused address is never connected to, however it is written in the URL."""
    connected: list[str] = []

    def resolve(name: str, _port: int) -> list[str]:
        return ["127.0.0.1", "::1"] if name.rstrip(".").lower() == "localhost" else numeric(name)

    async def connect(address: str, port: int, timeout: float) -> NoReturn:
        connected.append(address)
        raise AssertionError(address)

    fetcher = HttpFetcher(
        FetchSettings(robots=False, host_interval=0, cache=False, proxies=False),
        Outside(resolve=resolve, connect=connect),
    )
    with pytest.raises(ChipwireError):
        fetcher.fetch(parse_source(f"http://{host}/"))
    assert connected == []
