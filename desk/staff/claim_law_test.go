package staff

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
)

// life is a claim told in full, with the details that a smallClaim has no room for.
type life struct {
	decision claim.Decision
	events   []claim.Event
}

func newLifeOf(t testing.TB, id, code, decided string, kronor int64, debtors ...int) *life {
	t.Helper()
	b, ok := benefit.Parse(code)
	if !ok {
		t.Fatalf("no benefit %q", code)
	}
	l := &life{decision: claim.Decision{ID: id, Benefit: b, DecidedOn: day(t, decided), Principal: money.Kronor(kronor)}}
	for _, n := range debtors {
		l.decision.Debtors = append(l.decision.Debtors, claim.Debtor{Number: person(t, n)})
	}
	return l
}

// add adds an event that became known on its day.
func (l *life) add(t testing.TB, k claim.Kind, on string, kronor int64, change ...func(*claim.Event)) *life {
	t.Helper()
	d := day(t, on)
	e := claim.Event{ID: fmt.Sprintf("%s-%d", l.decision.ID, len(l.events)+1), Kind: k, OccurredOn: d, RecordedAt: calendar.StartOfDay(d) + 9*3600*1_000_000,
		Ordinal: int64(len(l.events) + 1), Amount: money.Kronor(kronor)}
	for _, c := range change {
		c(&e)
	}
	l.events = append(l.events, e)
	return l
}

func byLaw(e *claim.Event) { e.ByLaw = true }

func mode(m string) func(*claim.Event) { return func(e *claim.Event) { e.Mode = m } }

func details(change func(*claim.Details)) func(*claim.Event) {
	return func(e *claim.Event) {
		e.Details = &claim.Details{Until: calendar.None, First: calendar.None}
		change(e.Details)
	}
}

// tellingClaims are claims whose pages have something in every part: one whose
// interest is known, one in a plan whose rate is not, one old, with two debtors.
func tellingClaims(t testing.TB) []*life {
	first := day(t, "2024-06-28")
	return []*life{
		newLifeOf(t, "2023-000900", "sjukpenning", "2023-01-10", 20_000, 5).
			add(t, claim.Dispatched, "2023-01-11", 0).
			add(t, claim.Served, "2023-01-20", 0, mode("ordinary")).
			add(t, claim.Paid, "2023-05-02", 3_000, byLaw).
			add(t, claim.Paid, "2023-08-01", 1_000, byLaw).
			add(t, claim.PaymentReversed, "2023-08-15", 1_000, byLaw, details(func(d *claim.Details) { d.Ref = "2023-000900-4" })).
			add(t, claim.Changed, "2023-10-02", 15_000).
			add(t, claim.DebtorDied, "2024-02-01", 0),
		newLifeOf(t, "2024-000900", "bostadsbidrag", "2024-02-05", 12_000, 6).
			add(t, claim.Dispatched, "2024-02-06", 0).
			add(t, claim.Served, "2024-02-20", 0, mode("ordinary")).
			add(t, claim.PlanAgreed, "2024-06-03", 1_000, details(func(d *claim.Details) { d.First, d.Count, d.Second, d.Ref = first, 12, money.Kronor(50), "plan 7" })).
			add(t, claim.Paid, "2024-06-28", 1_000, byLaw),
		newLifeOf(t, "2016-000900", "foraldrapenning", "2016-03-01", 9_000, 7, 8).
			add(t, claim.Dispatched, "2016-03-02", 0).
			add(t, claim.Paid, "2018-05-02", 500, func(e *claim.Event) { e.ToPrincipal = money.Kronor(400) }, details(func(d *claim.Details) { d.Debtor = person(t, 7) })).
			add(t, claim.NoticeReceived, "2020-01-10", 0).
			add(t, claim.OrderApplied, "2021-02-01", 0),
	}
}

// plain is a text with ordinary spaces, as words gives a page.
func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

// tellingAgency has the telling claims in its journal.
func tellingAgency(t testing.TB) *agency {
	t.Helper()
	a := newAgency(t, smallAgency...)
	storeLife(t, a, tellingClaims(t)...)
	return a
}

func storeLife(t testing.TB, a *agency, lives ...*life) {
	t.Helper()
	by := claim.Entry{Actor: "import", Cause: "import/test"}
	for _, l := range lives {
		w := journal.Append{Party: int64(l.decision.Party()), Stream: claim.Stream(l.decision.ID), Events: []journal.New{l.decision.ToJournal(by)}}
		for i := range l.events {
			w.Events = append(w.Events, l.events[i].ToJournal(by))
		}
		if _, err := a.j.Append(context.Background(), w); err != nil {
			t.Fatal(err)
		}
	}
}

// tellingPages are the pages of the telling claims.
var tellingPages = map[string]string{
	"claim-known":   "/claims/2023-000900?as_of=2024-03-01",
	"claim-unknown": "/claims/2024-000900?as_of=2024-07-01",
	"claim-old":     "/claims/2016-000900?as_of=2025-02-28",
}

func TestClaim_moneyAndLawAreAsTheGoldenOnes(t *testing.T) {
	a := tellingAgency(t)
	for name, target := range tellingPages {
		t.Run(name, func(t *testing.T) {
			page := a.want(http.StatusOK, target)
			golden(t, name, page)
			checkIDs(t, name, page)
			if english := a.want(http.StatusOK, target+"&lang=en"); strings.Contains(english, "⟦") || strings.Contains(page, "⟦") || strings.Contains(english, "%!") {
				t.Error("a text is missing")
			}
		})
	}
}

// What is not known is said in words, and never as 0.
func TestClaim_unknownInterestIsWords(t *testing.T) {
	a := tellingAgency(t)
	page := words(a.want(http.StatusOK, "/claims/2024-000900?as_of=2024-07-01"))
	for _, want := range []string{"Att betala inte känt Räntan är inte känd.", "Ränta inte känt Till och med 2024-07-01.",
		"Värde saknas: statens utlåningsränta, 2024-06-04–2024-07-01.", "Kapital minst 11 397,18 En del av betalningarna kan ha gått till ränta som inte är känd.", "osäkert: räntan är inte känd"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in\n%s", want, page)
		}
	}
	before := words(a.want(http.StatusOK, "/claims/2024-000900?as_of=2024-06-03"))
	if strings.Contains(before, "inte känt") {
		t.Error("the day before the gap something is unknown")
	}
}

// The figures of the page are those of the account: what is owed, each line of
// the account, and each payment with its parts.
func TestClaim_moneyIsTheAccounts(t *testing.T) {
	a := tellingAgency(t)
	l := tellingClaims(t)[0]
	law := a.facts.Load().columns.Law(a.now())
	for _, on := range []string{"2023-02-10", "2023-05-02", "2023-08-10", "2023-10-02", "2024-03-01"} {
		account, err := claim.NewAccount(&l.decision, l.events, day(t, on), a.now(), law, true)
		if err != nil {
			t.Fatal(err)
		}
		page := words(a.want(http.StatusOK, "/claims/2023-000900?as_of="+on))
		for _, want := range []string{"Att betala " + account.Total().String() + " Kapital " + account.Capital().String() + " Ränta " + account.Interest.String() + " Till och med " + on,
			fmt.Sprintf("Visa %d rader", len(account.Steps)), "Kvar av kapitalet " + account.Capital().String()} {
			if want = plain(want); !strings.Contains(page, want) {
				t.Errorf("on %s: %q is missing in\n%s", on, want, page)
			}
		}
		for _, p := range account.Payments {
			row := fmt.Sprintf("%s %s %s %s %s %s %s", l.events[p.Event].OccurredOn, p.Amount, p.Parts.Of(claim.Cost), p.Parts.Of(claim.Fee), p.Parts.Of(claim.Interest),
				p.Parts.Of(claim.Principal)+p.Parts.Of(claim.Charge), p.Parts.Of(claim.Credit))
			if !strings.Contains(page, plain(row)) {
				t.Errorf("on %s: the payment %q is missing", on, row)
			}
		}
		for i := range account.Steps {
			if s := &account.Steps[i]; s.Law != "" && !strings.Contains(page, string(s.Law)+" "+s.Law.Citation()) {
				t.Errorf("on %s: %s is not explained", on, s.Law)
			}
		}
	}
}

// What the page says may be done is what the guards and the machines let through,
// and what it says may not has a reason in both languages.
func TestClaim_optionsHaveReasons(t *testing.T) {
	a := tellingAgency(t)
	book := a.facts.Load().columns.LawBook()
	for _, told := range tellingClaims(t) {
		l, err := newLife(&claimFile{decision: told.decision, events: told.events}, book, day(t, "2025-04-25"), known{a.now(), true})
		if err != nil {
			t.Fatal(err)
		}
		sv, en := translator("sv"), translator("en")
		may, not := l.options(sv)
		total := len(may)
		for _, r := range not {
			total += len(r.What)
			if r.Rule == "" || r.Source == "" || strings.Contains(r.Rule+r.Why, "⟦") {
				t.Errorf("%s: %+v", l.decision.ID, r)
			}
		}
		options := claim.Options(&l.decision, l.counted, l.asOf, book.TermsOf(a.now()))
		if total != len(options) || len(may) == 0 || len(not) == 0 {
			t.Errorf("%s: %d of %d options are told, %d may be done", l.decision.ID, total, len(options), len(may))
		}
		for _, o := range options {
			ok, _ := claim.Expected(l.standing, o.Kind)
			if want := o.Refusal == nil && ok; slices.Contains(may, sv("option."+o.Kind.String())) != want {
				t.Errorf("%s: %s may be done: %v", l.decision.ID, o.Kind, want)
			}
		}
		if _, not := l.options(en); slices.ContainsFunc(not, func(r refusedRow) bool { return r.Rule == "" }) {
			t.Errorf("%s: a rule without English", l.decision.ID)
		}
	}
}

func TestClaim_limitationIsToldAgainstEachDebtor(t *testing.T) {
	a := tellingAgency(t)
	page := words(a.want(http.StatusOK, "/claims/2016-000900?as_of=2020-06-30"))
	for _, want := range []string{"Sista dag före preskription 10 januari 2030 PRESKL 2, 5–7", "… mot betalningsskyldig 1 10 januari 2030", "… mot betalningsskyldig 2 10 januari 2030",
		"2020-01-10 Ett skriftligt krav eller en påminnelse nådde fram PRESKL 5 p.2 2030-01-10"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in\n%s", want, page)
		}
	}
	page = words(a.want(http.StatusOK, "/claims/2016-000900?as_of=2018-06-30")) // only the first has paid
	for _, want := range []string{"… mot betalningsskyldig 1 2 maj 2028", "… mot betalningsskyldig 2 1 mars 2026"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in\n%s", want, page)
		}
	}
	page = words(a.want(http.StatusOK, "/claims/2016-000900?as_of=2021-06-30"))
	if !strings.Contains(page, "tiden är avbruten: målet pågår") {
		t.Errorf("proceedings are pending: %s", page)
	}
}

func TestClaim_conflictsAreTold(t *testing.T) {
	a := newAgency(t, smallClaim{id: "2023-000103", benefit: "sjukpenning", decided: "2023-01-09", kronor: 2_000, debtors: []int{6},
		facts: []fact{{kind: claim.Dispatched, on: "2023-01-10"}, {kind: claim.Referred, on: "2023-02-01"}}})
	page := words(a.want(http.StatusOK, "/claims/2023-000103?as_of=2023-06-01"))
	if !strings.Contains(page, "Uppgifterna går inte ihop") || !strings.Contains(page, "it was handed over on 2023-02-01") {
		t.Errorf("%s", page)
	}
}

// Every state, status, type, reason and part has its words.
func TestWords_coverEveryState(t *testing.T) {
	has := func(key string) {
		t.Helper()
		if pair, ok := texts[key]; !ok || pair[0] == "" || pair[1] == "" && !strings.HasPrefix(key, "rule.") {
			t.Errorf("the text %q is missing", key)
		}
	}
	for _, m := range claim.Machines() {
		has("machine." + m.String())
		for _, s := range m.States() {
			has("state." + m.String() + "." + s)
		}
	}
	for s := claim.ShownEnded; s <= claim.ShownContradiction; s++ {
		has("shown." + s.String())
	}
	for _, c := range conditions {
		s := claim.Standing{Conditions: c.bit}
		if s.Badges() != 0 {
			has("badge." + c.name)
		}
	}
	for _, k := range claim.Types() {
		has("type." + k.String())
	}
	for _, r := range claim.DailyRules() {
		has("rule." + r.ID)
	}
	for _, key := range linkKeys {
		has("link." + key)
	}
	if len(linkKeys) != int(claim.LinkCourt)+1 {
		t.Errorf("%d texts of links", len(linkKeys))
	}
	for _, p := range []claim.Part{claim.NoPart, claim.Principal, claim.Charge, claim.Interest, claim.Fee, claim.Cost, claim.Credit} {
		has("part." + partKey(p))
		if p != claim.NoPart {
			has("order." + p.String())
		}
	}
	l := tellingClaims(t)[0]
	for _, o := range claim.Options(&l.decision, l.events, day(t, "2025-01-01"), claim.Terms{}) {
		has("option." + o.Kind.String())
	}
}

func TestPercent_isExact(t *testing.T) {
	for ppm, want := range map[int64]string{0: "0,00", 57_500: "5,75", 50_000: "5,00", 1: "0,0001", 12_340: "1,234", 1_000_000: "100,00", -5_000: "−0,50", 20_500: "2,05"} {
		if got := percent(ppm); got != want {
			t.Errorf("%d millionths are %s %%, want %s", ppm, got, want)
		}
	}
}

// An ordinary claim, and one of ten years' monthly payments.
func BenchmarkClaim(b *testing.B) {
	a := tellingAgency(b)
	l := newLifeOf(b, "2014-000900", "sjukpenning", "2014-01-10", 60_000, 5).add(b, claim.Dispatched, "2014-01-11", 0)
	for n := range 120 {
		l.add(b, claim.Paid, calendar.New(2014, time.March, 28).AddMonths(n).String(), 450, byLaw)
	}
	storeLife(b, a, l)
	for _, id := range []string{"2023-000900", "2014-000900"} {
		b.Run(id, func(b *testing.B) {
			a.want(http.StatusOK, "/claims/"+id)
			for b.Loop() {
				r := newRequest("/claims/" + id)
				r.AddCookie(&http.Cookie{Name: userCookie, Value: "demo-controller"})
				a.Handler().ServeHTTP(&discarded{}, r)
			}
		})
	}
}
