import { throwIfCancelled } from '#engine/core/cancellation';
import type { Rng } from '#engine/core/rng';
import type { TaskContext } from '#engine/ports';
import type { GeneratorParams } from '#shared/schemas/dataset';
import type { Audience } from './audience';
import type { Calendar } from './calendar';
import type { Catalogue } from './catalogue';
import { PageMaker } from './page';
import { shuffledRows } from './rows';
import { affinityTo, type GroundTruth } from './truth';
import type { TopicUrns } from './urns';
import { UserMoment } from './user-moment';

const viewsPerSession = 4;
/** Between two videos of a session. */
const [shortestPause, pauseSpread] = [15, 60];

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

interface Simulation {
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

/** Lets every user watch exactly `viewsPerUser` different videos in sessions of a few views. */
export function simulateViews(viewing: Simulation, rng: Rng, context: TaskContext | undefined): Events {
  const { params, calendar, catalogue, audience, truth, viewsPerUser } = viewing;
  const total = params.interactions;
  const events: Events = {
    users: new Int32Array(total),
    items: new Int32Array(total),
    seconds: new Uint32Array(total),
    kindCodes: new Uint8Array(total),
    watchedPermille: new Uint16Array(total),
  };
  const published = catalogue.publishedAtSecond;
  const page = new PageMaker(params, truth, published, viewing.urns, viewing.popularity, rng);
  const moment = new UserMoment(truth);
  // The last user who watched each video. Users are simulated one after the other, so one array is enough.
  const watchedBy = new Int32Array(params.videos).fill(-1);
  const turns = shuffledRows(params.users, rng);
  const buffer = new Float64Array(Math.ceil(viewsPerUser.reduce((most, views) => Math.max(most, views), 0) / viewsPerSession));
  let written = 0;
  for (let turn = 0; turn < turns.length; turn++) {
    if (turn % 256 === 0) {
      throwIfCancelled(context);
      context?.report?.(written / total, 'Simulating views');
    }
    const user = turns[turn];
    const arrival = audience.arrivalSecond[user];
    const sessions = sessionStarts(calendar, rng, buffer.subarray(0, Math.ceil(viewsPerUser[user] / viewsPerSession)), arrival);
    let second = 0;
    for (let i = 0; i < viewsPerUser[user]; i++) {
      if (i % viewsPerSession === 0) second = Math.max(second, sessions[i / viewsPerSession]);
      if (second >= calendar.seconds) second = calendar.draw(rng, arrival);
      moment.moveTo(user, second);
      let item = page.open(moment, watchedBy);
      if (item < 0) item = anyUnwatched(user, second, watchedBy, published, rng);
      if (published[item] > second) moment.moveTo(user, (second = published[item]));
      watchedBy[item] = user;
      record(viewing, moment, item, rng, events, written);
      second +=
        shortestPause + Math.round((events.watchedPermille[written] / 1000) * catalogue.durationSeconds[item]) + rng.int(pauseSpread);
      written++;
    }
  }
  return events;
}

/** Fills `starts` with moments of the calendar, ascending. */
function sessionStarts(calendar: Calendar, rng: Rng, starts: Float64Array, arrival: number): Float64Array {
  for (let i = 0; i < starts.length; i++) starts[i] = calendar.draw(rng, arrival);
  return starts.length > 1 ? starts.sort() : starts;
}

/** Fallback for a user who has seen almost everything: any video not watched yet, preferably a published one. */
function anyUnwatched(user: number, second: number, watchedBy: Int32Array, published: Float64Array, rng: Rng): number {
  const count = watchedBy.length;
  const offset = rng.int(count);
  let later = -1;
  for (let step = 0; step < count; step++) {
    const item = (offset + step) % count;
    if (watchedBy[item] === user) continue;
    if (published[item] <= second) return item;
    later = item;
  }
  return later;
}

/** How much of the video is watched, and whether it ends in a completion or a like: by taste, quality, length and screen. */
function record(viewing: Simulation, moment: UserMoment, item: number, rng: Rng, events: Events, at: number): void {
  const { params, catalogue, audience, truth } = viewing;
  const taste = affinityTo(truth.items, item, moment.topics, moment.weights, moment.topicCount, moment.largestWeight);
  const liking = 2.2 * params.tasteStrength * taste + 0.5 * truth.items.quality[item];
  const lengthPenalty = 0.25 * Math.log(catalogue.durationSeconds[item] / 600);
  const screenBonus = 0.15 * audience.deviceCodes[moment.user];
  const watched = 1 / (1 + Math.exp(-(liking + screenBonus - lengthPenalty - 0.4 + 0.9 * rng.normal())));
  const permille = Math.max(1, Math.min(1000, Math.round(watched * 1080)));
  const liked = rng.next() < Math.min(1, params.likeFraction * 2.1 * watched * watched);
  events.users[at] = moment.user;
  events.items[at] = item;
  events.seconds[at] = moment.second;
  events.watchedPermille[at] = permille;
  events.kindCodes[at] = liked ? like : permille >= 900 ? complete : view;
}
