// Pictures of the main pages for a reviewer: light, dark, on a narrow screen and on paper. `make screenshots`.
import { resolve } from "node:path";
import { PAGES, address } from "./pages.js";
import { test } from "./world.js";

const FOLDER = resolve(import.meta.dirname, "../../dist/screenshots");

const LOOKS = [
  { look: "light", colorScheme: "light", size: { width: 1280, height: 900 } },
  { look: "dark", colorScheme: "dark", size: { width: 1280, height: 900 } },
  { look: "narrow", colorScheme: "light", size: { width: 320, height: 640 } },
  { look: "paper", colorScheme: "light", media: "print", size: { width: 690, height: 1000 } },
];

for (const type of PAGES.filter(({ picture }) => picture)) {
  for (const { look, colorScheme, media, size } of LOOKS) {
    test(`${type.picture}, ${look}`, async ({ browser }) => {
      const context = await browser.newContext({ baseURL: process.env.SAMSTYR_URL, colorScheme, viewport: size });
      const page = await context.newPage();
      if (media) await page.emulateMedia({ media, colorScheme });
      await page.goto(address("nb", type), { waitUntil: "networkidle" });
      await page.screenshot({ path: `${FOLDER}/${type.picture}-${look}.png`, fullPage: true });
      await context.close();
    });
  }
}
