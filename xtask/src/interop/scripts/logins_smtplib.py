"""Logs in, and sends a message unless it is refused: ADDRESS PORT CERTIFICATE CLIENT_CERTIFICATE|- MECHANISM USER SECRET [TIMES]. Prints what the server said, with
what it says of a refused token. With TIMES it tries so often to log in."""

import smtplib
import socket
import ssl
import sys

address, port, certificate, own, mechanism, user, secret, *times = sys.argv[1:]
context = ssl.create_default_context(cafile=certificate)
if own != "-":
    context.load_cert_chain(own)
lookup = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: lookup(address if host == "mx.example.test" else host, *rest, **more)


def respond(challenge=None):
    if challenge:
        print("challenge:", challenge.decode())
    if mechanism == "CRAM-MD5":
        return None if challenge is None else server.auth_cram_md5(challenge)
    if mechanism == "EXTERNAL":
        return None if challenge is None else ""
    if challenge:
        return "\x01" if mechanism == "OAUTHBEARER" else ""
    return {
        "XOAUTH2": f"user={user}\x01auth=Bearer {secret}\x01\x01",
        "OAUTHBEARER": f"n,a={user},\x01auth=Bearer {secret}\x01\x01",
    }[mechanism]


with smtplib.SMTP("mx.example.test", int(port), local_hostname="client.test", timeout=30) as server:
    server.starttls(context=context)
    server.ehlo()
    print("offered:", server.esmtp_features.get("auth", ""))
    server.user, server.password = user, secret
    for _ in range(int(times[0]) if times else 1):
        try:
            code, words = server.auth(mechanism, respond, initial_response_ok=mechanism != "CRAM-MD5")
        except smtplib.SMTPAuthenticationError as refused:
            code, words = refused.smtp_code, refused.smtp_error
        print("said:", code, words.decode())
    if code == 235:
        server.sendmail(user, ["alice@example.test"], f"From: {user}\r\nSubject: submitted\r\n\r\nx\r\n")
