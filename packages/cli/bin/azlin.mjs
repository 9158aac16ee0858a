#!/usr/bin/env node
// Kept in the repository, as package managers link it before anything is built.
import "../dist/main.js";
