/** With the network or without it, nothing of RankLab asks anything of anybody. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
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

/** Remote addresses, as the kernel writes them, of all sockets of these processes; 0 is none, 0100007F is 127.0.0.1. */
function remoteAddresses(pids: readonly number[]): string[] {
  const inodes = new Set<string>();
  for (const pid of pids) {
    try {
      for (const name of readdirSync(`/proc/${pid}/fd`)) {
        const socket = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`));
        if (socket?.[1] !== undefined) inodes.add(socket[1]);
      }
    } catch {
      // It ended while we looked.
    }
  }
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) =>
    readFileSync(`/proc/net/${kind}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => inodes.has(fields[9] ?? ''))
      .map((fields) => fields[2].split(':')[0]),
  );
}

const isLocal = (address: string): boolean => /^0*$/.test(address) || address.endsWith('0100007F') || /^0{24}01000000$/.test(address);

test('no request of a page leaves', async ({ window }) => {
  const results = await window.evaluate(async () => {
    const viaFetch = ['https://example.com/', 'http://127.0.0.1:9/', 'https://doi.org/'].map((url) =>
      fetch(url, { mode: 'no-cors' }).then(
        () => 'sent',
        () => 'refused',
      ),
    );
    const viaImage = new Promise<string>((done) => {
      const image = new Image();
      image.onload = () => done('sent');
      image.onerror = () => done('refused');
      image.src = 'https://example.com/pixel.png';
    });
    const viaBeacon = navigator.sendBeacon('https://example.com/beacon') ? 'queued' : 'refused';
    const viaSocket = await new Promise<string>((done) => {
      try {
        const socket = new WebSocket('wss://example.com/');
        socket.onopen = () => done('sent');
        socket.onerror = () => done('refused');
      } catch {
        done('refused');
      }
    });
    return [...(await Promise.all([...viaFetch, viaImage])), viaBeacon, viaSocket];
  });
  expect(results.filter((result) => result === 'sent')).toEqual([]);
});

if (process.platform === 'linux') {
  test('no process of the application holds a connection to another machine', async ({ desktop, window }) => {
    const seen: string[] = [];
    for (const page of ['Data', 'Settings', 'Home']) {
      await window.getByRole('navigation').getByText(page).click();
      await window.waitForTimeout(400);
      const pids = family(desktop.pid);
      expect(pids.length).toBeGreaterThan(2);
      seen.push(...remoteAddresses(pids));
    }
    expect(seen.filter((address) => !isLocal(address))).toEqual([]);
  });
}
