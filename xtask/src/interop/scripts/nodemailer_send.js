// Sends a file with nodemailer: PORT FILE FROM TO...
const fs = require("fs");
const nodemailer = require("nodemailer");

const [port, file, from, ...to] = process.argv.slice(1);
const raw = fs.readFileSync(file);
const transport = nodemailer.createTransport({
  host: "127.0.0.1",
  port: Number(port),
  name: "client.test",
  secure: false,
  ignoreTLS: true,
});
const use8BitMime = raw.some((octet) => octet > 127);
transport
  .sendMail({ envelope: { from, to, use8BitMime, size: raw.length }, raw })
  .then((info) => {
    for (const error of info.rejectedErrors || []) {
      console.error(`${error.recipient}: ${error.response}`);
      process.exitCode = 1;
    }
  })
  .catch((error) => {
    console.error(error.message, (error.rejectedErrors || []).map((one) => one.response).join(" "));
    process.exitCode = 1;
  });
