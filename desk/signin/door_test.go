package signin

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"balans/desk/signin/signintest"
	"balans/law/calendar"
	"balans/law/identity"
)

const (
	issuer  = signintest.Issuer
	client  = signintest.Client
	secret  = signintest.Secret
	ourSite = signintest.Site
)

// desk is a site with a door and a provider.
type desk struct {
	*signintest.Provider
	t       *testing.T
	door    *Door
	handler http.Handler
	log     *bytes.Buffer
	hold    chan struct{} // where it is set, /slow waits for it
	holding atomic.Bool
}

func newDesk(t *testing.T, change ...func(*Options)) *desk {
	t.Helper()
	d := &desk{Provider: signintest.New(t, time.Now), t: t, log: &bytes.Buffer{}, hold: make(chan struct{})}
	o := Options{Issuer: issuer, Client: client, Secret: secret, PublicURL: ourSite, Claim: signintest.Claim, Now: time.Now, Transport: d.Provider, Log: slog.New(slog.NewTextHandler(d.log, nil))}
	for _, c := range change {
		c(&o)
	}
	var err error
	if d.door, err = New(o); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /signin", func(w http.ResponseWriter, r *http.Request) {
		to, err := d.door.Begin(r.Context(), r.URL.Query().Get("next"))
		answer(w, r, to, err)
	})
	mux.HandleFunc("GET /signin/callback", func(w http.ResponseWriter, r *http.Request) {
		to, err := d.door.Complete(r.Context(), r.URL.Query())
		answer(w, r, to, err)
	})
	mux.HandleFunc("POST /signout", func(w http.ResponseWriter, r *http.Request) {
		to, err := d.door.End(r.Context())
		if to == "" {
			to = "/"
		}
		answer(w, r, to, err)
	})
	who := func(w http.ResponseWriter, r *http.Request) {
		p, _ := d.door.Who(r.Context())
		_, _ = w.Write([]byte(p.ID))
	}
	mux.HandleFunc("GET /who", who)
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, r *http.Request) {
		d.holding.Store(true)
		<-d.hold
		who(w, r)
	})
	d.handler = d.door.Keep(mux)
	return d
}

func answer(w http.ResponseWriter, r *http.Request, to string, err error) {
	var p *Problem
	switch {
	case errors.As(err, &p):
		http.Error(w, p.Error(), p.Status)
	case err != nil:
		http.Error(w, err.Error(), 500)
	default:
		http.Redirect(w, r, to, http.StatusSeeOther)
	}
}

// browser keeps cookies as a browser does.
type browser struct {
	d       *desk
	cookies map[string]string
}

func (d *desk) browser() *browser { return &browser{d, map[string]string{}} }

func (b *browser) send(method, target string) *httptest.ResponseRecorder {
	b.d.t.Helper()
	r := httptest.NewRequest(method, target, nil)
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.d.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return w
}

// begin goes to sign-in and returns where it is sent.
func (b *browser) begin(next string) string {
	b.d.t.Helper()
	w := b.send("GET", "/signin?next="+url.QueryEscape(next))
	if w.Code != 303 {
		b.d.t.Fatalf("sign-in: %d %s", w.Code, w.Body)
	}
	return w.Header().Get("Location")
}

// back comes back from the provider.
func (b *browser) back(q url.Values) *httptest.ResponseRecorder {
	b.d.t.Helper()
	return b.send("GET", "/signin/callback?"+q.Encode())
}

// signIn goes all the way.
func (b *browser) signIn(staff, next string) *httptest.ResponseRecorder {
	b.d.t.Helper()
	return b.back(b.d.Authorize(b.begin(next), staff))
}

func (b *browser) who() string { b.d.t.Helper(); return b.send("GET", "/who").Body.String() }

// refuse checks that the answer is a refusal of that kind and that nobody is signed in.
func (b *browser) refuse(w *httptest.ResponseRecorder, status int, key string) {
	b.d.t.Helper()
	if w.Code != status || !strings.HasPrefix(w.Body.String(), "sign-in: "+key+":") {
		b.d.t.Errorf("answered %d %q, want %d %s", w.Code, strings.TrimSpace(w.Body.String()), status, key)
	}
	if who := b.who(); who != "" {
		b.d.t.Errorf("signed in as %q all the same", who)
	}
}

func TestDoor_signsInAndOut(t *testing.T) {
	d := newDesk(t)
	b := d.browser()
	w := b.signIn("sara.ek", "/claims/1?as_of=2025-02-28")
	if w.Code != 303 || w.Header().Get("Location") != "/claims/1?as_of=2025-02-28" {
		t.Fatalf("%d to %q: %s", w.Code, w.Header().Get("Location"), w.Body)
	}
	if who := b.who(); who != "sara.ek" {
		t.Errorf("signed in as %q", who)
	}
	w = b.send("POST", "/signout")
	to, err := url.Parse(w.Header().Get("Location"))
	if err != nil || to.Host != "id.example" || to.Path != "/end" || to.Query().Get("post_logout_redirect_uri") != ourSite+"/" || to.Query().Get("client_id") != client || strings.Count(to.Query().Get("id_token_hint"), ".") != 2 {
		t.Errorf("sent to %s (%v)", to, err)
	}
	if who := b.who(); who != "" || len(b.cookies) != 0 {
		t.Errorf("after sign-out: %q, cookies %v", who, b.cookies)
	}
	if log := d.log.String(); !strings.Contains(log, `msg="signed in" staff=sara.ek`) || !strings.Contains(log, `msg="signed out" staff=sara.ek`) {
		t.Errorf("the log is\n%s", log)
	}
}

func TestDoor_keepsItsCookieClose(t *testing.T) {
	for site, name := range map[string]string{ourSite: "__Host-balans_session", "http://localhost:8080": "balans_session"} {
		d := newDesk(t, func(o *Options) { o.PublicURL = site })
		for _, c := range d.browser().send("GET", "/signin").Result().Cookies() {
			if c.Name != name || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.Secure != (site == ourSite) || !c.Expires.IsZero() {
				t.Errorf("%s: %s", site, c)
			}
		}
	}
}

func TestDoor_believesNoBadToken(t *testing.T) {
	number, err := identity.NewPerson(calendar.New(1985, 1, 1), 238)
	if err != nil {
		t.Fatal(err)
	}
	someone := number.String()
	other := signintest.New(t, time.Now)
	for name, c := range map[string]struct {
		key    string
		change func(*signintest.Provider)
	}{
		"wrong nonce": {"token", func(p *signintest.Provider) { p.Claims = func(c map[string]any) { c["nonce"] = "another" } }},
		"no nonce":    {"token", func(p *signintest.Provider) { p.Claims = func(c map[string]any) { delete(c, "nonce") } }},
		"expired": {"token", func(p *signintest.Provider) {
			p.Claims = func(c map[string]any) { c["exp"] = time.Now().Add(-time.Second).Unix() }
		}},
		"no expiry": {"token", func(p *signintest.Provider) { p.Claims = func(c map[string]any) { delete(c, "exp") } }},
		"from tomorrow": {"token", func(p *signintest.Provider) {
			p.Claims = func(c map[string]any) { c["iat"] = time.Now().Add(24 * time.Hour).Unix() }
		}},
		"not yet valid": {"token", func(p *signintest.Provider) {
			p.Claims = func(c map[string]any) { c["nbf"] = time.Now().Add(time.Hour).Unix() }
		}},
		"other audience": {"token", func(p *signintest.Provider) { p.Claims = func(c map[string]any) { c["aud"] = "another-program" } }},
		"many audiences": {"token", func(p *signintest.Provider) {
			p.Claims = func(c map[string]any) { c["aud"] = []string{client, "another-program"} }
		}},
		"other party":  {"token", func(p *signintest.Provider) { p.Claims = func(c map[string]any) { c["azp"] = "another-program" } }},
		"other issuer": {"token", func(p *signintest.Provider) { p.Claims = func(c map[string]any) { c["iss"] = "https://other.example" } }},
		"other key":    {"token", func(p *signintest.Provider) { p.Token = other.Signed }},
		"alg none": {"token", func(p *signintest.Provider) {
			p.Token = func(h, c map[string]any) string {
				h["alg"] = "none"
				return signintest.Part(h) + "." + signintest.Part(c) + "."
			}
		}},
		"alg HS256": {"token", func(p *signintest.Provider) { // made with what we have too: our secret
			p.Token = func(h, c map[string]any) string {
				h["alg"] = "HS256"
				text := signintest.Part(h) + "." + signintest.Part(c)
				mac := hmac.New(sha256.New, []byte(secret))
				mac.Write([]byte(text))
				return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
			}
		}},
		"no token": {"token", func(p *signintest.Provider) { p.Token = func(_, _ map[string]any) string { return "" } }},
		"nonsense": {"token", func(p *signintest.Provider) { p.Token = func(_, _ map[string]any) string { return "a.b.c" } }},
		"changed claims": {"token", func(p *signintest.Provider) {
			p.Token = func(h, c map[string]any) string {
				parts := strings.Split(p.Signed(h, c), ".")
				c = maps.Clone(c)
				c["staff_id"] = "chef"
				return parts[0] + "." + signintest.Part(c) + "." + parts[2]
			}
		}},
		"no staff":       {"staff", func(p *signintest.Provider) { p.Claims = func(c map[string]any) { delete(c, "staff_id") } }},
		"staff a number": {"staff", func(p *signintest.Provider) { p.Claims = func(c map[string]any) { c["staff_id"] = 17 } }},
		"staff strange":  {"staff", func(p *signintest.Provider) { p.Claims = func(c map[string]any) { c["staff_id"] = "sara\nek" } }},
		"staff a person": {"staff", func(p *signintest.Provider) { p.Claims = func(c map[string]any) { c["staff_id"] = someone } }},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			c.change(d.Provider)
			b := d.browser()
			b.refuse(b.signIn("sara", "/"), map[string]int{"token": 502, "staff": 403}[c.key], c.key)
		})
	}
	t.Run("an id that could be an organisation's number, as staff may have", func(t *testing.T) {
		company, err := identity.NewOrganisation(556_000_000)
		if err != nil {
			t.Fatal(err)
		}
		b := newDesk(t).browser()
		if b.signIn(company.String(), "/"); b.who() != company.String() {
			t.Errorf("not signed in: %q", b.who())
		}
	})
	t.Run("one of many audiences, made for us", func(t *testing.T) {
		d := newDesk(t)
		d.Claims = func(c map[string]any) { c["aud"], c["azp"] = []string{client, "another-program"}, client }
		b := d.browser()
		if b.signIn("sara", "/"); b.who() != "sara" {
			t.Error("refused")
		}
	})
}

func TestDoor_takesAnAnswerOnlyWhereItWasBegun(t *testing.T) {
	d := newDesk(t)
	mine, theirs := d.browser(), d.browser()
	q := d.Authorize(theirs.begin("/"), "mallory")
	mine.begin("/")
	mine.refuse(mine.back(q), 400, "state") // somebody else's sign-in, handed to me
	d.browser().refuse(d.browser().back(q), 400, "state")
	own := d.Authorize(mine.begin("/"), "sara")
	wrong := maps.Clone(own)
	wrong.Set("state", "another")
	mine.refuse(mine.back(wrong), 400, "state")
	wrong.Del("state")
	mine.refuse(mine.back(wrong), 400, "state")
	if w := mine.back(own); w.Code != 303 || mine.who() != "sara" {
		t.Errorf("my own: %d %s", w.Code, w.Body)
	}
}

func TestDoor_takesAnAnswerOnce(t *testing.T) {
	d := newDesk(t)
	b := d.browser()
	q := d.Authorize(b.begin("/"), "sara")
	if w := b.back(q); w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := b.back(q); w.Code != 400 || d.Fetched["/token"] != 1 {
		t.Errorf("the same answer again: %d, %d codes sent", w.Code, d.Fetched["/token"])
	}
	// A code that the provider has seen before, in a sign-in of its own.
	late := d.Authorize(d.browser().begin("/"), "sara")
	late.Set("code", q.Get("code"))
	again := d.browser()
	u, _ := url.Parse(again.begin("/"))
	late.Set("state", u.Query().Get("state"))
	again.refuse(again.back(late), 502, "refused")
	if log := d.log.String(); strings.Contains(log, secret) || strings.Contains(log, q.Get("code")) {
		t.Errorf("the log is\n%s", log)
	}
}

func TestDoor_needsItsOwnVerifier(t *testing.T) {
	d := newDesk(t)
	b := d.browser()
	q := d.Authorize(b.begin("/"), "sara")
	d.Forget(q.Get("code"))
	b.refuse(b.back(q), 502, "refused")
}

func TestDoor_saysWhatTheProviderAnswered(t *testing.T) {
	for code, want := range map[string]struct {
		status int
		key    string
	}{"access_denied": {403, "denied"}, "login_required": {403, "denied"}, "server_error": {503, "provider"}, "temporarily_unavailable": {503, "provider"}, "invalid_scope": {502, "refused"}, "<script>": {502, "refused"}} {
		d := newDesk(t)
		b := d.browser()
		q := d.Authorize(b.begin("/"), "sara")
		q.Set("error", code)
		w := b.back(q)
		b.refuse(w, want.status, want.key)
		if strings.ContainsAny(w.Body.String(), "<>") {
			t.Errorf("%q is repeated: %s", code, w.Body)
		}
	}
	for name, change := range map[string]func(url.Values){"iss": func(q url.Values) { q.Set("iss", "https://other.example") }, "code": func(q url.Values) { q.Del("code") }} {
		d := newDesk(t)
		b := d.browser()
		q := d.Authorize(b.begin("/"), "sara")
		change(q)
		b.refuse(b.back(q), map[string]int{"iss": 502, "code": 400}[name], map[string]string{"iss": "token", "code": "state"}[name])
		if d.Fetched["/token"] != 0 {
			t.Errorf("%s: the code was sent on", name)
		}
	}
}

func TestDoor_followsNewKeys(t *testing.T) {
	d := newDesk(t)
	b := d.browser()
	b.signIn("sara", "/")
	d.Rotate("second")
	other := d.browser()
	if w := other.signIn("omar", "/"); w.Code != 303 || other.who() != "omar" {
		t.Errorf("with a new key: %d %s", w.Code, w.Body)
	}
	if b.who() != "sara" {
		t.Error("a new key ended a session")
	}
}

func TestDoor_waitsForAProviderThatIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.Down = true
		b := d.browser()
		for range 3 {
			b.refuse(b.send("GET", "/signin"), 503, "provider")
		}
		if n := d.Fetched["/.well-known/openid-configuration"]; n != 1 {
			t.Errorf("asked %d times within a moment", n)
		}
		d.Down = false
		time.Sleep(retryAfter)
		q := d.Authorize(b.begin("/"), "sara")
		d.DownToken = true
		b.refuse(b.back(q), 503, "provider")
		d.DownToken = false
		if b.signIn("sara", "/"); b.who() != "sara" {
			t.Error("not signed in when it was back")
		}
	})
}

// Who goes away while the provider is asked who it is keeps nobody else out.
func TestDoor_asksTheProviderForAll(t *testing.T) {
	d := newDesk(t, func(o *Options) { o.Transport = patient{o.Transport} })
	gone, leave := context.WithCancel(t.Context())
	leave()
	d.handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/signin", nil).WithContext(gone))
	d.browser().begin("/")
}

// patient sends a request only as long as its sender waits, as a network does.
type patient struct{ next http.RoundTripper }

func (p patient) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return p.next.RoundTrip(r)
}

func TestDoor_givesANewSessionAtSignIn(t *testing.T) {
	d := newDesk(t)
	mallory, victim := d.browser(), d.browser()
	mallory.begin("/")
	victim.cookies = maps.Clone(mallory.cookies) // put there by somebody else
	victim.signIn("sara", "/")
	if who := victim.who(); who != "sara" {
		t.Fatalf("signed in as %q", who)
	}
	if who := mallory.who(); who != "" || maps.Equal(mallory.cookies, victim.cookies) {
		t.Errorf("whoever planted the session is %q", who)
	}
	stranger := d.browser()
	stranger.cookies["__Host-balans_session"] = "made-up"
	stranger.begin("/")
	if stranger.cookies["__Host-balans_session"] == "made-up" {
		t.Error("a made-up session is taken over")
	}
}

func TestDoor_changesThePersonWhole(t *testing.T) {
	d := newDesk(t)
	b := d.browser()
	b.signIn("sara", "/")
	before := maps.Clone(b.cookies)
	b.signIn("omar", "/")
	if b.who() != "omar" {
		t.Errorf("it is %q", b.who())
	}
	b.cookies = before
	if who := b.who(); who != "" {
		t.Errorf("the session before is still %q", who)
	}
}

func TestDoor_letsSeveralTabsSignIn(t *testing.T) {
	d := newDesk(t)
	b := d.browser()
	first, second := d.Authorize(b.begin("/report"), "sara"), d.Authorize(b.begin("/claims"), "sara")
	if w := b.back(first); w.Header().Get("Location") != "/report" {
		t.Errorf("the first tab: %d %s", w.Code, w.Body)
	}
	if w := b.back(second); w.Header().Get("Location") != "/claims" {
		t.Errorf("the second tab: %d %s", w.Code, w.Body)
	}
	oldest := d.Authorize(b.begin("/"), "sara")
	for range mostFlows {
		b.begin("/")
	}
	if w := b.back(oldest); w.Code != 400 {
		t.Errorf("one too many: %d", w.Code)
	}
}

func TestDoor_endsSessions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, func(o *Options) { o.Idle, o.Absolute = 30*time.Minute, 2*time.Hour })
		b := d.browser()
		b.signIn("sara", "/")
		time.Sleep(29 * time.Minute)
		if b.who() != "sara" {
			t.Error("ended too early")
		}
		time.Sleep(31 * time.Minute)
		if who := b.who(); who != "" {
			t.Errorf("after half an hour without a request: %q", who)
		}
		b.signIn("sara", "/")
		began := time.Now()
		for time.Since(began) < 2*time.Hour-10*time.Minute {
			time.Sleep(10 * time.Minute)
			if b.who() != "sara" {
				t.Fatalf("ended after %s", time.Since(began))
			}
		}
		time.Sleep(11 * time.Minute)
		if who := b.who(); who != "" {
			t.Errorf("after the working day: %q", who)
		}
		q := d.Authorize(b.begin("/"), "sara")
		time.Sleep(flowPatience + time.Second)
		b.refuse(b.back(q), 400, "state")
	})
}

func TestDoor_begunTooLongAgo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		b := d.browser()
		b.signIn("sara", "/")
		q := d.Authorize(b.begin("/"), "omar")
		time.Sleep(flowPatience + time.Second)
		if w := b.back(q); w.Code != 400 || !strings.HasPrefix(w.Body.String(), "sign-in: late:") || b.who() != "sara" {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}

// A request that was under way at sign-out must not save the session back to life.
func TestDoor_signedOutStaysSignedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		b := d.browser()
		b.signIn("sara", "/")
		slow := &browser{d, maps.Clone(b.cookies)}
		done := make(chan string)
		go func() { done <- slow.send("GET", "/slow").Body.String() }()
		synctest.Wait()
		if !d.holding.Load() {
			t.Fatal("the slow request has not begun")
		}
		b.send("POST", "/signout")
		close(d.hold)
		if who := <-done; who != "sara" {
			t.Errorf("the slow request was %q's", who)
		}
		if who := slow.who(); who != "" {
			t.Errorf("signed out, and still %q", who)
		}
	})
}

func TestStore_forgetsWhatHasEndedOrRunOut(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	s := newStore(func() time.Time { return now }, time.Hour)
	for i := range 5000 {
		now = now.Add(time.Minute)
		ended, left := fmt.Sprint("ended", i), fmt.Sprint("left", i)
		if err := errors.Join(s.Commit(ended, nil, now.Add(time.Hour)), s.Delete(ended), s.Commit(ended, nil, now.Add(time.Hour)), s.Commit(left, nil, now.Add(time.Hour))); err != nil {
			t.Fatal(err)
		}
		if _, found, _ := s.Find(ended); found {
			t.Fatal("an ended session is back")
		}
		if _, found, _ := s.Find(left); !found {
			t.Fatal("a session is lost")
		}
	}
	if len(s.ended) > 65 || len(s.held) > 65 {
		t.Errorf("%d ended and %d other sessions are remembered; an hour has 60", len(s.ended), len(s.held))
	}
}

func TestDoor_sendsNoSecretToUnsafeAddresses(t *testing.T) {
	for _, field := range []string{"token_endpoint", "authorization_endpoint", "jwks_uri"} {
		d := newDesk(t)
		d.Metadata = func(m map[string]any) { m[field] = "http://id.example/x" }
		b := d.browser()
		b.refuse(b.send("GET", "/signin"), 503, "provider")
	}
	d := newDesk(t)
	d.Metadata = func(m map[string]any) { m["issuer"] = "https://other.example" }
	b := d.browser()
	b.refuse(b.send("GET", "/signin"), 503, "provider")
	d = newDesk(t)
	d.Metadata = func(m map[string]any) { delete(m, "end_session_endpoint") }
	b = d.browser()
	b.signIn("sara", "/")
	if w := b.send("POST", "/signout"); w.Header().Get("Location") != "/" || b.who() != "" {
		t.Errorf("sign-out here alone: %s", w.Header().Get("Location"))
	}
}

func TestNew_refusesWhatIsUnsafeOrMissing(t *testing.T) {
	for name, change := range map[string]func(*Options){
		"no issuer": func(o *Options) { o.Issuer = "" }, "no client": func(o *Options) { o.Client = "" }, "no claim": func(o *Options) { o.Claim = "" },
		"http issuer": func(o *Options) { o.Issuer = "http://id.example" }, "http site": func(o *Options) { o.PublicURL = "http://balans.example" },
		"a path": func(o *Options) { o.PublicURL += "/x" }, "a slash": func(o *Options) { o.PublicURL += "/" }, "no site": func(o *Options) { o.PublicURL = "" },
		"credentials": func(o *Options) { o.PublicURL = "https://u:p@balans.example" },
	} {
		o := Options{Issuer: issuer, Client: client, Secret: secret, PublicURL: ourSite, Claim: "sub", Now: time.Now}
		change(&o)
		if _, err := New(o); err == nil {
			t.Errorf("%s is accepted", name)
		} else if strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the error holds the secret", name)
		}
	}
}

func TestWho_isNobodyOutsideASession(t *testing.T) {
	d := newDesk(t)
	if p, ok := d.door.Who(t.Context()); ok {
		t.Errorf("it is %v", p)
	}
}
