/** With or without network, RankLab makes no network requests. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '../electron/desktop';

/** Every process below `pid`, itself included. */
function family(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return [{ pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) }];
      } catch {
        return [];
      }
    });
  const members = [pid];
  for (const member of members) members.push(...parents.filter(({ parent }) => parent === member).map((child) => child.pid));
  return members;
}

/** Remote addresses and ports, as the kernel writes them, of all sockets of these processes; 0 is none, 0100007F is 127.0.0.1. */
function remoteAddresses(pids: readonly number[]): string[] {
  const inodes = new Set<string>();
  for (const pid of pids) {
    try {
      for (const name of readdirSync(`/proc/${pid}/fd`)) {
        const socket = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`));
        if (socket?.[1] !== undefined) inodes.add(socket[1]);
      }
    } catch {
      // The process ended meanwhile.
    }
  }
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) =>
    readFileSync(`/proc/net/${kind}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => inodes.has(fields[9] ?? ''))
      .map((fields) => fields[2] ?? ''),
  );
}

/** No address, or this machine, except its DNS resolver (port 53), since a DNS query implies another machine. */
const isLocal = (address: string): boolean => /^(0+|(0{24}|0{16}0000FFFF)?0100007F|0{24}01000000):(?!0035$)/.test(address);

test('no request of a page leaves the machine', async ({ window }) => {
  const requests: string[] = [];
  const server = createServer((request, answer) => {
    requests.push(request.url ?? '');
    answer.end();
  });
  server.on('upgrade', (request, socket) => {
    requests.push(request.url ?? '');
    socket.destroy();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const here = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  // The content security policy reports each blocked request; once all are reported, none is pending.
  const stopped = await window.evaluate(async (host) => {
    const names: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ blockedURI }) => names.push(blockedURI));
    const fetches = [`http://${host}/fetch`, 'https://example.com/fetch', 'https://doi.org/fetch'];
    for (const url of fetches) await fetch(url, { mode: 'no-cors' }).catch(() => undefined);
    const image = new Image();
    image.src = `http://${host}/image`;
    navigator.sendBeacon(`http://${host}/beacon`);
    try {
      new WebSocket(`ws://${host}/socket`);
    } catch {
      // An immediate or a later refusal are both accepted.
    }
    const frame = document.createElement('iframe');
    frame.src = `http://${host}/frame`;
    document.body.append(frame);
    while (names.length < fetches.length + 4) await new Promise((wait) => setTimeout(wait, 20));
    return names;
  }, here);
  server.close();
  const places = stopped.map((url) => url.replace(/^.*:\/\//, '')).sort();
  expect(places.filter((place) => place.startsWith(here)).length).toBeGreaterThanOrEqual(5);
  expect(places).toEqual(expect.arrayContaining(['doi.org/fetch', 'example.com/fetch']));
  expect(requests).toEqual([]);
});

if (process.platform === 'linux') {
  test('no process of the application holds a connection to another machine', async ({ desktop, window }) => {
    test.setTimeout(180_000);
    const seen = new Set<string>();
    let looks = 0;
    let fewest = Infinity;
    const timer = setInterval(() => {
      const pids = family(desktop.pid);
      fewest = Math.min(fewest, pids.length);
      for (const address of remoteAddresses(pids)) seen.add(address);
      looks++;
    }, 50);
    // From the first page through generating, embedding, building and evaluating, and every page afterwards.
    await window.getByRole('button', { name: /Try the sample/ }).click();
    await expect(window.getByRole('main', { name: 'Lab' })).toBeVisible({ timeout: 90_000 });
    for (const page of ['Data', 'Model', 'Serve', 'Settings', 'Home']) {
      await window.getByRole('navigation').getByText(page).click();
      await expect(window.getByRole('main', { name: page })).toBeVisible();
    }
    clearInterval(timer);
    expect([looks > 20, fewest > 2]).toEqual([true, true]);
    // The test's own connection to the window must have been seen, which proves that connections are detected.
    expect([...seen].filter((address) => address.startsWith('0100007F:'))).not.toEqual([]);
    expect([...seen].filter((address) => !isLocal(address))).toEqual([]);
  });
}
