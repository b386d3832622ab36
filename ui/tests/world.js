// What the browser tests share: pages that are watched, and axe.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test as base, expect } from "@playwright/test";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Where the server of this run is. */
export const origin = () => process.env.SAMSTYR_URL;

/** A page of which everything is noted that a page must not do. */
export const test = base.extend({
  baseURL: async ({}, use) => use(origin()),
  watched: [
    async ({ page }, use) => {
      const wrong = [];
      page.on("request", (request) => {
        const url = request.url();
        if (!url.startsWith(`${origin()}/`) && !/^(data|blob):/.test(url)) wrong.push(`request outside: ${url}`);
      });
      page.on("console", (message) => {
        // A page that is not found is a page too: its own status is no fault of it.
        const ownStatus = /status of 4\d\d/.test(message.text()) && message.location().url === page.url();
        if (["error", "warning"].includes(message.type()) && !ownStatus) wrong.push(`console: ${message.text()}`);
      });
      page.on("pageerror", (error) => wrong.push(`script: ${error.message}`));
      await page.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) =>
          console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`),
        );
      });
      await use(wrong);
      expect(wrong, "requests outside, policy violations, errors").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** What axe finds, each with its place. */
export async function violations(page) {
  await page.evaluate(AXE);
  return page.evaluate(async (values) => {
    const { violations } = await axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, any, all, none }) => {
      const why = [...any, ...all, ...none].map(({ message }) => message).join("; ");
      return `${id} at ${target.join(" ")}: ${help} (${why})`;
    }));
  }, RULES);
}

/** Fails with what axe finds. */
export async function expectAccessible(page, mode) {
  expect.soft(await violations(page), `axe, ${mode}`).toEqual([]);
}

/** Fails when the page itself scrolls sideways. */
export async function expectNoSidewaysScroll(page, mode) {
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect.soft(wide, `width of the page, ${mode}`).toBeLessThanOrEqual(seen);
}
