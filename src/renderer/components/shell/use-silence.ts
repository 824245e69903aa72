import { useIsFetching, useIsMutating } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import { useConnection } from '../../stores/connection-store';

const patienceMs = 3_000;

/**
 * Whether something is waited for and the service answers not even how it is. A job or a long answer is no silence: the service
 * gives way to small questions all the time. Nothing is asked while nothing is waited for.
 */
export function useSilence(): boolean {
  const ready = useConnection(({ status }) => status === 'ready');
  const waiting = useIsFetching() + useIsMutating() > 0 && ready;
  const [silent, setSilent] = useState(false);
  useEffect(() => {
    if (!waiting) return undefined;
    let over = false;
    let timer = 0;
    const ask = async (): Promise<void> => {
      timer = window.setTimeout(() => setSilent(true), patienceMs);
      await api()
        .system.health()
        .catch(() => undefined); // a failure is an answer, and told by whoever asked
      if (over) return;
      window.clearTimeout(timer);
      setSilent(false);
      timer = window.setTimeout(() => void ask(), patienceMs);
    };
    timer = window.setTimeout(() => void ask(), patienceMs);
    return () => {
      over = true;
      window.clearTimeout(timer);
      setSilent(false);
    };
  }, [waiting]);
  return silent && waiting;
}
