/** The marks on a slider's track as an analyst reads them: where they stand, and what they say. */
import { expect } from '../app';
import { patient, type Lab } from './lab';

export interface Flip {
  /** Read from the place of the mark on the track. */
  readonly weight: number;
  /** The upper one of the two positions that change hands. */
  readonly position: number;
  readonly winner: string;
  readonly loser: string;
}

const sentence = /^(raise|lower) to (\S+) and “(.*)” overtakes “(.*)” at (\d+)$/;

/** Every mark of one slider; each must stand at the weight that it names. */
export async function flipsOf(lab: Lab, signal: string): Promise<Flip[]> {
  const slider = lab.slider(signal);
  await expect(slider).toHaveAttribute('title', /overtakes/, patient);
  const present = Number(await slider.inputValue());
  const [low, high] = [Number(await slider.getAttribute('min')), Number(await slider.getAttribute('max'))];
  const marks = slider.locator('xpath=..').locator('[class*=tick]');
  const places = await marks.evaluateAll((elements) => elements.map((element) => parseFloat((element as HTMLElement).style.left)));
  const lines = ((await slider.getAttribute('title')) ?? '').split('\n');
  expect(lines).toHaveLength(places.length);
  return lines.map((line, index) => {
    const [, verb, said, winner, loser, position] = sentence.exec(line) ?? [];
    const weight = low + (places[index] / 100) * (high - low);
    expect(Math.abs(weight - Number(said)), `“${line}” stands where it says`).toBeLessThan(0.0006);
    expect(verb, `“${line}” seen from ${present}`).toBe(weight < present ? 'lower' : 'raise');
    return { weight, position: Number(position), winner, loser };
  });
}
