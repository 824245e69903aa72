import { useRegistries } from '../../api/queries';

type Parts = 'embeddingProviders' | 'factorMethods' | 'indexBackends';

/** The label of a provider, method or backend; the id itself for one that this version does not know. */
export function usePartLabel(): (of: Parts, id: string) => string {
  const { data } = useRegistries();
  return (of, id) => data?.[of].find((entry) => entry.id === id)?.label ?? id;
}
