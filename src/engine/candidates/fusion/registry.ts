import { Registry } from '../../core/registry';
import { borda } from './methods/borda';
import { combAnz } from './methods/comb-anz';
import { combMax } from './methods/comb-max';
import { combMed } from './methods/comb-med';
import { combMin } from './methods/comb-min';
import { combMnz } from './methods/comb-mnz';
import { combSum } from './methods/comb-sum';
import { condorcet } from './methods/condorcet';
import { isr } from './methods/isr';
import { logIsr } from './methods/log-isr';
import { maxScore } from './methods/max-score';
import { ownScore } from './methods/own-score';
import { rbc } from './methods/rbc';
import { rrf } from './methods/rrf';
import { weightedSum } from './methods/weighted-sum';
import type { FusionMethod } from './port';

/** Ways to merge the lists of several sources or runs. */
export const fusionMethods = new Registry<FusionMethod>('fusion method', [
  rrf,
  maxScore,
  ownScore,
  combSum,
  weightedSum,
  combMnz,
  combAnz,
  combMed,
  combMin,
  combMax,
  isr,
  logIsr,
  borda,
  condorcet,
  rbc,
]);
