// Starts the binary on a free port before the tests and stops it after them.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

const LONG = 60_000;

export function binary() {
  const folder = resolve(import.meta.dirname, "../..", process.env.CARGO_TARGET_DIR ?? "target");
  const path = process.env.SAMSTYR_BIN ?? resolve(folder, "debug/samstyr");
  if (!existsSync(path)) throw new Error(`${path} is missing: run \`cargo build\`, or set SAMSTYR_BIN`);
  return path;
}

/** Resolves with the address that the server says it listens on. */
function address(server) {
  return new Promise((found, failed) => {
    let said = "";
    const late = setTimeout(() => failed(new Error(`the server said nothing of an address: ${said}`)), LONG);
    server.stderr.on("data", (bytes) => {
      said += bytes;
      const url = /listening on (http:\/\/\S+)/.exec(said)?.[1];
      if (url) {
        clearTimeout(late);
        found(url);
      }
    });
    server.on("exit", (code) => failed(new Error(`the server ended with ${code}: ${said}`)));
  });
}

export default async function start() {
  const server = spawn(binary(), ["serve", "--listen", "127.0.0.1:0", "--timeout", "60"], { stdio: ["ignore", "ignore", "pipe"] });
  process.env.SAMSTYR_URL = await address(server);
  return () =>
    new Promise((stopped) => {
      server.removeAllListeners("exit");
      server.on("exit", stopped);
      server.kill("SIGTERM");
    });
}
