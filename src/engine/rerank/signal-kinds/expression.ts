import jsep, { type Expression } from 'jsep';
import { RankLabError } from '#shared/errors';

/** The value of a name for one pair of user and video. */
type ValueOf = (name: string) => number;
type Compiled = (valueOf: ValueOf) => number;

export interface ParsedExpression {
  /** Names in the order in which they first appear; `column("…")` gives its text with the prefix `column:`. */
  readonly names: readonly string[];
  readonly evaluate: Compiled;
}

const unary: Readonly<Record<string, (value: number) => number>> = {
  '-': (value) => -value,
  '+': (value) => value,
  '!': (value) => (value === 0 ? 1 : 0),
};

const binary: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '**': (left, right) => left ** right,
  '<': (left, right) => Number(left < right),
  '<=': (left, right) => Number(left <= right),
  '>': (left, right) => Number(left > right),
  '>=': (left, right) => Number(left >= right),
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  '&&': (left, right) => Number(left !== 0 && right !== 0),
  '||': (left, right) => Number(left !== 0 || right !== 0),
};

interface Call {
  readonly least: number;
  readonly most: number;
  readonly apply: (...values: number[]) => number;
}
const of = (least: number, most: number, apply: Call['apply']): Call => ({ least, most, apply });

/** Everything that a formula may call. `given(x, y)`: y where x has no value. */
const functions: Readonly<Record<string, Call>> = {
  abs: of(1, 1, Math.abs),
  ceil: of(1, 1, Math.ceil),
  exp: of(1, 1, Math.exp),
  floor: of(1, 1, Math.floor),
  given: of(2, 2, (value, otherwise) => (Number.isNaN(value) ? otherwise : value)),
  log: of(1, 1, Math.log),
  log10: of(1, 1, Math.log10),
  log1p: of(1, 1, Math.log1p),
  log2: of(1, 1, Math.log2),
  max: of(1, 20, Math.max),
  min: of(1, 20, Math.min),
  pow: of(2, 2, Math.pow),
  round: of(1, 1, Math.round),
  sigmoid: of(1, 1, (value) => 1 / (1 + Math.exp(-value))),
  sign: of(1, 1, Math.sign),
  sqrt: of(1, 1, Math.sqrt),
  tanh: of(1, 1, Math.tanh),
};
export const functionNames = [...Object.keys(functions), 'column'];

/** Prefix of names that can only be a column. */
export const columnPrefix = 'column:';

/**
 * Numbers, names, operators, conditions and the functions above; the library only parses, and the tree is walked here, so that
 * nothing else can be reached. @throws INVALID_ARGUMENT naming the character.
 */
export function parseExpression(text: string, place: string): ParsedExpression {
  const names = new Set<string>();
  const refuse = (what: string, value: string): never => {
    const at = text.indexOf(value);
    throw new RankLabError('INVALID_ARGUMENT', `${what}${at < 0 ? '' : `, at character ${at + 1}`} of the formula`, {
      place,
      value,
      remedy: `A formula has numbers, names of signals and columns, + - * / % **, comparisons, a ? b : c, and ${functionNames.join(', ')}`,
    });
  };
  const evaluate = compiler(names, refuse)(treeOf(text, place));
  return { names: [...names], evaluate };
}

function treeOf(text: string, place: string): Expression {
  try {
    return jsep(text);
  } catch (error) {
    const { index = 0, description = 'It cannot be read' } = error as { index?: number; description?: string };
    throw new RankLabError('INVALID_ARGUMENT', `${description}, at character ${index + 1} of the formula`, {
      place,
      value: text.slice(index, index + 20) || text.slice(-20),
      remedy: 'Write it like log1p(views) * exp(-age_days / 30)',
    });
  }
}

type Refuse = (what: string, value: string) => never;
/** A node of the tree with what this kind of it may have. */
interface Node extends Expression {
  readonly name?: string;
  readonly raw?: string;
  readonly operator?: string;
  readonly arguments?: Expression[];
}

function compiler(names: Set<string>, refuse: Refuse): (node: Expression) => Compiled {
  const named = (name: string): Compiled => {
    names.add(name);
    return (valueOf) => valueOf(name);
  };
  const operatorOf = <Operation>(table: Readonly<Record<string, Operation>>, operator = ''): Operation =>
    Object.hasOwn(table, operator) ? table[operator] : refuse(`The operator ${operator} is not one of a formula’s`, operator);
  const compile = (given: Expression): Compiled => {
    const node = given as Node;
    switch (node.type) {
      case 'Literal': {
        const { value, raw } = node;
        if (typeof value !== 'number') return refuse(`${raw ?? ''} is not a number`, raw ?? '');
        return () => value;
      }
      case 'Identifier':
        return named(node.name ?? '');
      case 'UnaryExpression': {
        const operation = operatorOf(unary, node.operator);
        const argument = compile(node.argument as Expression);
        return (valueOf) => operation(argument(valueOf));
      }
      case 'BinaryExpression': {
        const operation = operatorOf(binary, node.operator);
        const [left, right] = [compile(node.left as Expression), compile(node.right as Expression)];
        return (valueOf) => operation(left(valueOf), right(valueOf));
      }
      case 'ConditionalExpression': {
        const [test, yes, no] = [node.test, node.consequent, node.alternate].map((part) => compile(part as Expression));
        return (valueOf) => (test(valueOf) !== 0 ? yes(valueOf) : no(valueOf));
      }
      case 'CallExpression':
        return call(node);
      case 'Compound':
        return refuse('There is an operator missing between two parts', '');
      default:
        return refuse(`A formula has no ${node.type}`, '');
    }
  };
  const call = (node: Node): Compiled => {
    const callee = (node.callee as Node).name;
    const given = node.arguments ?? [];
    const [first] = given;
    if (callee === 'column' && given.length === 1 && first?.type === 'Literal' && typeof first.value === 'string') {
      return named(`${columnPrefix}${first.value}`);
    }
    const name = callee ?? '';
    if (callee === undefined || !Object.hasOwn(functions, callee)) return refuse(`A formula has no function ${name}`, name);
    const { least, most, apply } = functions[callee];
    if (given.length < least || given.length > most) {
      const count = least === most ? String(least) : `${least} to ${most}`;
      return refuse(`${name} takes ${count} value${most === 1 ? '' : 's'}, not ${given.length}`, name);
    }
    const values = given.map(compile);
    return (valueOf) => apply(...values.map((value) => value(valueOf)));
  };
  return compile;
}
