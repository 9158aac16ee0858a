#!/usr/bin/env node
// Kept in the repository, as package managers link it before anything is built.
import module from "node:module";

// From Node 22.8 on: what was compiled once is not compiled again. It has to be said before the rest is loaded.
module.enableCompileCache?.();
await import("../dist/main.js");
