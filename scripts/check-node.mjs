// Imported first by the entry scripts: everything after it may use what Node 20.19 has.
const needed = [20, 19];
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  console.error(`azlin needs Node ${needed.join(".")} or newer; this is ${process.versions.node}.`);
  console.error("Install a current release from https://nodejs.org and run the command again.");
  process.exit(2);
}
