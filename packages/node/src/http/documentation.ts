import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { type TSchema, Type } from 'typebox';
import { ProblemError } from '../problems/problem.ts';
import { VERSION } from '../version.ts';
import type { Api } from './api.ts';
import { addExamples, isDocument, type OpenApiDocument } from './examples.ts';
import type { Services } from './services.ts';

const DESCRIPTION = `Register, resolve and prove industrial identifiers.

Every answer can carry its proof: with \`Accept: application/cbor\` or \`?proof=1\` the node adds what shows, against nothing
but the genesis file, that the answer is true, complete and vouched for by the validators. Also "there is no such thing".

Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\`; titles follow \`Accept-Language\` (en, zh).
503 comes with \`Retry-After\`. Nothing here needs a login: changes are signed transactions, and what is public is public.`;

const TAGS = [
  { name: 'resolution', description: 'What an identifier resolves to, and the proof of it.' },
  { name: 'transactions', description: 'Changing the ledger.' },
  { name: 'governance', description: 'Who decides what, and what was decided.' },
  { name: 'directory', description: 'Prefixes, organizations and numbers.' },
  { name: 'chain', description: 'Blocks, headers and events.' },
  { name: 'operation', description: 'Health, metrics and this document.' },
];

/** The page loads nothing from anywhere else, sends nothing anywhere else and may not be framed. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // The page positions its parts with style attributes.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" width="150" height="40"><text x="0" y="28" fill="#fff" ' +
  'font-family="sans-serif" font-size="24" font-weight="bold">Touchmark</text></svg>';

/** An identifier in a path. Tools encode the slashes of a parameter, so the first one has to be part of the path. */
const IdentifierPath = Type.Object({
  prefix: Type.String({ description: 'The part before the first slash.', examples: ['88.118.8'] }),
  suffix: Type.String({
    description:
      'The rest, in its canonical form, which is made to stand in a path. Slashes in it are not encoded.',
    examples: ['JXDY2106023'],
  }),
});

/** Routes end in a wildcard where an identifier, which has slashes, ends the path. */
function withIdentifier({ schema, url }: { schema: TSchema; url: string }) {
  if (!url.endsWith('/*') || Reflect.get(schema ?? {}, 'hide') === true) return { schema, url };
  return {
    schema: { ...schema, params: IdentifierPath },
    url: `${url.slice(0, -1)}:prefix/:suffix`,
  };
}

/** /openapi.json, generated from the routes' schemas, and its page at /docs, served without any outside host. */
export async function addDocumentation(api: Api, { configuration }: Services): Promise<void> {
  const { publicUrl } = configuration.http;
  await api.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Touchmark node',
        version: VERSION,
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: publicUrl === '' ? '/' : publicUrl }],
      tags: TAGS,
      components: {
        securitySchemes: {
          readToken: {
            type: 'apiKey',
            in: 'header',
            name: 'Authorization',
            description:
              '`Touchmark TOKEN`: a read token signed by an active key of the organization that holds the ' +
              'record. Only needed to see its restricted values.',
          },
        },
      },
    },
    transform: withIdentifier,
    refResolver: {
      buildLocalReference: (json, _baseUri, _fragment, index) =>
        typeof json.$id === 'string' ? json.$id : `schema-${index}`,
    },
  });
  await api.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    transformStaticCSP: () => PAGE_POLICY,
    transformSpecification: () => describe(api),
    uiConfig: {
      // One address for the document, the one that everything else names.
      urls: [{ url: '/openapi.json', name: 'Touchmark' }],
      deepLinking: true,
      docExpansion: 'list',
      validatorUrl: null,
    },
    logo: { type: 'image/svg+xml', content: Buffer.from(LOGO), href: '/docs', target: '_self' },
    theme: { title: 'Touchmark API' },
  });
  // Whoever opens the address that `npm start` prints should see something.
  api.get('/', { schema: { hide: true } }, async (request, reply) => {
    // The router takes the target of "OPTIONS *" for the bare address, whatever the method.
    if (!/^\/(\?|$)/.test(request.raw.url ?? '')) throw new ProblemError('ROUTE_UNKNOWN');
    return reply.redirect('/docs');
  });
  let document: string | undefined;
  api.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    document ??= JSON.stringify(describe(api));
    return reply.type('application/json').send(document);
  });
}

function describe(api: Api): OpenApiDocument {
  const document: unknown = structuredClone(api.swagger());
  if (!isDocument(document)) throw new Error('the routes have no description');
  addExamples(document);
  return document;
}
