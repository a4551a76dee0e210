/**
 * Written by `node scripts/generate-actions.ts` from what the ledger's modules declare: edit those.
 */
export interface ActionParams {
  /** Asks for admission. */
  readonly 'organizations.apply': {
    readonly id: string;
    readonly name: string;
    readonly roles: readonly (
      | 'administrator'
      | 'top-operator'
      | 'secondary-operator'
      | 'enterprise-operator'
      | 'reporter'
      | 'regulator'
      | 'auditor'
      | 'validator'
    )[];
    readonly keys: readonly {
      readonly algorithm: 'ed25519' | 'p256' | 'sm2';
      readonly publicKey: Uint8Array;
      readonly proof: Uint8Array;
    }[];
    readonly creditCode: string;
    readonly lei: string;
    readonly documents: readonly {
      readonly name: string;
      readonly digest: Uint8Array;
    }[];
    readonly statement: string;
  };
  /** Admits who has applied, with the name, keys, codes and documents of the application. */
  readonly 'organizations.admit-applicant': {
    readonly id: string;
    readonly application: Uint8Array;
    readonly roles: readonly (
      | 'administrator'
      | 'top-operator'
      | 'secondary-operator'
      | 'enterprise-operator'
      | 'reporter'
      | 'regulator'
      | 'auditor'
      | 'validator'
    )[];
  };
  /** Declines an application, with the reason. */
  readonly 'organizations.decline': {
    readonly id: string;
    readonly reason: string;
  };
  /** Admits an organization with its roles and first keys. */
  readonly 'organizations.admit': {
    readonly id: string;
    readonly name: string;
    readonly roles: readonly (
      | 'administrator'
      | 'top-operator'
      | 'secondary-operator'
      | 'enterprise-operator'
      | 'reporter'
      | 'regulator'
      | 'auditor'
      | 'validator'
    )[];
    readonly keys: readonly {
      readonly algorithm: 'ed25519' | 'p256' | 'sm2';
      readonly publicKey: Uint8Array;
      readonly proof: Uint8Array;
    }[];
  };
  /**
   * Suspends an organization: its transactions are refused, what it holds stays resolvable, its
   * validators go.
   */
  readonly 'organizations.suspend': {
    readonly id: string;
    readonly reason: string;
  };
  /** Suspends an organization for at most 72 hours. */
  readonly 'organizations.suspend-urgently': {
    readonly id: string;
    readonly hours: number;
    readonly reason: string;
  };
  /** Ends the suspension of an organization. */
  readonly 'organizations.reinstate': {
    readonly id: string;
    readonly reason: string;
  };
  /** Ends a membership for good. */
  readonly 'organizations.leave': {
    readonly id: string;
    readonly reason: string;
  };
  /** Gives an organization these roles, in place of those it had. */
  readonly 'organizations.set-roles': {
    readonly id: string;
    readonly roles: readonly (
      | 'administrator'
      | 'top-operator'
      | 'secondary-operator'
      | 'enterprise-operator'
      | 'reporter'
      | 'regulator'
      | 'auditor'
      | 'validator'
    )[];
  };
  /** Registers another key of an organization. */
  readonly 'organizations.add-key': {
    readonly id: string;
    readonly algorithm: 'ed25519' | 'p256' | 'sm2';
    readonly publicKey: Uint8Array;
    readonly proof: Uint8Array;
    readonly label: string;
    readonly scopes: readonly string[];
    readonly notBeforeMs: number;
    readonly notAfterMs: number;
  };
  /** Replaces a key by one with its label, scopes and end. */
  readonly 'organizations.rotate-key': {
    readonly id: string;
    readonly keyId: Uint8Array;
    readonly algorithm: 'ed25519' | 'p256' | 'sm2';
    readonly publicKey: Uint8Array;
    readonly proof: Uint8Array;
    readonly overlapMs: number;
  };
  /** Revokes a key of an organization for good, from the next transaction on. */
  readonly 'organizations.revoke-key': {
    readonly id: string;
    readonly keyId: Uint8Array;
    readonly reason: string;
  };
  /** Names the keys that together can give an organization new ones. */
  readonly 'organizations.set-recovery': {
    readonly id: string;
    readonly threshold: number;
    readonly keys: readonly {
      readonly algorithm: 'ed25519' | 'p256' | 'sm2';
      readonly publicKey: Uint8Array;
      readonly proof: Uint8Array;
    }[];
  };
  /** Gives an organization new keys, and revokes all that it had but those for recovery. */
  readonly 'organizations.recover': {
    readonly id: string;
    readonly keys: readonly {
      readonly algorithm: 'ed25519' | 'p256' | 'sm2';
      readonly publicKey: Uint8Array;
      readonly proof: Uint8Array;
    }[];
    readonly reason: string;
  };
  /** Says by which unified social credit code and LEI an organization is known. */
  readonly 'organizations.set-codes': {
    readonly id: string;
    readonly creditCode: string;
    readonly lei: string;
  };
  /** Attaches a document by its hash, or the next version of one. */
  readonly 'organizations.attach': {
    readonly id: string;
    readonly name: string;
    readonly digest: Uint8Array;
  };
  /** Says that a document no longer holds. */
  readonly 'organizations.detach': {
    readonly id: string;
    readonly name: string;
  };
  /** Says how much organizations of a role may use in a day. */
  readonly 'organizations.set-quota': {
    readonly role:
      | 'administrator'
      | 'top-operator'
      | 'secondary-operator'
      | 'enterprise-operator'
      | 'reporter'
      | 'regulator'
      | 'auditor'
      | 'validator';
    readonly registrations: number;
    readonly bytes: number;
  };
  /** Delegates a prefix to an organization, which then registers and delegates below it. */
  readonly 'naming.delegate': {
    readonly prefix: string;
    readonly holder: string;
  };
  /** Gives a prefix to another organization. */
  readonly 'naming.transfer-prefix': {
    readonly prefix: string;
    readonly expectedVersion: number;
    readonly to: string;
  };
  /** Gives the prefix of an organization that left, or is suspended without an end, to another one. */
  readonly 'naming.reassign-prefix': {
    readonly prefix: string;
    readonly expectedVersion: number;
    readonly to: string;
    readonly reason: string;
  };
  /**
   * Lets an organization administer a prefix and what its holder has below it, in the name of the
   * holder.
   */
  readonly 'naming.delegate-administration': {
    readonly prefix: string;
    readonly administrator: string;
    readonly mayDelegate: 'no' | 'yes';
    readonly untilMs: number;
  };
  /** Ends what was delegated to an administrator, and so all that it delegated on. */
  readonly 'naming.revoke-administration': {
    readonly prefix: string;
    readonly administrator: string;
    readonly reason: string;
  };
  /**
   * Says which types of values the records directly under a prefix must and may have, from their
   * next registration or change on.
   */
  readonly 'naming.set-template': {
    readonly prefix: string;
    readonly expectedVersion: number;
    readonly required: readonly string[];
    readonly optional: readonly string[];
    readonly others: 'no' | 'yes';
  };
  /**
   * Says whether, and how long after its retirement, an identifier directly under a prefix may be
   * registered again by the same holder.
   */
  readonly 'naming.set-reregistration': {
    readonly prefix: string;
    readonly expectedVersion: number;
    readonly afterMs: number;
  };
  /** Registers identifiers with their values under a prefix: all of them, or none. */
  readonly 'naming.register': {
    readonly prefix: string;
    readonly entries: readonly {
      readonly suffix: string;
      readonly values: readonly {
        readonly index: number;
        readonly type: string;
        readonly data: string | Uint8Array;
        readonly ttlSeconds: number;
        readonly permissions: number;
      }[];
    }[];
  };
  /** Gives a record these values in place of those it has, if it still is at the version seen. */
  readonly 'naming.update': {
    readonly identifier: string;
    readonly expectedVersion: number;
    readonly values: readonly {
      readonly index: number;
      readonly type: string;
      readonly data: string | Uint8Array;
      readonly ttlSeconds: number;
      readonly permissions: number;
    }[];
  };
  /** Gives a record to another organization. */
  readonly 'naming.transfer': {
    readonly identifier: string;
    readonly expectedVersion: number;
    readonly to: string;
  };
  /** Gives the record of an organization that left, or is suspended without an end, to another one. */
  readonly 'naming.reassign': {
    readonly identifier: string;
    readonly to: string;
    readonly reason: string;
  };
  /** Retires an identifier: its record stays as a tombstone with the reason. */
  readonly 'naming.retire': {
    readonly identifier: string;
    readonly expectedVersion: number;
    readonly reason: string;
  };
  /**
   * Registers a retired identifier again, where the rule of its prefix allows it: the next version
   * of the same record.
   */
  readonly 'naming.reregister': {
    readonly identifier: string;
    readonly expectedVersion: number;
    readonly values: readonly {
      readonly index: number;
      readonly type: string;
      readonly data: string | Uint8Array;
      readonly ttlSeconds: number;
      readonly permissions: number;
    }[];
  };
  /**
   * Proposes a value for a record, which becomes part of it when so many of the parties have
   * signed, while who proposed it may act for the holder.
   */
  readonly 'naming.request-signatures': {
    readonly identifier: string;
    readonly expectedVersion: number;
    readonly value: {
      readonly index: number;
      readonly type: string;
      readonly data: string | Uint8Array;
      readonly ttlSeconds: number;
      readonly permissions: number;
    };
    readonly parties: readonly string[];
    readonly required: number;
    readonly withdrawal: 'never' | 'before' | 'always';
    readonly untilMs: number;
  };
  /**
   * Signs a value that waits for signatures, for each signer of the transaction that is one of the
   * parties.
   */
  readonly 'naming.sign-value': {
    readonly identifier: string;
    readonly index: number;
    readonly digest: Uint8Array;
  };
  /** Takes the author's signature of a value back, where the request allows it. */
  readonly 'naming.withdraw-signature': {
    readonly identifier: string;
    readonly index: number;
    readonly reason: string;
  };
  /** Ends a request for signatures. */
  readonly 'naming.close-request': {
    readonly identifier: string;
    readonly index: number;
    readonly reason: string;
  };
  /** Puts a list of governed actions to the vote by the rules that the constitution has now. */
  readonly 'governance.propose': {
    readonly title: string;
    readonly actions: readonly {
      readonly type: string;
      readonly params: Uint8Array;
    }[];
    readonly vote: 'yes' | 'none';
  };
  /** Votes on a proposal, or stops it by veto. */
  readonly 'governance.vote': {
    readonly proposal: number;
    readonly choice: 'yes' | 'no' | 'abstain' | 'veto';
    readonly reason: string;
  };
  /** Takes a proposal back before it is carried out. */
  readonly 'governance.withdraw': {
    readonly proposal: number;
  };
  /** Replaces the constitution. */
  readonly 'governance.set-constitution': {
    readonly committees: readonly {
      readonly name: string;
      readonly organizations: readonly string[];
    }[];
    readonly rules: readonly {
      readonly action: string;
      readonly threshold: string;
      readonly electorate: readonly string[];
      readonly quorum: string;
      readonly votingMs: number;
      readonly delayMs: number;
      readonly veto: readonly string[];
    }[];
  };
  /** Says who decides blocks, with which keys and power. */
  readonly 'governance.set-validators': {
    readonly validators: readonly {
      readonly organization: string;
      readonly publicKey: Uint8Array;
      readonly power: number;
    }[];
  };
  /**
   * Says how long a block may be, and how long after the fact a validator answers for signing
   * twice.
   */
  readonly 'governance.set-consensus': {
    readonly maxBytes: number;
    readonly evidenceBlocks: number;
    readonly evidenceMs: number;
  };
  /** Has a module go by the next version of its rules from a block on. */
  readonly 'governance.activate': {
    readonly module: string;
    readonly version: number;
    readonly height: number;
  };
  /** Takes back the activation of a version that has not come yet. */
  readonly 'governance.cancel-activation': {
    readonly module: string;
  };
  /** Says that from here on this machine signs with a validator's key, and no other. */
  readonly 'governance.claim-signer': {
    readonly publicKey: Uint8Array;
    readonly mark: Uint8Array;
    readonly replaces: Uint8Array;
  };
}
