import type { Rng } from '../../core/rng';
import { noParams } from '../../core/registry';
import type { CompetingLists, InterleavingMethod, MixedList, Mixer } from './port';

/** Two teams pick in rounds, who begins is drawn by lot (Radlinski, Kurup & Joachims 2008). */
export const teamDraft: InterleavingMethod = {
  id: 'team-draft',
  label: 'Team draft',
  description: 'Both variants pick their best video in turn, as captains pick teams; a click is for the variant that picked the video.',
  params: noParams,
  mostVariants: 2,
  mixerFor: draftMixer,
};

/** The same with any number of teams (Schuth, Sietsma, Whiteson, Lefortier & de Rijke 2014). */
export const teamDraftMultileaving: InterleavingMethod = {
  id: 'multileaving',
  label: 'Team-draft multileaving',
  description:
    'Any number of variants pick in rounds, in an order drawn anew for each round; a click is for the variant that picked the video.',
  params: noParams,
  mostVariants: 10,
  mixerFor: draftMixer,
};

function draftMixer(lists: CompetingLists): Mixer {
  const teams = Int32Array.from(lists, (_, team) => team);
  const next = new Int32Array(lists.length);
  return (into, rng) => {
    next.fill(0);
    into.credits.fill(0);
    let turn = teams.length;
    for (let place = 0; place < into.items.length; place++) {
      if (turn === teams.length) {
        shuffle(teams, rng);
        turn = 0;
      }
      turn = pick(lists, teams, next, turn, place, into) + 1;
    }
  };
}

/** The first team from `turn` on that still has a video takes it for `place`. Returns the turn taken. */
function pick(lists: CompetingLists, teams: Int32Array, next: Int32Array, turn: number, place: number, into: MixedList): number {
  for (let step = 0; step < teams.length; step++) {
    const at = (turn + step) % teams.length;
    const team = teams[at];
    const list = lists[team];
    while (next[team] < list.length && list[next[team]] >= 0 && holds(into.items, place, list[next[team]])) next[team]++;
    const item = next[team] < list.length ? list[next[team]] : -1;
    if (item < 0) continue;
    into.items[place] = item;
    into.credits[place * teams.length + team] = 1;
    return at;
  }
  into.items[place] = -1;
  return turn;
}

export function holds(items: Int32Array, count: number, item: number): boolean {
  for (let place = 0; place < count; place++) if (items[place] === item) return true;
  return false;
}

function shuffle(values: Int32Array, rng: Rng): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = rng.int(i + 1);
    [values[i], values[j]] = [values[j], values[i]];
  }
}
