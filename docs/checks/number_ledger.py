#!/usr/bin/env python3
"""票号账独立核对 Recomputes the number ledger from its journal, independently of the platform.

    python3 number_ledger.py number-ledger.ndjson [--certificate unit.cer]

Reads the dump of the console (票源 / 票号证明 / 核对数据) and checks, from nothing but that file:
  1. every movement takes its numbers from the account in which they stand: none twice, none lost;
  2. every daily certificate says exactly what the journal up to its cut gives, range by range;
  3. certificates are numbered without a gap and each carries the SM3 digest of the one before;
  4. every certificate is signed (SM2) by the certificate it names, or by the one given.
  5. every segment certificate is signed likewise and says what the movement it names did.
Only the Python standard library is used. Exit code 0: all is well; 1: the first fault is printed.
"""
import base64, bisect, json, sys

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
     0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0)


def sm3(message):
    rol = lambda x, n: ((x << n % 32) | (x & 0xFFFFFFFF) >> (32 - n % 32)) & 0xFFFFFFFF if n % 32 else x
    v = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    data = message + b"\x80" + bytes((55 - len(message)) % 64) + (len(message) * 8).to_bytes(8, "big")
    for start in range(0, len(data), 64):
        w = [int.from_bytes(data[start + i:start + i + 4], "big") for i in range(0, 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ rol(w[j - 3], 15)
            w.append(x ^ rol(x, 15) ^ rol(x, 23) ^ rol(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = v
        for j in range(64):
            ss1 = rol((rol(a, 12) + e + rol(0x79CC4519 if j < 16 else 0x7A879D8A, j)) & 0xFFFFFFFF, 7)
            ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if j < 16 else (e & f) | (~e & g)
            tt1 = (ff + d + (ss1 ^ rol(a, 12)) + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
            tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
            a, b, c, d = tt1, a, rol(b, 9), c
            e, f, g, h = tt2 ^ rol(tt2, 9) ^ rol(tt2, 17), e, rol(f, 19), g
        v = [x ^ y for x, y in zip(v, (a, b, c, d, e, f, g, h))]
    return b"".join(x.to_bytes(4, "big") for x in v)


def add(p, q):
    if p is None or q is None:
        return p or q
    if p[0] == q[0]:
        if (p[1] + q[1]) % P == 0:
            return None
        s = (3 * p[0] * p[0] + A) * pow(2 * p[1], -1, P)
    else:
        s = (q[1] - p[1]) * pow(q[0] - p[0], -1, P)
    x = (s * s - p[0] - q[0]) % P
    return x, (s * (p[0] - x) - p[1]) % P


def times(k, p):
    sum_ = None
    while k:
        sum_ = add(sum_, p) if k & 1 else sum_
        p, k = add(p, p), k >> 1
    return sum_


def verified(certificate, message, signature):
    at = certificate.find(b"\x03\x42\x00\x04") + 4  # subjectPublicKey: an uncompressed point
    x, y = (int.from_bytes(certificate[at + i:at + i + 32], "big") for i in (0, 32))
    if at < 4 or (y * y - x * x * x - A * x - B) % P or signature[0] != 0x30:
        return False
    length = signature[3]
    r = int.from_bytes(signature[4:4 + length], "big")
    s = int.from_bytes(signature[6 + length:], "big")
    if not (0 < r < N and 0 < s < N) or (r + s) % N == 0:
        return False
    field = lambda n: n.to_bytes(32, "big")
    name = b"1234567812345678"
    za = sm3((len(name) * 8).to_bytes(2, "big") + name + b"".join(map(field, (A, B, *G, x, y))))
    point = add(times(s, G), times((r + s) % N, (x, y)))
    return (int.from_bytes(sm3(za + message), "big") + point[0]) % N == r


class Code:
    """The numbers of one code: ranges in ascending order, each with its account."""

    def __init__(self):
        self.firsts, self.rows = [], []  # rows: [first, last, account]

    def cut(self, number):
        """Lets a range begin at this number; returns its index."""
        i = bisect.bisect_right(self.firsts, number) - 1
        if i >= 0 and self.rows[i][0] < number <= self.rows[i][1]:
            first, last, account = self.rows[i]
            self.rows[i:i + 1] = [[first, number - 1, account], [number, last, account]]
            self.firsts.insert(i + 1, number)
        return bisect.bisect_left(self.firsts, number)

    def move(self, first, last, source, target):
        i, j = self.cut(first), self.cut(last + 1)
        rows = self.rows[i:j]
        if source.startswith("BUREAU|"):
            if rows:
                return "号码 %d 已在 %s，又从财政转入" % (rows[0][0], rows[0][2])
        else:
            at = first
            for row in rows:
                if row[0] != at or row[2] != source:
                    break
                at = row[1] + 1
            if at != last + 1:
                return "号码 %d 不在 %s" % (at, source)
        self.rows[i:j], self.firsts[i:j] = [[first, last, target]], [first]
        for k in (i + 1, i):  # joins neighbours of the same account
            if 0 < k < len(self.rows) and self.rows[k - 1][2] == target == self.rows[k][2] and self.rows[k - 1][1] + 1 == self.rows[k][0]:
                self.rows[k - 1][1] = self.rows[k][1]
                del self.rows[k], self.firsts[k]
        return None

    def accounts(self):
        told = {}
        for first, last, account in self.rows:
            told.setdefault(account, []).append([first, last])
        return told


def fail(text):
    print("不通过：" + text)
    sys.exit(1)


def main(path, pinned=None):
    movements, proofs, segments = [], [], []
    with open(path, encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            (movements if "movement" in line else segments if "segment" in line else proofs).append(line)
    codes, done, previous, before = {}, 0, "0" * 64, 0
    for seq, proof in enumerate(proofs, 1):
        raw = proof["content"].encode("utf-8")
        told = json.loads(raw)
        name = "第 %d 号证明" % seq
        if proof["proof"] != seq or told["seq"] != seq:
            fail(name + " 缺失或次序不对")
        if sm3(raw).hex() != proof["sm3"]:
            fail(name + " 的摘要与正文不符")
        if told["previous"] != previous:
            fail(name + " 未接上前一份证明")
        certificate = pinned or base64.b64decode(proof["certificate"])
        if not verified(certificate, raw, base64.b64decode(proof["signature"])):
            fail(name + " 的签名无效")
        while done < len(movements) and movements[done]["movement"] <= told["cut"]:
            m = movements[done]
            if m["movement"] <= before or m["first"] > m["last"]:
                fail("流水 %d 次序或号段不对" % m["movement"])
            fault = codes.setdefault(m["code"], Code()).move(m["first"], m["last"], m["from"], m["to"])
            if fault:
                fail("流水 %d，票据代码 %s：%s" % (m["movement"], m["code"], fault))
            before, done = m["movement"], done + 1
        ours = {code: state.accounts() for code, state in codes.items() if state.rows}
        theirs = {code["code"]: code["accounts"] for code in told["codes"]}
        if ours != theirs:
            wrong = sorted(c for c in ours.keys() | theirs.keys() if ours.get(c) != theirs.get(c))
            fail(name + " 与流水不符，票据代码 " + "、".join(wrong))
        previous = proof["sm3"]
    if not proofs:
        fail("没有证明")
    if done < len(movements):
        fail("最后一份证明之后还有流水，请重新出具证明后导出")
    moved = {m["movement"]: m for m in movements}
    for segment in segments:
        raw = segment["content"].encode("utf-8")
        told, m = json.loads(raw), moved.get(segment["segment"])
        if not m or told["movement"] != m["movement"] or any(told[key] != m[key] for key in ("code", "first", "last", "to")):
            fail("号段证书 %s 与流水不符" % segment["segment"])
        if not verified(pinned or base64.b64decode(segment["certificate"]), raw, base64.b64decode(segment["signature"])):
            fail("号段证书 %s 的签名无效" % segment["segment"])
    numbers = sum(row[1] - row[0] + 1 for state in codes.values() for row in state.rows)
    print("通过：证明 %d 份，流水 %d 笔，票据代码 %d 个，号码 %d 个，无断号、无重号%s"
          % (len(proofs), done, len(codes), numbers, "；号段证书 %d 份" % len(segments) if segments else ""))


if __name__ == "__main__":
    pinned = open(sys.argv[3], "rb").read() if len(sys.argv) == 4 and sys.argv[2] == "--certificate" else None
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    main(sys.argv[1], pinned)
