export function pgvectorServer(log?: (line: string) => void): { readonly bin?: string; readonly reason?: string };
