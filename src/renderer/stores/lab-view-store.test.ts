import { afterEach, describe, expect, it, vi } from 'vitest';
import { initialView, useLabView } from './lab-view-store';

describe('useLabView', () => {
  afterEach(() => useLabView.setState(initialView));

  it('does not notify subscribers when the view is unchanged', () => {
    const notified = vi.fn<() => void>();
    const stop = useLabView.subscribe(notified);
    const { show } = useLabView.getState();
    show({ edited: initialView.edited, challenger: initialView.challenger });
    show({});
    expect(notified).not.toHaveBeenCalled();
    show({ edited: initialView.edited, userId: 'u1' });
    expect(notified).toHaveBeenCalledTimes(1);
    expect(useLabView.getState()).toMatchObject({ ...initialView, userId: 'u1' });
    stop();
  });
});
