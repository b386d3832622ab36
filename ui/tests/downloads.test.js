// What a reader takes home: the files behind the links of a question's page.
import { readFile } from "node:fs/promises";
import { expect, test } from "./world.js";

const PAGE = "/nb/questions/municipal-measures";

/** What each file begins with. */
const FILES = {
  "Excel (XLSX)": /^PK/,
  "CSV for norsk Excel (semikolon)": /^\uFEFF[^\n]*;/,
  "CSV (komma)": /^measure,number,title,tier/,
  JSON: /^\s*\{/,
  TSV: /^\?measure\t/,
};

for (const [name, beginning] of Object.entries(FILES)) {
  test(`${name}`, async ({ page, request }) => {
    await page.goto(PAGE);
    const link = page.getByRole("link", { name, exact: true });
    const response = await request.get(await link.getAttribute("href"));
    expect(response.status()).toBe(200);
    expect((await response.body()).toString("utf8").slice(0, 400)).toMatch(beginning);
  });
}

test("a click on Excel saves a file", async ({ page }) => {
  await page.goto(PAGE);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Excel (XLSX)" }).click()]);
  expect(download.suggestedFilename()).toMatch(/\.xlsx$/);
  expect((await readFile(await download.path())).subarray(0, 2).toString()).toBe("PK");
});

test("a copy button copies what it stands by", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(PAGE);
  await page.locator("details.recipes > summary").click();
  await page.getByRole("button", { name: "Kopier curl" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await page.locator("[data-copy=curl]").textContent());
  expect(copied).toContain("/questions/municipal-measures.csv");
});
