import { version } from "./version.ts";

const [first, ...others] = process.argv.slice(2);

// Asked for by scripts and editors all the time: answered before anything else is loaded.
if ((first === "--version" || first === "-V") && others.length === 0) {
  process.stdout.write(`${version}\n`);
} else {
  const { runProcess } = await import("./run-process.ts");
  await runProcess();
}
