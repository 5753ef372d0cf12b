package staff

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"balans/journal"
	"balans/recover/claim"
)

const worker = "demo-handlaggare"

// actAgency has claims at different points: one overdue and final with another of the same
// person beside it, one just decided, one old, one with two debtors, one in credit.
func actAgency(t testing.TB) *agency {
	t.Helper()
	a := newAgency(t)
	storeLife(t, a,
		newLifeOf(t, "2024-001001", "sjukpenning", "2024-01-10", 12_000, 21).
			add(t, claim.Dispatched, "2024-01-11", 0).
			add(t, claim.Served, "2024-01-20", 0, mode("ordinary")),
		newLifeOf(t, "2024-001002", "sjukpenning", "2024-03-04", 3_000, 21).
			add(t, claim.Dispatched, "2024-03-05", 0),
		newLifeOf(t, "2025-001003", "sjukpenning", "2025-04-14", 5_000, 22),
		newLifeOf(t, "2018-001004", "sjukpenning", "2018-05-14", 8_000, 23).
			add(t, claim.Dispatched, "2018-05-15", 0).
			add(t, claim.Reminded, "2018-07-15", 0, mode("letter")),
		newLifeOf(t, "2025-001005", "assistansersattning", "2025-02-03", 40_000, 24, 25).
			add(t, claim.Dispatched, "2025-02-04", 0),
		newLifeOf(t, "2024-001006", "sjukpenning", "2024-01-10", 1_000, 26).
			add(t, claim.Dispatched, "2024-01-11", 0).
			add(t, claim.Paid, "2024-01-30", 1_500, byLaw),
		newLifeOf(t, "2024-001007", "sjukpenning", "2024-11-11", 2_000, 26).
			add(t, claim.Dispatched, "2024-11-12", 0))
	if _, err := a.current(context.Background()); err != nil {
		t.Fatal(err)
	}
	return a
}

func actTarget(id string) string { return "/claims/" + id + "/act" }

// previewed sends a form to be tried, with what stands in it from the beginning and the
// changes.
func (a *agency) previewed(id, do string, pairs ...string) answer {
	a.t.Helper()
	return a.previewedBy(worker, id, do, pairs...)
}

func (a *agency) previewedBy(user, id, do string, pairs ...string) answer {
	a.t.Helper()
	got := a.send(http.MethodGet, actTarget(id)+"?do="+do, user)
	if got.StatusCode != http.StatusOK {
		a.t.Fatalf("the form of %s on %s: %d\n%s", do, id, got.StatusCode, a.log)
	}
	v := actFormOf(a.t, got.body, "preview")
	v.Set("step", "preview")
	for i := 0; i+1 < len(pairs); i += 2 {
		if v.Del(pairs[i]); pairs[i+1] != "" {
			v[pairs[i]] = strings.Split(pairs[i+1], "|")
		}
	}
	return a.post(actTarget(id), user, v)
}

// actFormOf reads the form of a page that has the step: its values as a browser sends them.
func actFormOf(t testing.TB, page, step string) url.Values {
	t.Helper()
	for _, form := range regexp.MustCompile(`(?s)<form [^>]*/act"[^>]*>.*?</form>`).FindAllString(page, -1) {
		if !strings.Contains(form, `value="`+step+`"`) {
			continue
		}
		v := url.Values{}
		for _, m := range regexp.MustCompile(`<input [^>]*>`).FindAllString(form, -1) {
			if strings.Contains(m, `type="checkbox"`) && !strings.Contains(m, " checked") {
				continue
			}
			v.Add(attribute(m, "name"), attribute(m, "value"))
		}
		for _, m := range regexp.MustCompile(`(?s)<select [^>]*name="([^"]*)".*?</select>`).FindAllStringSubmatch(form, -1) {
			if chosen := regexp.MustCompile(`value="([^"]*)" selected`).FindStringSubmatch(m[0]); chosen != nil {
				v.Set(m[1], html.UnescapeString(chosen[1]))
			} else if first := regexp.MustCompile(`<option value="([^"]*)"`).FindStringSubmatch(m[0]); first != nil {
				v.Set(m[1], html.UnescapeString(first[1]))
			}
		}
		for _, m := range regexp.MustCompile(`(?s)<textarea [^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>`).FindAllStringSubmatch(form, -1) {
			v.Set(m[1], html.UnescapeString(m[2]))
		}
		return v
	}
	t.Fatalf("the page has no form to %s:\n%s", step, words(page))
	return nil
}

func attribute(tag, name string) string {
	m := regexp.MustCompile(` ` + name + `="([^"]*)"`).FindStringSubmatch(tag)
	if m == nil {
		return ""
	}
	return html.UnescapeString(m[1])
}

// streamOfClaim is what is stored of a claim.
func (a *agency) streamOfClaim(id string) []journal.Event {
	a.t.Helper()
	f := a.facts.Load()
	i, ok := f.columns.Find(id)
	if !ok {
		a.t.Fatalf("no claim %s", id)
	}
	events, err := a.j.Load(context.Background(), int64(f.columns.Party(i)), claim.Stream(id))
	if err != nil {
		a.t.Fatal(err)
	}
	return events
}

// carriedOut tries an act and carries it out; it returns the address the reader is led to. The
// form is sent twice: the second does nothing, and leads to the same.
func (a *agency) carriedOut(id, do string, pairs ...string) string {
	a.t.Helper()
	got := a.previewed(id, do, pairs...)
	if got.StatusCode != http.StatusOK {
		a.t.Fatalf("%s on %s is not possible: %d\n%s", do, id, got.StatusCode, words(got.body))
	}
	form := actFormOf(a.t, got.body, "do")
	done := a.post(actTarget(id), worker, form)
	if done.StatusCode != http.StatusSeeOther {
		a.t.Fatalf("%s on %s: %d\n%s\n%s", do, id, done.StatusCode, words(done.body), a.log)
	}
	name, err := url.PathUnescape(id)
	if err != nil {
		a.t.Fatal(err)
	}
	stored := len(a.streamOfClaim(name))
	again := a.post(actTarget(id), worker, form)
	if again.StatusCode != http.StatusSeeOther || again.Header.Get("Location") != done.Header.Get("Location") {
		a.t.Errorf("%s on %s, sent twice: %d to %s, not to %s\n%s", do, id, again.StatusCode, again.Header.Get("Location"), done.Header.Get("Location"), words(again.body))
	}
	if n := len(a.streamOfClaim(name)); n != stored {
		a.t.Errorf("%s on %s, sent twice: %d events, and %d after the first", do, id, n, stored)
	}
	return done.Header.Get("Location")
}

func TestClaimAct_showsWhatHappensBeforeItDoes(t *testing.T) {
	a := actAgency(t)
	const id = "2018-001004"
	before, readingsBefore := a.head(), len(readings(t, a, 23))
	got := a.previewed(id, "demand", "act_account", "bankgiro 123-4567")
	page := words(got.body)
	for _, want := range []string{"Inget är sparat ännu", "Indrivningen påmint sedan 2018-07-15 inkassokrav skickat sedan 2025-04-25", "Inkassokrav skickat med brev", "INKL 5", "Genomför: Skicka inkassokrav"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in\n%s", want, page)
		}
	}
	if got.StatusCode != http.StatusOK || len(a.streamOfClaim(id)) != 3 {
		t.Fatalf("%d, and %d events", got.StatusCode, len(a.streamOfClaim(id)))
	}
	if n := len(readings(t, a, 23)) - readingsBefore; n != 2 || a.head() != before+2 { // the form and the trial
		t.Errorf("%d lines in the reading log, and %d events", n, a.head()-before)
	}
	if number := person(t, 23); strings.Contains(got.body, number.String()) || strings.Contains(got.body, number.Separated()) {
		t.Error("the page holds the debtor's number")
	}

	form := actFormOf(t, got.body, "do")
	var to string
	for range 2 { // pressed twice it is done once
		done := a.post(actTarget(id), worker, form)
		if done.StatusCode != http.StatusSeeOther {
			t.Fatalf("%d\n%s", done.StatusCode, words(done.body))
		}
		if to != "" && done.Header.Get("Location") != to {
			t.Errorf("the second time leads to %s, not %s", done.Header.Get("Location"), to)
		}
		to = done.Header.Get("Location")
	}
	events := a.streamOfClaim(id)
	if len(events) != 4 || events[3].Kind != "claim.demanded/1" || events[3].Actor != worker || events[3].Cause != "claim.act" {
		t.Fatalf("stored: %+v", events)
	}
	shown := a.send(http.MethodGet, to, worker)
	if !strings.Contains(words(shown.body), "Sparat: Inkassokrav skickat 2025-04-25") || !strings.Contains(shown.body, `role="status"`) {
		t.Errorf("the claim does not say what was stored: %s %s", to, words(shown.body))
	}
	if other := a.send(http.MethodGet, to, "demo-controller"); strings.Contains(other.body, "Sparat:") {
		t.Error("somebody else is told that he stored it")
	}
	for _, stored := range []string{"9000000-9000001", "1-9000000", "5-4", "none", "x"} { // an address that names no event there is
		if got := a.send(http.MethodGet, "/claims/"+id+"?stored="+stored, worker); got.StatusCode != http.StatusOK || strings.Contains(got.body, "Sparat:") {
			t.Errorf("stored=%s: %d", stored, got.StatusCode)
		}
	}
}

func TestClaimAct_whoWasSecondSeesWhatTheFirstDid(t *testing.T) {
	a := actAgency(t)
	const id = "2024-001001"
	form := actFormOf(t, a.previewed(id, "defer", "act_until", "2025-05-30", "act_exception", "advantage_of_state", "act_reason", "sjuk & utan inkomst").body, "do")
	a.carriedOut(id, "remind")
	stored := len(a.streamOfClaim(id))
	got := a.post(actTarget(id), worker, form)
	page := words(got.body)
	if got.StatusCode != http.StatusConflict || len(a.streamOfClaim(id)) != stored {
		t.Fatalf("%d, %d events\n%s", got.StatusCode, len(a.streamOfClaim(id)), page)
	}
	for _, want := range []string{"Någon annan har ändrat kravet medan du arbetade", "Inget av ditt är sparat", "Påmint", worker, "Det här händer om du genomför"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in\n%s", want, page)
		}
	}
	for _, want := range []string{`value="2025-05-30"`, `value="advantage_of_state" selected`, "sjuk &amp; utan inkomst</textarea>"} {
		if !strings.Contains(got.body, want) {
			t.Errorf("what was typed is lost: %s", want)
		}
	}
	checkIDs(t, "conflict", got.body)
	again := actFormOf(t, got.body, "do")
	if again.Get("key") == form.Get("key") || again.Get("seen") == form.Get("seen") {
		t.Error("the form is the one that was too late")
	}
	if done := a.post(actTarget(id), worker, again); done.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", done.StatusCode, words(done.body))
	}
	if events := a.streamOfClaim(id); events[len(events)-1].Kind != "claim.deferral_granted/1" || !strings.Contains(events[len(events)-1].Body, "sjuk%20&%20utan%20inkomst") {
		t.Errorf("stored: %+v", events[len(events)-1])
	}
}

// What the first did may make it impossible: then the second is told so, and nothing is
// stored either.
func TestClaimAct_whoWasSecondMayFindItImpossible(t *testing.T) {
	a := actAgency(t)
	const id = "2024-001001"
	form := actFormOf(t, a.previewed(id, "remind").body, "do")
	a.carriedOut(id, "annul", "act_reason", "fel person")
	stored := len(a.streamOfClaim(id))
	got := a.post(actTarget(id), worker, form)
	if page := words(got.body); got.StatusCode != http.StatusConflict || !strings.Contains(page, "Undanröjt") || !strings.Contains(page, "Det går inte att göra") || strings.Contains(got.body, `value="do"`) {
		t.Errorf("%d %s", got.StatusCode, page)
	}
	if len(a.streamOfClaim(id)) != stored {
		t.Error("something was stored")
	}
}

// A form without what its reader saw, or with something else under its key, does nothing.
func TestClaimAct_nothingIsDoneUnseen(t *testing.T) {
	a := actAgency(t)
	const id = "2024-001001"
	form := actFormOf(t, a.previewed(id, "remind").body, "do")
	before := len(a.streamOfClaim(id))
	for _, missing := range []string{"seen", "key"} {
		v := url.Values{}
		for k, x := range form {
			if k != missing {
				v[k] = x
			}
		}
		if got := a.post(actTarget(id), worker, v); got.StatusCode != http.StatusOK || !strings.Contains(got.body, `name="seen"`) {
			t.Errorf("without %s: %d", missing, got.StatusCode)
		}
	}
	for _, seen := range []string{"x", "3", "99 " + id, "-1 " + id} {
		v := url.Values{}
		for k, x := range form {
			v[k] = x
		}
		v.Set("seen", seen)
		if got := a.post(actTarget(id), worker, v); got.StatusCode == http.StatusSeeOther {
			t.Errorf("seen %q: it was done", seen)
		}
	}
	if len(a.streamOfClaim(id)) != before {
		t.Error("something was stored")
	}
	if got := a.post(actTarget(id), worker, form); got.StatusCode != http.StatusSeeOther {
		t.Fatal(got.StatusCode)
	}
	form.Set("act_mode", "electronic")
	if got := a.post(actTarget(id), worker, form); got.StatusCode != http.StatusBadRequest || !strings.Contains(words(got.body), "redan sänt med andra uppgifter") {
		t.Errorf("the key with something else: %d %s", got.StatusCode, words(got.body))
	}
}

// Each sort of fault is said at its field, and what was typed is kept.
func TestClaimAct_saysWhatIsWrong(t *testing.T) {
	a := actAgency(t)
	for _, c := range []struct {
		id, do     string
		pairs      []string
		field, say string
	}{
		{"2024-001001", "remind", []string{"act_on", "2025-02-30"}, "act_on", "ingen dag som finns"},
		{"2024-001001", "remind", []string{"act_on", "2025-04-26"}, "act_on", "har inte varit ännu"},
		{"2024-001001", "remind", []string{"act_on", ""}, "act_on", "skriv något här"},
		{"2024-001001", "remind", []string{"act_mode", "pigeon"}, "act_mode", "finns inte att välja"},
		{"2024-001001", "remind", []string{"act_fee", "sextio"}, "act_fee", "inget belopp"},
		{"2024-001001", "remind", []string{"act_fee", "60"}, "act_fee", "avgift"},
		{"2024-001001", "annul", []string{"act_reason", ""}, "act_reason", "skriv något här"},
		{"2024-001001", "annul", []string{"act_reason", "a\u0000b"}, "act_reason", "tecken som inte kan sparas"},
		{"2024-001001", "defer", []string{"act_until", "2030-12-31", "act_reason", "x"}, "act_until", "längre än vad som är vanligt"},
		{"2024-001001", "change", []string{"act_amount", "12 000", "act_reason", "x"}, "act_amount", "redan på 12"},
		{"2024-001001", "change", []string{"act_amount", "13 000", "act_reason", "x"}, "act_amount", "aldrig till den betalningsskyldigas nackdel"},
		{"2024-001001", "waive", []string{"act_part", "interest", "act_amount", "1 000 000", "act_reason", "x"}, "act_amount", "kronor är skyldigt"},
		{"2024-001001", "waive", []string{"act_part", "all", "act_amount", "5", "act_reason", "x"}, "act_amount", "Lämna beloppet tomt"},
		{"2024-001001", "waive", []string{"act_part", "fee", "act_reason", "x"}, "act_part", "Inget är skyldigt"},
		{"2024-001001", "plan_agree", []string{"act_months", "6", "act_monthly", "500"}, "act_monthly", "antingen"},
		{"2024-001001", "plan_agree", []string{}, "act_monthly", "antingen"},
		{"2024-001001", "plan_agree", []string{"act_months", "sex"}, "act_months", "helt tal"},
		{"2024-001001", "plan_agree", []string{"act_months", "6", "act_plan", "två ord"}, "act_plan", "ett enda ord"},
		{"2024-001001", "plan_agree", []string{"act_monthly", "10"}, "act_monthly", "aldrig betald"},
		{"2024-001001", "plan_agree", []string{"act_monthly", "400"}, "act_months", "längre än vad som är vanligt"},
		{"2024-001001", "plan_agree", []string{"act_months", "3", "act_exception", "extraordinary"}, "act_grounds", "skriv något här"},
		{"2024-001001", "plan_agree", []string{"act_months", "3", "act_first", "2025-04-25"}, "act_first", "2025-04-25"},
		{"2024-001001", "plan_agree", []string{"act_months", "3", "act_claims", "2018-001004"}, "act_claims", "finns inte att välja"},
		{"2024-001001", "pay", []string{"act_payment", "A B", "act_amount", "5"}, "act_payment", "ett enda ord"},
		{"2024-001001", "handover", []string{"act_on", "2024-02-01"}, "stopped", ""},
		{"2025-001003", "receipt", []string{"act_proof", "akt 1"}, "stopped", ""},
		{"2025-001003", "remind", nil, "stopped", ""},
		{"2025-001005", "receipt", []string{"act_debtor", "3", "act_proof", "x"}, "act_debtor", "finns inte att välja"},
		{"2024-001001", "setoff", []string{"act_cap", "0", "act_reason", "x"}, "act_cap", "mer än 0"},
		{"2024-001001", "refund", []string{"act_reason", "x"}, "act_amount", "Till godo: 0"},
	} {
		before := len(a.streamOfClaim(c.id))
		got := a.previewed(c.id, c.do, c.pairs...)
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `<li><a href="#`+c.field+`">`) || !strings.Contains(words(got.body), c.say) {
			t.Errorf("%s %v: %d, not at %s: %s", c.do, c.pairs, got.StatusCode, c.field, words(got.body))
		}
		if strings.Contains(got.body, `value="do"`) {
			t.Errorf("%s %v can be carried out", c.do, c.pairs)
		}
		for i := 0; i+1 < len(c.pairs); i += 2 {
			v := html.EscapeString(c.pairs[i+1])
			if chosen := c.pairs[i] == "act_mode" || c.pairs[i] == "act_debtor" || c.pairs[i] == "act_claims"; v != "" && !chosen && !strings.Contains(v, "\x00") && !strings.Contains(got.body, `value="`+v+`"`) && !strings.Contains(got.body, "\n"+v+"</textarea>") {
				t.Errorf("%s: %q is not kept", c.do, c.pairs[i+1])
			}
		}
		checkIDs(t, c.do, got.body)
		if len(a.streamOfClaim(c.id)) != before {
			t.Errorf("%s stored something", c.do)
		}
	}
	// Every hurdle of a hand-over is told, not the first only.
	page := words(a.previewed("2025-001003", "handover").body)
	for _, want := range []string{"Inget drivs in innan beslutet har skickats", "En betalningsskyldig är inte delgiven", "UB 3:20", "FL 33"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in\n%s", want, page)
		}
	}
}

// Every act can be carried out, and stores the events it is for.
func TestClaimAct_everyActDoesWhatItSays(t *testing.T) {
	type step struct {
		id, do string
		pairs  []string
		kinds  string // of the events stored on the claim
	}
	for name, steps := range map[string][]step{
		"service": {
			{"2025-001003", "send", nil, "claim.dispatched/1"},
			{"2025-001003", "mail_back", nil, "claim.mail_returned/1"},
			{"2025-001003", "address_found", []string{"act_source", "Skatteverket"}, "claim.address_found/1"},
			{"2025-001003", "send", []string{"act_mode", "bailiff"}, "claim.service_attempted/1"},
			{"2025-001003", "handed_over", []string{"act_proof", "intyg 7"}, "claim.served/1"},
		},
		"two debtors": {
			{"2025-001005", "no_receipt", []string{"act_debtor", "2"}, "claim.service_failed/1"},
			{"2025-001005", "receipt", []string{"act_debtor", "1", "act_proof", "akt 3"}, "claim.served/1"},
		},
		"read out":    {{"2024-001002", "read_out", []string{"act_proof", "akt 9"}, "claim.served/1"}},
		"take effect": {{"2024-001002", "send", []string{"act_mode", "publication", "act_why", "ingen känd vistelseort", "act_on", "2025-04-01"}, "claim.service_attempted/1"}, {"2024-001002", "take_effect", nil, "claim.served/1"}},
		"plan": {
			{"2024-001001", "plan_offer", []string{"act_months", "6", "act_until", "2025-05-10", "act_claims", "2024-001002"}, "claim.plan_offered/1"},
			{"2024-001001", "plan_agree", []string{"act_claims", "2024-001002"}, "claim.plan_agreed/1"},
			{"2024-001001", "plan_renew", []string{"act_months", "10"}, "claim.plan_ended/1 claim.plan_agreed/1"},
			{"2024-001001", "change", []string{"act_amount", "11 000", "act_reason", "omprövning"}, "claim.changed/1"},
			{"2024-001001", "plan_recompute", []string{"act_reason", "kravet är sänkt"}, "claim.plan_ended/1 claim.plan_agreed/1"},
			{"2024-001001", "plan_end", []string{"act_reason", "på egen begäran"}, "claim.plan_ended/1"},
		},
		"breach": {
			{"2024-001001", "plan_agree", []string{"act_months", "6", "act_on", "2024-12-01", "act_asked", "2024-12-01", "act_first", "2024-12-31"}, "claim.plan_agreed/1"},
			{"2024-001001", "plan_breach", []string{"act_reason", "inget betalt"}, "claim.plan_breached/1"},
			{"2024-001001", "plan_reinstate", []string{"act_reason", "sjukhusvistelse"}, "claim.plan_reinstated/1"},
		},
		"defer":  {{"2024-001001", "defer", []string{"act_until", "2025-06-30", "act_exception", "extraordinary", "act_reason", "sjuk"}, "claim.deferral_granted/1"}, {"2024-001001", "defer_end", []string{"act_reason", "frisk"}, "claim.deferral_ended/1"}},
		"setoff": {{"2024-001001", "setoff", []string{"act_cap", "300", "act_reason", "skälig nivå"}, "claim.setoff_started/1"}, {"2024-001001", "setoff_end", []string{"act_reason", "ändrade förhållanden"}, "claim.setoff_ended/1"}},
		"public": {{"2024-001001", "remind", []string{"act_mode", "electronic"}, "claim.reminded/1"}, {"2024-001001", "handover", nil, "claim.handover_sent/1"}},
		"kfm": {
			{"2024-001001", "handover", nil, "claim.handover_sent/1"},
			{"2024-001001", "kfm_accept", []string{"act_number", "U-1"}, "claim.handover_accepted/1"},
			{"2024-001001", "kfm_book", nil, "claim.referred/1"},
			{"2024-001001", "recall", []string{"act_reason", "omprövning"}, "claim.recall_asked/1"},
			{"2024-001001", "kfm_recalled", []string{"act_refused", "wages_attached"}, "claim.recall_refused/1"},
			{"2024-001001", "kfm_returned", []string{"act_returned", "no_assets"}, "claim.returned/1"},
			{"2024-001001", "handover", nil, "claim.handover_sent/1"},
			{"2024-001001", "kfm_refuse", []string{"act_code", "not_final"}, "claim.handover_refused/1"},
		},
		"told": {
			{"2024-001001", "handover", nil, "claim.handover_sent/1"},
			{"2024-001001", "kfm_book", nil, "claim.referred/1"},
			{"2024-001001", "tell", []string{"act_received", "100"}, "claim.message_sent/1"},
			{"2024-001001", "kfm_answer", nil, "claim.message_answered/1"},
		},
		"title": {
			{"2018-001004", "demand", []string{"act_account", "bankgiro 123-4567", "act_on", "2025-03-01"}, "claim.demanded/1"},
			{"2018-001004", "notice_received", []string{"act_proof", "akt 4", "act_on", "2025-03-05"}, "claim.notice_received/1"},
			{"2018-001004", "order", []string{"act_on", "2025-04-01"}, "claim.order_applied/1 claim.fee_charged/1"},
			{"2018-001004", "order_ended", []string{"act_ended", "withdrawn", "act_on", "2025-04-10"}, "claim.order_ended/1"},
			{"2018-001004", "order", nil, "claim.order_applied/1 claim.fee_charged/1"},
			{"2018-001004", "title", nil, "claim.title_granted/1"},
			{"2018-001004", "enforce", []string{"act_costs", ""}, "claim.referred/1"},
		},
		"review": {
			{"2024-001001", "reconsider_ask", []string{"act_on", "2024-02-01"}, "claim.reconsideration_asked/1"},
			{"2024-001001", "reconsider_decide", []string{"act_on", "2024-03-01", "act_outcome", "unchanged"}, "claim.reconsideration_decided/1"},
			{"2024-001001", "appeal", []string{"act_on", "2024-04-01", "act_number", "123-24"}, "claim.appealed/1"},
			{"2024-001001", "stay", []string{"act_on", "2024-04-02"}, "claim.stay_ordered/1"},
			{"2024-001001", "stay_end", []string{"act_on", "2024-05-02"}, "claim.stay_ended/1"},
			{"2024-001001", "judge", []string{"act_on", "2024-06-01"}, "claim.judged/1"},
			{"2024-001001", "review_served", []string{"act_on", "2024-06-10"}, "claim.review_served/1"},
		},
		"civil": {{"2018-001004", "demand", []string{"act_account", "bankgiro 123-4567", "act_fee", "180"}, "claim.fee_charged/1 claim.demanded/1"}, {"2018-001004", "pause", []string{"act_reason", "utsiktslöst"}, "claim.paused/1"}, {"2018-001004", "resume", []string{"act_reason", "lön"}, "claim.resumed/1"}},
		"money": {
			{"2024-001001", "pay", []string{"act_payment", "BG-1", "act_amount", "2 500,50"}, "claim.paid/2"},
			{"2024-001001", "correct", []string{"act_to", "2024-001002", "act_reason", "fel krav"}, "claim.payment_reversed/2"},
			{"2024-001002", "reverse", []string{"act_reason", "ingen täckning"}, "claim.payment_reversed/2"},
		},
		"credit":   {{"2024-001006", "refund", []string{"act_amount", "100", "act_reason", "för mycket"}, "claim.refunded/1"}, {"2024-001006", "move_credit", []string{"act_claims", "2024-001007"}, "claim.credit_moved/1"}},
		"old pay":  {{"2024-001006", "reverse", []string{"act_reason", "fel"}, "claim.payment_reversed/2"}},
		"waive":    {{"2024-001001", "waive", []string{"act_part", "interest", "act_amount", "1", "act_ground", "SFB 108:21", "act_reason", "sjuk"}, "claim.waived/2"}, {"2024-001001", "waive", []string{"act_reason", "dödlig sjukdom"}, "claim.waived/1"}},
		"change":   {{"2024-001001", "change", []string{"act_amount", "9 000", "act_reason", "omprövning"}, "claim.changed/1"}, {"2024-001001", "annul", []string{"act_reason", "fel person"}, "claim.annulled/1"}},
		"writeoff": {{"2024-001001", "write_off", []string{"act_reason", "dödsbo utan tillgångar"}, "claim.written_off/1"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := actAgency(t)
			for _, s := range steps {
				before := len(a.streamOfClaim(s.id))
				a.carriedOut(s.id, s.do, s.pairs...)
				var kinds []string
				for _, e := range a.streamOfClaim(s.id)[before:] {
					kinds = append(kinds, e.Kind)
				}
				if got := strings.Join(kinds, " "); got != s.kinds {
					t.Errorf("%s on %s stored %s, want %s", s.do, s.id, got, s.kinds)
				}
			}
		})
	}
}

func TestClaimAct_planIsMadeOfSeveralClaims(t *testing.T) {
	a := actAgency(t)
	page := a.previewed("2024-001001", "plan_agree", "act_months", "4", "act_claims", "2024-001002")
	text := words(page.body)
	for _, want := range []string{"Krav 2024-001001 före och efter", "Krav 2024-001002 före och efter", "2024-001001: ", "2024-001002: ", "Summa", "ordnad betalning: avbetalningsplan"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	form := actFormOf(t, page.body, "do")
	if len(form["seen"]) != 2 {
		t.Errorf("seen: %v", form["seen"])
	}
	// Somebody pays on the other claim meanwhile.
	a.carriedOut("2024-001002", "pay", "act_payment", "BG-2", "act_amount", "100")
	if got := a.post(actTarget("2024-001001"), worker, form); got.StatusCode != http.StatusConflict || !strings.Contains(words(got.body), "Betalt avser BG-2 2025-04-25 2024-001002") {
		t.Errorf("%d %s", got.StatusCode, words(got.body))
	}
	to := a.carriedOut("2024-001001", "plan_agree", "act_months", "4", "act_claims", "2024-001002")
	if done := words(a.send(http.MethodGet, to, worker).body); !strings.Contains(done, "Sparat på andra krav eller på betalningen, antal händelser: 1.") {
		t.Errorf("%s", done)
	}
	// Calling it off reaches both.
	a.carriedOut("2024-001002", "plan_end", "act_reason", "x")
	for _, id := range []string{"2024-001001", "2024-001002"} {
		if events := a.streamOfClaim(id); events[len(events)-1].Kind != "claim.plan_ended/1" {
			t.Errorf("%s: %s", id, events[len(events)-1].Kind)
		}
	}
}

// Sent by several at once it is done once, and all are told the same.
func TestClaimAct_sentAtOnceIsDoneOnce(t *testing.T) {
	a := actAgency(t)
	form := actFormOf(t, a.previewed("2024-001001", "remind").body, "do")
	var wait sync.WaitGroup
	answers := make([]answer, 8)
	for i := range answers {
		wait.Go(func() { answers[i] = a.post(actTarget("2024-001001"), worker, form) })
	}
	wait.Wait()
	for _, got := range answers {
		if got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != answers[0].Header.Get("Location") {
			t.Errorf("%d to %s\n%s", got.StatusCode, got.Header.Get("Location"), words(got.body))
		}
	}
	if n := len(a.streamOfClaim("2024-001001")); n != 4 {
		t.Errorf("%d events", n)
	}
}

func TestClaimAct_protectedPersonIsWrittenToOtherwise(t *testing.T) {
	a := newAgency(t)
	storeLife(t, a, newLifeOf(t, "2024-001009", "sjukpenning", "2024-01-10", 2_000, 27).
		add(t, claim.Dispatched, "2024-01-11", 0, mode("forwarded")).
		add(t, claim.IdentityProtected, "2024-02-01", 0))
	if got := a.send(http.MethodGet, actTarget("2024-001009")+"?do=remind", worker); got.StatusCode != http.StatusForbidden {
		t.Errorf("to who does not handle protected persons: %d", got.StatusCode)
	}
	if got := a.previewedBy("demo-skydd", "2024-001009", "remind", "act_mode", "letter"); got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `href="#act_mode"`) {
		t.Errorf("%d %s", got.StatusCode, words(got.body))
	}
	got := a.previewedBy("demo-skydd", "2024-001009", "remind") // the form proposes what may be
	number := person(t, 27)
	if got.StatusCode != http.StatusOK || strings.Contains(got.body, number.String()) || strings.Contains(got.body, number.Separated()) {
		t.Errorf("%d %s", got.StatusCode, words(got.body))
	}
}

// Every form is whole in both languages.
func TestClaimAct_formsAreWhole(t *testing.T) {
	a := actAgency(t)
	for i := range acts {
		for _, lang := range []string{"sv", "en"} {
			for _, id := range []string{"2024-001001", "2025-001005"} {
				got := a.send(http.MethodGet, actTarget(id)+"?do="+acts[i].name+"&lang="+lang, worker)
				if got.StatusCode != http.StatusOK {
					t.Fatalf("%s: %d\n%s", acts[i].name, got.StatusCode, a.log)
				}
				for _, bad := range []string{"⟦", "%!", "<no value>", "{day", "{sum", " style=", "<script"} {
					if strings.Contains(got.body, bad) {
						t.Errorf("%s in %s holds %q", acts[i].name, lang, bad)
					}
				}
				checkIDs(t, acts[i].name, got.body)
			}
		}
	}
	for _, target := range []string{actTarget("2024-001001"), actTarget("2024-001001") + "?do=fly", actTarget("2099-1") + "?do=remind"} {
		if got := a.send(http.MethodGet, target, worker); got.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", target, got.StatusCode)
		}
	}
	if got := a.post(actTarget("2024-001001"), worker, url.Values{"do": {"fly"}}); got.StatusCode != http.StatusBadRequest {
		t.Errorf("%d", got.StatusCode)
	}
}

// The pages name every rule of the rooms in Swedish, and take no more days and sums from
// its words than there are in them.
func TestClaimAct_everyRuleHasWords(t *testing.T) {
	elsewhere := []string{"maintenance-amounts", "maintenance-least", "maintenance-missed", "maintenance-room", "maintenance-room-unknown", "maintenance-share", // no claim
		"above-cap", "above-demand", "more-than-owed", "more-than-payable", "nothing-payable", "no-decision", "other-authority", "payment", "own-share", // a benefit payment's
		"other-day",                                                    // the pages take all positions on one day
		"annulled", "waived", "deceased", "written-off", "time-barred"} // codes of messages
	found := 0
	for _, room := range []string{"plan", "setoff", "payment", "service", "enforcement"} {
		files, err := filepath.Glob("../../recover/" + room + "/*.go")
		if err != nil || len(files) == 0 {
			t.Fatal(room, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range regexp.MustCompile(`(?:refuse\((?:p, )?|Code: |h\.add\(|pass\(|\.note\()"([a-z-]+)"`).FindAllStringSubmatch(string(b), -1) {
				found++
				if _, ok := texts["rule."+m[1]]; !ok && !slices.Contains(elsewhere, m[1]) {
					t.Errorf("%s: the rule %s has no words", name, m[1])
				}
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d rules were found", found)
	}
	if got := filledIn("Den {day1} och {day2}: {sum1} av {sum2}.", "19850101-**** of 2024-01-02 and 2024-02-03: 12\u00a0345,60 kr of 7"); got != "Den 2024-01-02 och 2024-02-03: 12\u00a0345,60 av 7." {
		t.Errorf("%s", got)
	}
}

// Among the debtor's other claims a form shows those that are for who asks: not one that is owed
// together with somebody whose identity is protected.
func TestClaimAct_otherClaimsAreForWhoAsks(t *testing.T) {
	a := newAgency(t)
	sent := func(id string, debtors ...int) *life {
		return newLifeOf(t, id, "sjukpenning", "2024-11-11", 2_000, debtors...).add(t, claim.Dispatched, "2024-11-12", 0)
	}
	storeLife(t, a, sent("2024-002001", 27), sent("2024-002002", 27, 28), sent("2024-002003", 28).add(t, claim.IdentityProtected, "2024-12-01", 0), sent("2024-002004", 27))
	for user, shown := range map[string][]bool{worker: {false, true}, "demo-skydd": {true, true}} {
		page := a.send(http.MethodGet, actTarget("2024-002001")+"?do=plan_offer", user)
		for i, id := range []string{"2024-002002", "2024-002004"} {
			if strings.Contains(page.body, id) != shown[i] {
				t.Errorf("%s is shown %s: %v (status %d)", user, id, !shown[i], page.StatusCode)
			}
		}
	}
}
