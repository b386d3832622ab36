// Builds what the server embeds: fixed names, no hashes (the server sends an ETag), the same bytes every time.
import { readFileSync, readdirSync } from "node:fs";
import { defineConfig } from "vite";

/** The licences of every package that is shipped, in one file beside the code. */
function licences() {
  return {
    name: "licences",
    generateBundle() {
      const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
      const shipped = Object.entries(lock.packages).filter(([path, entry]) => path && !entry.dev && !entry.devOptional);
      const texts = shipped.map(([path, { version, license }]) => {
        const file = readdirSync(path).find((name) => /^licen[cs]e/i.test(name));
        if (!file) this.warn(`${path} has no licence file`);
        const text = file ? readFileSync(`${path}/${file}`, "utf8").trim() : "";
        return `${path.replace("node_modules/", "")} ${version} (${license})\n\n${text}\n`;
      });
      this.emitFile({ type: "asset", fileName: "licences.txt", source: texts.join(`\n${"-".repeat(80)}\n\n`) });
    },
  };
}

export default defineConfig({
  base: "./", // a page from a folder finds the fonts as well as one from a server
  build: {
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: { samstyr: "src/samstyr.js", editor: "src/editor/index.js", style: "src/samstyr.css" },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name].js",
        assetFileNames: ({ names }) => (names[0].endsWith(".css") ? "samstyr.css" : "[name][extname]"),
      },
    },
  },
  plugins: [licences()],
});
