/**
 * Every setting of a node, once: its type, limits, default and words. The file template, the environment names,
 * `touchmark config check` and docs/configuration.md are all derived from this schema.
 *
 * Names are camelCase here, snake_case in TOML (`http.body_limit_bytes`) and
 * TOUCHMARK_HTTP_BODY_LIMIT_BYTES in the environment. Units come last.
 */
import { type Static, Type } from 'typebox';

const integer = (description: string, value: number, minimum: number, maximum: number) =>
  Type.Integer({ description, default: value, minimum, maximum });

const text = (description: string, value: string) => Type.String({ description, default: value });

const choice = <const Values extends string[]>(
  description: string,
  value: Values[number],
  values: Values,
) => Type.Enum(values, { description, default: value });

const flag = (description: string, value: boolean) => Type.Boolean({ description, default: value });

const NodeSection = Type.Object(
  {
    dataDirectory: text(
      'Directory of the ledger. The genesis and validator key files are looked for in it too.',
      '.touchmark',
    ),
    genesisFile: text('Genesis file. Empty: genesis.json in the data directory.', ''),
    validatorKeyFile: text(
      'Key that signs headers, in the format of CometBFT (priv_validator_key.json). Empty: validator.json in the data directory.',
      '',
    ),
    validatorKey: Type.String({
      description:
        'The same key given directly: 32 bytes in base64. Meant for the environment; wins over the file. Not with CometBFT, which reads the file itself.',
      default: '',
      pattern: '^([A-Za-z0-9+/]{43}=)?$',
      secret: true,
    }),
    stopTimeoutMs: integer(
      'Longest time a graceful stop waits for requests in flight.',
      10_000,
      100,
      600_000,
    ),
  },
  { description: 'Where the node keeps its things.', additionalProperties: false },
);

const HttpSection = Type.Object(
  {
    host: text('Address to listen on. 0.0.0.0 or :: for every interface.', '127.0.0.1'),
    port: integer('Port to listen on. 0: any free port.', 8080, 0, 65_535),
    publicUrl: Type.String({
      description:
        'URL under which users reach this node, for the API document. Empty: host and port.',
      default: '',
      pattern: '^(https?://[^\\s?#]+[^/\\s?#])?$',
    }),
    bodyLimitBytes: integer(
      'Largest request body. One transaction can be 1 MiB.',
      1_048_576,
      1_024,
      16_777_216,
    ),
    headerLimitBytes: integer('Largest request head (line and headers).', 16_384, 2_048, 131_072),
    headersTimeoutMs: integer('Time for a client to send its headers.', 5_000, 100, 120_000),
    requestTimeoutMs: integer('Time for a client to send its request.', 30_000, 100, 600_000),
    keepAliveTimeoutMs: integer('How long an idle connection stays open.', 10_000, 100, 600_000),
    connectionsCheckIntervalMs: integer(
      'How often connections are checked against the two times above.',
      1_000,
      50,
      60_000,
    ),
    maxConnections: integer('Most connections at a time, per process.', 2_000, 1, 65_535),
    requestsPerConnection: integer(
      'Requests after which a connection is closed. 0: no limit.',
      0,
      0,
      1_000_000_000,
    ),
    commitWaitMs: integer(
      'How long a submission waits for its block unless the request says otherwise.',
      10_000,
      0,
      120_000,
    ),
    commitWaitLimitMs: integer('Longest wait a request may ask for.', 60_000, 0, 600_000),
    waitingRequests: integer(
      'Most requests that wait for a receipt at a time; more are answered 503.',
      4_096,
      1,
      65_535,
    ),
    corsOrigins: Type.Array(Type.String({ minLength: 1 }), {
      description:
        'Web origins whose pages may read this node. Answers are public and prove themselves, so: everyone.',
      default: ['*'],
    }),
  },
  { description: 'The HTTP interface and its limits.', additionalProperties: false },
);

const ResolverSection = Type.Object(
  {
    workers: integer(
      'Worker processes that answer resolutions beside the main process, on the same port. 0: the main process alone.',
      0,
      0,
      256,
    ),
    restartDelayMs: integer('Pause before a worker that died is started again.', 500, 10, 60_000),
  },
  { description: 'Resolution of identifiers.', additionalProperties: false },
);

const EventsSection = Type.Object(
  {
    maxClients: integer('Most event streams at a time; more are answered 503.', 256, 1, 65_535),
    bufferBytes: integer(
      'Bytes waiting for a slow client before it is dropped (it can resume where it was).',
      1_048_576,
      4_096,
      67_108_864,
    ),
    heartbeatMs: integer('Pause after which an idle stream sends a comment.', 15_000, 100, 300_000),
  },
  { description: 'Event streams.', additionalProperties: false },
);

const EngineSection = Type.Object(
  {
    mode: choice(
      'What drives the ledger: this process alone, or CometBFT among organizations.',
      'embedded',
      ['embedded', 'cometbft'],
    ),
    signatureWorkers: integer(
      'Threads that check signatures. 0: none, the main thread does it.',
      1,
      0,
      64,
    ),
    pendingTransactions: integer(
      'Most transactions waiting for a block; more are answered 503 with Retry-After. With CometBFT at most 800: more would only wait longer in its mempool.',
      20_000,
      1,
      1_000_000,
    ),
    pendingBytes: integer(
      'Most bytes of transactions waiting for a block.',
      67_108_864,
      2_097_152,
      4_294_967_296,
    ),
    blockTransactions: integer('Most transactions of a block.', 1_000, 1, 20_000),
    blockBytes: integer(
      'Most bytes of transactions of a block; the genesis file can set less.',
      2_097_152,
      1_048_576,
      16_777_216,
    ),
    heartbeatMs: integer(
      'Pause after which an idle chain signs an empty block, so that answers carry a recent time. 0: it rests. Of the ' +
        'embedded engine; a replicated chain makes an empty block every ten seconds.',
      0,
      0,
      86_400_000,
    ),
  },
  { description: 'The engine of the ledger.', additionalProperties: false },
);

const CometSection = Type.Object(
  {
    binary: text(
      'Program of CometBFT; `npm run --silent setup:cometbft -- v0.39` builds it and prints the path.',
      '',
    ),
    listen: text('Address and port to listen on for other nodes.', '0.0.0.0:26656'),
    peers: Type.Array(Type.String({ pattern: '^[0-9a-f]{40}@[^@,\\s]+:[0-9]+$' }), {
      description: 'Other nodes, as ID@HOST:PORT.',
      form: 'ID@HOST:PORT, with an id of 40 hexadecimal digits',
      default: [],
    }),
    snapshotInterval: integer(
      'Blocks between two snapshots of the state, by which other nodes join. 0: none are taken.',
      1_000,
      0,
      1_000_000_000,
    ),
    snapshotsKept: integer('How many snapshots are kept, the newest ones.', 2, 1, 10),
  },
  {
    description: 'Replication by CometBFT; with engine.mode = "cometbft".',
    additionalProperties: false,
  },
);

const StateSyncSection = Type.Object(
  {
    trustHeight: integer(
      'Height of a header that is trusted, learned from somebody who is believed. 0: no state sync.',
      0,
      0,
      Number.MAX_SAFE_INTEGER,
    ),
    trustHash: Type.String({
      description: 'Hash of that header, in hexadecimal.',
      default: '',
      pattern: '^([0-9A-Fa-f]{64})?$',
    }),
    rpcServers: Type.Array(Type.String({ pattern: '^https?://[^\\s,?#]+$' }), {
      description:
        'URLs of two or more nodes, best of different organizations, which are asked for headers.',
      default: [],
    }),
    trustPeriodHours: integer('How old a header may be that is trusted.', 168, 1, 8_760),
  },
  {
    description:
      'Beginning with the state of other nodes instead of the first block, once, with engine.mode = "cometbft".',
    additionalProperties: false,
  },
);

const LogSection = Type.Object(
  {
    level: choice('Least severe level that is written, as JSON lines on stderr.', 'info', [
      'fatal',
      'error',
      'warn',
      'info',
      'debug',
      'trace',
      'silent',
    ]),
  },
  { description: 'Logs.', additionalProperties: false },
);

const MetricsSection = Type.Object(
  { enabled: flag('Serve /metrics in the Prometheus format.', true) },
  { description: 'Metrics.', additionalProperties: false },
);

const AdminSection = Type.Object(
  {
    enabled: flag(
      'Serve administration to this machine: 127.0.0.1, with a token that only the owner of the data directory can read.',
      true,
    ),
    port: integer(
      'Port of it. 0: any free port; commands find it by the data directory.',
      0,
      0,
      65_535,
    ),
  },
  { description: 'Administration of a running node: scrub, status.', additionalProperties: false },
);

const WatchSection = Type.Object(
  {
    intervalMs: integer(
      'How often the node looks at its disk, its clock and its keys. 0: never.',
      60_000,
      0,
      86_400_000,
    ),
    diskFreeBytes: integer(
      'Room on the disk below which the log warns; at a quarter of it, as an error.',
      2_147_483_648,
      0,
      1_099_511_627_776,
    ),
    keyExpiryDays: integer('Days before a key ends from which the log warns.', 30, 0, 3_650),
    scrubHours: integer(
      'Pause between two scrubs of the running node. 0: none but those that are asked for.',
      0,
      0,
      8_760,
    ),
    scrubRecordsPerSecond: integer(
      'How many records a scrub of the running node checks a second.',
      10_000,
      100,
      10_000_000,
    ),
  },
  { description: 'What the node looks after by itself.', additionalProperties: false },
);

export const ConfigurationSchema = Type.Object(
  {
    node: NodeSection,
    http: HttpSection,
    resolver: ResolverSection,
    events: EventsSection,
    engine: EngineSection,
    comet: CometSection,
    statesync: StateSyncSection,
    log: LogSection,
    metrics: MetricsSection,
    admin: AdminSection,
    watch: WatchSection,
  },
  { additionalProperties: false },
);

/** A node's complete, checked settings. */
export type Configuration = Static<typeof ConfigurationSchema>;
