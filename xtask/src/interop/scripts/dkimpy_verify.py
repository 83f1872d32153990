"""Verifies every DKIM signature of a message, as it is and changed: dkimpy_verify.py MESSAGE RECORDS."""

import json
import sys

import dkim

with open(sys.argv[1], "rb") as file:
    message = file.read()
with open(sys.argv[2]) as file:
    records = {record["name"] + ".": record["value"] for record in json.load(file)["records"] if record["type"] == "TXT"}


def dns(name, timeout=5):
    name = name.decode() if isinstance(name, bytes) else name
    return records.get(name, "").encode()


def verdicts(message):
    count = message.split(b"\r\n\r\n")[0].count(b"DKIM-Signature:")
    return [dkim.DKIM(message).verify(idx=index, dnsfunc=dns) for index in range(count)]


print("as it is:", verdicts(message))
assert verdicts(message) == [True, True]
for name, changed in {
    "subject": message.replace(b"Subject: signed", b"Subject: forged"),
    "body": message.replace(b"as it was", b"as it is"),
    "appended": message + b"more\r\n",
    "second from": message.replace(b"\r\nFrom:", b"\r\nFrom: mallory@elsewhere.test\r\nFrom:", 1),
    "added cc": message.replace(b"\r\nSubject:", b"\r\nCc: mallory@elsewhere.test\r\nSubject:", 1),
}.items():
    assert changed != message, name
    found = []
    for index in range(2):
        try:
            found.append(dkim.DKIM(changed).verify(idx=index, dnsfunc=dns))
        except dkim.DKIMException:
            found.append(False)
    print(name + ":", found)
    assert found == [False, False], name
