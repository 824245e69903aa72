/** The one contract between the service and everything that talks to it. One line per area. */
import type { ContractRouterClient } from '@orpc/contract';
import { agentContract } from './agent';
import { apiContract } from './api';
import { datasetContract } from './dataset';
import { diagnoseContract } from './diagnose';
import { evaluateContract } from './evaluate';
import { experimentContract } from './experiment';
import { jobContract } from './job';
import { modelContract } from './model';
import { onlineContract } from './online';
import { recommendContract } from './recommend';
import { reportContract } from './report';
import { runContract } from './run';
import { scheduleContract } from './schedule';
import { serverContract } from './server';
import { signalContract } from './signal';
import { simulateContract } from './simulate';
import { systemContract } from './system';
import { tuningContract } from './tuning';
import { variantContract } from './variant';
import { vectorsContract } from './vectors';

export const contract = {
  api: apiContract,
  system: systemContract,
  dataset: datasetContract,
  model: modelContract,
  recommend: recommendContract,
  experiment: experimentContract,
  diagnose: diagnoseContract,
  evaluate: evaluateContract,
  report: reportContract,
  job: jobContract,
  server: serverContract,
  tuning: tuningContract,
  variant: variantContract,
  run: runContract,
  vectors: vectorsContract,
  signal: signalContract,
  online: onlineContract,
  schedule: scheduleContract,
  simulate: simulateContract,
  agent: agentContract,
};
export type Contract = typeof contract;
export type RankLabClient = ContractRouterClient<Contract>;
