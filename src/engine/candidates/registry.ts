import { Registry } from '../core/registry';
import type { CandidateSource } from './port';
import { content } from './sources/content';
import { factors } from './sources/factors';
import { popular } from './sources/popular';
import { random } from './sources/random';

export const candidateSources = new Registry<CandidateSource>('candidate source', [factors, content, popular, random]);
