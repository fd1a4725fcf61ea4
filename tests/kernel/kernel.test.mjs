/**
 * The cases of this folder in Node: node --test tests/kernel/kernel.test.mjs (20.19 or newer; the kernel's files are
 * modules without a package.json that says so). tests/browser/modules/test_kernel_cases.py runs the same in Chromium.
 */
import { readdirSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("./cases/", import.meta.url);
for (const file of readdirSync(folder).filter((name) => name.endsWith(".js")).sort()) {
  const { cases } = await import(new URL(file, folder));
  for (const { name, run } of cases) test(`${file}: ${name}`, run);
}
