import type { FastifyInstance } from 'fastify';

interface Route {
  method: string;
  pattern: RegExp;
}

const routesOf = new WeakMap<object, Route[]>();

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `/v1/blocks/:height` and `/v1/resolve/*` as a pattern for paths. */
function patternOf(url: string): RegExp {
  const source = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.+' : escaped(part)))
    .join('/');
  return new RegExp(`^${source}$`);
}

/** Must run before the first route is added. */
export function rememberRoutes(api: FastifyInstance): void {
  const routes: Route[] = [];
  routesOf.set(api, routes);
  api.addHook('onRoute', ({ method, url }) => {
    if (url === '/*') return;
    for (const name of [method].flat()) routes.push({ method: name, pattern: patternOf(url) });
  });
}

/** Methods that a path takes, for Allow headers; empty if there is nothing at that path. */
export function allowedMethods(api: FastifyInstance, url: string): string[] {
  const path = url.split('?', 1)[0] ?? '';
  const methods = (routesOf.get(api) ?? [])
    .filter(({ pattern }) => pattern.test(path))
    .map(({ method }) => method);
  return [...new Set(methods)].sort();
}
