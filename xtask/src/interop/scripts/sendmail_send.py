"""Sends a message with sendmail, as the page of Python's documentation on subprocess would have it."""
import subprocess
import sys
from email.message import EmailMessage

message = EmailMessage()
message["From"] = "Sender <sender@example.test>"
message["To"] = "Alice <alice@example.test>"
message["Subject"] = "by python"
message.set_content("Grüße\n.\nEnd\n")
subprocess.run([sys.argv[1], "-t", "-i"], input=message.as_bytes(), check=True)
