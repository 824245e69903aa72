/** The marks on a slider's track as shown: their positions and texts. */
import { expect } from '../app';
import { patient, type Lab } from './lab';

interface Flip {
  /** Computed from the position of the mark on the track. */
  readonly weight: number;
  /** The upper of the two list positions that are swapped. */
  readonly position: number;
  readonly winner: string;
  readonly loser: string;
}

const sentence = /^(raise|lower) to (\S+) and “(.*)” overtakes “(.*)” at (\d+)$/;

/** Every mark of one slider; each must be at the weight that it names. */
export async function flipsOf(lab: Lab, signal: string): Promise<Flip[]> {
  const slider = lab.slider(signal);
  const marks = slider.locator('xpath=..').locator('[data-flip]');
  await expect(marks.first()).toBeAttached(patient);
  const present = Number(await slider.inputValue());
  const [low, high] = [Number(await slider.getAttribute('min')), Number(await slider.getAttribute('max'))];
  // The thumb is 14 px wide, and its middle moves from 7 px inside one end to 7 px inside the other.
  const places = await marks.evaluateAll((elements) =>
    elements.map((element) => {
      const track = element.parentElement!.getBoundingClientRect();
      const mark = element.getBoundingClientRect();
      return (mark.left - track.left - 7) / (track.width - 14);
    }),
  );
  const lines = await marks.evaluateAll((elements) => elements.map((element) => element.getAttribute('data-flip') ?? ''));
  const weights = await marks.evaluateAll((elements) => elements.map((element) => Number(element.getAttribute('data-weight'))));
  return lines.map((line, index) => {
    const [, verb, said, winner, loser, position] = sentence.exec(line) ?? [];
    const weight = weights[index];
    expect(Math.abs(weight - Number(said)), `“${line}” says where it stands`).toBeLessThan(0.0006);
    expect(Math.abs(low + places[index] * (high - low) - weight), `“${line}” stands where it says`).toBeLessThan(0.01);
    expect(verb, `“${line}” seen from ${present}`).toBe(weight < present ? 'lower' : 'raise');
    return { weight, position: Number(position), winner, loser };
  });
}
