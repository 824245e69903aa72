import { Registry } from '../core/registry';
import type { Signal } from './port';
import { categoryAffinity } from './signals/category-affinity';
import { creatorAffinity } from './signals/creator-affinity';
import { factorScore } from './signals/factor-score';
import { freshness } from './signals/freshness';
import { popularity } from './signals/popularity';
import { quality } from './signals/quality';
import { retrieval } from './signals/retrieval';
import { similarity } from './signals/similarity';
import { trending } from './signals/trending';

/** Every signal, in display order. A new one is a file in signals/ and a line here. */
export const signalRegistry = new Registry<Signal>('signal', [
  similarity,
  factorScore,
  popularity,
  freshness,
  categoryAffinity,
  creatorAffinity,
  quality,
  trending,
  retrieval,
]);
