#!/usr/bin/env node
// Started by whatever Node the host has (`npx touchmark`); the program itself runs under the pinned
// one.
import { runScript } from '../../../scripts/runtime.mjs';

const needs = { withDevelopment: false };
process.exitCode = await runScript('packages/cli/src/bin.ts', process.argv.slice(2), needs);
