package signin

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"balans/law/identity"
)

// The addresses of sign-in on this host. The provider must know CallbackPath, and the start
// page as the place to come back to after sign-out.
const (
	BeginPath    = "/signin"
	CallbackPath = "/signin/callback"
	EndPath      = "/signout"
)

// How long things last when nothing else is said.
const (
	DefaultIdle     = 30 * time.Minute // without a request
	DefaultAbsolute = 10 * time.Hour   // a working day, whatever is done in it
	flowPatience    = 10 * time.Minute // from the first page of a sign-in to its last
)

// mostFlows is how many sign-ins one browser may have under way: one a tab, for a few tabs.
const mostFlows = 5

// Options is what a Door needs. Issuer, Client, PublicURL, Claim and Now have no default.
type Options struct {
	Issuer    string   // the provider's address, as it writes it itself
	Client    string   // our name at the provider
	Secret    string   // our secret there; "" for a client without one, which PKCE alone protects
	PublicURL string   // how browsers reach the pages: scheme, host and port, no path
	Claim     string   // the claim of the ID token that names the member of staff
	Scopes    []string // asked for beside openid; nil: profile

	Idle, Absolute time.Duration    // 0: DefaultIdle, DefaultAbsolute
	Insecure       bool             // http is let pass to other machines too
	Now            func() time.Time // the machine's clock: tokens are dated by others
	Transport      http.RoundTripper
	Log            *slog.Logger // nil: nothing is logged
}

// Door signs staff in and out, and knows who is signed in. It is safe for many goroutines.
type Door struct {
	o         Options
	client    *http.Client
	sessions  *scs.SessionManager
	discovery discovery
	begun     *Limiter // of everybody together: sign-ins under way take memory
}

// Person is who is signed in.
type Person struct {
	ID   string // the member of staff, as the claim names them
	Name string // as the provider gives it, "" when it does not
}

// New prepares sign-in. The provider is asked nothing before the first one.
func New(o Options) (*Door, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	o.Idle, o.Absolute = cmp.Or(o.Idle, DefaultIdle), cmp.Or(o.Absolute, DefaultAbsolute)
	if o.Scopes == nil {
		o.Scopes = []string{"profile"}
	}
	o.Scopes = append([]string{oidc.ScopeOpenID}, o.Scopes...)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	d := &Door{o: o, client: &http.Client{Timeout: providerPatience, Transport: bounded{o.Transport}}, begun: NewLimiter(500, 20*time.Millisecond)}
	// Not scs.New, which starts a store of its own with a goroutine that is never ended.
	m := &scs.SessionManager{Store: newStore(o.Now, o.Absolute), HashTokenInStore: true, Codec: scs.GobCodec{}, IdleTimeout: o.Idle, Lifetime: o.Absolute,
		Cookie: scs.SessionCookie{Name: "balans_session", HttpOnly: true, Path: "/", SameSite: http.SameSiteLaxMode, Secure: d.IsTLS()}}
	if d.IsTLS() {
		m.Cookie.Name = "__Host-balans_session" // browsers take it from this host alone, and over TLS
	}
	m.ErrorFunc = func(w http.ResponseWriter, _ *http.Request, err error) {
		o.Log.Error("session", "error", err)
		http.Error(w, "The session could not be read.", http.StatusInternalServerError)
	}
	d.sessions = m
	return d, nil
}

// check says what is missing or unsafe.
func (o *Options) check() error {
	d := &Door{o: *o}
	switch u, err := url.Parse(o.PublicURL); {
	case o.Issuer == "" || o.Client == "" || o.Claim == "" || o.Now == nil:
		return errors.New("sign-in needs the provider's address, our name there, and the claim that names the member of staff")
	case d.isSafe(o.Issuer) != nil:
		return fmt.Errorf("the provider: %w", d.isSafe(o.Issuer))
	case err != nil || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return fmt.Errorf("the public address %q is a scheme and a host alone, such as https://balans.example", o.PublicURL)
	case d.isSafe(o.PublicURL) != nil:
		return fmt.Errorf("the public address: %w", d.isSafe(o.PublicURL))
	}
	return nil
}

// IsTLS reports whether browsers reach the pages over TLS.
func (d *Door) IsTLS() bool { return strings.HasPrefix(d.o.PublicURL, "https://") }

// IsLoopback reports whether the host's name or address means this machine.
func IsLoopback(host string) bool {
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// mostAnswer is the most bytes of the provider's answer that are read.
const mostAnswer = 1 << 20

// bounded reads no answer further than mostAnswer.
type bounded struct{ next http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	next := b.next
	if next == nil {
		next = http.DefaultTransport
	}
	res, err := next.RoundTrip(r)
	if err == nil {
		res.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(res.Body, mostAnswer), res.Body}
	}
	return res, err
}

type keptKey struct{}

// Keep lets what is below it know the session of each request, and saves it.
func (d *Door) Keep(next http.Handler) http.Handler {
	return d.sessions.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), keptKey{}, true)))
	}))
}

// What a session holds.
const (
	staffKey = "staff"
	nameKey  = "name"
	tokenKey = "id_token" // what the provider wants to see again at sign-out
	flowsKey = "flows"
)

// Who is who is signed in, if anybody is.
func (d *Door) Who(ctx context.Context) (Person, bool) {
	if ctx.Value(keptKey{}) == nil {
		return Person{}, false
	}
	p := Person{ID: d.sessions.GetString(ctx, staffKey), Name: d.sessions.GetString(ctx, nameKey)}
	return p, p.ID != ""
}

// flow is a sign-in under way.
type flow struct {
	State, Nonce, Verifier string
	Next                   string // where the reader was going
	Began                  int64  // Unix seconds
}

func (d *Door) flows(ctx context.Context) (flows []flow) {
	if err := json.Unmarshal(d.sessions.GetBytes(ctx, flowsKey), &flows); err != nil {
		return nil
	}
	return flows
}

func (d *Door) keepFlows(ctx context.Context, flows []flow) {
	if len(flows) == 0 {
		d.sessions.Remove(ctx, flowsKey)
		return
	}
	b, err := json.Marshal(flows)
	if err != nil {
		panic("signin: " + err.Error()) // strings and a number
	}
	d.sessions.Put(ctx, flowsKey, b)
}

// Begin starts a sign-in and returns the provider's address to send the reader to. After it
// the reader comes to next, which must be on this host.
func (d *Door) Begin(ctx context.Context, next string) (to string, err error) {
	if d.begun.Take("", d.o.Now()) > 0 {
		return "", away(errors.New("too many sign-ins at once"))
	}
	p, err := d.provider(ctx)
	if err != nil {
		return "", err
	}
	f := flow{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Next: LocalPath(next), Began: d.o.Now().Unix()}
	flows := append(d.flows(ctx), f)
	d.keepFlows(ctx, flows[max(0, len(flows)-mostFlows):])
	if _, known := d.Who(ctx); !known {
		d.sessions.SetDeadline(ctx, d.o.Now().Add(flowPatience).UTC())
	}
	return p.oauth2.AuthCodeURL(f.State, oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier)), nil
}

// Complete ends a sign-in with what the provider sent the reader back with, and returns where
// the reader was going. A flow is used once, however it ends.
func (d *Door) Complete(ctx context.Context, answer url.Values) (next string, err error) {
	f, err := d.take(ctx, answer.Get("state"))
	if err != nil {
		return "", err
	}
	switch code := plain(answer.Get("error")); {
	case d.o.Now().Sub(time.Unix(f.Began, 0)) > flowPatience:
		return f.Next, tooLate(errors.New("begun too long ago"))
	case answer.Has("iss") && answer.Get("iss") != d.o.Issuer:
		return f.Next, badToken(errors.New("another provider answered"))
	case code == "access_denied", code == "login_required", code == "interaction_required", code == "consent_required":
		return f.Next, denied(errors.New("the provider answered " + code))
	case code == "temporarily_unavailable", code == "server_error":
		return f.Next, away(errors.New("the provider answered " + code))
	case answer.Has("error"):
		return f.Next, refused(errors.New("the provider answered " + code))
	case answer.Get("code") == "":
		return f.Next, wrongState(errors.New("the answer holds no code"))
	}
	p, err := d.provider(ctx)
	if err != nil {
		return f.Next, err
	}
	id, raw, err := d.exchange(ctx, p, answer.Get("code"), f)
	if err != nil {
		return f.Next, err
	}
	who, err := d.believe(id, f)
	if err != nil {
		return f.Next, err
	}
	if err := d.admit(ctx, who, raw); err != nil {
		return f.Next, err
	}
	d.o.Log.Info("signed in", "staff", who.ID)
	return f.Next, nil
}

// take finds the flow of the state in this browser's session, and removes it.
func (d *Door) take(ctx context.Context, state string) (*flow, error) {
	flows := d.flows(ctx)
	for i := range flows {
		if state != "" && subtle.ConstantTimeCompare([]byte(flows[i].State), []byte(state)) == 1 {
			f := flows[i]
			d.keepFlows(ctx, slices.Delete(flows, i, i+1))
			return &f, nil
		}
	}
	return nil, wrongState(errors.New("no such sign-in is under way in this browser"))
}

// believe checks what the token library leaves to its caller, and reads who it is about.
func (d *Door) believe(id *oidc.IDToken, f *flow) (Person, error) {
	var says struct {
		Party string `json:"azp"`
		Name  string `json:"name"`
	}
	all := map[string]json.RawMessage{}
	if err := errors.Join(id.Claims(&says), id.Claims(&all)); err != nil {
		return Person{}, badToken(errors.New("the ID token's claims cannot be read"))
	}
	switch {
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(f.Nonce)) != 1:
		return Person{}, badToken(errors.New("the ID token is for another sign-in: its nonce is not ours"))
	case says.Party != "" && says.Party != d.o.Client, says.Party == "" && len(id.Audience) > 1:
		return Person{}, badToken(errors.New("the ID token was made for another client"))
	case id.IssuedAt.After(d.o.Now().Add(5 * time.Minute)):
		return Person{}, badToken(errors.New("the ID token is dated in the future: compare the clocks"))
	}
	who := Person{Name: says.Name}
	if err := json.Unmarshal(all[d.o.Claim], &who.ID); err != nil || !isStaffID(who.ID) {
		return Person{}, noStaff(fmt.Errorf("the claim %q of the ID token does not name a member of staff", d.o.Claim))
	}
	return who, nil
}

// isPlain is what an id of one of the staff looks like (package access).
var isPlain = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$`)

// isStaffID keeps identity numbers of persons out, as package access does: the id stands in
// logs and lists. What could be an organisation's number may be one of the staff's.
func isStaffID(id string) bool {
	n, err := identity.Parse(id)
	return (err != nil || n.Kind() == identity.Organisation) && isPlain.MatchString(id)
}

// admit gives the reader a new session: whatever the browser held before, somebody else may
// have put there.
func (d *Door) admit(ctx context.Context, who Person, raw string) error {
	flows := d.flows(ctx) // of other tabs
	if err := errors.Join(d.sessions.RenewToken(ctx), d.sessions.Clear(ctx)); err != nil {
		return fmt.Errorf("begin the session: %w", err)
	}
	d.keepFlows(ctx, flows)
	d.sessions.Put(ctx, staffKey, who.ID)
	d.sessions.Put(ctx, nameKey, who.Name)
	d.sessions.Put(ctx, tokenKey, raw)
	return nil
}

// End signs the reader out here and returns the provider's address where the session there is
// ended too, or "" when the provider has none or nobody was signed in.
func (d *Door) End(ctx context.Context) (to string, err error) {
	who, known := d.Who(ctx)
	raw := d.sessions.GetString(ctx, tokenKey)
	if err := d.sessions.Destroy(ctx); err != nil {
		return "", fmt.Errorf("end the session: %w", err)
	}
	if !known {
		return "", nil
	}
	d.o.Log.Info("signed out", "staff", who.ID)
	p, err := d.provider(ctx)
	if err != nil || p.end == "" {
		return "", nil // signed out here, which is what was asked of us
	}
	u, err := url.Parse(p.end)
	if err != nil {
		return "", nil
	}
	q := u.Query()
	q.Set("client_id", d.o.Client)
	q.Set("id_token_hint", raw)
	q.Set("post_logout_redirect_uri", d.o.PublicURL+"/")
	u.RawQuery = q.Encode()
	return u.String(), nil
}
