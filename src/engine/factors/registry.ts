import { Registry } from '../core/registry';
import { als } from './methods/als';
import { truncatedSvd } from './methods/truncated-svd';
import type { FactorMethod } from './port';

export const factorRegistry = new Registry<FactorMethod>('factor method', [truncatedSvd, als]);
