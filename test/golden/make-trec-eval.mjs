#!/usr/bin/env node
/**
 * Writes the golden values of trec_eval's measures, computed by trec_eval from the files in test/golden/trec, of which this
 * script generates the graded ones. Then compares every number of trec_eval's own test folder with ours.
 *
 *   node test/golden/make-trec-eval.mjs PATH      a checkout of github.com/usnistgov/trec_eval in which `make` has run
 *
 * The test reads the JSON file and needs no trec_eval.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleTypeScript } from '../../scripts/run-typescript.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = join(root, 'test', 'golden', 'trec');
const checkout = process.argv[2];
if (!checkout) {
  process.stderr.write('Where is trec_eval? node test/golden/make-trec-eval.mjs PATH\n');
  process.exit(2);
}

let state = 20240517;
const below = (limit) => {
  state = (state * 48271) % 2147483647;
  return state % limit;
};

/** Graded judgements with unjudged pool documents, and a run with ties, unjudged documents and lists of different length. */
function writeGraded() {
  const [judgements, grouped, run, partial] = [[], [], [], []];
  for (const topic of ['301', '302', '303', '304', '305']) {
    const documents = Array.from({ length: 40 }, (_, i) => `D${topic}-${i}`);
    for (const document of documents) {
      const grade = [0, 0, 0, 1, 1, 2, 3, -1][below(8)];
      if (below(5) > 0 && topic !== '304') judgements.push(`${topic} 0 ${document} ${grade}`);
      else if (topic === '304') judgements.push(`${topic} 0 ${document} ${Math.min(grade, 0)}`);
      for (const user of ['u1', 'u2', 'u3'])
        if (below(3) > 0) grouped.push(`${topic} ${user} ${document} ${Math.max(0, grade - below(2))}`);
    }
    for (const document of documents.filter(() => below(4) > 0)) {
      const line = `${topic} Q0 ${document} ${below(100)} ${below(12) / 4} graded`;
      run.push(line);
      if (topic !== '302' && topic !== '305') partial.push(line);
    }
  }
  const write = (name, lines) => writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  write('graded.q', judgements);
  write('graded.r', run);
  write('graded-partial.r', partial);
  write('grouped.q', grouped);
}

/** Groups with one and with several subgroups, chains over subgroups, groups without preferences, unretrieved documents. */
function writePreferences() {
  const lines = [];
  for (const topic of ['301', '302', '303']) {
    for (const group of ['g1', 'g2', 'g3']) {
      const order = Array.from({ length: 12 }, () => below(40)).filter((n, i, all) => all.indexOf(n) === i);
      const level = (i) => [3, 2.5, 2, 2, 1, 1, 0, 0, 0, 0, 0, 0][i];
      order.forEach((n, i) => {
        const subgroup = group === 'g2' ? `s${Math.floor(i / 4)}` : 's';
        lines.push(`${topic} ${group} ${subgroup} D${topic}-${n} ${level(i)}`);
        if (group === 'g2' && i % 4 === 3 && i + 1 < order.length)
          lines.push(`${topic} ${group} s${Math.floor(i / 4) + 1} D${topic}-${n} ${level(i) || 0}`);
      });
    }
  }
  for (const topic of ['304', '305']) {
    lines.push(
      `${topic} one s D${topic}-1 1`,
      `${topic} one s D${topic}-2 1`,
      `${topic} two s D${topic}-3 2`,
      `${topic} two s D${topic}-99 1`,
    );
  }
  writeFileSync(join(folder, 'graded.p'), `${lines.join('\n')}\n`);
}

/**
 * Means and deviations for −Z, near the values of the graded run. A twelfth of them is missing; a tenth has the value itself as its mean and no deviation.
 */
function writeMeans(name, flags) {
  const { values } = trecEval(['-q', ...flags], join(folder, 'graded.q'), join(folder, 'graded.r'));
  const lines = Object.entries(values).flatMap(([measure, topics]) =>
    Object.entries(topics).flatMap(([topic, value]) => {
      if (topic === 'all' || !Number.isFinite(Number(value)) || below(12) === 0) return [];
      if (below(10) === 0) return [`${topic} ${measure} ${value} 0`];
      return [`${topic} ${measure} ${(Number(value) + below(9) / 10 - 0.4).toFixed(4)} ${(0.05 + below(20) / 40).toFixed(4)}`];
    }),
  );
  lines.push('301 gm_map -2.5 0.5', '302 gm_map -2.25 0.75', '301 ndcg_cut_10 0.5 0.25');
  writeFileSync(join(folder, name), `${[...new Map(lines.map((line) => [line.split(' ', 2).join(' '), line])).values()].join('\n')}\n`);
}

function trecEval(flags, qrels, run) {
  const { status, signal, stdout, stderr } = spawnSync(join(checkout, 'trec_eval'), [...flags, qrels, run], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) return { refused: `${signal ?? `exit ${status}`}: ${stderr.split('\n')[0].replaceAll(folder, '')}` };
  const values = {};
  for (const line of stdout.trim().split('\n')) {
    const [measure, topic, value = ''] = line.split('\t').map((field) => field.trim());
    (values[measure] ??= {})[topic] = value;
  }
  return { values };
}

const extra = ['-m', 'yaap', '-m', 'dcg', '-m', 'ideal_dcg'];
// Measured separately: trec_eval's rbp reads two uninitialised variables, whose contents depend on the measures before it.
const everything = ['-m', 'all_trec'];
const preferences = ['-m', 'all_prefs'];
const parameters = ['-m', 'iprec_at_recall..10,.20,.25,.75,.50', '-m', 'P.5,7,3', '-m', 'recall.20,2000', '-m', 'Rprec_mult.5.0,0.2,0.35'];
parameters.push('-m', 'utility.2,-1,-.5,.25', '-m', '11pt_avg..25,.5,.75', '-m', 'ndcg.1=3,2=9,3=4.5', '-m', 'ndcg_cut.10,20,23.4');
parameters.push(
  '-m',
  'success.2,5,20',
  '-m',
  'rbp.p=0.8',
  '-m',
  'rbp_resid.p=0.5',
  '-m',
  'set_F.0.25',
  '-m',
  'relstring.20',
  '-m',
  'unj.1,3',
);
const gains = ['-m', 'G.1=3,2=9,3=-1', '-m', 'Rndcg.0=1,1=3,2=9', '-m', 'ndcg_rel.1=5,3=1', '-m', 'ndcg.0=2,1=0'];

writeGraded();
writePreferences();
const handMade = readdirSync(folder).filter((name) => name.endsWith('.q') && !/^gr(aded|ouped)/.test(name));
const cases = [
  ...handMade.flatMap((name) => [everything, extra].map((flags) => ({ qrels: name, run: name.replace('.q', '.r'), flags }))),
  ...[[], ['-l', '2']].map((flags) => ({ qrels: 'graded.q', run: 'graded.r', flags: [...flags, ...extra] })),
  ...[[], ['-c'], ['-l', '2'], ['-J'], ['-M', '7'], ['-N', '5000'], ['-J', '-M', '7', '-l', '2'], ['-l', '4']].map((flags) => ({
    qrels: 'graded.q',
    run: 'graded.r',
    flags: [...flags, ...everything],
  })),
  ...[['-c'], ['-c', '-l', '2'], ['-c', '-J', '-M', '5']].map((flags) => ({
    qrels: 'graded.q',
    run: 'graded-partial.r',
    flags: [...flags, ...everything],
  })),
  ...[
    ['-N', '1000'],
    ['-l', '2'],
  ].map((flags) => ({ qrels: 'graded.q', run: 'graded.r', flags: [...flags, ...parameters] })),
  { qrels: 'graded.q', run: 'graded.r', flags: gains },
  ...[[], ['-c'], ['-M', '9']].map((flags) => ({ qrels: 'graded.p', run: 'graded.r', flags: ['-R', 'prefs', ...flags, ...preferences] })),
  { qrels: 'grouped.q', run: 'graded.r', flags: ['-R', 'qrels_prefs', ...preferences] },
  ...[[], ['-l', '2'], ['-M', '9']].map((flags) => ({
    qrels: 'grouped.q',
    run: 'graded.r',
    flags: ['-R', 'qrels_jg', ...flags, '-m', 'qrels_jg'],
  })),
].map((one) => ({ ...one, outcome: trecEval(['-q', ...one.flags], join(folder, one.qrels), join(folder, one.run)) }));

writeMeans('graded.z', ['-m', 'all_trec', '-m', 'yaap']);
for (const flags of [[], ['-c'], ['-J', '-M', '7']]) {
  const run = flags.includes('-c') ? 'graded-partial.r' : 'graded.r';
  const scored = trecEval(['-q', '-Z', join(folder, 'graded.z'), ...flags, ...everything], join(folder, 'graded.q'), join(folder, run));
  cases.push({ qrels: 'graded.q', run, flags: ['-Z', 'graded.z', ...flags, ...everything], outcome: scored });
}

const version = spawnSync(join(checkout, 'trec_eval'), ['-v'], { encoding: 'utf8' }).stderr.trim();
writeFileSync(
  join(folder, '..', 'trec-eval.json'),
  `${JSON.stringify({ program: version, script: 'test/golden/make-trec-eval.mjs', cases })}\n`,
);
const answered = cases.filter(({ outcome }) => outcome.values);
process.stdout.write(`${cases.length} cases written, ${answered.length} answered by ${version}\n`);

/** trec_eval's own test folder: flags, judgements and run of its Makefile's quicktest. */
const own = [
  [everything, 'qrels.test', 'results.test'],
  [['-c', ...everything], 'qrels.test', 'results.trunc'],
  [['-c', '-M', '100', ...everything], 'qrels.test', 'results.trunc'],
  [['-J', ...everything], 'qrels.test', 'results.test'],
  [['-l', '2', '-m', 'relstring.20', ...everything], 'qrels.rel_level', 'results.test'],
  [['-Z', join(checkout, 'test', 'zscores_file'), ...everything], 'qrels.test', 'results.test'],
  [parameters, 'qrels.test', 'results.test'],
  [everything, 'qrels.test.with-comments', 'results.test'],
  [everything, 'qrels.comment.test', 'results.comment.test'],
  [['-R', 'prefs', ...preferences], 'prefs.test', 'prefs.results.test'],
  [['-R', 'prefs', ...preferences], 'prefs.comment.test', 'prefs.results.test'],
  [['-R', 'qrels_prefs', ...preferences], 'qrels.test', 'results.test'],
  [['-R', 'qrels_jg', '-m', 'qrels_jg'], 'qrels.123', 'results.test'],
  [['-R', 'qrels_jg', '-m', 'qrels_jg'], 'qrels.comments.123', 'results.test'],
];
const { differences } = await import(pathToFileURL(await bundleTypeScript('test/golden/trec-eval-parity.ts')).href);
let [compared, wrong] = [0, 0];
for (const [flags, qrels, run] of own) {
  const [qrelsFile, runFile] = [qrels, run].map((name) => join(checkout, 'test', name));
  const outcome = trecEval(['-q', ...flags], qrelsFile, runFile);
  if (!outcome.values) {
    process.stdout.write(`${qrels} ${run}: trec_eval refuses: ${outcome.refused}\n`);
    continue;
  }
  const result = differences(flags, readFileSync(qrelsFile, 'utf8'), readFileSync(runFile, 'utf8'), outcome.values, (file) =>
    readFileSync(file, 'utf8'),
  );
  compared += result.compared;
  wrong += result.wrong.length;
  for (const difference of result.wrong.slice(0, 10)) process.stdout.write(`${flags.join(' ')} ${qrels}: ${difference}\n`);
}
process.stdout.write(`${compared} values of trec_eval's own test folder compared, ${wrong} differ\n`);
process.exitCode = wrong === 0 ? 0 : 1;
