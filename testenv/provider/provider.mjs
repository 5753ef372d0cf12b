// An OpenID provider for tests, on loopback: oidc-provider with its own pages for
// signing in, which believe any name. It reads its settings as JSON from standard
// input, prints the issuer on one line, and ends when standard input does.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';

const lines = createInterface({ input: process.stdin });
lines.once('line', (line) => {
  const settings = JSON.parse(line);
  const server = createServer();
  server.listen(0, '127.0.0.1', () => {
    const issuer = `http://127.0.0.1:${server.address().port}`;
    const provider = new Provider(issuer, {
      clients: [settings.client],
      claims: { openid: ['sub'], profile: ['name', 'staff_id'] },
      conformIdTokenClaims: false, // scope claims stand in the ID token
      cookies: { keys: [settings.key] },
      features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
      pkce: { required: () => true },
      findAccount: (_, id) => ({
        accountId: id,
        claims: () => ({ sub: `subject-${id}`, staff_id: id, name: `Name of ${id}` }),
      }),
    });
    server.on('request', provider.callback());
    process.stdout.write(`${issuer}\n`);
  });
});
lines.once('close', () => process.exit(0));
