import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contentSecurityPolicy, pageWithNonce } from '#shared/content-security-policy';

const open = { config: { open: true } } as const;

/** The built interface: its files are named by their content, so browsers may cache them indefinitely, but not the page itself. */
export async function registerInterface(app: FastifyInstance, rendererPath: string): Promise<void> {
  const page = join(rendererPath, 'index.html');
  if (!existsSync(page)) return;
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, open: true };
    });
    scope.get('/index.html', (_request, reply) => sendPage(reply, page));
    await scope.register(fastifyStatic, {
      root: rendererPath,
      index: false,
      wildcard: false,
      globIgnore: ['index.html'], // has a nonce for each answer
      cacheControl: false,
      decorateReply: false,
      setHeaders: (response, path) => {
        const named = /[\\/]assets[\\/]/.test(path);
        void response.header('cache-control', named ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  });
}

async function sendPage(reply: FastifyReply, file: string): Promise<FastifyReply> {
  const nonce = randomBytes(16).toString('base64');
  const page = pageWithNonce(await readFile(file, 'utf8'), nonce);
  return reply
    .type('text/html; charset=utf-8')
    .headers({ 'cache-control': 'no-cache', 'content-security-policy': contentSecurityPolicy(nonce) })
    .send(page);
}

/** At the same path a browser gets the interface and a program gets the status. */
const wantsPage = (request: FastifyRequest): boolean => request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');

/** `GET /` for browsers: serves the interface if it is built. */
export function homeRoute(rendererPath: string | undefined) {
  const file = rendererPath === undefined ? undefined : join(rendererPath, 'index.html');
  return {
    config: { open: wantsPage },
    preHandler: async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
      if (!wantsPage(request)) return undefined;
      if (file !== undefined && existsSync(file)) return sendPage(reply, file);
      return reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-cache')
        .send('<!doctype html><title>RankLab</title><p>The local API is running. Its documentation is at <a href="/docs">/docs</a>.</p>');
    },
  };
}

const docsPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="icon" href="data:," />
    <title>RankLab API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <main id="docs"></main>
    <script src="/docs/swagger-ui-bundle.js" charset="utf-8"></script>
    <script src="/docs/start.js" charset="utf-8"></script>
  </body>
</html>
`;

/** A separate file, because the content security policy forbids inline scripts. The token stays in this tab. */
const docsScript = `const ui = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: -1,
  tryItOutEnabled: true,
  validatorUrl: null,
  onComplete: () => {
    const token = sessionStorage.getItem('ranklab-token');
    if (token) ui.preauthorizeApiKey('token', token);
  },
});
`;

/** Interactive documentation at /docs, from files of this machine only. */
export function registerDocs(app: FastifyInstance): void {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const serve = (path: string, type: string, content: () => Promise<string | Buffer>): void => {
    app.get(path, open, async (_request, reply) =>
      reply
        .type(type)
        .header('cache-control', 'no-cache')
        .send(await content()),
    );
  };
  const html = 'text/html; charset=utf-8';
  const script = 'text/javascript; charset=utf-8';
  serve('/docs', html, async () => docsPage);
  serve('/docs/start.js', script, async () => docsScript);
  serve('/docs/swagger-ui-bundle.js', script, () => readFile(join(folder, 'swagger-ui-bundle.js')));
  serve('/docs/swagger-ui.css', 'text/css; charset=utf-8', () => readFile(join(folder, 'swagger-ui.css')));
}
