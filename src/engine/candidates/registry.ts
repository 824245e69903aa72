import { Registry } from '../core/registry';
import type { CandidateSource } from './port';
import { als } from './sources/als';
import { content } from './sources/content';
import { ease } from './sources/ease';
import { factors } from './sources/factors';
import { foreignRun } from './sources/foreign-run';
import { foreignVectors } from './sources/foreign-vectors';
import { itemKnn } from './sources/item-knn';
import { popular } from './sources/popular';
import { pureSvd } from './sources/pure-svd';
import { random } from './sources/random';
import { similarToVideo } from './sources/similar-to-video';
import { textQuery } from './sources/text-query';

export const candidateSources = new Registry<CandidateSource>('candidate source', [
  factors,
  content,
  popular,
  similarToVideo,
  textQuery,
  itemKnn,
  ease,
  pureSvd,
  als,
  random,
  foreignRun,
  foreignVectors,
]);
