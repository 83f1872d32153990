// Logs in and sends with nodemailer: HOW PORT CERTIFICATE MECHANISM USER PASSWORD TO
const fs = require("fs");
const nodemailer = require("nodemailer");

const [how, port, certificate, authMethod, user, pass, to] = process.argv.slice(1);
const transport = nodemailer.createTransport({
  host: "127.0.0.1",
  port: Number(port),
  name: "client.test",
  secure: how === "implicit",
  requireTLS: how === "starttls",
  tls: { ca: fs.readFileSync(certificate), servername: "mx.example.test" },
  authMethod,
  auth: { user, pass },
});
transport.sendMail({ from: user, to, subject: "submitted", text: "x" }).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
