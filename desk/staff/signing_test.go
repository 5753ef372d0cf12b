package staff

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"balans/access"
	"balans/desk/signin"
	"balans/desk/signin/signintest"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/prevent/register"
	"balans/recover/claim"
)

// Every route, and what each role gets there. A line that changes is a change of who may see
// or do what.
func TestRoutes_giveEachRoleWhatTheTableSays(t *testing.T) {
	a := lettered(t, newAgency(t, smallAgency...))
	roles := []string{""}
	for _, u := range demoUsers {
		roles = append(roles, u.ID)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-40s %-20s", "route", "permission")
	for _, id := range roles {
		name := access.Visitor
		for _, u := range demoUsers {
			if u.ID == id {
				name = u.Role
			}
		}
		fmt.Fprintf(&b, " %-13s", name)
	}
	b.WriteString("\n")
	for _, r := range table() {
		fmt.Fprintf(&b, "%-40s %-20s", r.pattern, r.permission)
		method, target := addressOf(r.pattern)
		for _, id := range roles {
			got := a.send(method, target, id)
			told := "yes"
			if got.StatusCode == http.StatusForbidden {
				told = "-"
				if !strings.Contains(got.body, `<main class="page"`) {
					t.Errorf("%s as %q is refused without words", r.pattern, id)
				}
			}
			fmt.Fprintf(&b, " %-13s", told)
		}
		b.WriteString("\n")
	}
	got := strings.ReplaceAll(b.String(), " \n", "\n")
	for strings.Contains(got, " \n") {
		got = strings.ReplaceAll(got, " \n", "\n")
	}
	path := filepath.Join("testdata", "routes-roles.golden.txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := read(t, path); got != want {
		gotLines, wantLines := strings.Split(got, "\n"), strings.Split(want, "\n")
		for i := range max(len(gotLines), len(wantLines)) {
			if i >= len(gotLines) || i >= len(wantLines) || gotLines[i] != wantLines[i] {
				t.Fatalf("%s:%d differs (-update writes it again)\n got %s\nwant %s", path, i+1, strings.Join(gotLines[min(i, len(gotLines)):min(i+1, len(gotLines))], ""), strings.Join(wantLines[min(i, len(wantLines)):min(i+1, len(wantLines))], ""))
			}
		}
	}
}

// office is pages with sign-in at a small provider, and staff in the journal.
type office struct {
	*agency
	provider *signintest.Provider
	cookies  map[string]string
}

// newOffice has an administrator, and staff of each role by the role's name.
func newOffice(t *testing.T, limits *Limits) *office {
	t.Helper()
	a := newAgency(t, smallAgency...)
	o := &office{agency: a, provider: signintest.New(t, time.Now), cookies: map[string]string{}}
	door, err := signin.New(signin.Options{Issuer: signintest.Issuer, Client: signintest.Client, Secret: signintest.Secret, PublicURL: signintest.Site, Claim: signintest.Claim,
		Now: time.Now, Transport: o.provider})
	if err != nil {
		t.Fatal(err)
	}
	a.Server, err = New(t.Context(), Options{Journal: a.j, Version: "test", Log: slog.New(slog.NewTextHandler(a.log, nil)), SignIn: door, Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	from := calendar.New(2020, 1, 1)
	o.record("maker", access.Staff{ID: "chef", Number: staffNumber(t, 0), Name: "Åsa Admin", Unit: "Förvaltning", From: from}, access.Grant{ID: "g-chef", Staff: "chef", Role: "administrator", From: from, Why: "först"})
	for i, role := range []string{"caseworker", "controller", "protection"} {
		o.record("chef", access.Staff{ID: role, Number: staffNumber(t, i+1), Name: "Anställd " + role, Unit: "Återkrav", From: from},
			access.Grant{ID: "g-" + role, Staff: role, Role: role, From: from, Why: "arbete"})
	}
	return o
}

// staffNumber is the own number of one of the staff: nobody of the small agency.
func staffNumber(t testing.TB, n int) identity.Number {
	t.Helper()
	number, err := identity.NewPerson(calendar.New(1980, 2, 1+n), 200+n)
	if err != nil {
		t.Fatal(err)
	}
	return number
}

func (o *office) record(actor string, bodies ...access.Body) {
	o.t.Helper()
	if _, err := access.Record(context.Background(), o.j, access.Command{Actor: actor, Cause: "test", Bodies: bodies}); err != nil {
		o.t.Fatal(err)
	}
}

// do asks with the cookies of a browser.
func (o *office) do(method, target string, form url.Values, headers ...string) answer {
	o.t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	for name, value := range o.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	o.Handler().ServeHTTP(w, r)
	res := w.Result()
	for _, c := range res.Cookies() {
		if o.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(o.cookies, c.Name)
		}
	}
	return answer{res, w.Body.String()}
}

// signIn goes by the provider and returns where it ends.
func (o *office) signIn(staff, next string) answer {
	o.t.Helper()
	got := o.do(http.MethodGet, "/signin?"+url.Values{"next": {next}}.Encode(), nil)
	if got.StatusCode != http.StatusSeeOther {
		o.t.Fatalf("sign-in: %d %s", got.StatusCode, words(got.body))
	}
	return o.do(http.MethodGet, "/signin/callback?"+o.provider.Authorize(got.Header.Get("Location"), staff).Encode(), nil)
}

const oneClaim = "/claims/2023-000101?as_of=2025-02-28"

func TestSignIn_leadsToThePageAndOutAgain(t *testing.T) {
	o := newOffice(t, nil)
	got := o.do(http.MethodGet, oneClaim, nil)
	if to := got.Header.Get("Location"); got.StatusCode != http.StatusSeeOther || to != "/signin?next="+url.QueryEscape(oneClaim) {
		t.Fatalf("a stranger: %d to %q", got.StatusCode, to)
	}
	if got := o.signIn("caseworker", oneClaim); got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != oneClaim {
		t.Fatalf("after sign-in: %d to %q", got.StatusCode, got.Header.Get("Location"))
	}
	got = o.do(http.MethodGet, oneClaim, nil)
	if got.StatusCode != http.StatusOK || !strings.Contains(got.body, "Anställd caseworker, handläggare") || !strings.Contains(got.body, `action="/signout"`) {
		t.Errorf("the claim: %d %s", got.StatusCode, words(got.body))
	}
	if h := got.Header.Get("Strict-Transport-Security"); !strings.HasPrefix(h, "max-age=") {
		t.Errorf("HSTS is %q", h)
	}
	if events, err := o.j.Load(t.Context(), int64(person(t, 5)), access.ReadingStream(person(t, 5))); err != nil || len(events) != 1 || events[0].Actor != "caseworker" {
		t.Errorf("the reading log: %v (%v)", events, err)
	}
	got = o.do(http.MethodPost, "/signout", url.Values{})
	to, isRefresh := strings.CutPrefix(got.Header.Get("Refresh"), "0; url="+signintest.Issuer+"/end?")
	if got.StatusCode != http.StatusOK || !isRefresh || !strings.Contains(got.body, signintest.Issuer+"/end?") || strings.Contains(got.body, "Anställd") {
		t.Errorf("sign-out: %d to %q: %s", got.StatusCode, to, words(got.body))
	}
	golden(t, "signedout", regexp.MustCompile(`id_token_hint=[^"&]*`).ReplaceAllString(got.body, "id_token_hint=TOKEN"))
	if got := o.do(http.MethodGet, oneClaim, nil); got.StatusCode != http.StatusSeeOther {
		t.Errorf("after sign-out: %d", got.StatusCode)
	}
}

// Where there is sign-in, the pages can be reached from other machines: who has not signed in
// sees nothing but the first page.
func TestSignIn_strangersSeeNothing(t *testing.T) {
	o := newOffice(t, nil)
	for _, r := range table() {
		method, target := addressOf(r.pattern)
		got := o.do(method, target, nil)
		switch {
		case r.permission == seePages:
		case method == http.MethodGet && (got.StatusCode != http.StatusSeeOther || !strings.HasPrefix(got.Header.Get("Location"), "/signin?next=%2F")):
			t.Errorf("%s: %d to %q", r.pattern, got.StatusCode, got.Header.Get("Location"))
		case method == http.MethodPost && (got.StatusCode != http.StatusForbidden || !strings.Contains(words(got.body), "Sessionen har tagit slut")):
			t.Errorf("%s: %d %s", r.pattern, got.StatusCode, words(got.body))
		}
	}
	if got := o.do(http.MethodGet, "/", nil); got.StatusCode != http.StatusOK || !strings.Contains(got.body, `href="/signin"`) || strings.Contains(got.body, "demo-") {
		t.Errorf("the first page: %d %s", got.StatusCode, words(got.body))
	}
	o.cookies[userCookie] = "demo-handlaggare"
	if got := o.do(http.MethodGet, oneClaim, nil); got.StatusCode != http.StatusSeeOther {
		t.Errorf("a demo user is believed: %d", got.StatusCode)
	}
	if got := o.do(http.MethodPost, "/user", url.Values{"user": {"demo-handlaggare"}}); got.StatusCode != http.StatusForbidden {
		t.Errorf("a demo user can be chosen: %d", got.StatusCode)
	}
}

func TestSignIn_followsTheStaffAtOnce(t *testing.T) {
	o := newOffice(t, nil)
	o.signIn("nobody-here", "/")
	if got := o.do(http.MethodGet, "/report", nil); got.StatusCode != http.StatusForbidden || !strings.Contains(words(got.body), "Du har ingen behörighet i Balans") {
		t.Errorf("not staff: %d %s", got.StatusCode, words(got.body))
	}
	o.signIn("controller", "/")
	if got := o.do(http.MethodGet, oneClaim, nil); got.StatusCode != http.StatusOK {
		t.Fatalf("the controller: %d", got.StatusCode)
	}
	if got := o.do(http.MethodPost, "/notice/take", url.Values{"id": {"x"}}); got.StatusCode != http.StatusForbidden || !strings.Contains(words(got.body), "Din roll får inte göra det här") {
		t.Errorf("the controller takes a notice: %d", got.StatusCode)
	}
	o.record("chef", access.Ended{ID: "g-controller", Last: calendar.New(2025, 4, 24), Why: "slutat"})
	if got := o.do(http.MethodGet, oneClaim, nil); got.StatusCode != http.StatusForbidden {
		t.Errorf("the role has ended, and the claim is shown: %d", got.StatusCode)
	}
	o.record("chef", access.Left{Staff: "controller", Last: calendar.New(2025, 4, 24), Why: "slutat"})
	if got := o.do(http.MethodGet, "/report", nil); got.StatusCode != http.StatusForbidden || !strings.Contains(words(got.body), "Du har ingen behörighet i Balans") {
		t.Errorf("who has left sees the report: %d", got.StatusCode)
	}
}

func TestSignIn_saysInWordsWhatWentWrong(t *testing.T) {
	o := newOffice(t, nil)
	for _, lang := range []string{"sv", "en"} {
		got := o.do(http.MethodGet, "/signin/callback?state=x&code=y&lang="+lang, nil)
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `href="/signin?next=%2F"`) || strings.Contains(got.body, "⟦") {
			t.Errorf("a strange answer: %d %s", got.StatusCode, words(got.body))
		}
	}
	for _, key := range signFailures {
		for _, part := range []string{".title", ".text"} {
			if _, ok := texts[key+part]; !ok {
				t.Errorf("the text %s%s is missing", key, part)
			}
		}
	}
	o.provider.Claims = func(c map[string]any) { c["aud"] = "another" }
	got := o.signIn("caseworker", "/report")
	if got.StatusCode != http.StatusBadGateway || !strings.Contains(got.body, `href="/signin?next=%2Freport"`) || strings.Contains(got.body, "another") {
		t.Errorf("a token for another: %d %s", got.StatusCode, words(got.body))
	}
	if log := o.log.String(); !strings.Contains(log, "key=token") || strings.Contains(log, signintest.Secret) {
		t.Errorf("the log:\n%s", log)
	}
	if _, err := New(t.Context(), Options{Journal: o.j, Demo: true, SignIn: o.signin}); err == nil {
		t.Error("demo users beside sign-in are accepted")
	}
}

func TestLimits_stopWhoTriesTooOften(t *testing.T) {
	limits := &Limits{Front: signin.Front{Trusted: []netip.Prefix{netip.MustParsePrefix("192.0.2.1/32")}},
		SignIn: signin.NewLimiter(3, 10*time.Second), FormsFrom: signin.NewLimiter(5, 10*time.Second), FormsAs: signin.NewLimiter(2, 10*time.Second)}
	o := newOffice(t, limits)
	from := func(address string) []string { return []string{"X-Forwarded-For", address} }
	for i := range 5 {
		got := o.do(http.MethodGet, "/signin", nil, from("198.51.100.7")...)
		if want := map[bool]int{true: http.StatusSeeOther, false: http.StatusTooManyRequests}[i < 3]; got.StatusCode != want {
			t.Errorf("sign-in %d: %d, want %d", i, got.StatusCode, want)
		} else if i >= 3 && (got.Header.Get("Retry-After") != "11" && got.Header.Get("Retry-After") != "10" || !strings.Contains(words(got.body), "För många försök")) {
			t.Errorf("Retry-After %q: %s", got.Header.Get("Retry-After"), words(got.body))
		}
	}
	o.signIn("caseworker", "/") // from the proxy itself: another address
	for i := range 4 {
		got := o.do(http.MethodPost, "/override", url.Values{}, from(fmt.Sprint("203.0.113.", i))...)
		if is := got.StatusCode == http.StatusTooManyRequests; is != (i >= 2) {
			t.Errorf("form %d of one user: %d", i, got.StatusCode)
		}
	}
	o.cookies = map[string]string{}
	for i := range 7 {
		got := o.do(http.MethodPost, "/override", url.Values{}, from("198.51.100.9")...)
		if is := got.StatusCode == http.StatusTooManyRequests; is != (i >= 5) {
			t.Errorf("form %d from one address: %d", i, got.StatusCode)
		}
	}
	for range 20 {
		if got := o.do(http.MethodGet, "/", nil, from("198.51.100.9")...); got.StatusCode != http.StatusOK {
			t.Fatalf("a page: %d", got.StatusCode)
		}
	}
}

// related registers that one person has custody of another, and who is protected.
func (o *office) population(rows ...string) {
	o.t.Helper()
	text := "kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text\n" + strings.Join(rows, "\n") + "\n"
	im := &register.Import{File: "folk.csv", Reader: strings.NewReader(text), By: "test", Received: calendar.EndOfDay(day(o.t, "2025-01-02"))}
	if _, err := im.Run(context.Background(), o.j); err != nil {
		o.t.Fatal(err)
	}
}

func TestMayRead_refusesOwnFamilyAndProtected(t *testing.T) {
	o := newOffice(t, nil)
	own := staffNumber(t, 1) // the case worker's
	d := claim.Decision{ID: "2025-009001", Benefit: benefitOf(t, "sjukpenning"), DecidedOn: day(t, "2025-01-09"), Principal: money.Kronor(1000), Debtors: []claim.Debtor{{Number: own}}}
	if _, err := o.j.Append(t.Context(), journal.Append{Party: int64(own), Stream: claim.Stream(d.ID), Events: []journal.New{d.ToJournal(claim.Entry{Actor: "import", Cause: "test"})}}); err != nil {
		t.Fatal(err)
	}
	o.population(
		"population;skatteverket;f1;"+own.String()+";2020-01-01;;child;"+person(t, 6).String()+";;;;;;",
		"population;skatteverket;f2;"+person(t, 9).String()+";2020-01-01;;child;"+person(t, 6).String()+";;;;;;", // the other parent: two steps
		"population;skatteverket;f3;"+person(t, 13).String()+";2020-01-01;;protected;;;;;;;",
	)
	for _, c := range []struct {
		claim, text string
		others      int // what a colleague gets
	}{
		{"2025-009001", "Det här är ditt eget ärende", http.StatusOK},
		{"2023-000102", "Ärendet rör någon som står dig nära", http.StatusOK},
		{"2024-000202", "Ärendet rör någon som står dig nära", http.StatusOK},
		{"2025-000001", "Personen finns inte bland dem som du kan söka fram", http.StatusForbidden},
	} {
		number := o.debtor(c.claim)
		o.signIn("caseworker", "/")
		got := o.do(http.MethodGet, "/claims/"+c.claim, nil)
		if got.StatusCode != http.StatusForbidden || !strings.Contains(words(got.body), c.text) || strings.Contains(got.body, `action="/override"`) {
			t.Errorf("%s: %d %s", c.claim, got.StatusCode, words(got.body))
		}
		for _, form := range []string{number.String(), number.Separated(), number.Masked()} {
			if strings.Contains(got.body, form) {
				t.Errorf("%s: the refusal holds %s", c.claim, form)
			}
		}
		if events, err := o.j.Load(t.Context(), int64(number), access.ReadingStream(number)); err != nil || len(events) != 0 {
			t.Errorf("%s: what was not shown is in the reading log: %v (%v)", c.claim, events, err)
		}
		if got := o.do(http.MethodPost, "/person", url.Values{"number": {number.String()}}); got.StatusCode != http.StatusForbidden || !strings.Contains(words(got.body), c.text) || strings.Contains(got.body, number.Separated()) {
			t.Errorf("%s by number: %d %s", c.claim, got.StatusCode, words(got.body))
		}
		o.signIn("controller", "/")
		if got := o.do(http.MethodGet, "/claims/"+c.claim, nil); got.StatusCode != c.others {
			t.Errorf("%s to a colleague: %d", c.claim, got.StatusCode)
		}
	}
	// An unknown and a protected person are told apart by nothing.
	o.signIn("caseworker", "/")
	unknown := o.do(http.MethodPost, "/person", url.Values{"number": {person(t, 40).String()}})
	protected := o.do(http.MethodPost, "/person", url.Values{"number": {person(t, 13).String()}})
	if unknown.StatusCode != http.StatusForbidden || unknown.body != protected.body {
		t.Errorf("unknown: %d %s\nprotected: %d %s", unknown.StatusCode, words(unknown.body), protected.StatusCode, words(protected.body))
	}
	o.signIn("protection", "/")
	if got := o.do(http.MethodGet, "/claims/2025-000001", nil); got.StatusCode != http.StatusOK {
		t.Errorf("a protected person's claim to who handles such: %d", got.StatusCode)
	}
	if n := o.readings(person(t, 13)); n != 1 {
		t.Errorf("%d readings of the protected person are noted", n)
	}
}

func benefitOf(t *testing.T, name string) benefit.Code {
	t.Helper()
	b, ok := benefit.Parse(name)
	if !ok {
		t.Fatal(name)
	}
	return b
}

// debtor is the first debtor of a claim.
func (o *office) debtor(id string) identity.Number {
	o.t.Helper()
	f, err := o.current(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	i, ok := f.columns.Find(id)
	if !ok {
		o.t.Fatalf("no claim %s", id)
	}
	return f.columns.Party(i)
}

func TestOverride_asksForAReasonAndGoesOn(t *testing.T) {
	o := newOffice(t, nil)
	from := calendar.New(2020, 1, 1)
	o.record("chef", access.Staff{ID: "narrow", Number: staffNumber(t, 9), Name: "Nils Smal", Unit: "Återkrav", From: from},
		access.Grant{ID: "g-narrow", Staff: "narrow", Role: "caseworker", Benefits: []string{"sjukpenning"}, From: from, Why: "arbete"})
	o.signIn("narrow", "/")
	if got := o.do(http.MethodGet, "/claims/2023-000102", nil); got.StatusCode != http.StatusOK {
		t.Fatalf("a claim of one's own benefit: %d", got.StatusCode)
	}
	refused := o.do(http.MethodGet, oneClaim, nil)
	name := valueOf(t, refused.body, "refusal")
	if refused.StatusCode != http.StatusForbidden || !strings.Contains(words(refused.body), "Din behörighet omfattar inte förmånen") || strings.Contains(refused.body, person(t, 5).Separated()) {
		t.Fatalf("%d %s", refused.StatusCode, words(refused.body))
	}
	checkIDs(t, "denied", refused.body)
	golden(t, "denied", strings.ReplaceAll(refused.body, name, "NAME"))
	for _, c := range []struct{ reason, hours, field string }{{"", "1", "reason"}, {"kort", "1", "reason"}, {"en tillräcklig anledning", "100", "hours"}, {"en tillräcklig anledning", "x", "hours"}} {
		got := o.do(http.MethodPost, "/override", url.Values{"refusal": {name}, "reason": {c.reason}, "hours": {c.hours}})
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `href="#`+c.field+`"`) || !strings.Contains(got.body, `value="`+c.reason+`"`) {
			t.Errorf("%+v: %d %s", c, got.StatusCode, words(got.body))
		}
		checkIDs(t, "denied again", got.body)
	}
	form := url.Values{"refusal": {name}, "reason": {"kollegan är sjuk & ärendet brådskar"}, "hours": {"2"}}
	other := &office{agency: o.agency, provider: o.provider, cookies: map[string]string{}}
	other.signIn("caseworker", "/")
	if got := other.do(http.MethodPost, "/override", form); got.StatusCode != http.StatusConflict {
		t.Errorf("another's refusal: %d", got.StatusCode)
	}
	for range 2 { // a form sent twice does it once
		if got := o.do(http.MethodPost, "/override", form); got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != oneClaim {
			t.Fatalf("%d to %q: %s", got.StatusCode, got.Header.Get("Location"), words(got.body))
		}
	}
	if got := o.do(http.MethodGet, oneClaim, nil); got.StatusCode != http.StatusOK {
		t.Errorf("after the reason: %d %s", got.StatusCode, words(got.body))
	}
	if got := o.do(http.MethodGet, "/claims/2024-000202", nil); got.StatusCode != http.StatusForbidden {
		t.Errorf("another person's claim: %d", got.StatusCode)
	}
	book, err := access.Read(t.Context(), o.j)
	if err != nil {
		t.Fatal(err)
	}
	all := book.Overrides(calendar.Period{From: from, To: calendar.None}, o.now())
	if len(all) != 1 || all[0].Actor != "narrow" || all[0].Party != person(t, 5) || all[0].Reason != form.Get("reason") || all[0].Until-all[0].From != 2*3600*1_000_000 {
		t.Errorf("stored: %+v", all)
	}
}

// valueOf is the value of a hidden field of a page.
func valueOf(t *testing.T, page, name string) string {
	t.Helper()
	_, after, ok := strings.Cut(page, `name="`+name+`" value="`)
	value, _, end := strings.Cut(after, `"`)
	if !ok || !end {
		t.Fatalf("no field %s in %s", name, words(page))
	}
	return value
}

func TestRefusals_haveAnEnd(t *testing.T) {
	var r refusals
	now := clockTime
	first := r.keep(access.Question{Actor: "a"}, "/x", now)
	if one, ok := r.find(first, "a", now.Add(refusalLasts)); !ok || one.next != "/x" {
		t.Error("it is not found")
	}
	for _, c := range []struct {
		name, actor string
		at          time.Time
	}{{first, "b", now}, {first, "a", now.Add(refusalLasts + 1)}, {"x", "a", now}, {"", "", now}} {
		if _, ok := r.find(c.name, c.actor, c.at); ok {
			t.Errorf("%+v is found", c)
		}
	}
	for range 2 * mostRefusals {
		r.keep(access.Question{Actor: "a"}, "/", now)
	}
	if len(r.of) > mostRefusals {
		t.Errorf("%d are remembered", len(r.of))
	}
}

func TestDemoUsers_areOneARoleAndInvented(t *testing.T) {
	roles := map[string]bool{}
	numbers := map[identity.Number]bool{}
	claimed, err := os.ReadFile("../../demo/identities.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range demoFacts() {
		if s, ok := f.Body.(access.Staff); ok {
			if numbers[s.Number] || bytes.Contains(claimed, []byte(s.Number.String())) {
				t.Errorf("%s has the number of another", s.ID)
			}
			numbers[s.Number] = true
		}
	}
	for _, r := range access.Roles() {
		if r.ID != access.Visitor && purposes[r.ID] == "" { // without one, the reading log takes no line
			t.Errorf("the role %s has no purpose for the reading log", r.ID)
		}
	}
	book := access.NewBook(demoFacts()...)
	for _, u := range demoUsers {
		now := calendar.InstantOf(clockTime)
		got := userFrom(book, u.ID, "", now)
		r, ok := access.RoleOf(u.Role)
		if !ok || roles[u.Role] || got.Name != u.Name || got.Purpose == "" || purposes[u.Role] == "" {
			t.Errorf("%+v is %+v", u, got)
		}
		roles[u.Role] = true
		for _, f := range access.Functions() {
			if got.mayUse(f.Name) != r.Has(f.Name) {
				t.Errorf("%s: %s is %v, the role says %v", u.ID, f.Name, got.mayUse(f.Name), r.Has(f.Name))
			}
		}
	}
}
