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
  "421-556.html", "sequence.html#state-rcpt", "search.html?q=greylisting", "nothing-of-this-name.html",
];
const GRAVE = ["serious", "critical"];
const faults = { axe: [], narrow: [], requests: [], search: [], "without JavaScript": [], "from a disk": [] };

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

const accessible = async (browser) => {
  const source = require("node:fs").readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  const page = await watched(browser, { viewport: { width: 1280, height: 900 }, colorScheme: "light" }, origin);
  for (const language of languages) {
    for (const name of PAGES) {
      await page.setViewportSize({ width: 360, height: 800 });
      await page.goto(`${origin}${language}/${name}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) faults.narrow.push(`${language}/${name}: ${wide} pixels too wide at 360`);
      await page.evaluate(source);
      // What is only there, or only hidden, on a narrow screen counts too.
      const narrow = await axe(page, {});
      await page.setViewportSize({ width: 1280, height: 900 });
      const light = await axe(page, { runOnly: ["color-contrast", "region", "scrollable-region-focusable"] });
      await page.emulateMedia({ colorScheme: "dark" });
      const dark = await axe(page, { runOnly: ["color-contrast", "link-in-text-block"] });
      await page.emulateMedia({ colorScheme: "light" });
      for (const violation of [...narrow, ...light, ...dark].filter(({ impact }) => GRAVE.includes(impact))) {
        const where = violation.nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} (${failureSummary.slice(0, 200)})`);
        faults.axe.push(`${language}/${name}: ${violation.id}: ${where.join("; ")}`);
      }
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
  await page.goto(`${root}en/search.html?q=greylisting`);
  await page.locator("#results li").first().waitFor({ timeout: 5000 }).catch(() => faults["from a disk"].push("the page of the search finds nothing"));
  await page.context().close();
};

(async () => {
  ({ languages } = await (await fetch(`${origin}en/index.json`)).json());
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    for (const part of [accessible, search, withoutScript, fromDisk]) await part(browser);
  } finally {
    await browser.close();
  }
  console.log(JSON.stringify(faults));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
