package staff

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"balans/access"
	"balans/desk/signin"
	"balans/law/calendar"
	"balans/testenv/browser"
	"balans/testenv/provider"
	"balans/testenv/require"
)

// realOffice serves the small agency with sign-in at a real provider, and one case worker.
func realOffice(t *testing.T) (base string, a *agency) {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	base = "http://" + server.Listener.Addr().String()
	issuer := require.Provider(t, provider.Client{ID: "balans", Secret: "secret-of-a-test-client", Redirects: []string{base + signin.CallbackPath}, After: []string{base + "/"}})
	door, err := signin.New(signin.Options{Issuer: issuer, Client: "balans", Secret: "secret-of-a-test-client", PublicURL: base, Claim: "staff_id", Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	a = newAgency(t, smallAgency...)
	a.Server, err = New(t.Context(), Options{Journal: a.j, Version: "test", Log: slog.New(slog.NewTextHandler(a.log, nil)), SignIn: door, Limits: NewLimits(signin.Front{})})
	if err != nil {
		t.Fatal(err)
	}
	o := &office{agency: a}
	from := calendar.New(2020, 1, 1)
	o.record("maker", access.Staff{ID: "chef", Number: staffNumber(t, 0), Name: "Åsa Admin", Unit: "Förvaltning", From: from}, access.Grant{ID: "g-chef", Staff: "chef", Role: "administrator", From: from, Why: "först"})
	o.record("chef", access.Staff{ID: "sara.ek", Number: staffNumber(t, 1), Name: "Sara Ek", Unit: "Återkrav", From: from},
		access.Grant{ID: "g-sara", Staff: "sara.ek", Role: "caseworker", Benefits: []string{"bostadsbidrag"}, From: from, Why: "arbete"})
	server.Config.Handler = a.Handler()
	server.Start()
	t.Cleanup(server.Close)
	return base, a
}

func TestBrowser_signsInActsAndSignsOut(t *testing.T) {
	base, a := realOffice(t)
	b := browser.Open(t)
	b.DisableJavaScript()
	b.Go(base + oneClaim) // a stranger is sent to the provider
	b.Type(`input[name="login"]`, "sara.ek")
	b.Type(`input[name="password"]`, "anything")
	b.Follow(`button[type="submit"]`)
	b.Follow(`button[type="submit"]`) // consent
	if got := b.URL(); got != base+oneClaim {
		t.Fatalf("after sign-in at %s: %s", got, b.Text("body"))
	}
	if got := b.Text("h1"); !strings.HasPrefix(got, "Krav 2023-000101") {
		t.Errorf("the page is %q", got)
	}
	if got := b.Text("header"); !strings.Contains(got, "Sara Ek, handläggare") {
		t.Errorf("the head says %q", got)
	}
	b.Go(base + "/claims/2023-000102") // of another benefit
	if got := b.Text("h1"); got != "Du får inte se det här ärendet" {
		t.Errorf("another benefit: %q", got)
	}
	b.Type("#reason", "kollegan är sjuk och ärendet brådskar")
	b.Follow(`form[action="/override"] button`)
	if got := b.Text("h1"); !strings.HasPrefix(got, "Krav 2023-000102") {
		t.Errorf("after the reason: %q", got)
	}
	// Sign-out here leads on to the provider's own, which asks.
	b.Follow(`form[action="/signout"] button`)
	b.Text(`button[value="yes"]`) // waits for the provider's page
	if got := b.URL(); !strings.Contains(got, "/session/end") {
		t.Errorf("after sign-out at %s: %s", got, b.Text("body"))
	}
	b.Follow(`button[value="yes"]`)
	if got := b.URL(); got != base+"/" {
		t.Errorf("the provider sent the browser back to %s", got)
	}
	b.Go(base + oneClaim)
	if got := b.URL(); strings.HasPrefix(got, base) {
		t.Errorf("signed out, and still at %s", got)
	}
	if log := a.log.String(); strings.Contains(log, "secret-of") || strings.Contains(log, "code=") && strings.Contains(log, "state=") {
		t.Errorf("the log:\n%s", log)
	}
}

func TestBrowser_signInPagesAreAccessible(t *testing.T) {
	base, _ := realOffice(t)
	axe := read(t, "testdata/axe.min.js")
	b := browser.Open(t)
	b.Go(base + oneClaim)
	b.Type(`input[name="login"]`, "sara.ek")
	b.Type(`input[name="password"]`, "anything")
	b.Follow(`button[type="submit"]`)
	b.Follow(`button[type="submit"]`)
	for _, lang := range []string{"sv", "en"} {
		for name, target := range map[string]string{"start": "/?lang=" + lang, "claim": oneClaim + "&lang=" + lang, "denied": "/claims/2023-000102?lang=" + lang, "failed": "/signin/callback?state=x&lang=" + lang} {
			for _, width := range []int64{1280, 320} {
				b.SetViewport(width, 900)
				b.Go(base + target)
				for _, v := range b.Axe(t, axe) {
					t.Errorf("%s in %s: %s", name, lang, v)
				}
				if got := browser.Eval[int64](b, `document.documentElement.scrollWidth`); got > width {
					t.Errorf("%s is %d pixels wide in a window of %d: %s", name, got, width, browser.Eval[string](b, tooWide))
				}
			}
		}
	}
	b.Go(base + "/claims/2023-000102?lang=sv")
	tabTo(t, b, "input#reason", "Skäl")
}

var (
	formAction = regexp.MustCompile(`<form[^>]*action="([^"]+)"`)
	hiddenIn   = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)
)

// The same without a browser, so that it runs where there is none: what a real provider
// answers is what Balans expects.
func TestSignIn_withARealProvider(t *testing.T) {
	base, _ := realOffice(t)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar, Timeout: time.Minute}
	get := func(r *http.Response, err error) (string, string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return r.Request.URL.String(), string(body)
	}
	at, page := get(c.Get(base + oneClaim))
	for step := 0; step < 3 && !strings.HasPrefix(at, base); step++ { // who it is, then consent
		form := url.Values{"login": {"sara.ek"}, "password": {"x"}}
		for _, m := range hiddenIn.FindAllStringSubmatch(page, -1) {
			form.Set(m[1], m[2])
		}
		action := formAction.FindStringSubmatch(page)
		if action == nil {
			t.Fatalf("no form at %s: %s", at, page)
		}
		to, err := url.Parse(at)
		if err != nil {
			t.Fatal(err)
		}
		if to, err = to.Parse(action[1]); err != nil {
			t.Fatal(err)
		}
		at, page = get(c.PostForm(to.String(), form))
	}
	if at != base+oneClaim || !strings.Contains(page, "Sara Ek, handläggare") {
		t.Fatalf("at %s: %s", at, words(page))
	}
	// Signed in at the provider still, a new session here takes one redirect and no question.
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	jar.SetCookies(u, []*http.Cookie{{Name: "balans_session", Value: "", Path: "/", MaxAge: -1}})
	if at, page = get(c.Get(base + "/report")); at != base+"/report" || !strings.Contains(page, "Sara Ek") {
		t.Errorf("after a restart at %s: %s", at, words(page))
	}
}
