import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { serveProgram } from './served-program';

it('writes continue while 106 clients without a token hold half a request each, with 128 descriptors in all', async () => {
  const program = await serveProgram({ descriptors: 128 });
  const { hostname, port } = new URL(program.url);
  const crowd = Array.from({ length: 106 }, () => {
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    socket.on('error', () => undefined);
    socket.write('GET /health HTTP/1.1\r\nhost: loc');
    return socket;
  });
  try {
    await sleep(500);
    const [user] = (JSON.parse((await program.call('GET', '/users?limit=1')).text) as { rows: { userId: string }[] }).rows;
    const [video] = (JSON.parse((await program.call('GET', '/videos?limit=1')).text) as { rows: { videoId: string }[] }).rows;
    const logged = () => program.call('POST', '/log_interaction', { user_id: user?.userId, video_id: video?.videoId });
    for (let i = 0; i < 5; i++) expect(await logged()).toMatchObject({ status: 200 });
    const added = await program.call('POST', '/add_video', { title: 'While others wait' });
    expect(added).toMatchObject({ status: 200 });
    const rebuilt = JSON.parse((await program.call('POST', '/model/refresh')).text) as { jobId?: string; id?: string };
    const job = rebuilt.jobId ?? rebuilt.id ?? '';
    let status = '';
    for (let i = 0; i < 200 && !/succeeded|failed/.test(status); i++) {
      await sleep(100);
      ({ status } = JSON.parse((await program.call('GET', `/jobs/${job}`)).text) as { status: string });
    }
    expect(status).toBe('succeeded');
  } finally {
    for (const socket of crowd) socket.destroy();
    await program.stop();
  }
});
