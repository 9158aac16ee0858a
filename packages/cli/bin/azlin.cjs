#!/usr/bin/env node
// Kept in the repository, as package managers link it before anything is built.
require("../dist/main.cjs");
