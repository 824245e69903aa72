import { afterEach, describe, expect, it, vi } from 'vitest';
import { initialView, useLabView } from './lab-view-store';

describe('useLabView', () => {
  afterEach(() => useLabView.setState(initialView));

  it('wakes nobody when what is shown stays the same', () => {
    const woken = vi.fn<() => void>();
    const stop = useLabView.subscribe(woken);
    const { show } = useLabView.getState();
    show({ edited: initialView.edited, challenger: initialView.challenger });
    show({});
    expect(woken).not.toHaveBeenCalled();
    show({ edited: initialView.edited, userId: 'u1' });
    expect(woken).toHaveBeenCalledTimes(1);
    expect(useLabView.getState()).toMatchObject({ ...initialView, userId: 'u1' });
    stop();
  });
});
