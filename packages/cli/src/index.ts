export { loadAllCommands } from './command/table.ts';
export { commandReference } from './docs/reference.ts';
