"""Logs in and sends a message, with the certificate and the name of the server checked: starttls|implicit ADDRESS PORT CERTIFICATE MECHANISM USER PASSWORD"""

import smtplib
import socket
import ssl
import sys

how, address, port, certificate, mechanism, user, password = sys.argv[1:]
context = ssl.create_default_context(cafile=certificate)
# The name is that of the certificate, wherever the server is.
lookup = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: lookup(address if host == "mx.example.test" else host, *rest, **more)
kind = smtplib.SMTP_SSL if how == "implicit" else smtplib.SMTP
more = {"context": context} if how == "implicit" else {}
with kind("mx.example.test", int(port), local_hostname="client.test", timeout=30, **more) as server:
    if how == "starttls":
        server.ehlo()
        assert not server.has_extn("auth"), "no login is offered in clear"
        server.starttls(context=context)
    server.ehlo()
    server.user, server.password = user, password
    server.auth(mechanism, getattr(server, "auth_" + mechanism.lower()))
    server.sendmail(user, ["alice@example.test"], f"From: {user}\r\nSubject: submitted\r\n\r\nx\r\n")
