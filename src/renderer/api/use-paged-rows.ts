import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { neededPages, PAGE_ROWS } from '../logic/paging';
import { keys } from './query-keys';

interface PageOfRows<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
}

/** Which rows of a table are wanted. */
export interface RowQuery {
  readonly search: string;
  /** Conditions that all hold. */
  readonly where: readonly string[];
}

export type FetchPage<Row> = (
  input: { search: string; where: string[]; offset: number; limit: number },
  signal: AbortSignal,
) => Promise<PageOfRows<Row>>;

interface PagedRows<Row> {
  readonly total: number | undefined;
  readonly error: unknown;
  /** Refetches the pages that failed. */
  readonly retry: () => void;
  readonly row: (index: number) => Row | undefined;
  readonly onVisible: (first: number, last: number) => void;
}

/** The rows of a long list, fetched page by page as they become visible. */
export function usePagedRows<Row>(kind: string, { search, where }: RowQuery, fetchPage: FetchPage<Row>): PagedRows<Row> {
  const [visible, setVisible] = useState<readonly [number, number]>([0, 0]);
  const page = (number: number) => ({
    queryKey: [...keys.table(kind, search, JSON.stringify(where)), number] as const,
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      fetchPage({ search, where: [...where], offset: number * PAGE_ROWS, limit: PAGE_ROWS }, signal),
  });
  const first = useQuery({ ...page(0), placeholderData: keepPreviousData });
  const total = first.data?.total;
  const numbers = neededPages(visible[0], visible[1], total ?? 0);
  const pages = useQueries({ queries: numbers.map(page) });
  const byNumber = new Map(numbers.map((number, index) => [number, pages[index]?.data]));
  byNumber.set(0, first.data);
  const onVisible = useCallback((from: number, to: number) => setVisible([from, to]), []);
  return {
    total,
    error: first.error ?? pages.find(({ error }) => error)?.error,
    retry: () => [first, ...pages].filter(({ error }) => error).forEach(({ refetch }) => void refetch()),
    row: (index) => byNumber.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS],
    onVisible,
  };
}
