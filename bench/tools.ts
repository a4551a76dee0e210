/** Load tools and servers that benches compare with are looked for as those of the checks are. */
export { requireTool } from '../scripts/test-tools.ts';
