// Holds pages against axe-core's rules in a Chromium without a window. tools/axe.py runs it:
//   node axe.mjs FOLDER CHROMIUM WIDTH … < names of HTML files, one a line
// and reads a line of JSON for each page and width: what is broken, and how many rules were tried.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, executablePath, ...widths] = process.argv.slice(2);
const require = createRequire(`${folder}/package.json`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
for (const file of readFileSync(0, "utf-8").split("\n").filter(Boolean)) {
  for (const width of widths.map(Number)) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    await page.goto(pathToFileURL(file).href);
    await page.evaluate(axe);
    const { violations, passes } = await page.evaluate(() => window.axe.run());
    const wider = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    const broken = violations.map(({ id, impact, help, nodes }) => ({
      id, impact, help, count: nodes.length, where: nodes[0].target.join(" "),
    }));
    console.log(JSON.stringify({ file, width, wider, broken, kept: passes.length }));
    await page.close();
  }
}
await browser.close();
