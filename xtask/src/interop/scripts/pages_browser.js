// The pages of the reference in a real browser: argv is the address of the server, the folder of an export, the browser, and texts with how a search
// compares them. Says what was wrong, one JSON object: { case: [fault, ...] }.
"use strict";
const { chromium } = require("playwright-core");
const { pathToFileURL } = require("node:url");
const [origin, folder, executablePath, folded] = process.argv.slice(1);

// As the site itself says, English first.
let languages = [];
// One of each kind.
const PAGES = [
  "index.html", "503.html", "550.html", "5.7.26.html", "x.7.26.html", "gmail-x-7-26.html", "rcpt-before-mail.html", "cause-no-ehlo.html", "250-503.html",
  "421-556.html", "sequence.html#state-rcpt", "search.html?q=greylisting", "nothing-of-this-name.html", "why.html",
];
// What somebody pastes: a login in clear, two lines of a log, and nothing of SMTP; how many findings it has, and what must not come back.
const SECRET = "hunter2";
const PASTES = [
  {
    name: "a conversation", findings: 1, proof: "530 5.7.0 Must issue a STARTTLS command first",
    text: `C: EHLO client.example\nS: 250 STARTTLS\nC: AUTH PLAIN ${Buffer.from(`\0user\0${SECRET}`).toString("base64")}\nS: 530 5.7.0 Must issue a STARTTLS command first\n`,
  },
  {
    name: "a log", findings: 2, proof: "550 5.1.1 <a@example.org>: Recipient address rejected",
    text: `Nov 30 09:00:01 mx postfix/smtp[41]: 4dK: to=<a@example.org>, relay=mx.example.org[192.0.2.1]:25, dsn=5.1.1, status=bounced (host mx.example.org[192.0.2.1] said: 550 5.1.1 <a@example.org>: Recipient address rejected: User unknown (in reply to RCPT TO command))
Nov 30 09:00:02 mx postfix/smtp[42]: 4dL: to=<b@example.net>, relay=none, dsn=4.4.1, status=deferred (connect to mx.example.net[192.0.2.2]:25: Connection timed out)\n`,
  },
  { name: "nothing of SMTP", findings: 0, text: "<script>alert(1)</script> hello\n" },
];
const GRAVE = ["serious", "critical"];
const faults = { axe: [], narrow: [], requests: [], search: [], why: [], "without JavaScript": [], "from a disk": [] };

// Whatever the page loads or complains about is looked at, in every case.
const watched = async (browser, options, allowed) => {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.on("request", (request) => {
    if (!request.url().startsWith(allowed)) faults.requests.push(`${page.url()} asks for ${request.url()}`);
  });
  page.on("pageerror", (error) => faults.requests.push(`${page.url()}: ${error}`));
  page.on("console", (message) => {
    // That there is no such page is what one of them is for.
    if (message.type() === "error" && !page.url().includes("nothing-of-this-name")) faults.requests.push(`${page.url()}: ${message.text()}`);
  });
  return page;
};

const axe = async (page, options) => page.evaluate((options) => globalThis.axe.run(document, options).then(({ violations }) => violations), options);

// What keeps people from reading the page that is shown, on a narrow screen and a wide one, in light and in dark.
const looked = async (page, where, source) => {
  await page.setViewportSize({ width: 360, height: 800 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) faults.narrow.push(`${where}: ${wide} pixels too wide at 360`);
  await page.evaluate(source);
  // What is only there, or only hidden, on a narrow screen counts too.
  const narrow = await axe(page, {});
  await page.setViewportSize({ width: 1280, height: 900 });
  const light = await axe(page, { runOnly: ["color-contrast", "region", "scrollable-region-focusable"] });
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await axe(page, { runOnly: ["color-contrast", "link-in-text-block"] });
  await page.emulateMedia({ colorScheme: "light" });
  for (const violation of [...narrow, ...light, ...dark].filter(({ impact }) => GRAVE.includes(impact))) {
    const nodes = violation.nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} (${failureSummary.slice(0, 200)})`);
    faults.axe.push(`${where}: ${violation.id}: ${nodes.join("; ")}`);
  }
};

// The page that a button leads to has the same address as the one before, perhaps.
const send = async (page, button) => Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.locator(button).click()]);

const judge = () => require("node:fs").readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const accessible = async (browser) => {
  const page = await watched(browser, { viewport: { width: 1280, height: 900 }, colorScheme: "light" }, origin);
  const source = judge();
  for (const language of languages) {
    for (const name of PAGES) {
      await page.setViewportSize({ width: 360, height: 800 });
      await page.goto(`${origin}${language}/${name}`);
      await looked(page, `${language}/${name}`, source);
    }
  }
  await page.context().close();
};

// Pastes, sends and reads the verdict; then the same in the next language, by the button of the answer.
const why = async (browser) => {
  const page = await watched(browser, { viewport: { width: 1280, height: 900 }, colorScheme: "light" }, origin);
  const source = judge();
  const verdicts = new Set();
  for (const language of languages) {
    for (const { name, findings, proof, text } of PASTES) {
      const fault = (words) => faults.why.push(`${language}, ${name}: ${words}`);
      await page.goto(`${origin}${language}/index.html`);
      await page.locator(".top a.ask").click();
      await page.locator("#paste").fill(text);
      await send(page, "form.paste .send button");
      if (page.url() !== `${origin}${language}/why.html`) fault(`the address of the answer is ${page.url()}`);
      const found = await page.locator("article.sheet").count();
      if (found !== findings) fault(`${found} findings`);
      const verdict = await page.locator(findings === 1 ? "article h1" : findings ? "article h2" : "h1").first().innerText();
      if (verdicts.has(verdict) || verdict.length < 5) fault(`the verdict is ${verdict}`);
      verdicts.add(verdict);
      // Behind the verdict comes the line that proves it.
      const next = findings && (await page.locator("article header").first().evaluate((header) => header.lastElementChild.className + header.lastElementChild.innerText));
      if (findings && !(next.startsWith("proof") && next.includes(proof))) fault(`the verdict is followed by ${next}`);
      const content = await page.content();
      if (content.includes(SECRET) || content.includes(Buffer.from(SECRET).toString("base64").slice(0, 8))) fault("a secret has come back");
      await looked(page, `${language}/why.html of ${name}`, source);
      await send(page, "form.paste .others button:first-of-type");
      const again = await page.locator("html").getAttribute("lang");
      if (again === language || (await page.locator("article.sheet").count()) !== findings) fault(`the same in another language is in ${again}`);
    }
  }
  await page.context().close();
};

const options = (page) => page.locator("#hits [role=option]");

const search = async (browser) => {
  const page = await watched(browser, { viewport: { width: 1280, height: 900 } }, origin);
  const ends = async (what, path) => {
    await page.waitForURL(`**${path}`, { timeout: 5000 }).catch(() => faults.search.push(`${what} leads to ${page.url()} and not to ${path}`));
  };
  await page.goto(`${origin}en/550.html`);
  await page.keyboard.press("/");
  await page.keyboard.type("503");
  await options(page).first().waitFor();
  await page.keyboard.press("Enter");
  await ends("503 and Enter", "/en/503.html");
  await page.keyboard.press("/");
  await page.keyboard.type("rcpt-befor-mail");
  await options(page).first().waitFor();
  await page.keyboard.press("ArrowDown");
  const active = await page.locator("#q").getAttribute("aria-activedescendant");
  if (active !== "hit-0") faults.search.push(`the first option is not active, but ${active}`);
  await page.keyboard.press("Enter");
  await ends("a word with a fault, an arrow and Enter", "/en/rcpt-before-mail.html");
  for (const [text, wanted] of JSON.parse(folded)) {
    const found = await page.evaluate((text) => postriderFold(text), text);
    if (found !== wanted) faults.search.push(`${text} is compared as ${found} and not as ${wanted}`);
  }
  // As somebody types who does not know the word of the pages.
  for (const typed of ["graylisting", "inbox full", "MX", "too many", "junk"]) {
    await page.goto(`${origin}en/index.html`);
    await page.keyboard.press("/");
    await page.keyboard.type(typed);
    await options(page).first().waitFor({ timeout: 5000 }).catch(() => faults.search.push(`nothing is found for ${typed}`));
    if (!(await page.locator("form.search .head").isHidden())) faults.search.push(`${typed} counts as misspelt`);
  }
  // As somebody types who leaves out the marks.
  for (const [language, typed] of [["vi", "chuyen tiep"], ["ru", "серыи список"], ["en", "5.7.610"]]) {
    await page.goto(`${origin}${language}/index.html`);
    await page.keyboard.press("/");
    await page.keyboard.type(typed);
    await options(page).first().waitFor({ timeout: 5000 }).catch(() => faults.search.push(`${language}: nothing is found for ${typed}`));
    if (!(await page.locator("form.search .head").isHidden())) faults.search.push(`${language}: ${typed} counts as misspelt`);
    await page.keyboard.press("Escape");
    if (await page.locator("form.search .hits").isVisible()) faults.search.push("Escape does not close the list");
  }
  // Two codes that nobody wrote about: the form goes to the server, which compares them.
  await page.goto(`${origin}en/index.html`);
  await page.keyboard.press("/");
  await page.keyboard.type("421 556");
  await options(page).first().waitFor();
  await page.keyboard.press("Enter");
  await ends("two codes and Enter", "/en/search.html?q=421+556");
  await page.locator("#results a").first().click();
  await ends("the first of what was found", "/en/421-556.html");
  await page.context().close();
};

const withoutScript = async (browser) => {
  const page = await watched(browser, { javaScriptEnabled: false }, origin);
  for (const language of languages) {
    await page.goto(`${origin}${language}/index.html`);
    const links = await page.locator("main a").count();
    if (links < 300) faults["without JavaScript"].push(`${language}/index.html has ${links} links`);
    await page.locator("#q").fill("relay");
    await page.locator("form.search button").click();
    const found = await page.locator("#results li").count();
    if (!page.url().endsWith(`/${language}/search.html?q=relay`) || found < 3) faults["without JavaScript"].push(`${page.url()} has found ${found}`);
    await page.goto(`${origin}${language}/why.html`);
    await page.locator("#paste").fill(PASTES[0].text);
    await send(page, "form.paste .send button");
    if ((await page.locator("article.sheet").count()) !== 1) faults["without JavaScript"].push(`${language}/why.html does not say why`);
  }
  await page.context().close();
};

const fromDisk = async (browser) => {
  const root = pathToFileURL(folder + "/").href;
  const page = await watched(browser, {}, root);
  await page.goto(`${root}index.html`);
  const [, one, other] = languages;
  await page.locator(`a[hreflang="${one}"]`).click();
  const font = await page.evaluate(() => getComputedStyle(document.body).maxWidth);
  if (font === "none") faults["from a disk"].push("the pages have no style");
  await page.keyboard.press("/");
  await page.keyboard.type("5.7.26");
  await options(page).first().waitFor({ timeout: 5000 }).catch(() => faults["from a disk"].push("the search finds nothing"));
  await page.keyboard.press("Enter");
  await page.waitForURL(`${root}${one}/5.7.26.html`, { timeout: 5000 }).catch(() => faults["from a disk"].push(`Enter leads to ${page.url()}`));
  await page.locator(`nav.languages a[hreflang="${other}"]`).click();
  if (page.url() !== `${root}${other}/5.7.26.html`) faults["from a disk"].push(`the switch of language leads to ${page.url()}`);
  await page.locator(".top a.ask").click();
  if (page.url() !== `${root}${other}/why.html`) faults["from a disk"].push(`the link to why leads to ${page.url()}`);
  if ((await page.locator("main form").count()) > 0 || (await page.locator("#files code").count()) < 2) faults["from a disk"].push("the page of why has a form, or does not say what answers it");
  await page.goto(`${root}en/search.html?q=greylisting`);
  await page.locator("#results li").first().waitFor({ timeout: 5000 }).catch(() => faults["from a disk"].push("the page of the search finds nothing"));
  await page.context().close();
};

(async () => {
  ({ languages } = await (await fetch(`${origin}en/index.json`)).json());
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    for (const part of [accessible, search, why, withoutScript, fromDisk]) await part(browser);
  } finally {
    await browser.close();
  }
  console.log(JSON.stringify(faults));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
