import { InvalidArgumentError } from 'commander';
import { commaList } from './arguments';

/** `1,0.5` → weights. */
export const weightList = (text: string): number[] =>
  commaList(text).map((part) => {
    const weight = Number(part);
    if (!(weight >= 0 && weight <= 100)) throw new InvalidArgumentError(`expected weights from 0 to 100, not “${part}”`);
    return weight;
  });
