import { ActionIcon } from '@mantine/core';
import { IconArrowsSort } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { RankedVideo, RecommendOutput } from '#shared/schemas/ranking';
import { CopyTable } from '../../../components/copy-table';
import { EmptyState } from '../../../components/empty-state';
import type { Move } from '../logic/list-moves';
import { variantColor } from '../../../logic/lab-document';
import { listTable } from '../../../logic/result-table';
import { openGoal } from '../../../stores/goal-store';
import { useListNotes } from '../notes/use-list-notes';
import { ListRow } from './list-row';
import classes from './lists.module.css';

interface Props {
  readonly letter: string;
  readonly name: string;
  /** Of the variant. */
  readonly variantKey: string;
  readonly output: RecommendOutput;
  /** Of a user, so that relevance is known unless the user is not in the test part. */
  readonly isForUser: boolean;
  readonly moves?: readonly Move[];
  readonly changes?: string;
  readonly scale: number;
  readonly lit: string | null;
  readonly colorOf: (signal: string) => string;
  /** Reference time for ages. */
  readonly asOfMs: number | null;
  readonly onShow: (item: RankedVideo, row: HTMLElement, letter: string) => void;
  readonly onHide: () => void;
  readonly onOpen: (videoId: string) => void;
}

export function RankedList({ letter, name, variantKey, output, isForUser, moves, changes, lit, ...shared }: Props): ReactElement {
  const judged = output.items.some(({ relevant }) => relevant !== null);
  const hits = output.items.filter(({ relevant }) => relevant === true).length;
  const notes = useListNotes(variantKey);
  const facts = [judged ? `${hits} of ${output.items.length} relevant in the test` : isForUser && 'not in the test part', changes];
  return (
    <section aria-label={`List of ${letter}`}>
      <div className={classes.head}>
        <h3>
          <i className={classes.variantColor} style={{ background: variantColor(letter.charCodeAt(0) - 65) }} aria-hidden />
          {letter} · {name}
        </h3>
        <span className={classes.facts}>
          <span className={classes.factText} title={facts.filter(Boolean).join(' · ')}>
            {facts.filter(Boolean).join(' · ')}
          </span>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={22}
            aria-label={`Rearrange the list of ${letter}`}
            title="Move videos and find the weights that do it"
            onClick={() => openGoal(variantKey)}
          >
            <IconArrowsSort size={15} />
          </ActionIcon>
          <CopyTable what={`list of ${letter}`} table={() => listTable(output)} />
        </span>
      </div>
      {output.items.length === 0 && (
        <EmptyState inline title="An empty list" text="No candidates are left: check the sources and filters." />
      )}
      <ol className={classes.list}>
        {output.items.map((item, index) => (
          <ListRow
            key={item.videoId}
            item={item}
            letter={letter}
            move={moves?.[index]}
            lit={lit === item.videoId}
            note={notes.get(item.videoId)?.text}
            {...shared}
          />
        ))}
      </ol>
    </section>
  );
}
