/**
 * Many concurrent clients on `/recommend` while videos are added and interactions logged; afterwards all acknowledged
 * writes are counted. Prints one JSON document and fails when a response or a write was lost.
 *
 *     node scripts/run-typescript.mjs bench/load.ts [seconds, 60] [clients, 200]
 */
import { caller, drive } from './http-load';
import { ours } from './servers';

const [seconds = 60, clients = 200] = process.argv.slice(2).map(Number);
const server = await ours();
const { ask, close } = caller(server.url, server.token, clients + 2);

async function total(path: string): Promise<number> {
  return (JSON.parse((await ask('GET', `${path}?limit=1`)).body) as { total: number }).total;
}

const { rows } = JSON.parse((await ask('GET', '/users?limit=1000')).body) as { rows: { userId: string }[] };
const videos = (JSON.parse((await ask('GET', '/videos?limit=1000')).body) as { rows: { videoId: string }[] }).rows;
const before = { interactions: await total('/interactions'), videos: await total('/videos') };
const durationMs = seconds * 1_000;
const [reading, logging, adding] = await Promise.all([
  drive(clients, durationMs, (client, round) =>
    ask('POST', '/recommend', { user_id: rows[(round * clients + client) % rows.length]?.userId, top_k: 10 }),
  ),
  drive(1, durationMs, (_client, round) =>
    ask('POST', '/log_interaction', { user_id: rows[round % rows.length]?.userId, video_id: videos[round % videos.length]?.videoId }),
  ),
  drive(1, durationMs, (_client, round) => ask('POST', '/add_video', { title: `Added under load ${round}`, category: 'load' })),
]);
const after = { interactions: await total('/interactions'), videos: await total('/videos') };
const lostInteractions = before.interactions + logging.requests - logging.errors - after.interactions;
const lostVideos = before.videos + adding.requests - adding.errors - after.videos;
const rssBytes = server.rssBytes();
close();
await server.stop();
console.log(JSON.stringify({ seconds, clients, reading, logging, adding, lostInteractions, lostVideos, rssBytes }, null, 2));
if (lostInteractions !== 0 || lostVideos !== 0 || reading.errors + logging.errors + adding.errors > 0) process.exitCode = 1;
