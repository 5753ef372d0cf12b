// Package signin says who sits at the other end: it signs staff in at the agency's own
// identity provider (OpenID Connect, the code flow with PKCE) and keeps them signed in.
//
//	page ─▶ Begin ─▶ the provider ─▶ Complete ─▶ session ─▶ page
//	                                                └─▶ End ─▶ the provider's own sign-out
//
// A sign-in under way (a flow) has a state, a nonce and a verifier of its own, known to one
// browser's session, used once and good for ten minutes. A session ends after a time without
// requests, at the latest after a working day, and when its holder signs out. Sessions are
// kept in memory: after a restart everybody takes one turn by the provider, who usually
// asks nothing.
//
// Beside that it holds what a door to a network needs: how often one address or one user may
// try (Limiter), who stands behind a proxy that is trusted (Front), and which addresses of
// this host a reader may be sent on to (LocalPath).
//
// What this package does not do: it knows no passwords, decides nothing about what a
// signed-in person may see (package access does), and shows no page: its refusals are
// Problems, which the pages put into words.
package signin
