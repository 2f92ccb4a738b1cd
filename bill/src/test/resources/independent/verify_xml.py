#!/usr/bin/env python3
"""Verifies both signatures of a bill XML with nothing but the Python standard library.

SM3 (GB/T 32905) and SM2 verification (GB/T 32918.2) are written out here, sharing no code with the product, so that an
error in one is not an error in both. Slow and not constant-time: for checking, never for signing.

    verify_xml.py einvoice.xml              prints one line per signature, exit 0 when both are valid
    verify_xml.py einvoice.xml --dump DIR   also writes message, signature and certificate of each for other tools
"""

import base64
import pathlib
import re
import sys

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
USER_ID = b"1234567812345678"
SM2_KEY = bytes.fromhex("301306072a8648ce3d020106082a811ccf5501822d034200")  # SPKI head of a key on sm2p256v1
MASK = 0xFFFFFFFF


def rotate(x, n):
    n %= 32
    return ((x << n) | (x >> (32 - n))) & MASK


def sm3(message):
    v = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    padded = message + b"\x80" + bytes((55 - len(message)) % 64) + (8 * len(message)).to_bytes(8, "big")
    for start in range(0, len(padded), 64):
        block = padded[start:start + 64]
        w = [int.from_bytes(block[i:i + 4], "big") for i in range(0, 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ rotate(w[j - 3], 15)
            w.append(x ^ rotate(x, 15) ^ rotate(x, 23) ^ rotate(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = v
        for j in range(64):
            t = 0x79CC4519 if j < 16 else 0x7A879D8A
            ss1 = rotate((rotate(a, 12) + e + rotate(t, j)) & MASK, 7)
            ss2 = ss1 ^ rotate(a, 12)
            ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if j < 16 else (e & f) | (~e & MASK & g)
            tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) & MASK
            tt2 = (gg + h + ss1 + w[j]) & MASK
            a, b, c, d = tt1, a, rotate(b, 9), c
            e, f, g, h = tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17), e, rotate(f, 19), g
        v = [x ^ y for x, y in zip(v, (a, b, c, d, e, f, g, h))]
    return b"".join(x.to_bytes(4, "big") for x in v)


def add(p, q):
    if p is None:
        return q
    if q is None:
        return p
    if p[0] == q[0]:
        if (p[1] + q[1]) % P == 0:
            return None
        slope = (3 * p[0] * p[0] + A) * pow(2 * p[1], -1, P) % P
    else:
        slope = (q[1] - p[1]) * pow(q[0] - p[0], -1, P) % P
    x = (slope * slope - p[0] - q[0]) % P
    return x, (slope * (p[0] - x) - p[1]) % P


def times(k, point):
    result = None
    while k:
        if k & 1:
            result = add(result, point)
        point = add(point, point)
        k >>= 1
    return result


def sm2_verifies(key, message, r, s):
    if not (0 < r < N and 0 < s < N):
        return False
    if (key[1] * key[1] - key[0] ** 3 - A * key[0] - B) % P:
        return False
    whole = lambda x: x.to_bytes(32, "big")
    identity = sm3(
        (8 * len(USER_ID)).to_bytes(2, "big") + USER_ID
        + whole(A) + whole(B) + whole(G[0]) + whole(G[1]) + whole(key[0]) + whole(key[1]))
    e = int.from_bytes(sm3(identity + message), "big")
    t = (r + s) % N
    if t == 0:
        return False
    point = add(times(s, G), times(t, key))
    return point is not None and (e + point[0]) % N == r


def der_pair(der):
    """The two INTEGERs of SEQUENCE { r, s }."""
    if der[0] != 0x30 or der[1] != len(der) - 2:
        raise ValueError("signature is no DER sequence")
    values, at = [], 2
    while at < len(der):
        if der[at] != 2:
            raise ValueError("signature holds something else than integers")
        end = at + 2 + der[at + 1]
        values.append(int.from_bytes(der[at + 2:end], "big", signed=True))
        at = end
    r, s = values
    return r, s


def public_key(certificate):
    """The point in the certificate's SubjectPublicKeyInfo; its algorithm and curve stand right before it."""
    at = certificate.index(SM2_KEY) + len(SM2_KEY)
    if certificate[at] != 4:
        raise ValueError("public key is compressed")
    return int.from_bytes(certificate[at + 1:at + 33], "big"), int.from_bytes(certificate[at + 33:at + 65], "big")


def between(text, start, end):
    first, last = text.index(start), text.rindex(end)
    if text.count(start) != 1 or text.count(end) != 1:
        raise ValueError(start.decode() + " does not stand once")
    return text[first:last + len(end)]


def value(element, name):
    return re.search(rb"<" + name + rb">([^<]*)</" + name + rb">", element).group(1)


def main(arguments):
    document = pathlib.Path(arguments[0]).read_bytes()
    block = between(document, b"<Header>", b"</EInvoiceData>")
    unit = between(document, b"<InvoicingPartySignature>", b"</InvoicingPartySignature>")
    supervisory = between(document, b"<SupervisorPartySignature>", b"</SupervisorPartySignature>")
    valid = True
    for name, message, element in (("unit", block, unit), ("supervisory", block + unit, supervisory)):
        certificate = base64.b64decode(value(element, b"Certificate"), validate=True)
        signature = base64.b64decode(value(element, b"SignatureValue"), validate=True)
        right = sm2_verifies(public_key(certificate), message, *der_pair(signature))
        print(name, "valid" if right else "INVALID")
        valid = valid and right
        if "--dump" in arguments:
            folder = pathlib.Path(arguments[arguments.index("--dump") + 1])
            (folder / (name + ".message")).write_bytes(message)
            (folder / (name + ".signature")).write_bytes(signature)
            (folder / (name + ".crt")).write_bytes(certificate)
    return 0 if valid else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
