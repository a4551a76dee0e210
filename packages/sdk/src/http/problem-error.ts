/** A problem that the node reports (RFC 9457): the request reached it, and it said no. */
export class ProblemError extends Error {
  /** Stable code, by the node, the ledger or a codec. */
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  /** Id under which the node's log has this request. */
  readonly requestId: string | undefined;
  /** The whole problem document. */
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    const { code, detail, title, instance } = problem;
    const words = [detail, title].find((text) => typeof text === 'string');
    super(typeof words === 'string' ? words : `The node answered with status ${status}.`);
    this.name = 'ProblemError';
    this.code = typeof code === 'string' ? code : 'NODE_PROBLEM';
    this.status = status;
    this.requestId = typeof instance === 'string' ? instance : undefined;
    this.problem = problem;
  }
}
