// Builds the page: `node build.mjs` writes dist/, `node build.mjs --check` fails where dist/ is not what the sources give.

import { build } from "esbuild";
import { readFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const LIMIT = 200_000;

const result = await build({
  absWorkingDir: here,
  entryPoints: { app: "src/app.tsx", style: "src/style.css" },
  outdir: "dist",
  bundle: true,
  minify: true,
  write: false,
  format: "esm",
  target: ["es2022"],
  charset: "utf8",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
});
const files = new Map(result.outputFiles.map((file) => [file.path.slice(join(here, "dist").length + 1), file.contents]));
files.set("index.html", readFileSync(join(here, "src/index.html")));

const size = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
if (size > LIMIT) throw new Error(`the page has ${size} bytes, more than ${LIMIT}`);

if (process.argv.includes("--check")) {
  const differ = [...files].filter(([name, bytes]) => !Buffer.from(bytes).equals(read(join(here, "dist", name))));
  if (differ.length > 0) {
    console.error(`dist/ is not what the sources give: ${differ.map(([name]) => name).join(", ")}. Run \`npm run build\` in web/.`);
    process.exit(1);
  }
} else {
  mkdirSync(join(here, "dist"), { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(here, "dist", name), bytes);
  console.log(`${files.size} files, ${size} bytes`);
}

function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
