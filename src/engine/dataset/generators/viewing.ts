import { throwIfCancelled } from '#engine/core/cancellation';
import type { Rng } from '#engine/core/rng';
import type { TaskContext } from '#engine/ports';
import type { GeneratorParams } from '#shared/schemas/dataset';
import type { Audience } from './audience';
import type { Calendar } from './calendar';
import { shuffle, type Catalogue } from './catalogue';
import { affinity, clickProbability, lateFraction, type GroundTruth } from './truth';
import type { TopicUrns } from './urns';

/** A page shows this many videos; the user opens one of them. */
const pageSize = 5;
const viewsPerSession = 4;

export const kinds = ['view', 'complete', 'like'] as const;
const [view, complete, like] = [0, 1, 2];

/** One entry per interaction, in the order they were simulated. */
export interface Events {
  readonly users: Int32Array;
  readonly items: Int32Array;
  /** Whole seconds from the start of the logged period. */
  readonly seconds: Uint32Array;
  readonly kindCodes: Uint8Array;
  /** Watched part of the video in thousandths. */
  readonly watchedPermille: Uint16Array;
}

export interface Viewing {
  readonly params: GeneratorParams;
  readonly calendar: Calendar;
  readonly catalogue: Catalogue;
  readonly audience: Audience;
  readonly truth: GroundTruth;
  readonly urns: TopicUrns;
  /** Views planned per video. */
  readonly popularity: Int32Array;
  readonly viewsPerUser: Int32Array;
}

/**
 * Lets every user watch exactly `viewsPerUser` different videos. A session starts at a moment of the calendar; for each
 * view a page of videos is drawn from the urns (of a topic to the user's taste, or of all), ordered by popularity as a
 * simple recommender would, and one is opened by place × click probability.
 */
export function simulateViews(viewing: Viewing, rng: Rng, context: TaskContext | undefined): Events {
  const { params, calendar, catalogue, audience, truth, urns, popularity, viewsPerUser } = viewing;
  const total = params.interactions;
  const events: Events = {
    users: new Int32Array(total),
    items: new Int32Array(total),
    seconds: new Uint32Array(total),
    kindCodes: new Uint8Array(total),
    watchedPermille: new Uint16Array(total),
  };
  const published = catalogue.publishedAtSecond;
  const watchedBy = new Int32Array(params.videos).fill(-1);
  const examination = Float64Array.from({ length: pageSize }, (_, place) => (place + 1) ** -params.positionBias);
  const page = new Int32Array(pageSize);
  const chances = new Float64Array(pageSize);
  const order = shuffle(
    Int32Array.from({ length: params.users }, (_, user) => user),
    rng,
  );
  let written = 0;
  order.forEach((user, turn) => {
    if (turn % 256 === 0) {
      throwIfCancelled(context);
      context?.report?.(written / total, 'Simulating views');
    }
    const count = viewsPerUser[user];
    const sessions = sessionStarts(Math.ceil(count / viewsPerSession), audience.arrivalSecond[user]);
    let second = 0;
    for (let i = 0; i < count; i++) {
      if (i % viewsPerSession === 0) second = Math.max(second, sessions[i / viewsPerSession]);
      if (second >= calendar.seconds) second = calendar.draw(rng, audience.arrivalSecond[user]);
      const position = choose(user, second);
      let item: number;
      if (position >= 0) {
        item = urns.videoAt(position);
        urns.remove(position);
      } else {
        item = anyUnwatched(user, second);
        second = Math.max(second, published[item]);
      }
      watchedBy[item] = user;
      record(user, item, second);
      second += 15 + Math.round((events.watchedPermille[written - 1] / 1000) * catalogue.durationSeconds[item]) + rng.int(60);
    }
  });
  return events;

  function sessionStarts(count: number, arrival: number): Float64Array {
    const starts = new Float64Array(count);
    for (let i = 0; i < count; i++) starts[i] = calendar.draw(rng, arrival);
    return starts.sort();
  }

  /** Position of the opened video's token; −1 when nothing suitable was found. */
  function choose(user: number, second: number): number {
    const topic = rng.next() < params.tasteStrength ? drawTopic(user, second) : -1;
    let shown = 0;
    for (let attempt = 0; attempt < 40 && shown < pageSize; attempt++) {
      // After a dozen misses the topic has nothing new for this user: look elsewhere.
      const position = topic >= 0 && (shown > 0 || attempt < 12) ? urns.drawFrom(topic, rng) : urns.drawAnywhere(rng);
      if (position < 0) {
        if (shown > 0) break;
        continue;
      }
      const item = urns.videoAt(position);
      if (watchedBy[item] === user || published[item] > second || onPage(item, shown) || !isShown(item, second)) continue;
      page[shown++] = position;
    }
    if (shown === 0) return -1;
    sortPageByPopularity(shown);
    const atMs = params.startMs + second * 1000;
    let sum = 0;
    for (let place = 0; place < shown; place++) {
      sum += chances[place] = examination[place] * clickProbability(truth, user, urns.videoAt(page[place]), atMs);
    }
    let left = rng.next() * sum;
    for (let place = 0; place < shown; place++) if ((left -= chances[place]) < 0) return page[place];
    return page[0];
  }

  function drawTopic(user: number, second: number): number {
    const { offsets, topics, earlyWeights, lateWeights } = truth.users;
    const late = lateFraction(truth.behaviour, params.startMs + second * 1000);
    let left = rng.next();
    for (let i = offsets[user]; i < offsets[user + 1]; i++) {
      left -= earlyWeights[i] * (1 - late) + lateWeights[i] * late;
      if (left < 0) return topics[i];
    }
    return topics[offsets[user]];
  }

  function onPage(item: number, shown: number): boolean {
    for (let place = 0; place < shown; place++) if (urns.videoAt(page[place]) === item) return true;
    return false;
  }

  /** Older videos are passed over more often. */
  function isShown(item: number, second: number): boolean {
    const ageDays = (second - published[item]) / 86_400;
    return rng.next() < 1 - params.freshness + params.freshness * 2 ** (-ageDays / params.freshnessHalfLifeDays);
  }

  function sortPageByPopularity(shown: number): void {
    for (let i = 1; i < shown; i++) {
      const held = page[i];
      const weight = popularity[urns.videoAt(held)];
      let j = i;
      for (; j > 0 && popularity[urns.videoAt(page[j - 1])] < weight; j--) page[j] = page[j - 1];
      page[j] = held;
    }
  }

  /** The last resort when draws keep failing (a user who has seen almost everything): any video not watched yet. */
  function anyUnwatched(user: number, second: number): number {
    const offset = rng.int(params.videos);
    let later = -1;
    for (let step = 0; step < params.videos; step++) {
      const item = (offset + step) % params.videos;
      if (watchedBy[item] === user) continue;
      if (published[item] <= second) return item;
      later = item;
    }
    return later;
  }

  /** How much of it is watched, and whether it ends in a completion or a like. */
  function record(user: number, item: number, second: number): void {
    const atMs = params.startMs + second * 1000;
    const liking = 2.2 * params.tasteStrength * affinity(truth, user, item, atMs) + 0.5 * truth.items.quality[item];
    const lengthPenalty = 0.25 * Math.log(catalogue.durationSeconds[item] / 600);
    const screenBonus = 0.15 * audience.deviceCodes[user];
    const watched = 1 / (1 + Math.exp(-(liking + screenBonus - lengthPenalty - 0.4 + 0.9 * rng.normal())));
    const permille = Math.max(1, Math.min(1000, Math.round(watched * 1080)));
    const liked = rng.next() < Math.min(1, params.likeFraction * 2.3 * watched * watched);
    events.users[written] = user;
    events.items[written] = item;
    events.seconds[written] = second;
    events.watchedPermille[written] = permille;
    events.kindCodes[written] = liked ? like : permille >= 900 ? complete : view;
    written++;
  }
}
