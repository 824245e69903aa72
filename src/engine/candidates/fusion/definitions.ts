import { z } from 'zod';
import { fusionMethods } from './registry';
import type { FusionMethod } from './port';

const introduction = `# Fusion

A candidate pool, or a run, may be made of several lists $s$ with weights $w_s$ (1 unless given; 0 leaves a list out). $s(d)$ is the score of item $d$,
$\\mathrm{rank}_s(d)$ its position from 1, $|s|$ the length of the list, $m$ the number of distinct items in all lists. Methods that combine scores
normalise each list first: \`min-max\` $(s - \\min) / (\\max - \\min)$, \`max\` $s / \\max$, \`sum\` $(s - \\min) / \\sum (s - \\min)$, \`z-score\`
$(s - \\mathrm{mean}) / \\mathrm{deviation}$ with the population's standard deviation, \`rank\` $1 - (\\mathrm{rank} - 1) / |s|$, or \`none\`. A divisor
below $10^{-9}$ counts as $10^{-9}$. Definitions follow ranx; \`test/golden/make-fusion.py\` computes them with numpy. Equal fused scores are ordered by row.`;

function section(method: FusionMethod): string {
  const schema = z.toJSONSchema(method.params, { io: 'input', unrepresentable: 'any' });
  const parameters = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const byDefault = typeof property === 'object' ? property.default : undefined;
    return `${name} = ${JSON.stringify(byDefault)}`;
  });
  const facts = [`- Source: ${method.source}`, ...(parameters.length > 0 ? [`- Parameters: ${parameters.join(', ')}`] : [])];
  return [`## fusion ${method.id}`, `**${method.label}.** ${method.description}.`, `$$${method.formula}$$`, facts.join('\n')].join('\n\n');
}

/** The part of the definitions page about fusion methods. */
export const renderFusions = (): string => `${[introduction, ...fusionMethods.list().map(section)].join('\n\n')}\n`;
