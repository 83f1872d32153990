"""A server that says what it was sent: first its address, then a line of JSON for each message."""

import asyncio
import json

from aiosmtpd.smtp import SMTP

# Like postrider, and other than RFC 5321 §4.5.3.1.6 asks at least, it takes long lines.
SMTP.line_length_limit = 10_000


class Keep:
    async def handle_DATA(self, server, session, envelope):
        content = envelope.content.decode("utf-8", "replace")
        kept = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "content": content}
        print(json.dumps(kept), flush=True)
        return "250 kept"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Keep(), hostname="sink.test", enable_SMTPUTF8=True), "127.0.0.1", 0)
    print("%s:%d" % server.sockets[0].getsockname(), flush=True)
    await server.serve_forever()


asyncio.run(main())
