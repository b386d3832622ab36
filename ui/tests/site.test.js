// The site of `publish --site`: from a folder without any server, and below a path of a host that has nothing but files.
import { spawnSync } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { pathToFileURL } from "node:url";
import { test as base } from "@playwright/test";
import { binary } from "./server.js";
import { expect, expectAccessible, expectNoSidewaysScroll } from "./world.js";

const BELOW = "/a/path";
const PUBLISHER = {
  SAMSTYR_PUBLISH_PUBLISHER: "https://data.brreg.no/enhetsregisteret/api/enheter/991825827",
  SAMSTYR_PUBLISH_PUBLISHER_NAME: "Digitaliseringsdirektoratet",
  SAMSTYR_PUBLISH_CONTACT_NAME: "Datateamet",
  SAMSTYR_PUBLISH_CONTACT_EMAIL: "data@digdir.no",
};
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2" };

let folder;
let server;
let made; // the folder to remove afterwards

/** Files below a path and nothing else: no index, no negotiation, `404.html` for what is not there. */
function host() {
  return createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    const file = path.startsWith(`${BELOW}/`) ? join(folder, normalize(path.slice(BELOW.length))) : "";
    const found = file && existsSync(file) && statSync(file).isFile();
    response.writeHead(found ? 200 : 404, { "content-type": TYPES[found ? extname(file) : ".html"] ?? "application/octet-stream" });
    createReadStream(found ? file : join(folder, "404.html")).pipe(response);
  });
}

/** A page of which everything is noted that it must not do; `allowed` is what its requests begin with. */
const test = base.extend({
  allowed: async ({}, use) => use({ prefix: `${pathToFileURL(folder).href}/` }),
  watched: [
    async ({ page, allowed }, use) => {
      const wrong = [];
      page.on("request", (request) => {
        if (!request.url().startsWith(allowed.prefix) && !request.url().startsWith("data:")) wrong.push(`request outside: ${request.url()}`);
      });
      page.on("requestfailed", (request) => wrong.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) wrong.push(`console: ${message.text()}`);
      });
      page.on("pageerror", (error) => wrong.push(`script: ${error.message}`));
      await use(wrong);
      expect(wrong).toEqual([]);
    },
    { auto: true },
  ],
});

test.describe.configure({ mode: "default", timeout: 90_000 });

test.beforeAll(async () => {
  folder = process.env.SAMSTYR_SITE;
  if (!folder) {
    made = mkdtempSync(join(tmpdir(), "samstyr-site-"));
    folder = join(made, "site");
    const run = ["publish", "--site", "--release", "2026.1", "--date", "2026-11-22", "--out", folder];
    const { status, stderr } = spawnSync(binary(), run, { env: { ...process.env, ...PUBLISHER }, encoding: "utf8", cwd: made });
    expect(stderr).toContain("site of release 2026.1 written");
    expect(status).toBe(0);
  }
  server = host();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
});

test.afterAll(async () => {
  server.closeAllConnections(); // a browser keeps its own open
  await new Promise((closed) => server.close(closed));
  if (made) rmSync(made, { recursive: true, force: true });
});

/** From the front page to an answer, what it rests on, a thing, a picture and another language. */
async function walk(page, start) {
  await page.goto(`${start}index.html`);
  await expect(page).toHaveURL(`${start}nb/index.html`); // the first page leads on by itself
  await page.getByRole("link", { name: "Se hva hvert svar bygger på" }).click();
  await expect(page.locator("tbody > tr:not(.rests)")).toHaveCount(28); // each measure, and beneath it what it rests on
  await page.locator("tbody summary").first().click();
  await expect(page.locator("tbody details[open] > .proof").first()).toBeVisible();
  await page.locator("tbody th a").first().click();
  await expect(page).toHaveURL(/\/nb\/id\/measure\/[^/]+\.html$/);
  await expect(page.getByRole("heading", { name: "Hva kildene sier" })).toBeVisible();
  await page.getByRole("link", { name: "English" }).click();
  await expect(page).toHaveURL(/\/en\/id\/measure\/[^/]+\.html$/);
  await page.getByRole("navigation", { name: "Main menu" }).getByRole("link", { name: "Pictures" }).click();
  await page.locator(".pictures a").first().click();
  await page.locator("svg a").first().focus(); // the middle of a box is no part of it
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/en\/(id|questions)\/[^.]+/);
  await expect(page.locator("h1")).not.toBeEmpty();
  await expect(page.locator("link[rel=stylesheet]")).toHaveCount(1);
  expect(await page.evaluate(() => getComputedStyle(document.body).fontFamily)).toContain("Inter"); // the style sheet came
}

test("a folder is read without a server", async ({ page, allowed }) => {
  await walk(page, allowed.prefix);
});

test("scripts work in a folder", async ({ page, allowed, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${allowed.prefix}nb/sparql.html`);
  await expect(page.getByText("samstyr serve")).toBeVisible();
  await page.getByRole("button", { name: "Kopier" }).first().click();
  await expect(page.getByRole("button", { name: "Kopier" }).first()).toHaveAttribute("data-done", "Kopiert");
});

test("a choice has its own page, and the alphabet leads to everything", async ({ page, allowed }) => {
  await page.goto(`${allowed.prefix}nb/questions/duties.html`);
  await page.getByText("Velg noe annet").click();
  await page.locator("details a", { hasText: "Kommunal- og moderniseringsdepartementet" }).first().click();
  await expect(page).toHaveURL(/duties\.bearer-no-kmd\.html$/);
  await expect(page.getByText("samstyr ask duties bearer=no-kmd --why")).toBeVisible();
  await page.goto(`${allowed.prefix}nb/index.html`);
  await page.getByRole("link", { name: "Alt fra A til Å" }).click();
  await page.getByRole("link", { name: "Å", exact: true }).click();
  await expect(page).toHaveURL(/#letter-aa$/);
});

const LOOKED_AT = ["nb/index.html", "nb/questions/index.html", "nb/questions/duties.html", "nn/questions/duties.bearer-no-kmd.html", "en/search.html", "nb/sparql.html",
  "nb/data.html", "nn/things/index.html", "nb/id/measure/no-dos-2019-5.1.html", "nb/pictures/process.html", "404.html"];

for (const path of LOOKED_AT) {
  test(`accessible: ${path}`, async ({ page, allowed, watched }) => {
    await page.goto(allowed.prefix + path);
    // The page for what is not there may be shown at any depth, and so names its style sheet at the address of the site.
    if (path !== "404.html") expect(watched).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    await expectNoSidewaysScroll(page, "320 px");
    await expectAccessible(page, "light");
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page, "dark");
    watched.length = 0; // axe asks for the style sheet again, which the policy forbids scripts
  });
}

test("pages that lead on name the languages", async ({ browser, allowed }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${allowed.prefix}id/measure/no-dos-2019-6.5.html`);
  await expect(page).toHaveURL(`${allowed.prefix}nb/id/measure/no-dos-2019-6.5.html`);
  const lead = readFileSync(join(folder, "id/measure/no-dos-2019-6.5.html"), "utf8");
  for (const way of ["../../nn/id/measure/no-dos-2019-6.5.html", "../../doc/measure/no-dos-2019-6.5.ttl"]) expect(lead).toContain(`href="${way}"`);
  await context.close();
});

test.describe("below a path of a host", () => {
  test.use({ allowed: async ({}, use) => use({ prefix: `http://127.0.0.1:${server.address().port}${BELOW}/` }) });

  test("the same walk", async ({ page, allowed }) => {
    await walk(page, allowed.prefix);
  });

  test("what is not there is said in three languages", async ({ page, allowed, watched }) => {
    const reply = await page.goto(`${allowed.prefix}nb/id/measure/no-such`);
    expect(reply.status()).toBe(404);
    for (const title of ["Fant ikke siden", "Fann ikkje sida", "Page not found"]) await expect(page.getByRole("heading", { name: title })).toBeVisible();
    await expect(page.getByRole("link", { name: "Front page" })).toHaveAttribute("href", "https://w3id.org/samstyr/en/index.html");
    watched.length = 0; // its status and its style sheet, which is at the address of the site
  });
});
