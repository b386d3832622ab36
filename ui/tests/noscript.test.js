// Every page type with JavaScript off: nothing that is said is lost.
import { PAGES, address } from "./pages.js";
import { expect, test } from "./world.js";

/** What `main` says, without what scripts add: the editor and its tools, and buttons to copy. */
const said = (page) =>
  page.evaluate(() => {
    const copy = document.querySelector("main").cloneNode(true);
    copy.querySelectorAll(".editor, .editor-help, .editor-said, .editor-tools, .copy, .copy + .ds-sr-only, textarea").forEach((added) => added.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  });

for (const type of PAGES) {
  test(`${type.name}: the same words without scripts`, async ({ page, browser, watched }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL: process.env.SAMSTYR_URL });
    const plain = await context.newPage();
    await plain.goto(address("nb", type));
    const without = await said(plain);
    expect(without.length).toBeGreaterThan(40);
    await page.goto(address("nb", type));
    expect(await said(page)).toBe(without);
    await context.close();
    expect(watched).toEqual([]);
  });
}

test.describe("forms", () => {
  test.use({ javaScriptEnabled: false });

  test("a question is asked and explained", async ({ page }) => {
    await page.goto("/nb/questions/municipal-measures");
    await page.getByRole("checkbox").check();
    await page.getByRole("button", { name: "Vis svaret" }).click();
    await expect(page).toHaveURL(/why=true/);
    await expect(page.getByRole("row")).toHaveCount(57); // 28 measures, each with a row for what it rests on, and the head
    await page.locator("tbody summary").first().click();
    await expect(page.locator("tbody details[open] > .proof").first()).toBeVisible();
  });

  test("the list of questions is searched", async ({ page }) => {
    await page.goto("/nb/questions");
    const all = await page.locator("main li a").count();
    await page.getByRole("searchbox").fill("frist");
    await page.getByRole("searchbox").press("Enter");
    const found = await page.locator("main li a").count();
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(all);
  });
});
