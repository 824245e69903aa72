import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import type { WhyNotOutput } from '#shared/schemas/explanation';
import { formatCount, formatWeight } from '../../../logic/format';
import { setWeight } from '../../../logic/lab-document';
import { whyNotSteps } from '../logic/why-not-steps';
import { useLab } from '../../../stores/lab-store';
import { useLabView } from '../../../stores/lab-view-store';
import { ContributionTable } from '../lists/contribution-table';
import { useSignals } from '../../../api/use-signals';
import classes from './why-not.module.css';

interface Props {
  readonly answer: WhyNotOutput;
  readonly variantKey: string;
  readonly k: number;
}

/** A video's path through the stages, where it was dropped, and the smallest change that brings it into the list. */
export function WhyNotAnswer({ answer, variantKey, k }: Props): ReactElement {
  const { labelOf } = useSignals();
  const locked = useLabView((view) => view.locked);
  const lift = (signal: string, weight: number): void =>
    useLab.getState().change((document) => setWeight(document, variantKey, signal, weight));
  return (
    <div className={classes.answer}>
      <p className={classes.title}>{answer.video.title}</p>
      <p role="status">{answer.sentence}</p>
      <ol className={classes.steps}>
        {whyNotSteps(answer, (id) => labelOf(id, 'source')).map(({ name, detail, state }) => (
          <li key={name} className={classes[state]}>
            <b>{name}</b>
            <span>{detail}</span>
          </li>
        ))}
      </ol>
      {answer.lifts.length > 0 && (
        <div className={classes.lifts}>
          <p className={classes.heading}>The smallest change of one weight that moves it into the top {formatCount(k)}</p>
          {answer.lifts.map(({ signal, from, to, position }) => (
            <div key={signal} className={classes.lift}>
              <span>
                {labelOf(signal)}{' '}
                <b>
                  {formatWeight(from)} → {formatWeight(to)}
                </b>{' '}
                puts it at {position}
              </span>
              <Button
                variant="default"
                size="compact-xs"
                disabled={locked.includes(`${variantKey}/${signal}`)}
                title={locked.includes(`${variantKey}/${signal}`) ? 'This slider is locked' : undefined}
                onClick={() => lift(signal, to)}
              >
                Apply
              </Button>
            </div>
          ))}
        </div>
      )}
      {answer.stage === 'outranked' && answer.lifts.length === 0 && (
        <p className={classes.heading}>No change of a single weight moves it into the top {formatCount(k)}.</p>
      )}
      {answer.contributions.length > 0 && <ContributionTable contributions={answer.contributions} score={answer.score} />}
    </div>
  );
}
