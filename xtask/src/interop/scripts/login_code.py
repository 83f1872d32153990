"""Logs in by STARTTLS and says with which code, and then whether it may send as somebody: ADDRESS PORT CERTIFICATE USER PASSWORD SENDER"""

import smtplib
import socket
import ssl
import sys

address, port, certificate, user, password, sender = sys.argv[1:]
context = ssl.create_default_context(cafile=certificate)
# The name is that of the certificate, wherever the server is.
lookup = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: lookup(address if host == "mx.example.test" else host, *rest, **more)
with smtplib.SMTP("mx.example.test", int(port), local_hostname="client.test", timeout=60) as server:
    server.starttls(context=context)
    server.ehlo()
    server.user, server.password = user, password
    try:
        code, words = server.auth("PLAIN", server.auth_plain)
    except smtplib.SMTPAuthenticationError as error:
        print(error.smtp_code, error.smtp_error.decode())
    else:
        print(code, words.decode())
        code, words = server.mail(sender)
        print("MAIL", code, words.decode())
