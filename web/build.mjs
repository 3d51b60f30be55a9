// Builds the page into dist/: assets/ with content-hashed names, and an index.html that names them.
// Every byte is same-origin and nothing is inline, so the server can send a strict Content-Security-Policy.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, "dist");

/** @type {import("esbuild").BuildOptions} */
const options = {
  absWorkingDir: root,
  entryNames: "assets/[name]-[hash]",
  chunkNames: "assets/[name]-[hash]",
  outdir: dist,
  bundle: true,
  minify: true,
  target: ["es2022", "chrome105", "firefox110", "safari16"],
  jsx: "automatic",
  jsxImportSource: "preact",
  define: { "process.env.NODE_ENV": '"production"' },
  charset: "utf8",
  legalComments: "eof",
  metafile: true,
  write: false,
  logLevel: "warning",
};
const whole = await build({
  ...options,
  entryPoints: { page: "src/main.tsx", look: "styles/page.css" },
  format: "esm",
  splitting: true,
});
// The page waits for this one before it is painted, which only a script that is no module does.
const before = await build({ ...options, entryPoints: { theme: "src/settings/first-paint.ts" }, format: "iife" });
const outputs = { ...whole.metafile.outputs, ...before.metafile.outputs };
const outputFiles = [...whole.outputFiles, ...before.outputFiles];

function outputOf(entryPoint) {
  const found = Object.entries(outputs).find(([, output]) => output.entryPoint === entryPoint);
  if (!found) throw new Error(`esbuild wrote nothing for ${entryPoint}`);
  return { address: `/assets/${basename(found[0])}`, ...found[1] };
}

// What the page's script needs at once is fetched beside it, not after it.
const page = outputOf("src/main.tsx");
const needed = page.imports.filter(({ kind }) => kind === "import-statement");
const preloads = needed.map(({ path }) => `<link rel="modulepreload" href="/assets/${basename(path)}">`);

const icon = await readFile(join(root, "icon.svg"));
const iconName = `icon-${createHash("sha256").update(icon).digest("hex").slice(0, 8).toUpperCase()}.svg`;
const names = {
  "%SCRIPT%": page.address,
  "%THEME%": outputOf("src/settings/first-paint.ts").address,
  "%PRELOADS%": preloads.join("\n    "),
  "%STYLE%": outputOf("styles/page.css").address,
  "%ICON%": `/assets/${iconName}`,
};
let html = await readFile(join(root, "index.html"), "utf8");
for (const [placeholder, name] of Object.entries(names)) {
  if (!html.includes(placeholder)) throw new Error(`index.html does not use ${placeholder}`);
  html = html.replaceAll(placeholder, name);
}

await rm(dist, { recursive: true, force: true });
await mkdir(join(dist, "assets"), { recursive: true });
for (const file of outputFiles) await writeFile(file.path, file.contents);
await writeFile(join(dist, "assets", iconName), icon);
await writeFile(join(dist, "index.html"), html);
for (const file of outputFiles) console.log(`${basename(file.path)}  ${(file.contents.length / 1024).toFixed(1)} KiB`);
