// No link on any page type leads nowhere.
import { PAGES, address } from "./pages.js";
import { expect, origin, test } from "./world.js";

/** Reads a page's own links as the browser resolves them, without their fragments, and the fragments that must stand on the page itself. */
const links = (page) =>
  page.evaluate(() => {
    const anchors = [...document.querySelectorAll("a[href], link[rel=alternate][href]")].map(({ href }) => new URL(href.baseVal ?? href, location.href));
    const here = location.href.replace(/#.*/, "");
    const inside = anchors.filter(({ href, hash }) => hash.length > 1 && href.replace(/#.*/, "") === here).map(({ hash }) => decodeURIComponent(hash.slice(1)));
    return { all: anchors.map(({ href }) => href.replace(/#.*/, "")), missing: inside.filter((id) => !document.getElementById(id)) };
  });

test("every page that is linked to is of a known type", async ({ page }) => {
  const files = /\.(svg|ics)$/;
  const known = [...PAGES.map(({ covers }) => covers).filter(Boolean), files];
  const strange = new Set();
  for (const type of PAGES) {
    await page.goto(address("nb", type));
    const { all } = await links(page);
    for (const href of all) {
      const path = href.startsWith(`${origin()}/nb`) && !href.includes("no-such-page") ? new URL(href).pathname.slice(3) : null;
      if (path !== null && !known.some((covers) => covers.test(path))) strange.add(`${path} from ${type.name}`);
    }
  }
  expect([...strange]).toEqual([]);
});

test("every internal link is answered", async ({ page, request }) => {
  test.setTimeout(180_000);
  const found = new Map();
  for (const type of PAGES) {
    await page.goto(address("nb", type));
    const { all, missing } = await links(page);
    const asked = (url) => String(new URL(url).searchParams);
    const own = asked(page.url()); // a page about an error has links to itself in other languages
    expect.soft(missing, `fragments on ${type.name}`).toEqual([]);
    for (const href of all) {
      if (type.status && asked(href) === own) continue;
      if (href.startsWith(`${origin()}/`) && !found.has(href)) found.set(href, type.name);
    }
  }
  expect(found.size).toBeGreaterThan(100);
  const dead = [];
  const rest = [...found];
  const check = async () => {
    for (let next = rest.pop(); next; next = rest.pop()) {
      const [href, from] = next;
      const response = await request.head(href, { headers: { accept: "text/html" } });
      if (!response.ok()) dead.push(`${response.status()} ${href} from ${from}`);
    }
  };
  await Promise.all(Array.from({ length: 2 }, check));
  expect(dead).toEqual([]);
});
