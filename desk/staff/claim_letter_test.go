package staff

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/letter"
	"balans/recover/position"
)

// lettersTo are the letters to a debtor, as known now.
func (a *agency) lettersTo(n identity.Number) []*letter.Letter {
	a.t.Helper()
	all, err := letter.Of(a.t.Context(), a.j, n, a.now())
	if err != nil {
		a.t.Fatal(err)
	}
	return all
}

// waiting are the ids of the letters on their way out, as the lists have them.
func (a *agency) waiting() (ids []string) {
	a.t.Helper()
	all, err := letter.Waiting(a.t.Context(), a.j)
	if err != nil {
		a.t.Fatal(err)
	}
	for _, l := range all {
		ids = append(ids, l.ID)
	}
	slices.Sort(ids)
	return ids
}

// letterAgency has a claim for each sort of letter.
func letterAgency(t testing.TB) *agency {
	t.Helper()
	a := actAgency(t)
	first := day(t, "2024-06-28")
	storeLife(t, a,
		newLifeOf(t, "2023-001010", "tandvardsstod", "2023-02-05", 6_000, 27).
			add(t, claim.Dispatched, "2023-02-06", 0).
			add(t, claim.PlanAgreed, "2023-03-01", 500, details(func(d *claim.Details) { d.First, d.Count, d.Ref = day(t, "2023-03-31"), 12, "P-1" })).
			add(t, claim.Paid, "2023-03-31", 500, byLaw),
		newLifeOf(t, "2014-001011", "sjukpenning", "2014-01-10", 4_000, 28).add(t, claim.Dispatched, "2014-01-13", 0),
		newLifeOf(t, "2024-001012", "sjukpenning", "2024-01-10", 4_000, 29).
			add(t, claim.Dispatched, "2024-01-11", 0).
			add(t, claim.PlanAgreed, "2024-06-03", 100, details(func(d *claim.Details) { d.First, d.Count, d.Ref = first, 40, "P-2" })).
			add(t, claim.PlanEnded, "2024-09-02", 0, mode("cancelled")))
	if _, err := a.current(t.Context()); err != nil {
		t.Fatal(err)
	}
	return a
}

// Each measure that calls for a letter shows it before it is sent, and stores the very letter
// with its own events: once, however often the form is sent.
func TestClaimLetter_isWhatWasShown(t *testing.T) {
	for do, c := range map[string]struct {
		id, template string
		debtors      []int
		pairs        []string
		says         []string
	}{
		"remind":      {"2024-001001", letter.IDReminder, []int{21}, []string{"act_pay_by", "2025-05-12"}, []string{"12 maj 2025", demoAccount, "2024001001"}},
		"demand":      {"2018-001004", letter.IDDemand, []int{23}, []string{"act_fee", "180"}, []string{"Inkassokrav: betala senast 5 maj 2025", "Avgifter 180 ", "Kapital 8 000", "inkassolagen"}},
		"plan_offer":  {"2024-001001", letter.IDPlanOffer, []int{21}, []string{"act_months", "6", "act_until", "2025-05-10"}, []string{"senast 10 maj 2025", "Nummer Senast Kronor"}},
		"plan_agree":  {"2024-001001", letter.IDPlanConfirmed, []int{21}, []string{"act_months", "4", "act_claims", "2024-001002", "act_fee", "100", "act_consulted", "yes"}, []string{"2024-001002", "P-2024-001001-1", "uppläggningsavgift på 100 kronor"}},
		"plan_breach": {"2023-001010", letter.IDPlanBreach, []int{27}, []string{"act_reason", "inget betalt", "act_pay_by", "2025-05-12"}, []string{"Planen har därför upphört", "2 maj 2023", "Att betala: 5 500 kronor", "P-1"}},
		"handover":    {"2024-001001", letter.IDHandOver, []int{21}, nil, []string{"Vi har lämnat kravet till Kronofogden"}},
		"refund":      {"2024-001006", letter.IDRefund, []int{26}, []string{"act_amount", "100", "act_reason", "internt skäl"}, []string{"Du får tillbaka 100 kronor"}},
		"time_bar":    {"2014-001011", letter.IDLimitation, []int{28}, nil, []string{"preskriberat"}},
		"joint":       {"2025-001005", letter.IDReminder, []int{24, 25}, nil, nil},
	} {
		t.Run(do, func(t *testing.T) {
			a := letterAgency(t)
			if do == "joint" {
				do = "remind"
			}
			got := a.previewed(c.id, do, c.pairs...)
			if got.StatusCode != http.StatusOK || strings.Count(got.body, `class="letter-paper"`) != len(c.debtors) {
				t.Fatalf("%d with %d letters\n%s\n%s", got.StatusCode, strings.Count(got.body, `class="letter-paper"`), words(got.body), a.log)
			}
			checkIDs(t, do, got.body)
			if len(a.waiting()) != 0 {
				t.Fatal("the preview ordered a letter")
			}
			version := len(a.streamOfClaim(c.id)) + 1
			form := actFormOf(t, got.body, "do")
			var wait sync.WaitGroup
			answers := make([]answer, 4)
			for i := range answers { // sent several times at once, and once more
				wait.Go(func() { answers[i] = a.post(actTarget(c.id), worker, form) })
			}
			wait.Wait()
			for _, x := range append(answers, a.post(actTarget(c.id), worker, form)) {
				if x.StatusCode != http.StatusSeeOther || x.Header.Get("Location") != answers[0].Header.Get("Location") {
					t.Fatalf("%d to %s\n%s\n%s", x.StatusCode, x.Header.Get("Location"), words(x.body), a.log)
				}
			}
			events := a.streamOfClaim(c.id)
			var want []string
			for n, who := range c.debtors {
				id := c.id + "-" + strings.ReplaceAll(do, "_", "-") + "-" + strconv.Itoa(version) + "-" + strconv.Itoa(n+1)
				want = append(want, id)
				all := a.lettersTo(person(t, who))
				if len(all) != 1 || all[0].ID != id || all[0].Template != c.template || all[0].By != worker {
					t.Fatalf("debtor %d has %d letters: %+v", who, len(all), all)
				}
				doc, err := all[0].Document()
				if err != nil {
					t.Fatal(err)
				}
				shown := doc.HTML()
				if len(c.debtors) > 1 {
					shown = doc.HTMLAmong("Betalningsskyldig " + strconv.Itoa(n+1) + ", " + person(t, who).Masked())
				}
				if !strings.Contains(got.body, string(shown)) || letter.Digest(doc) != all[0].Digest {
					t.Errorf("what was shown is not what is sent:\n%s", doc.Text())
				}
				text := plain(strings.ReplaceAll(doc.Text(), "\u00a0", " "))
				for _, must := range append(c.says, person(t, who).Masked()) {
					if !strings.Contains(text, must) {
						t.Errorf("the letter lacks %q:\n%s", must, doc.Text())
					}
				}
				for _, other := range c.debtors {
					if other != who && strings.Contains(text, person(t, other).Masked()) {
						t.Errorf("the letter names the other debtor:\n%s", text)
					}
				}
				if strings.Contains(text, "internt skäl") {
					t.Error("the letter holds the reason of the file")
				}
				if all[0].OrderedAt != events[len(events)-1].RecordedAt {
					t.Error("the letter is not of the commit of the measure")
				}
			}
			if got := a.waiting(); !slices.Equal(got, want) {
				t.Errorf("%v wait, want %v", got, want)
			}
			page := a.send(http.MethodGet, answers[0].Header.Get("Location"), worker)
			for _, id := range want {
				if !strings.Contains(page.body, `href="/correspondence?id=`+url.QueryEscape(id)+`"`) || !strings.Contains(words(page.body), "beställt") {
					t.Errorf("the claim does not list %s: %s", id, words(page.body))
				}
			}
			checkIDs(t, do, page.body)
		})
	}
}

// Who was second stores neither his measure nor his letters.
func TestClaimLetter_conflictStoresNeither(t *testing.T) {
	a := letterAgency(t)
	const id = "2024-001001"
	form := actFormOf(t, a.previewed(id, "remind").body, "do")
	a.carriedOut(id, "defer", "act_until", "2025-05-30", "act_exception", "extraordinary", "act_reason", "sjuk")
	stored := len(a.streamOfClaim(id))
	if got := a.post(actTarget(id), worker, form); got.StatusCode != http.StatusConflict || len(a.streamOfClaim(id)) != stored || len(a.waiting()) != 0 {
		t.Errorf("%d, %d events, letters %v", got.StatusCode, len(a.streamOfClaim(id))-stored, a.waiting())
	}
}

// A form that was shown before midnight would send another letter after it: nothing is stored,
// and the form is shown again.
func TestClaimLetter_onlyWhatWasShownIsSent(t *testing.T) {
	a := letterAgency(t)
	const id = "2024-001001"
	form := actFormOf(t, a.previewed(id, "remind").body, "do")
	forged := url.Values{}
	for k, v := range form {
		forged[k] = v
	}
	forged.Set("letters", "none")
	stored := len(a.streamOfClaim(id))
	for _, c := range []struct {
		what string
		days int
		send url.Values
	}{{"without what was shown", 0, forged}, {"after midnight", 1, form}} {
		a.goOn(c.days)
		got := a.post(actTarget(id), worker, c.send)
		if got.StatusCode != http.StatusConflict || !strings.Contains(words(got.body), "Breven är inte de som du tittade på") || len(a.streamOfClaim(id)) != stored || len(a.waiting()) != 0 {
			t.Errorf("%s: %d %s", c.what, got.StatusCode, words(got.body))
		}
		checkIDs(t, c.what, got.body)
	}
}

// A measure of an earlier day is recorded; no letter bears that day.
func TestClaimLetter_noneOfAnEarlierDay(t *testing.T) {
	a := letterAgency(t)
	got := a.previewed("2024-001001", "remind", "act_on", "2025-04-20")
	if !strings.Contains(words(got.body), "Inget brev beställs, eftersom åtgärden är daterad före i dag") || strings.Contains(got.body, "letter-paper") {
		t.Errorf("%s", words(got.body))
	}
	a.carriedOut("2024-001001", "remind", "act_on", "2025-04-20")
	if len(a.waiting()) != 0 {
		t.Errorf("ordered: %v", a.waiting())
	}
}

// Where the letter cannot be written, a reminder and a demand are not made, and the page says
// why; other measures are, and say so.
func TestClaimLetter_whatCannotBeWritten(t *testing.T) {
	a := letterAgency(t)
	sender, payTo := a.sender, a.payTo
	refused := func(id, do, field, says string, pairs ...string) {
		t.Helper()
		got := a.previewed(id, do, pairs...)
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(words(got.body), says) || !strings.Contains(got.body, `href="#`+field+`"`) || strings.Contains(got.body, `value="do"`) {
			t.Errorf("%s on %s: %d %s", do, id, got.StatusCode, words(got.body))
		}
	}
	a.sender.Name = ""
	refused("2024-001001", "remind", "stopped", "inte angivet vem som skriver")
	refused("2018-001004", "demand", "stopped", "inte angivet vem som skriver")
	if page := words(a.send(http.MethodGet, "/claims/2024-001001", worker).body); !strings.Contains(page, "inte angivet vem som skriver") {
		t.Errorf("the claim's page offers a reminder: %s", page)
	}
	for do, id := range map[string]string{"handover": "2024-001001", "time_bar": "2014-001011"} {
		got := a.previewed(id, do)
		if got.StatusCode != http.StatusOK || !strings.Contains(words(got.body), "inte angivet vem som skriver") {
			t.Errorf("%s: %d %s", do, got.StatusCode, words(got.body))
		}
		if done := a.post(actTarget(id), worker, actFormOf(t, got.body, "do")); done.StatusCode != http.StatusSeeOther {
			t.Errorf("%s: %d %s", do, done.StatusCode, words(done.body))
		}
	}
	a.sender, a.payTo = sender, ""
	refused("2025-001005", "remind", "stopped", "inte angivet vart kravet betalas")
	a.payTo = payTo
	refused("2025-001005", "remind", "act_pay_by", "Skriv en dag efter dagen i brevet", "act_pay_by", "2025-04-25")
	refused("2025-001005", "remind", "act_pay_by", "Skriv en dag efter dagen i brevet", "act_pay_by", "")
	refused("2024-001012", "remind", "stopped", "räntan är inte känd för")
	if len(a.waiting()) != 0 {
		t.Errorf("ordered: %v", a.waiting())
	}
}

// What a letter lacks that no form asks for is written down for who runs the program.
func TestClaimLetter_whatItLacksIsWrittenDown(t *testing.T) {
	a := letterAgency(t)
	x := a.actingNow(t, "2024-001001")
	x.got = actValues{days: map[string]calendar.Date{"act_on": x.asked.today()}}
	w := &actLetters{x: x, act: actNamed("remind"), at: x.at, draft: &position.Draft{Claims: []*position.Open{{Claim: x.on, Decision: x.life.decision}}}}
	err := w.to(person(t, 21), &letter.Reminder{})
	said := x.life.refusals(x.text, err)
	if len(said) != 1 || !strings.Contains(said[0].rule, "Vänd dig till den som sköter driften") {
		t.Errorf("%v: %+v", err, said)
	}
	if log := fmt.Sprint(a.log); !strings.Contains(log, "a letter lacks facts") || !strings.Contains(log, "pay.account") || strings.Contains(log, person(t, 21).String()) {
		t.Errorf("the log: %s", log)
	}
}

// A plan may have a claim that only one of the debtors owes: the other is not told of it.
func TestClaimLetter_tellsNobodyOfOthersClaims(t *testing.T) {
	a := letterAgency(t)
	storeLife(t, a, newLifeOf(t, "2025-001020", "sjukpenning", "2025-02-03", 3_000, 24).add(t, claim.Dispatched, "2025-02-04", 0))
	if _, err := a.current(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := a.previewed("2025-001005", "plan_agree", "act_months", "3", "act_claims", "2025-001020")
	if got.StatusCode != http.StatusOK || !strings.Contains(words(got.body), person(t, 25).Masked()+" får inget brev") {
		t.Fatalf("%d %s", got.StatusCode, words(got.body))
	}
	a.post(actTarget("2025-001005"), worker, actFormOf(t, got.body, "do"))
	if len(a.lettersTo(person(t, 24))) != 1 || len(a.lettersTo(person(t, 25))) != 0 {
		t.Error("the letters went to the wrong debtors")
	}
	page := words(a.send(http.MethodGet, "/claims/2025-001020", worker).body)
	if !strings.Contains(page, "Din avbetalningsplan") {
		t.Errorf("the other claim of the plan does not list the letter: %s", page)
	}
}

// A plan that takes the place of another is confirmed as it was shown.
func TestClaimLetter_confirmsARenewedPlan(t *testing.T) {
	a := letterAgency(t)
	const id = "2024-001001"
	a.carriedOut(id, "plan_agree", "act_months", "4", "act_claims", "2024-001002")
	a.carriedOut(id, "plan_renew", "act_months", "10")
	all := a.lettersTo(person(t, 21))
	if len(all) != 2 {
		t.Fatalf("%d letters", len(all))
	}
	f, err := all[1].FactsOf()
	if err != nil {
		t.Fatal(err)
	}
	if c, ok := f.(*letter.PlanConfirmed); !ok || len(c.Instalments) != 10 || c.Number != "P-2024-001001-2" || len(c.Claims) != 2 {
		t.Errorf("%+v", f)
	}
}

// Who owes a part of a claim is not sent a plan of the whole.
func TestClaimLetter_ofTheWholeIsNotForAPart(t *testing.T) {
	a := letterAgency(t)
	l := newLifeOf(t, "2025-001040", "assistansersattning", "2025-02-03", 4_000, 33, 34).add(t, claim.Dispatched, "2025-02-04", 0)
	l.decision.Debtors[0].Share, l.decision.Debtors[1].Share = money.Kronor(1_000), money.Kronor(3_000)
	storeLife(t, a, l)
	if _, err := a.current(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := a.previewed("2025-001040", "plan_agree", "act_months", "3")
	if got.StatusCode != http.StatusOK || strings.Contains(got.body, "letter-paper") || strings.Count(words(got.body), "den personen svarar för en del") != 2 {
		t.Errorf("%d %s", got.StatusCode, words(got.body))
	}
	got = a.previewed("2025-001040", "remind")
	for _, want := range []string{"Fler än du svarar för kravet. Av dig begär vi 1 0", "Av dig begär vi 3 0"} {
		if !strings.Contains(words(strings.ReplaceAll(got.body, "\u00a0", " ")), want) {
			t.Errorf("%q is missing: %s", want, words(got.body))
		}
	}
}

// A refund of a joint claim goes to who paid; where that is not known nobody is written to.
func TestClaimLetter_refundIsToldWhoPaid(t *testing.T) {
	a := letterAgency(t)
	storeLife(t, a, newLifeOf(t, "2025-001021", "sjukpenning", "2025-02-03", 1_000, 24, 25).add(t, claim.Dispatched, "2025-02-04", 0).
		add(t, claim.Paid, "2025-02-20", 1_400, byLaw, details(func(d *claim.Details) { d.Debtor = person(t, 25) })),
		newLifeOf(t, "2025-001022", "sjukpenning", "2025-02-03", 1_000, 24, 25).add(t, claim.Dispatched, "2025-02-04", 0).add(t, claim.Paid, "2025-02-20", 1_400, byLaw))
	if _, err := a.current(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := a.previewed("2025-001022", "refund", "act_reason", "x"); !strings.Contains(words(got.body), "inte är känt vem av de betalningsskyldiga") || strings.Contains(got.body, "letter-paper") {
		t.Errorf("%s", words(got.body))
	}
	a.carriedOut("2025-001021", "refund", "act_reason", "x")
	if len(a.lettersTo(person(t, 24))) != 0 || len(a.lettersTo(person(t, 25))) != 1 {
		t.Error("the letter went to the wrong debtor")
	}
}

// To a guardian and an estate, and never with a number.
func TestClaimLetter_goesToTheAddressee(t *testing.T) {
	a := newAgency(t)
	storeLife(t, a,
		newLifeOf(t, "2024-001030", "sjukpenning", "2024-01-10", 2_000, 31).add(t, claim.Dispatched, "2024-01-11", 0).add(t, claim.GuardianAppointed, "2024-03-01", 0, mode("forvaltare")),
		newLifeOf(t, "2024-001031", "sjukpenning", "2024-01-10", 2_000, 32).add(t, claim.Dispatched, "2024-01-11", 0).add(t, claim.DebtorDied, "2024-03-01", 0))
	for id, c := range map[string]struct {
		who int
		as  letter.As
	}{"2024-001030": {31, letter.Guardian}, "2024-001031": {32, letter.Estate}} {
		got := a.previewed(id, "remind")
		if number := person(t, c.who); strings.Contains(got.body, number.String()) || strings.Contains(got.body, number.Separated()) {
			t.Errorf("%s: the page holds the number", id)
		}
		if c.as == letter.Guardian && !strings.Contains(words(got.body), "Brevet går till förvaltaren") {
			t.Errorf("%s", words(got.body))
		}
		a.carriedOut(id, "remind")
		if all := a.lettersTo(person(t, c.who)); len(all) != 1 || all[0].To.As != c.as {
			t.Errorf("%s: %+v", id, all)
		}
	}
}

// decisionLetter orders the letter of a claim's decision.
func decisionLetter(t *testing.T, a *agency, id, about string, to identity.Number, amount money.Amount) {
	t.Helper()
	on := day(t, "2025-02-03")
	f := &letter.Decision{Outcome: letter.RepayAll, Principal: amount, Lines: []letter.Line{{From: day(t, "2024-09-01"), To: day(t, "2024-11-30"), Paid: amount}}, Sections: nil, Cause: letter.CauseOther,
		Reasons: letter.Reasons{Facts: "a", Liability: "b", Waiver: "c"}, HeardOn: noDay, AnswerBy: noDay, AnsweredOn: noDay, NotHeard: "d", DecidedOn: on, Officials: letter.Officials{By: "Eva Ek"}, Debtors: 2,
		DueOn: day(t, "2025-03-05"), Pay: letter.PayTo{Account: "x", Reference: "1"}, ReviewMonths: 2}
	f.Subject = letter.Subject{Case: "A-2025-000007", Claim: about, Benefit: newLifeOf(t, "x", "assistansersattning", "2025-02-03", 1, 24).decision.Benefit, From: day(t, "2024-09-01"), To: day(t, "2024-11-30")}
	f.Sums = letter.Sums{Paid: amount, Overpaid: amount}
	f.Sections = append(f.Sections, "SFB 108:2")
	o := letter.Order{ID: id, To: letter.Recipient{Party: to, As: letter.Self}, Sender: demoSender, Facts: f, On: on, About: []string{"inquiry/A-2025-000007"}, Actor: "eva", Cause: "test"}
	if _, err := o.Do(t.Context(), a.j, false); err != nil {
		t.Fatal(err)
	}
}

// The letter of the decision says which days the claim is about, and the claim's page tells
// when it came back, with a link to where that is recorded.
func TestClaimLetter_ofTheDecisionComesBack(t *testing.T) {
	a := letterAgency(t)
	const id = "2025-001005"
	decisionLetter(t, a, "A-2025-000007-beslut-2", id, person(t, 25), money.Kronor(40_000))
	doc := a.previewed(id, "remind").body
	if text := words(doc); strings.Count(text, "A-2025-000007") != 2 || !strings.Contains(text, "1 september–30 november 2024") {
		t.Errorf("the reminders do not say what they are about: %s", text)
	}
	page := a.send(http.MethodGet, "/claims/"+id, worker).body
	if !strings.Contains(words(page), "Beslut om återkrav") || strings.Contains(page, "i retur.") {
		t.Errorf("%s", words(page))
	}
	stream := letter.Stream("A-2025-000007-beslut-2")
	if _, err := a.j.Append(t.Context(), journal.Append{Party: int64(person(t, 25)), Stream: stream, Expected: 1, Events: []journal.New{
		{Kind: letter.KindReceived, OccurredOn: day(t, "2025-02-05"), Actor: "post", Cause: "test", Body: "{}"},
		{Kind: letter.KindFailed, OccurredOn: day(t, "2025-02-10"), Actor: "post", Cause: "test", Body: `{"code":"returned"}`}}}); err != nil {
		t.Fatal(err)
	}
	page = a.send(http.MethodGet, "/claims/"+id, worker).body
	to := actTarget(id) + "?" + strings.ReplaceAll(link("", "do", "mail_back", "act_debtor", "2", "act_on", a.now().Date().String())[1:], "&", "&amp;")
	if !strings.Contains(words(page), "Brevet har kommit i retur") || !strings.Contains(page, `href="`+to+`"`) {
		t.Fatalf("no %s in %s", to, page)
	}
	form := a.send(http.MethodGet, strings.ReplaceAll(to, "&amp;", "&"), worker)
	if v := actFormOf(t, form.body, "preview"); form.StatusCode != http.StatusOK || v.Get("act_debtor") != "2" {
		t.Errorf("%d %v", form.StatusCode, v)
	}
	a.carriedOut(id, "mail_back", "act_debtor", "2")
	if page = a.send(http.MethodGet, "/claims/"+id, worker).body; strings.Contains(page, to) || !strings.Contains(words(page), "Brevet har kommit i retur") {
		t.Errorf("it is recorded, and the page says: %s", words(page))
	}
	for _, lang := range []string{"sv", "en"} {
		if page := a.send(http.MethodGet, "/claims/"+id+"?lang="+lang, worker).body; strings.Contains(page, "⟦") || strings.Contains(page, "%!") {
			t.Errorf("%s: %s", lang, words(page))
		}
	}
}

// Who may not read letters is shown none.
func TestClaimLetter_listIsForWhoMayRead(t *testing.T) {
	a := letterAgency(t)
	a.carriedOut("2024-001001", "remind")
	for _, u := range []string{"demo-controller", worker} {
		page := a.send(http.MethodGet, "/claims/2024-001001", u).body
		may := a.send(http.MethodGet, "/correspondence?id=2024-001001-remind-4-1", u).StatusCode == http.StatusOK
		if listed := strings.Contains(page, "/correspondence?id="); listed != may {
			t.Errorf("%s may read it: %t; the page lists it: %t", u, may, listed)
		}
	}
}

// The form with its letters.
func TestClaimLetter_formIsAsTheGoldenOne(t *testing.T) {
	a := letterAgency(t)
	golden(t, "claim_act-letters", a.previewed("2025-001005", "remind").body)
}

// The id is one a letter may have, whatever the claim's number is.
func TestClaimLetter_oddNumberHasAnID(t *testing.T) {
	a := newAgency(t, smallAgency...)
	got := a.previewed(url.PathEscape(scriptID), "remind")
	if got.StatusCode == http.StatusOK {
		a.carriedOut(url.PathEscape(scriptID), "remind")
		if all := a.lettersTo(person(t, 12)); len(all) != 1 || strings.Contains(all[0].ID, "script") {
			t.Errorf("%+v", all)
		}
	} else {
		t.Errorf("%d %s", got.StatusCode, words(got.body))
	}
}
