import type { Rng } from '#engine/core/rng';

const firstNames =
  'Mara Tobin Ines Kwame Yuki Selma Oskar Priya Dario Lena Amadou Freya Mateo Noor Hugo Aiko Zelda Ravi Clara Emeka Juno Petra Soren Leila Milo Anouk Tariq Vera Ilya Paloma'.split(
    ' ',
  );
const lastNames =
  'Quill Hartwood Okafor Lindqvist Moreau Tanaka Rossi Bramble Novak Fairweather Castell Iyer Dunmore Holloway Sato Vance Kestrel Marlowe Abara Winter Thorne Delgado Pryce Ashdown Volkov Merrin'.split(
    ' ',
  );
const places = 'Northlight Harbour Copper Willow Granite Lantern Meadow Foxglove Slate Juniper Tidal Ember Orchard Cobalt Paper'.split(' ');
const nouns = 'Workshop Notes Studio Kitchen Diaries Club Lab Journal Academy House Collective Channel'.split(' ');

/** `count` different creator names: persons and channels; numbered once the combinations run out. */
export function creatorNames(rng: Rng, count: number): string[] {
  const taken = new Map<string, number>();
  return Array.from({ length: count }, () => {
    const person = rng.next() < 0.6;
    const name = person
      ? `${firstNames[rng.int(firstNames.length)]} ${lastNames[rng.int(lastNames.length)]}`
      : `${places[rng.int(places.length)]} ${nouns[rng.int(nouns.length)]}`;
    const times = (taken.get(name) ?? 0) + 1;
    taken.set(name, times);
    return times === 1 ? name : `${name} ${times}`;
  });
}
