import type { Rule } from 'eslint';
export const noCycle: Rule.RuleModule;
