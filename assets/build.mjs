// Styles, script and fonts: assets/ and node_modules/ → build/assets/. The same input gives the same bytes.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

import * as esbuild from "esbuild";
import * as sass from "sass";

const assets = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(assets);
const out = path.join(root, "build", "assets");
const require = createRequire(import.meta.url);

// Names of people and products come in these scripts; a browser fetches a subset only when a page uses it.
const SUBSETS = ["latin", "latin-ext", "greek", "cyrillic"];
const FACES = [
  "@fontsource-variable/inter/opsz.css", // with the optical-size axis: a label and a question are each cut for their size
  "@fontsource-variable/source-serif-4/opsz.css",
  "@fontsource-variable/source-serif-4/opsz-italic.css",
];

async function faces(name) {
  const file = require.resolve(name);
  const blocks = (await readFile(file, "utf8")).matchAll(/\/\* \S+?-((?:latin|greek|cyrillic|vietnamese)(?:-ext)?)-opsz-\w+ \*\/\s*(@font-face \{[^}]+\})/g);
  return [...blocks]
    .filter(([, subset]) => SUBSETS.includes(subset))
    .map(([, , face]) => face.replace("url(./", `url(${path.dirname(file)}/`))
    .join("\n");
}

// A warning of ours is an error. Bootstrap 5 can only be taken in parts by `@import`: allowed there and nowhere else.
const logger = {
  warn(message, { deprecation, deprecationType, span }) {
    const where = span?.url?.pathname ?? "";
    if (deprecation && deprecationType.id === "import" && where.endsWith("/scss/_bootstrap.scss")) return;
    throw new Error(`${where}:${span ? span.start.line + 1 : "?"}: ${message}`);
  },
};

async function styles() {
  const { css } = await sass.compileAsync(path.join(assets, "scss", "chartroom.scss"), {
    loadPaths: [path.join(root, "node_modules")],
    charset: false,
    quietDeps: true,
    verbose: true,
    logger,
  });
  return [...(await Promise.all(FACES.map(faces))), css].join("\n");
}

const shared = {
  absWorkingDir: root,
  outdir: out,
  bundle: true,
  minify: true,
  write: false,
  legalComments: "eof",
  logLevel: "warning",
};
const targets = ["chrome120", "firefox120", "safari17"];

const styleSheet = esbuild.build({
  ...shared,
  stdin: { contents: await styles(), loader: "css", resolveDir: root, sourcefile: "chartroom.css" },
  outdir: undefined,
  outfile: path.join(out, "chartroom.css"),
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]-[hash]",
  target: targets,
});
const script = esbuild.build({
  ...shared,
  entryPoints: [path.join(assets, "js", "chartroom.js")],
  format: "iife",
  target: targets,
});
const built = await Promise.all([styleSheet, script]);
if (built.some(({ warnings }) => warnings.length)) throw new Error("the warnings above count as errors");

// Written once everything has succeeded, so that a failed build leaves the last good one.
const files = built.flatMap(({ outputFiles }) => outputFiles.map(({ path: file, contents }) => [file, contents]));
files.push([path.join(out, "brand.svg"), await readFile(path.join(assets, "brand.svg"))]);
await rm(out, { recursive: true, force: true });
for (const [file, contents] of files) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, contents);
}
