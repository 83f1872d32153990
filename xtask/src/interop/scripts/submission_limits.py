"""Sends what a mail program would have completed, and more than the account may: two messages, three recipients, 2000 octets. ADDRESS PORT CERTIFICATE USER PASSWORD"""

import smtplib
import socket
import ssl
import sys

address, port, certificate, user, password = sys.argv[1:]
context = ssl.create_default_context(cafile=certificate)
# The name is that of the certificate, wherever the server is.
lookup = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: lookup(address if host == "mx.example.test" else host, *rest, **more)


def refused(code, words, send):
    try:
        send()
    except smtplib.SMTPRecipientsRefused as error:
        replies = list(error.recipients.values())
    except smtplib.SMTPResponseException as error:
        replies = [(error.smtp_code, error.smtp_error)]
    else:
        raise AssertionError(f"{code} was expected")
    assert all(reply[0] == code and words in reply[1] for reply in replies), replies


with smtplib.SMTP("mx.example.test", int(port), local_hostname="client.test", timeout=30) as server:
    server.starttls(context=context)
    server.login(user, password)
    large = f"From: {user}\r\n\r\n" + "x\r\n" * 1000
    refused(552, b"5.3.4 ", lambda: server.sendmail(user, ["alice@example.test"], large))
    hidden = "Bcc: bob@example.test,\r\n carol@example.test\r\n"
    server.sendmail(user, ["alice@example.test"], f"{hidden}From: {user}\r\n{hidden}\r\nbody\r\nBcc: body\r\n")
    over = server.sendmail(
        user, ["bob@example.test", "carol@example.test", "alice@example.test"], f"From: {user}\r\n\r\nx\r\n"
    )
    assert list(over) == ["alice@example.test"] and over["alice@example.test"][0] == 452, over
    assert b"there is room again in " in over["alice@example.test"][1], over
    refused(452, b"4.7.1 2 messages an hour ", lambda: server.sendmail(user, ["alice@example.test"], f"From: {user}\r\n\r\nx\r\n"))
