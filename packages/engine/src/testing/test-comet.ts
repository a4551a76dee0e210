/** In the place of CometBFT: dials the socket of a real engine, and decides blocks as it is told. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProtoWriter, protoFields, type Timestamp } from '@touchmark/codec';
import { ledger } from '@touchmark/ledger';
import { FrameReader, frameLength } from '../abci/frames.ts';
import { CometEngine } from '../cometbft/comet-engine.ts';
import { COMET_DEFAULTS } from '../cometbft/options.ts';
import { GENESIS_TIME_MS } from './test-chain.ts';
import { TestConsensus } from './test-consensus.ts';
import { TestStore } from './test-store.ts';

const INFO = 3;
const INIT_CHAIN = 5;
const COMMIT = 11;
const PROCESS_PROPOSAL = 17;
const FINALIZE_BLOCK = 20;
const ACCEPT = 1;

type Answer = (body: Uint8Array) => void;

class Connection {
  readonly #socket: Socket;
  readonly #waiting: Answer[] = [];

  constructor(path: string) {
    const reader = new FrameReader();
    this.#socket = connect(path);
    this.#socket.on('data', (part: Buffer) => {
      for (const message of reader.add(part)) this.#waiting.shift()?.(message.slice());
    });
  }

  /** The body of the answer, whose tag is one more than the request's. */
  async ask(tag: number, message = new ProtoWriter()): Promise<Uint8Array> {
    const size = message.view().length + 16;
    const bytes = new ProtoWriter(size).message(tag, message).finish();
    const { promise, resolve } = Promise.withResolvers<Uint8Array>();
    this.#waiting.push(resolve);
    this.#socket.write(frameLength(bytes.length));
    this.#socket.write(bytes);
    const [answer] = protoFields(await promise);
    assert.equal(answer?.field, tag + 1);
    return answer.bytes();
  }

  close(): void {
    this.#socket.destroy();
  }
}

function timeMessage({ seconds, nanos }: Timestamp): ProtoWriter {
  return new ProtoWriter().varint(1, seconds).varint(2, nanos);
}

/** One node's engine with blocks from outside; what it sends into the mempool is in `sent`. */
export class TestComet implements AsyncDisposable {
  readonly consensus = new TestConsensus();
  readonly engine: CometEngine;
  readonly sent: Uint8Array[] = [];
  readonly #directory = mkdtempSync(join(tmpdir(), 'touchmark-comet-'));
  /** Executes the same blocks, and so knows what the next header says. */
  readonly #other = this.consensus.open();
  #connection: Connection | undefined;
  #height = 0;

  constructor() {
    const { consensus } = this;
    const { chain, genesis } = consensus;
    this.engine = new CometEngine({
      ledger,
      genesis,
      genesisBytes: chain.genesis,
      store: new TestStore(),
      appSocket: join(this.#directory, 'app.sock'),
      rpcSocket: join(this.#directory, 'rpc.sock'),
      options: {
        ...COMET_DEFAULTS,
        signatureWorkers: 0,
        clock: () => GENESIS_TIME_MS + 1_000,
      },
    });
    const { rpc } = this.engine;
    rpc.signedHeader = (height) => consensus.signedHeader(height);
    rpc.validators = () => consensus.validators();
    rpc.evidence = (height) => consensus.evidence(height);
    rpc.broadcast = async (transaction) => {
      this.sent.push(transaction);
      return { code: 0, log: '' };
    };
  }

  async start(): Promise<void> {
    const { genesis } = this.consensus;
    await this.engine.start({
      startComet: async () => {
        this.#connection = new Connection(join(this.#directory, 'app.sock'));
        await this.#connection.ask(INFO);
        const init = new ProtoWriter().message(1, timeMessage(genesis.genesisTime));
        await this.#connection.ask(INIT_CHAIN, init.text(2, genesis.chainId).varint(6, 1));
        this.consensus.found(this.#other);
        await this.next();
        await this.next();
        return { stop: async () => this.#connection?.close() };
      },
    });
  }

  /** Decides a block of these and tells the engine. */
  async next(bundles: Uint8Array[] = []): Promise<void> {
    await this.consensus.next(this.#other, bundles);
    this.#height += 1;
    const block = this.consensus.block(this.#height);
    const message = new ProtoWriter(1024);
    for (const bundle of bundles) message.element(1, bundle);
    message.bytes(4, block.hash).varint(5, this.#height).message(6, timeMessage(block.time));
    await this.#ask(FINALIZE_BLOCK, message);
    await this.#ask(COMMIT);
  }

  /** Whether the engine accepts a block of these from another proposer. */
  async accepts(bundles: readonly Uint8Array[]): Promise<boolean> {
    const message = new ProtoWriter(1024);
    for (const bundle of bundles) message.element(1, bundle);
    const answer = await this.#ask(PROCESS_PROPOSAL, message.varint(5, this.#height + 1));
    return [...protoFields(answer)].some((field) => field.field === 1 && field.number() === ACCEPT);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.close();
    rmSync(this.#directory, { recursive: true });
  }

  #ask(tag: number, message?: ProtoWriter): Promise<Uint8Array> {
    assert.ok(this.#connection !== undefined);
    return this.#connection.ask(tag, message);
  }
}
