import { renderFusions } from '../candidates/fusion/definitions';
import { renderDefinitions } from '../evaluate/metrics/definitions';

/** docs/definitions.md: metrics, trec_eval's measures, fusion methods. */
export const definitionsPage = (): string => `${renderDefinitions()}\n${renderFusions()}`;
