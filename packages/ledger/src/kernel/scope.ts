/** True if an action's type is in one of the scopes: `module.verb`, or `module.*` for all of a module. */
export function isInScope(scopes: readonly string[], type: string): boolean {
  const module = `${type.slice(0, type.indexOf('.'))}.*`;
  return scopes.some((scope) => scope === type || scope === module);
}
