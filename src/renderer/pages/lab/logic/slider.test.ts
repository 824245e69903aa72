import { describe, expect, it } from 'vitest';
import { fieldText, keyStep, readNumber, sliderRange } from './slider';

const press = (key: string, held = {}) => ({ key, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, ...held });

describe('slider', () => {
  it('widens its range for values beyond it', () => {
    expect(sliderRange(0.3)).toEqual([0, 1]);
    expect(sliderRange(2.5)).toEqual([0, 3]);
    expect(sliderRange(-0.2)).toEqual([-1, 1]);
  });

  it('steps by hundredths and tenths without drift, within the range', () => {
    expect(keyStep(press('ArrowRight'), 0.29, 0, 1)).toBe(0.3);
    expect(keyStep(press('ArrowLeft', { shiftKey: true }), 0.05, 0, 1)).toBe(0);
    expect(keyStep(press('PageUp'), 0.2, 0, 1)).toBe(0.3);
    expect(keyStep(press('End'), 0.2, -2, 2)).toBe(2);
    expect(keyStep(press('a'), 0.2, 0, 1)).toBeUndefined();
    expect(keyStep(press('ArrowLeft', { altKey: true }), 0.2, 0, 1)).toBeUndefined();
    expect(keyStep(press('toString'), 0.2, 0, 1)).toBeUndefined();
  });

  it('displays two to four decimals', () => {
    expect([0.1, 0.375, 0.4321, 0.12345678, -1, 2.5].map(fieldText)).toEqual(['0.10', '0.375', '0.4321', '0.1235', '-1.00', '2.50']);
  });

  it.each([
    ['.27', 0.27],
    ['0,27', 0.27],
    [' −1.5 ', -1.5],
    ['1e-2', 0.01],
    ['', undefined],
    ['1e999', undefined],
    ['0x10', undefined],
    ['Infinity', undefined],
    ['1.2.3', undefined],
  ])('parses %s as %s', (text, value) => expect(readNumber(text)).toBe(value));
});
