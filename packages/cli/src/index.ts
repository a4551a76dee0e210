export { loadAllCommands } from './command/table.ts';
export { actionsPage } from './docs/actions-page.ts';
export { commandReference } from './docs/reference.ts';
export { errorsPage } from './errors/errors-page.ts';
export { openHost } from './host.ts';
export { main, runCommands } from './main.ts';
export type { Example, ExampleRegistration, ExampleValue } from './start/example.ts';
export { startCommand } from './start/start-command.ts';
