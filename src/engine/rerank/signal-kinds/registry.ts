import { Registry } from '../../core/registry';
import { column } from './column';
import { formula } from './formula';
import { match } from './match';
import type { SignalKind } from './port';
import { score } from './score';
import { service } from './service';
import { vector } from './vector';

/** Every kind of signal that users define, in display order. A new one is a file beside this one and a line here. */
export const signalKinds = new Registry<SignalKind>('kind of signal', [column, match, score, vector, service, formula]);
