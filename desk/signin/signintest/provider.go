// Package signintest is a small OpenID provider for tests of what stands behind a sign-in. It
// can be made to misbehave in every way that a test wants, and is reached without a network:
// it is its own http.RoundTripper. It checks the secret, the verifier and that a code is used
// once, as a real one does; how a real one answers is tested with one (testenv/provider).
//
// What this package does not do: it shows no page, so nobody signs in at it; Authorize stands
// for what a person does there.
package signintest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// What the provider and its one client have agreed on.
const (
	Issuer = "https://id.example"
	Client = "balans"
	Secret = "a-secret-of-the-client"
	Site   = "https://balans.example"
	Claim  = "staff_id" // names the member of staff
)

// Provider is the provider. Its fields are set before it is asked. It is safe for many
// goroutines.
type Provider struct {
	t    testing.TB
	now  func() time.Time
	mu   sync.Mutex
	key  *rsa.PrivateKey
	kid  string
	code map[string]granted

	Down      bool                                       // it does not answer at all
	DownToken bool                                       // it answers everything but the code
	Header    func(map[string]any)                       // changes the token's header
	Claims    func(map[string]any)                       // changes the token's claims
	Token     func(header, claims map[string]any) string // makes the token otherwise
	Metadata  func(map[string]any)                       // changes what it says of itself
	Fetched   map[string]int                             // how often each address was asked
}

// granted is what stands behind a code.
type granted struct{ nonce, challenge, redirect, staff string }

// New is a provider that behaves, with the clock now.
func New(t testing.TB, now func() time.Time) *Provider {
	p := &Provider{t: t, now: now, code: map[string]granted{}, Fetched: map[string]int{}}
	p.Rotate("first")
	return p
}

// Rotate gives it a new key.
func (p *Provider) Rotate(kid string) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		p.t.Fatal(err)
	}
	p.key, p.kid = key, kid
}

// RoundTrip answers as the provider.
func (p *Provider) RoundTrip(r *http.Request) (*http.Response, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Fetched[r.URL.Path]++
	if p.Down || p.DownToken && r.URL.Path == "/token" {
		return nil, errors.New("connection refused")
	}
	w := httptest.NewRecorder()
	switch r.URL.Path {
	case "/.well-known/openid-configuration":
		says := map[string]any{"issuer": Issuer, "authorization_endpoint": Issuer + "/auth", "token_endpoint": Issuer + "/token", "jwks_uri": Issuer + "/jwks",
			"end_session_endpoint": Issuer + "/end", "id_token_signing_alg_values_supported": []string{"RS256", "none", "HS256"}}
		if p.Metadata != nil {
			p.Metadata(says)
		}
		p.write(w, 200, says)
	case "/jwks":
		e := base64.RawURLEncoding.EncodeToString([]byte{1, 0, 1})
		p.write(w, 200, map[string]any{"keys": []any{map[string]any{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": p.kid, "e": e, "n": base64.RawURLEncoding.EncodeToString(p.key.N.Bytes())}}})
	case "/token":
		p.exchange(w, r)
	default:
		w.WriteHeader(404)
	}
	return w.Result(), nil
}

func (p *Provider) write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(v); err != nil {
		p.t.Error(err)
	}
}

// exchange gives an ID token for a code, once, to who has its verifier and our secret.
func (p *Provider) exchange(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		p.t.Error(err)
	}
	id, pass, _ := r.BasicAuth()
	if id == "" {
		id, pass = r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	}
	g, ok := p.code[r.PostForm.Get("code")]
	delete(p.code, r.PostForm.Get("code"))
	sum := sha256.Sum256([]byte(r.PostForm.Get("code_verifier")))
	switch {
	case id != Client || pass != Secret:
		p.write(w, 401, map[string]any{"error": "invalid_client", "error_description": "the secret was " + pass})
		return
	case !ok || base64.RawURLEncoding.EncodeToString(sum[:]) != g.challenge || r.PostForm.Get("redirect_uri") != g.redirect:
		p.write(w, 400, map[string]any{"error": "invalid_grant"})
		return
	}
	header := map[string]any{"alg": "RS256", "kid": p.kid, "typ": "JWT"}
	claims := map[string]any{"iss": Issuer, "aud": Client, "sub": "x", "nonce": g.nonce, Claim: g.staff, "name": "Sara Ek", "iat": p.now().Unix(), "exp": p.now().Add(time.Minute).Unix()}
	if p.Header != nil {
		p.Header(header)
	}
	if p.Claims != nil {
		p.Claims(claims)
	}
	made := p.Signed
	if p.Token != nil {
		made = p.Token
	}
	p.write(w, 200, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": made(header, claims)})
}

// Part is a part of a token: JSON, encoded.
func Part(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// Signed is a token as it should be.
func (p *Provider) Signed(header, claims map[string]any) string {
	text := Part(header) + "." + Part(claims)
	sum := sha256.Sum256([]byte(text))
	sig, err := rsa.SignPKCS1v15(rand.Reader, p.key, crypto.SHA256, sum[:])
	if err != nil {
		p.t.Fatal(err)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(sig)
}

// Authorize is what happens at the provider's page: the person signs in, and the browser is
// sent back with what it returns.
func (p *Provider) Authorize(to, staff string) url.Values {
	p.t.Helper()
	u, err := url.Parse(to)
	if err != nil || !strings.HasPrefix(to, Issuer+"/auth?") {
		p.t.Fatalf("sent to %q (%v)", to, err)
	}
	q := u.Query()
	for name, want := range map[string]string{"response_type": "code", "client_id": Client, "redirect_uri": Site + "/signin/callback", "scope": "openid profile", "code_challenge_method": "S256"} {
		if q.Get(name) != want {
			p.t.Errorf("%s is %q, want %q", name, q.Get(name), want)
		}
	}
	for _, name := range []string{"state", "nonce", "code_challenge"} {
		if len(q.Get(name)) < 26 {
			p.t.Errorf("%s is %q", name, q.Get(name))
		}
	}
	code := rand.Text()
	p.mu.Lock()
	p.code[code] = granted{q.Get("nonce"), q.Get("code_challenge"), q.Get("redirect_uri"), staff}
	p.mu.Unlock()
	return url.Values{"code": {code}, "state": {q.Get("state")}, "iss": {Issuer}}
}

// Forget makes the provider take the code for another sign-in's: its verifier does not fit.
func (p *Provider) Forget(code string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	g := p.code[code]
	g.challenge = "of another"
	p.code[code] = g
}
