"""医票开放接口签名示例。运行环境：Python 3.8 以上（hashlib 带 sm3，即 OpenSSL 1.1.1 以上）。

用法：python3 open_api.py 地址 应用账号 密钥 方法 路径 [请求体文件] [幂等键]
只看签名：python3 open_api.py sign 密钥 方法 路径 时间戳 随机串 [请求体文件]
"""
import hashlib
import hmac
import sys
import time
import urllib.error
import urllib.request
import uuid


def signature(key, method, path, timestamp, nonce, body):
    body_sm3 = hashlib.new("sm3", body).hexdigest()
    text = "\n".join([method, path, timestamp, nonce, body_sm3])
    return hmac.new(key.encode(), text.encode(), "sm3").hexdigest()


def call(address, appid, key, method, path, body=b"", idempotency_key=None):
    timestamp, nonce = str(int(time.time() * 1000)), uuid.uuid4().hex
    headers = {
        "Content-Type": "application/json",
        "X-App-Id": appid,
        "X-Timestamp": timestamp,
        "X-Nonce": nonce,
        "X-Signature": signature(key, method, path, timestamp, nonce, body),
    }
    if idempotency_key:
        headers["Idempotency-Key"] = idempotency_key
    request = urllib.request.Request(address + path, data=body or None, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def read(index):
    return open(sys.argv[index], "rb").read() if len(sys.argv) > index else b""


if __name__ == "__main__":
    if sys.argv[1] == "sign":
        print(signature(*sys.argv[2:7], read(7)))
    else:
        status, text = call(*sys.argv[1:6], read(6), sys.argv[7] if len(sys.argv) > 7 else None)
        print(status)
        print(text)
