import { useIsFetching, useIsMutating } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import { useConnection } from '../../stores/connection-store';

const unresponsiveMs = 3_000;

/**
 * Whether calls are pending and the service does not answer its health check. A job or a slow response does not count, because the service keeps
 * answering health checks. Polls only while calls are pending.
 */
export function useUnresponsive(): boolean {
  const ready = useConnection(({ status }) => status === 'ready');
  const waiting = useIsFetching() + useIsMutating() > 0 && ready;
  const [silent, setSilent] = useState(false);
  useEffect(() => {
    if (!waiting) return undefined;
    let over = false;
    let timer = 0;
    const ask = async (): Promise<void> => {
      timer = window.setTimeout(() => setSilent(true), unresponsiveMs);
      await api()
        .system.health()
        .catch(() => undefined); // a failure is a response, which the caller reports
      if (over) return;
      window.clearTimeout(timer);
      setSilent(false);
      timer = window.setTimeout(() => void ask(), unresponsiveMs);
    };
    timer = window.setTimeout(() => void ask(), unresponsiveMs);
    return () => {
      over = true;
      window.clearTimeout(timer);
      setSilent(false);
    };
  }, [waiting]);
  return silent && waiting;
}
