import { renderFusions } from '../candidates/fusion/definitions';
import { renderDefinitions } from '../evaluate/metrics/definitions';
import { renderConventions } from './convention-definitions';

/** docs/definitions.md: metrics, trec_eval's measures, fusion methods, conventions of results. */
export const definitionsPage = (): string => `${renderDefinitions()}\n${renderFusions()}\n${renderConventions()}\n`;
