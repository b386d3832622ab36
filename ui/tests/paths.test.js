// What a new user looks for, from the front page, without typing an address: at most three clicks (a search counts as one).
import { expect, test } from "./world.js";

/** Follows links by their names from the front page. */
async function follow(page, ...names) {
  expect(names.length).toBeLessThanOrEqual(3);
  await page.goto("/nb/");
  for (const name of names) await page.getByRole("main").getByRole("link", { name, exact: true }).click();
}

test("which measures KS shares: Kommunal sektor, the question", async ({ page }) => {
  await follow(page, "Kommunal sektor", "Hvilke tiltak er etter ordlyden felles med KS?");
  await expect(page.locator("tbody tr")).toHaveCount(7);
});

test("who is responsible for «Ny i Norge»: search, the measure", async ({ page }) => {
  await page.goto("/nb/");
  await page.getByRole("searchbox").fill("Ny i Norge");
  await page.getByRole("searchbox").press("Enter");
  await page.getByRole("main").getByRole("link", { name: "Sammenhengende tjenester: Ny i Norge" }).click();
  await expect(page.getByRole("row", { name: /ansvarlig/i }).first()).toContainText("Kunnskapsdepartementet");
});

test("who is responsible for «Ny i Norge», without a search: Livshendelser, the question", async ({ page }) => {
  await follow(page, "Livshendelser", "Hvilket departement har hvilken livshendelse, og i hvilket tiltak?");
  await expect(page.getByRole("row", { name: /Ny i Norge/ })).toContainText("Kunnskapsdepartementet");
});

test("when notice must be given: Tid og frister, the question", async ({ page }) => {
  await follow(page, "Tid og frister", "Hva er siste dag for en oppsigelse som får virkning senest når avtalen utløper?");
  await expect(page.locator('tbody time[datetime="2022-06-01"]')).toBeVisible();
});

test("what is undecided about the 2020 plan: Handlingsplanen, the question", async ({ page }) => {
  await follow(page, "Handlingsplanen", "Hvilke tiltak er med i handlingsplanen for 2020, hvilke er ikke med, og hva er uavklart?");
  await expect(page.locator("tbody tr").filter({ hasText: "uavklart" }).first()).toBeVisible();
});
