// Every page type in every language: whole, accessible in every mode, within the window, and silent towards the world.
import { LANGUAGES, PAGES, address } from "./pages.js";
import { expect, expectAccessible, expectNoSidewaysScroll, test, violations } from "./world.js";

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };

/** What a page is looked at in. */
const MODES = [
  { mode: "light", media: { colorScheme: "light", forcedColors: "none" }, size: WIDE },
  { mode: "dark", media: { colorScheme: "dark", forcedColors: "none" }, size: WIDE },
  { mode: "forced colours", media: { colorScheme: "light", forcedColors: "active" }, size: WIDE },
  { mode: "320 px", media: { colorScheme: "light", forcedColors: "none" }, size: NARROW },
];

for (const language of LANGUAGES) {
  for (const type of PAGES) {
    test(`${language}: ${type.name}`, async ({ page }) => {
      const response = await page.goto(address(language, type));
      expect(response.status()).toBe(type.status ?? 200);
      expect(response.headers()["content-language"]).toBe(language);
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      await expect(page).toHaveTitle(/\S.*Samstyr|\S/);
      await expect(page.locator("h1")).toHaveCount(1);
      await expect(page.locator("h1")).not.toBeEmpty();
      await expect(page.getByRole("main")).toHaveCount(1);
      await expect(page.locator("link[rel=stylesheet]")).toHaveCount(1);
      // Languages differ in words alone: how the page looks in each mode is seen in the first.
      for (const { mode, media, size } of language === LANGUAGES[0] ? MODES : MODES.slice(0, 1)) {
        await page.setViewportSize(size);
        await page.emulateMedia(media);
        await expectNoSidewaysScroll(page, mode);
        await expectAccessible(page, mode);
      }
    });
  }
}

test("the watch over every page sees what it is there for", async ({ page, watched }) => {
  await page.goto("/nb/");
  expect(watched).toEqual([]);
  await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", '<p style="color: red"><img src="https://elsewhere.invalid/a.png" alt="">'));
  await expect.poll(() => watched.join("\n")).toMatch(/policy: style-src-attr[^]*policy: img-src/);
  await page.goto(page.url().replace("127.0.0.1", "localhost"));
  expect(watched.join("\n")).toContain("request outside: http://localhost");
  watched.length = 0; // seen, and wanted
});

test("axe sees what it is there for", async ({ page }) => {
  await page.goto("/nb/");
  await page.evaluate(() => document.querySelector("html").removeAttribute("lang"));
  expect(await violations(page)).toEqual([expect.stringContaining("html-has-lang")]);
});

test("the words of the interface are in the page's language", async ({ page }) => {
  const skips = [];
  for (const language of LANGUAGES) {
    await page.goto(`/${language}/`);
    skips.push(await page.locator(".ds-skip-link").textContent());
  }
  expect(new Set(skips).size).toBe(LANGUAGES.length);
});

test("a reader stays on the page when changing language", async ({ page }) => {
  await page.goto("/nb/questions/municipal-measures?why=true");
  await page.getByRole("link", { name: "English" }).click();
  await expect(page).toHaveURL(/\/en\/questions\/municipal-measures\?why=true$/);
});

test("letters are at least 14 px, in pictures too", async ({ page }) => {
  for (const type of PAGES) {
    await page.goto(address("nb", type));
    const small = await page.evaluate(() => {
      const own = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
      const shown = [...document.querySelectorAll("body *")].filter((element) => own(element) && element.checkVisibility());
      const size = (element) => parseFloat(getComputedStyle(element).fontSize);
      return shown.filter((element) => size(element) < 14).map((element) => `${element.tagName} ${size(element)} ${element.textContent.trim().slice(0, 40)}`);
    });
    expect.soft(small, type.name).toEqual([]);
  }
});

test("a first visit weighs less than 100 kB", async ({ page }) => {
  for (const path of ["/nb/", "/nb/questions", "/nb/questions/municipal-measures?why=true", "/nb/id/measure/no-dos-2019-5.1", "/nb/search?q=kommune"]) {
    await page.context().newCDPSession(page).then((session) => session.send("Network.clearBrowserCache"));
    await page.goto(path, { waitUntil: "networkidle" });
    const [bytes, files] = await page.evaluate(() => {
      const loaded = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
      return [loaded.reduce((sum, { transferSize }) => sum + transferSize, 0), loaded.length];
    });
    expect(files, path).toBeGreaterThan(3); // page, style, script, font
    expect(bytes, path).toBeGreaterThan(50_000);
    expect(bytes, path).toBeLessThan(100_000);
  }
});

test("dark is dark, light is light", async ({ page }) => {
  await page.goto("/nb/");
  const brightness = async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    return Math.max(...colour.match(/\d+(\.\d+)?/g).slice(0, 3).map(Number));
  };
  expect(await brightness("light")).toBeGreaterThan(200);
  expect(await brightness("dark")).toBeLessThan(60);
});
