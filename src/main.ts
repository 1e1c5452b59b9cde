#!/usr/bin/env node
import { runCli } from './cli/index.js';

const code = await runCli({
  args: process.argv.slice(2),
  env: process.env,
  // the rooms are loaded by the commands that need them
  createApplication: async (resources, clock) => (await import('./app.js')).createApplication(resources, clock),
});
process.exitCode = code;
// whatever still holds the event loop after a stop must not hold the process
setTimeout(() => process.exit(code), 2_000).unref();
