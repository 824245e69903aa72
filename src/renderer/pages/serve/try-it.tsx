import { Button, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactElement } from 'react';
import { api } from '../../api/client';
import { toFailure } from '../../logic/failure';
import { FailureNotice } from '../../components/failed';
import { Panel } from '../../components/panel';
import { UserPicker } from '../../components/pickers/user-picker';
import { VideoPicker } from '../../components/pickers/video-picker';
import { formatDuration } from '../../logic/format';
import { AnsweredByPicker, byDefault, requestPart, useAnswerers, type AnsweredBy } from './answered-by-picker';
import classes from './serve.module.css';

const kinds = [
  { value: 'user_id', label: 'User' },
  { value: 'query', label: 'Query' },
  { value: 'video_id', label: 'Similar to' },
];

/** Sends a request as a program would and shows the response. */
export function TryIt(): ReactElement {
  const [kind, setKind] = useState('user_id');
  const [user, setUser] = useState<string | null>(null);
  const [video, setVideo] = useState<string | null>(null);
  const [query, setQuery] = useState('');
  const [count, setCount] = useState<number | string>(5);
  const [answeredBy, setAnsweredBy] = useState<AnsweredBy>(byDefault);
  const answerers = useAnswerers(answeredBy, kind === 'user_id');
  const context = { user_id: { user_id: user ?? '' }, query: { query }, video_id: { video_id: video ?? '' } }[kind];
  const ask = useMutation({
    mutationFn: () => api().api.recommend({ ...context, ...requestPart(answerers.chosen), top_k: Number(count) || 10 }),
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    ask.mutate();
  };
  return (
    <Panel title="Try it" note={ask.data && `POST /recommend · ${formatDuration(ask.data.elapsed_ms)}`}>
      <form className={classes.stack} onSubmit={send}>
        <div className={classes.line}>
          <SegmentedControl aria-label="Kind of request" data={kinds} value={kind} onChange={setKind} />
          {kind === 'user_id' && <UserPicker value={user} onChange={setUser} />}
          {kind === 'query' && (
            <TextInput
              aria-label="Query"
              placeholder="Search text"
              w={220}
              required
              value={query}
              onChange={(event) => setQuery(event.currentTarget.value)}
            />
          )}
          {kind === 'video_id' && <VideoPicker label="Seed video" value={video} onChange={setVideo} width={220} />}
          <AnsweredByPicker answerers={answerers} onChange={setAnsweredBy} />
          <NumberInput aria-label="How many" w={70} min={1} max={1000} value={count} onChange={setCount} />
          <Button type="submit" loading={ask.isPending}>
            Send
          </Button>
        </div>
        {ask.error && <FailureNotice failure={toFailure(ask.error)} />}
        {ask.data && (
          <pre className={classes.code} tabIndex={0} aria-label="Answer">
            {JSON.stringify(ask.data, null, 2)}
          </pre>
        )}
      </form>
    </Panel>
  );
}
