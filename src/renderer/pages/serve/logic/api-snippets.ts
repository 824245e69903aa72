/** Code that calls the local API, ready to paste. Contains the token only if it is to be shown. */
interface Snippet {
  readonly name: string;
  readonly code: string;
}

export const HIDDEN_TOKEN = 'TOKEN';

const request = (userId: string): string => JSON.stringify({ user_id: userId, top_k: 10 });

/** Quotes for a POSIX shell. */
const shell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

export function apiSnippets(url: string, token: string, userId: string): Snippet[] {
  return [
    {
      name: 'curl',
      code: [
        `curl -s ${url}/recommend \\`,
        `  -H 'Authorization: Bearer ${token}' \\`,
        "  -H 'Content-Type: application/json' \\",
        `  -d ${shell(request(userId))}`,
      ].join('\n'),
    },
    {
      name: 'Python',
      code: [
        'import json, urllib.request',
        '',
        'request = urllib.request.Request(',
        `    ${JSON.stringify(`${url}/recommend`)},`,
        `    data=json.dumps({"user_id": ${JSON.stringify(userId)}, "top_k": 10}).encode(),`,
        `    headers={"Authorization": "Bearer ${token}", "Content-Type": "application/json"},`,
        ')',
        'for item in json.load(urllib.request.urlopen(request))["items"]:',
        '    print(item["position"], item["title"], round(item["score"], 4))',
      ].join('\n'),
    },
    {
      name: 'JavaScript',
      code: [
        `const response = await fetch(${JSON.stringify(`${url}/recommend`)}, {`,
        "  method: 'POST',",
        `  headers: { Authorization: 'Bearer ${token}', 'Content-Type': 'application/json' },`,
        `  body: JSON.stringify(${request(userId)}),`,
        '});',
        'console.table((await response.json()).items);',
      ].join('\n'),
    },
  ];
}
