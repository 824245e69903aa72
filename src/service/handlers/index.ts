import type { Handlers } from '../rpc/router';
import type { HandlerContext } from './common';
import { agentHandlers } from './agent';
import { apiHandlers } from './api';
import { datasetHandlers } from './dataset';
import { diagnoseHandlers } from './diagnose';
import { evaluateHandlers } from './evaluate';
import { experimentHandlers } from './experiment';
import { jobHandlers } from './job';
import { modelHandlers } from './model';
import { onlineHandlers } from './online';
import { recommendHandlers } from './recommend';
import { reportHandlers } from './report';
import { runHandlers } from './run';
import { scheduleHandlers } from './schedule';
import { serverHandlers } from './server';
import { signalHandlers } from './signal';
import { simulateHandlers } from './simulate';
import { systemHandlers } from './system';
import { tuningHandlers } from './tuning';
import { variantHandlers } from './variant';
import { vectorsHandlers } from './vectors';

/** One object of handlers per area of the contract. */
export const handlers: Handlers<HandlerContext> = {
  api: apiHandlers,
  system: systemHandlers,
  dataset: datasetHandlers,
  model: modelHandlers,
  recommend: recommendHandlers,
  experiment: experimentHandlers,
  diagnose: diagnoseHandlers,
  evaluate: evaluateHandlers,
  report: reportHandlers,
  job: jobHandlers,
  server: serverHandlers,
  tuning: tuningHandlers,
  variant: variantHandlers,
  run: runHandlers,
  vectors: vectorsHandlers,
  signal: signalHandlers,
  online: onlineHandlers,
  schedule: scheduleHandlers,
  simulate: simulateHandlers,
  agent: agentHandlers,
};
