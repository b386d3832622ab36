// The SPARQL page: colours, suggestions, errors at the right place, keys, history, sharing; and a plain textarea without scripts.
import { expect, expectAccessible, test } from "./world.js";

const PAGE = "/nb/sparql";
const QUERY = "SELECT ?measure WHERE { ?measure a sam:Measure } ORDER BY ?measure LIMIT 3";

const editor = (page) => page.getByRole("textbox", { name: "Spørring" });

/** Puts a query in place of what is there, as a person would: by selecting all and typing. */
async function write(page, query) {
  await editor(page).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(query);
}

test.beforeEach(async ({ page }) => {
  await page.goto(PAGE);
  await expect(editor(page)).toBeVisible();
});

test("words have colours", async ({ page }) => {
  await write(page, QUERY);
  const colour = (text) => page.locator(".cm-line span", { hasText: text }).first().evaluate((word) => getComputedStyle(word).color);
  await expect(page.locator(".cm-line span", { hasText: "SELECT" }).first()).toBeVisible();
  const colours = [await colour(/^SELECT$/), await colour(/^\?measure$/), await colour(/^3$/)];
  expect(new Set(colours).size).toBe(3);
});

test("the graph's own names are suggested, with their labels", async ({ page }) => {
  await write(page, "");
  await page.keyboard.type("SELECT * WHERE { ?m a sam:Meas");
  const suggestion = page.getByRole("option", { name: /^sam:Measure\b/ }).first();
  await expect(suggestion).toContainText(/tiltak/i);
  await expect(suggestion).toHaveAttribute("aria-selected", "true");
  await page.waitForTimeout(200); // keys are ignored for 75 ms after the list opens, so that nobody chooses unawares
  await page.keyboard.press("Enter");
  await expect(page.locator("#query")).toHaveValue(/\?m a sam:Measure\b/);
});

test("prefixes are declared by choosing them", async ({ page }) => {
  await write(page, "");
  await page.keyboard.type("PREFIX sko");
  await page.getByRole("option", { name: /^skos: / }).click();
  await expect(page.locator("#query")).toHaveValue("PREFIX skos: <http://www.w3.org/2004/02/skos/core#>");
});

test("variables are suggested, and nothing inside a string", async ({ page }) => {
  await write(page, "");
  await page.keyboard.type("SELECT ?measure WHERE { ?me");
  await expect(page.getByRole("option", { name: "?measure" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("option")).toHaveCount(0);
  // What must not come has had its time when the parser, which is asked later, has answered.
  const parsed = page.waitForResponse((response) => response.url().endsWith("/api/parse") && response.request().postData().includes("sam:Mea"));
  await page.keyboard.type(' a "sam:Mea');
  await parsed;
  await expect(page.getByRole("option")).toHaveCount(0);
});

test("an error of the server's parser is marked where it is", async ({ page }) => {
  await write(page, "SELECT ?a\nWHERE { ?a ?b }");
  const said = page.locator(".editor-said");
  await expect(said).toHaveAttribute("data-state", "invalid");
  await expect(said).toContainText(/^Linje 2, tegn \d+/);
  const marked = page.locator(".cm-lintRange-error, .cm-lintPoint-error").first();
  await expect(marked).toBeVisible();
  expect(await marked.evaluate((mark) => mark.closest(".cm-line").textContent)).toContain("WHERE");
  await expectAccessible(page, "with an error");
  await page.getByRole("button", { name: "Gå til feilen" }).click();
  await expect(editor(page)).toBeFocused();
  await write(page, QUERY);
  await expect(said).toHaveAttribute("data-state", "valid");
  await expect(page.locator(".cm-lintRange-error, .cm-lintPoint-error")).toHaveCount(0);
});

test("SPARQL 1.2 is no error", async ({ page }) => {
  await write(page, "SELECT * WHERE { ?reifier rdf:reifies <<( ?s ?p ?o )>> } LIMIT 1");
  await expect(page.locator(".editor-said")).toHaveAttribute("data-state", "valid");
});

test("Ctrl+Enter runs, and the query is remembered", async ({ page }) => {
  await write(page, QUERY);
  await page.keyboard.press("Control+Enter");
  await expect(page).toHaveURL(/[?&]query=SELECT/);
  await expect(page.getByRole("main").getByRole("row")).toHaveCount(4);
  await expect(editor(page)).toContainText("sam:Measure");
  await write(page, "ASK {}");
  await page.getByLabel("Tidligere spørringer").selectOption({ index: 0 });
  await page.getByRole("button", { name: "Hent inn" }).click();
  await expect(page.locator("#query")).toHaveValue(QUERY);
  await page.getByRole("button", { name: "Tøm" }).click();
  await page.goto(PAGE);
  await expect(editor(page)).toBeVisible();
  await expect(page.getByLabel("Tidligere spørringer")).toHaveCount(0);
});

test("the button runs the query that is in the editor", async ({ page }) => {
  await write(page, QUERY);
  await page.getByRole("button", { name: /^Kjør/ }).click();
  await expect(page.getByRole("main").getByRole("row")).toHaveCount(4);
});

test("a link to the query can be shared", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await write(page, QUERY);
  await page.getByRole("button", { name: "Kopier lenke" }).click();
  await expect(page.locator(".editor-said")).toHaveText("Lenken er kopiert.");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.goto("/nb/");
  await page.goto(link);
  await expect(page.locator("#query")).toHaveValue(QUERY);
  await expect(page.getByRole("main").getByRole("row")).toHaveCount(4);
});

test("Tab leaves the editor, both ways", async ({ page }) => {
  const inside = () => page.evaluate(() => document.activeElement.classList.contains("editor"));
  await editor(page).focus();
  expect(await inside()).toBe(true);
  await page.keyboard.press("Tab");
  expect(await inside()).toBe(false);
  await page.keyboard.press("Shift+Tab");
  expect(await inside()).toBe(true);
  await page.keyboard.press("Shift+Tab");
  expect(await inside()).toBe(false);
});

test("the label leads into the editor, and typing over a selection keeps the policy", async ({ page }) => {
  await page.getByText("Spørring", { exact: true }).click();
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("ASK (");
  await expect(page.locator("#query")).toHaveValue("ASK ()"); // the bracket is closed, too
});

test("it is accessible in dark, forced colours and 320 px, with suggestions open", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await write(page, "");
  await page.keyboard.type("SELECT * WHERE { ?m a sam:M");
  await expect(page.getByRole("option").first()).toBeVisible();
  await expectAccessible(page, "dark");
  await page.emulateMedia({ colorScheme: "light", forcedColors: "active" });
  await expectAccessible(page, "forced colours");
  await page.emulateMedia({ forcedColors: "none" });
  await page.setViewportSize({ width: 320, height: 640 });
  await expectAccessible(page, "320 px");
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("a textarea asks and answers", async ({ page }) => {
    await page.locator("textarea#query").fill(QUERY);
    await page.getByRole("button", { name: /^Kjør/ }).click();
    await expect(page.getByRole("main").getByRole("row")).toHaveCount(4);
  });
});
