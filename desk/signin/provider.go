package signin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// providerPatience is how long one request to the provider may take; retryAfter how long a
// provider that did not answer is left alone.
const (
	providerPatience = 10 * time.Second
	retryAfter       = 5 * time.Second
)

// algorithms are the signatures that are believed. All are made with a key that only the
// provider has; "none" and the HS family, which our own secret would make, are not.
var algorithms = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA}

// discovered is what the provider says of itself.
type discovered struct {
	oauth2   oauth2.Config
	verifier *oidc.IDTokenVerifier
	end      string // where its own sessions are ended; "" when it does not offer that
}

// discovery asks the provider who it is, the first time it is needed. A provider that is away
// when the program starts is asked again later.
type discovery struct {
	mu     sync.Mutex
	found  *discovered
	failed error
	at     time.Time // of the failure
}

// provider is what the provider says of itself, asked for once.
func (d *Door) provider(ctx context.Context) (*discovered, error) {
	d.discovery.mu.Lock()
	defer d.discovery.mu.Unlock()
	known := &d.discovery
	if known.found != nil {
		return known.found, nil
	}
	now := d.o.Now()
	if known.failed != nil && now.Sub(known.at) < retryAfter {
		return nil, away(known.failed)
	}
	// The answer is for everybody: it does not end with the request that first needed it.
	found, err := d.discover(context.WithoutCancel(ctx))
	if err != nil {
		known.failed, known.at = err, now
		return nil, away(err)
	}
	known.found, known.failed = found, nil
	return found, nil
}

func (d *Door) discover(ctx context.Context) (*discovered, error) {
	p, err := oidc.NewProvider(oidc.ClientContext(ctx, d.client), d.o.Issuer)
	if err != nil {
		return nil, fmt.Errorf("ask %s who it is: %w", d.o.Issuer, err)
	}
	var says struct {
		JWKS string `json:"jwks_uri"`
		End  string `json:"end_session_endpoint"`
	}
	if err := p.Claims(&says); err != nil {
		return nil, fmt.Errorf("what %s says of itself cannot be read: %w", d.o.Issuer, err)
	}
	endpoint := p.Endpoint()
	for _, address := range []string{endpoint.AuthURL, endpoint.TokenURL, says.JWKS} {
		if err := d.isSafe(address); err != nil {
			return nil, fmt.Errorf("%s names an address that is not used: %w", d.o.Issuer, err)
		}
	}
	if says.End != "" && d.isSafe(says.End) != nil {
		says.End = ""
	}
	return &discovered{
		oauth2: oauth2.Config{ClientID: d.o.Client, ClientSecret: d.o.Secret, Endpoint: endpoint,
			RedirectURL: d.o.PublicURL + CallbackPath, Scopes: d.o.Scopes},
		// The keys are fetched again when a token names one that is not known, after the
		// request that needed them too: ctx is not the request's own time.
		verifier: p.VerifierContext(oidc.ClientContext(ctx, d.client),
			&oidc.Config{ClientID: d.o.Client, SupportedSigningAlgs: algorithms, Now: d.o.Now}),
		end: says.End,
	}, nil
}

// isSafe reports an address that secrets must not be sent to.
func (d *Door) isSafe(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "":
		return fmt.Errorf("%q is no address", address)
	case u.Scheme == "https" || u.Scheme == "http" && (d.o.Insecure || IsLoopback(u.Hostname())):
		return nil
	}
	return fmt.Errorf("%q is not https", address)
}

// exchange gives the code to the provider for its word on who signed in.
func (d *Door) exchange(ctx context.Context, p *discovered, code string, f *flow) (*oidc.IDToken, string, error) {
	token, err := p.oauth2.Exchange(oidc.ClientContext(ctx, d.client), code, oauth2.VerifierOption(f.Verifier))
	var answer *oauth2.RetrieveError
	switch {
	case errors.As(err, &answer) && answer.Response != nil && answer.Response.StatusCode < http.StatusInternalServerError:
		// The answer's own words may hold what was sent; its code is enough.
		return nil, "", refused(fmt.Errorf("the provider answered %d %q to the code", answer.Response.StatusCode, plain(answer.ErrorCode)))
	case errors.As(err, &answer):
		return nil, "", away(errors.New("the provider failed when it was given the code"))
	case err != nil:
		var network *url.Error
		if errors.As(err, &network) {
			return nil, "", away(errors.New("the provider could not be reached with the code"))
		}
		return nil, "", badToken(errors.New("the provider's answer to the code cannot be read"))
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok || raw == "" {
		return nil, "", badToken(errors.New("the provider's answer holds no ID token"))
	}
	id, err := p.verifier.Verify(ctx, raw)
	if err != nil {
		return nil, "", badToken(err)
	}
	return id, raw, nil
}

// plain is at most 60 letters, digits and the like of what a stranger wrote, for the log.
func plain(s string) string {
	b := make([]byte, 0, 60)
	for i := 0; i < len(s) && len(b) < 60; i++ {
		if c := s[i]; c == '_' || c == '-' || c == '.' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			b = append(b, c)
		}
	}
	return string(b)
}
