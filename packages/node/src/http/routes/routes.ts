import type { Api } from '../api.ts';
import {
  BlockPage,
  BlockSchema,
  HeaderSchema,
  PrefixPage,
  PrefixSchema,
  SignedHeaderSchema,
} from '../schemas/chain.ts';
import { ProblemSchema } from '../schemas/basics.ts';
import { ConsensusSchema } from '../schemas/consensus.ts';
import {
  ApplicationPage,
  ConstitutionSchema,
  DryRunSchema,
  ProposalPage,
  ProposalSchema,
} from '../schemas/governance.ts';
import { OrganizationPage, OrganizationSchema, StatisticsSchema } from '../schemas/organization.ts';
import { FollowedRecord, PrefixChanges, RecordLife, StateEntries } from '../schemas/history.ts';
import { RecordList, ResolvedRecord } from '../schemas/record.ts';
import { BatchSchema, EventPage, PendingSchema, ReceiptSchema } from '../schemas/transaction.ts';
import { UpgradesSchema } from '../schemas/upgrades.ts';
import type { Services } from '../services.ts';
import { batchRoutes } from './batches.ts';
import { blockRoutes } from './blocks.ts';
import { consensusRoutes } from './consensus.ts';
import { consensusReportRoutes } from './consensus-report.ts';
import { dryRunRoutes } from './dry-run.ts';
import { eventRoutes } from './events.ts';
import { governanceRoutes } from './governance.ts';
import { historyRoutes } from './history.ts';
import { healthRoutes } from './health.ts';
import { listRoutes } from './list.ts';
import { organizationRoutes } from './organizations.ts';
import { prefixRoutes } from './prefixes.ts';
import { problemRoutes } from './problems.ts';
import { receiptRoutes } from './receipts.ts';
import { resolveRoutes } from './resolve.ts';
import { statisticsRoutes } from './statistics.ts';
import { transactionRoutes } from './transactions.ts';
import { upgradeRoutes } from './upgrades.ts';
import { EvidenceSchema } from '../schemas/evidence.ts';
import { evidenceRoutes } from './evidence.ts';

const SCHEMAS = [
  ProblemSchema,
  ResolvedRecord,
  RecordList,
  RecordLife,
  FollowedRecord,
  PrefixChanges,
  StateEntries,
  ReceiptSchema,
  PendingSchema,
  BatchSchema,
  EventPage,
  BlockPage,
  BlockSchema,
  HeaderSchema,
  SignedHeaderSchema,
  ConsensusSchema,
  PrefixSchema,
  PrefixPage,
  OrganizationPage,
  OrganizationSchema,
  StatisticsSchema,
  ConstitutionSchema,
  ProposalPage,
  ProposalSchema,
  ApplicationPage,
  DryRunSchema,
  UpgradesSchema,
  EvidenceSchema,
];

/** In the order of the API document. */
export function addRoutes(api: Api, services: Services): void {
  for (const schema of SCHEMAS) api.addSchema(schema);
  resolveRoutes(api, services);
  listRoutes(api, services);
  historyRoutes(api, services);
  transactionRoutes(api, services);
  batchRoutes(api, services);
  receiptRoutes(api, services);
  prefixRoutes(api, services);
  organizationRoutes(api, services);
  governanceRoutes(api, services);
  upgradeRoutes(api, services);
  evidenceRoutes(api, services);
  dryRunRoutes(api, services);
  statisticsRoutes(api, services);
  blockRoutes(api, services);
  consensusReportRoutes(api, services);
  eventRoutes(api, services);
  problemRoutes(api);
  healthRoutes(api, services);
  consensusRoutes(api, services);
}
