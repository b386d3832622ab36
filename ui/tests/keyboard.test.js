// Keyboard only: a way past the head, every stop visible and marked, no trap, forms without a mouse.
import { PAGES, address } from "./pages.js";
import { expect, test } from "./world.js";

/** Stops that are walked on a page; the pattern repeats itself beyond them. */
const MOST = 60;

/** What has the focus, looked into shadow roots: its place in the document, and whether it can be seen that it has it. */
const focused = (page) =>
  page.evaluate(async () => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element || element === document.body) return null;
    const marks = (candidate) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(candidate);
      return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
    };
    const host = element.getRootNode().host ?? element;
    // In a picture the shape inside the link is marked; in the editor its frame; a checkbox and its label share one mark.
    const around = [element, element.closest(".cm-editor, .ds-field"), ...element.querySelectorAll("rect, circle, path")].filter(Boolean);
    for (let frame = 0; frame < 30 && !around.some(marks); frame += 1) await new Promise(requestAnimationFrame); // the editor marks itself late
    const box = element.getBoundingClientRect();
    globalThis.stops ??= [];
    const before = globalThis.stops.at(-1);
    globalThis.stops.push(host);
    return {
      what: `${element.tagName.toLowerCase()} ${(element.textContent || element.getAttribute("aria-label") || element.id).trim().slice(0, 40)}`,
      marked: around.some(marks) || (element.closest("svg") !== null && getComputedStyle(element).outlineStyle !== "none"),
      visible: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight,
      forward: !before || host === before || Boolean(before.compareDocumentPosition(host) & Node.DOCUMENT_POSITION_FOLLOWING),
    };
  });

for (const type of PAGES) {
  test(`${type.name}: skip link, order, visible focus`, async ({ page }) => {
    await page.goto(address("nb", type));
    await page.keyboard.press("Tab");
    const first = await focused(page);
    expect(first).toMatchObject({ what: "a Hopp til innholdet", visible: true });
    const stops = [];
    for (let stop = 0; stop < MOST; stop += 1) {
      await page.keyboard.press("Tab");
      const here = await focused(page);
      if (here === null || here.what === first.what) break; // out of the page, and round again
      stops.push(here);
    }
    expect(stops.length).toBeGreaterThan(8);
    expect.soft(stops.filter(({ marked }) => !marked).map(({ what }) => what), "focus is not marked").toEqual([]);
    expect.soft(stops.filter(({ visible }) => !visible).map(({ what }) => what), "focus is out of sight").toEqual([]);
    expect.soft(stops.filter(({ forward }) => !forward).map(({ what }) => what), "focus goes backwards").toEqual([]);
  });
}

test("the skip link leads past the head", async ({ page }) => {
  await page.goto("/nb/questions");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.querySelector("main").contains(document.activeElement))).toBe(true);
});

test("a question is asked without a mouse", async ({ page }) => {
  await page.goto("/nb/questions/municipal-measures");
  await page.getByRole("checkbox").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/why=true/);
  await page.locator("tbody summary").first().focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("tbody .proof").first()).toBeVisible();
});

test("a table that is wider than the window scrolls with the arrow keys", async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 640 });
  await page.goto("/nb/questions/municipal-measures?why=true");
  const region = page.locator(".table-scroll").first();
  await region.focus();
  for (let times = 0; times < 5; times += 1) await page.keyboard.press("ArrowRight");
  await expect.poll(() => region.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
});
