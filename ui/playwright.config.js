// The browser tests: Debian's own Chromium against the built binary. `npm test` runs them; `npm run screenshots` takes pictures.
import { defineConfig } from "@playwright/test";

const args = [
  "--no-sandbox", // CI runs as root in a container
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  globalSetup: "./tests/server.js",
  workers: Number(process.env.SAMSTYR_BROWSERS ?? 2),
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [[process.stdout.isTTY ? "line" : "dot"]],
  use: {
    viewport: { width: 1280, height: 900 },
    locale: "nb-NO",
    timezoneId: "Europe/Oslo",
    launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args },
  },
  projects: [
    { name: "tests", testMatch: "*.test.js" },
    { name: "screenshots", testMatch: "screenshots.js" },
  ],
});
