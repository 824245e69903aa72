import type { PoolClient } from 'pg';

interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * COPY … FROM STDIN with all data in `bytes`. The data follows the statement without waiting for the server's go-ahead; a server that refuses the
 * statement ignores it, and the refusal is reported.
 */
export async function copyRows(client: PoolClient, sql: string, bytes: Buffer): Promise<void> {
  const { Query } = (await import('pg')).default;
  await new Promise<void>((resolve, reject) => {
    const query = new Query(sql, [], (error: Error | null | undefined) => (error ? reject(error) : resolve()));
    Object.assign(query, {
      submit: (connection: CopyConnection): null => {
        connection.query(sql);
        connection.sendCopyFromChunk(bytes);
        connection.endCopyFrom();
        return null;
      },
      handleCopyInResponse: () => {},
    });
    client.query(query);
  });
}
