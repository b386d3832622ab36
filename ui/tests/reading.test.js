// What a screen reader meets: landmarks, headings, tables and pictures by name; and evidence that is within sight of its row.
import { expect, test } from "./world.js";

/** The landmarks that stand around every page. */
const AROUND = `
- banner:
  - link "Samstyr"
  - navigation "Hovedmeny"
  - navigation "Språk"`;

const OUTLINES = [
  {
    name: "front page",
    path: "/nb/",
    outline: `
- main:
  - heading "Svar du kan skrive under på" [level=1]
  - search:
    - searchbox "Søk etter tiltak, parter, plikter, dokumenter og spørsmål"
    - button "Søk"
  - region "Hvilke tiltak berører kommunal sektor?":
    - heading "Hvilke tiltak berører kommunal sektor?" [level=2]
  - region "Spørsmål etter emne":
    - heading "Spørsmål etter emne" [level=2]
    - list
  - region "Innsatsområder i strategien":
    - heading [level=2]
    - list
  - region "Hvor ferske er dataene?":
    - heading [level=2]`,
  },
  {
    name: "question",
    path: "/nb/questions/agreement-term?why=true",
    outline: `
- navigation "Du er her"
- main:
  - heading "Hvor lenge gjelder avtalen, og hvor lang er oppsigelsestiden?" [level=1]
  - textbox "Slik det var denne dagen (valgfritt)"
  - checkbox "Vis hva hver rad bygger på" [checked]
  - button "Vis svaret"
  - region "Svar":
    - heading "Svar" [level=2]
    - group "Tabell som kan rulles sidelengs":
      - 'table "Hvor lenge gjelder avtalen, og hvor lang er oppsigelsestiden?: Én rad"':
        - caption
        - rowgroup:
          - row:
            - columnheader "Avtale"
            - columnheader "Varighet"
            - columnheader "Varsel"
        - rowgroup:
          - row:
            - rowheader "Samarbeidsavtalen mellom KMD og KS om digitaliseringsstrategien"
            - cell "3 måneder"
          - row:
            - cell:
              - group:
                - text: /Bygger på 3 belegg/
                - paragraph:
                  - link "tolket"
  - region "Ta svaret med deg":
    - heading [level=2]
    - list`,
  },
  {
    name: "thing",
    path: "/nb/id/measure/no-dos-2019-5.1",
    outline: `
- navigation "Du er her"
- main:
  - heading "5.1 Arenaer for samordning av økosystemet" [level=1]
  - region "Hva kildene sier":
    - heading [level=2]
    - group "Tabell som kan rulles sidelengs":
      - table "Hva kildene sier":
        - rowgroup:
          - row "Egenskap Verdi Bygger på"
        - rowgroup:
          - row:
            - rowheader "felles med"
            - cell "KS – Kommunesektorens organisasjon"
  - region "Det som viser hit":
    - heading [level=2]
    - heading /gjelder tiltak/ [level=3]
    - list
  - region "Som data":
    - heading [level=2]`,
  },
  {
    name: "picture",
    path: "/nb/pictures/life-events",
    outline: `
- navigation "Du er her"
- main:
  - heading "De sju livshendelsene, departementene og tiltaket" [level=1]
  - figure:
    - group "Bilde som kan rulles sidelengs":
      - group "De sju livshendelsene, departementene og tiltaket":
        - list:
          - listitem:
            - link "Kunnskapsdepartementet"
        - list:
          - listitem:
            - link "Ny i Norge"
  - region "Det samme som tabell":
    - heading [level=2]
    - group "Tabell som kan rulles sidelengs":
      - table /De sju livshendelsene/`,
  },
];

for (const { name, path, outline } of OUTLINES) {
  test(`${name}: landmarks, headings and names`, async ({ page }) => {
    await page.goto(path);
    await expect(page.locator("body")).toMatchAriaSnapshot(AROUND + outline + "\n- contentinfo");
  });
}

test("what is not in the page's language says which it is in", async ({ page }) => {
  await page.goto("/en/id/measure/no-dos-2019-5.1");
  for (const quote of await page.locator("q.quote").all()) await expect(quote.locator("[lang=nb]")).toHaveCount(1);
  expect(await page.locator("q.quote").count()).toBeGreaterThan(3);
  await page.goto("/nb/sparql?query=SELECT");
  await expect(page.getByRole("alert").locator("[lang=en]").first()).toBeVisible();
});

for (const width of [1280, 1100, 320]) {
  test(`at ${width} px the evidence of a wide answer is within sight, and stays there`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto("/nb/questions/path-to-political-level?why=true");
    const scroll = page.locator(".table-scroll");
    const summary = page.locator(".rests summary").first();
    await summary.focus();
    await page.keyboard.press("Enter");
    const quote = page.locator(".rests .quote").first();
    await expect(quote).toBeVisible();
    for (const left of [0, 10_000]) {
      await scroll.evaluate((region, left) => region.scrollTo({ left }), left);
      for (const seen of [summary, quote]) {
        const { x, width: wide } = await seen.boundingBox();
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x + wide).toBeLessThanOrEqual(width);
      }
    }
  });
}

test("at 320 px a row is a card: nothing needs scrolling, and it is still a table", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 900 });
  await page.goto("/nb/questions/municipal-measures?why=true");
  await expect(page.getByRole("columnheader", { name: "Begrunnelse" })).toHaveCount(1);
  await expect(page.getByRole("rowheader")).toHaveCount(28);
  await expect(page.getByRole("row").nth(1).getByRole("cell")).toHaveCount(4);
  expect(await page.locator("td[data-label=Gruppe]").first().evaluate((cell) => getComputedStyle(cell, "::before").content)).toBe('"Gruppe"');
  for (const path of ["/nb/questions/municipal-measures?why=true", "/nb/questions/path-to-political-level", "/nb/id/measure/no-dos-2019-5.1", "/en/id/org/no-ks"]) {
    await page.goto(path);
    const scroll = page.locator(".table-scroll").first();
    expect(await scroll.evaluate((region) => region.scrollWidth - region.clientWidth), path).toBe(0);
  }
});

test("without a picture's words its arrows are short: the life events fit 1200 px", async ({ page }) => {
  await page.setViewportSize({ width: 1200, height: 900 });
  for (const id of ["life-events", "governance-relations", "effects-by-area", "measures-and-parties", "agreement"]) {
    await page.goto(`/nb/pictures/${id}`);
    const [wide, seen] = await page.locator(".figure-scroll").evaluate((region) => [region.scrollWidth, region.clientWidth]);
    expect.soft(wide, id).toBeLessThanOrEqual(seen);
  }
});

test("paper has the evidence that the screen folds away", async ({ page }) => {
  await page.goto("/nb/questions/municipal-measures?why=true");
  const quote = page.locator(".rests .quote").first();
  await expect(quote).toBeHidden();
  await page.emulateMedia({ media: "print" });
  await expect(quote).toBeVisible();
});
