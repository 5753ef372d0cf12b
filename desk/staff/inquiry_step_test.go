package staff

import (
	"net/http"
	"strings"
	"testing"

	"balans/law/identity"
	"balans/law/money"
	"balans/recover/inquiry"
)

// withPayees is a case of two payments to two persons, for ten days each, opened on a message
// and with its basis from the benefit's own system.
func withPayees(t testing.TB) (*agency, string) {
	t.Helper()
	a := settled(t)
	loc := a.does("/inquiry/new", worker, "party", person(t, 26).String(), "from", "2025-01-01", "to", "2025-01-20", "ref", "Dnr <7>", "benefit", "tillfallig-foraldrapenning",
		"category", string(inquiry.OtherCause), "source", "agency", "text", "Skatteverket skriver att personen arbetade.")
	_, id, _ := strings.Cut(loc, "id=")
	id, _, _ = strings.Cut(id, "&")
	a.does(actOf(id, "accept"), worker)
	a.newBasis(id, 1, 1000, person(t, 27))
	return a, id
}

// newBasis is a message of the benefit's system: who got the second payment, and what should
// have been paid of the first.
func (a *agency) newBasis(id string, version int, entitled int64, second identity.Number) {
	a.t.Helper()
	c := a.caseNow(26, id)
	w := inquiry.Act{Party: c.Party, Case: id, Actor: "run/basis", Cause: "test"}
	b := &inquiry.Basis{Source: "tfp", ID: "b", Version: version, Lines: []inquiry.Line{
		{Payout: "X1", From: day(a.t, "2025-01-01"), To: day(a.t, "2025-01-10"), Payee: c.Party, Paid: money.Kronor(3000), Tax: money.Kronor(900), Entitled: money.Kronor(entitled)},
		{Payout: "X2", From: day(a.t, "2025-01-11"), To: day(a.t, "2025-01-20"), Payee: second, Paid: money.Kronor(4000), Tax: money.Kronor(1200)}}}
	if _, err := w.ReceiveBasis(a.t.Context(), a.j, b, inquiry.About{}); err != nil {
		a.t.Fatal(err)
	}
}

// A step in several periods, one row at a time; what was typed stands, and rows left empty are
// passed over.
func TestInquiryStep_inSeveralPeriods(t *testing.T) {
	a, id := withPayees(t)
	action, v := a.formAt(stepOf(id, "facts"), worker, "to-1", "2025-01-10", "answer-1", "wrong", "reason-1", "Arbetade <hela> tiden.", "cause", "unknown", "more", "1")
	version := a.caseNow(26, id).Version
	for range 2 { // two rows more
		got := a.post(action, worker, v)
		if got.StatusCode != http.StatusOK || a.caseNow(26, id).Version != version {
			t.Fatalf("%d, version %d", got.StatusCode, a.caseNow(26, id).Version)
		}
		_, v = caseForm(t, got.body, "/inquiry")
		v.Set("more", "1")
		if v.Get("reason-1") != "Arbetade <hela> tiden." || v.Get("answer-1") != "wrong" || v.Get("to-1") != "2025-01-10" || v.Get("cause") != "unknown" {
			t.Fatalf("what was typed is gone: %v", v)
		}
	}
	v.Del("more")
	if v.Get("rows") != "3" {
		t.Fatalf("rows: %v", v)
	}
	// The middle row is left empty; the last has a fault, and is the second when it comes back.
	got := a.post(action, worker, filled(v, "from-3", "2025-01-11", "to-3", "2025-01-05", "answer-3", "right", "reason-3", "Stämmer"))
	if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `<li><a href="#to-2">`) || a.caseNow(26, id).Version != version {
		t.Fatalf("%d %s", got.StatusCode, words(got.body))
	}
	_, v = caseForm(t, got.body, "/inquiry")
	if v.Get("reason-2") != "Stämmer" || v.Get("rows") != "2" || v.Has("from-3") {
		t.Fatalf("%v", v)
	}
	for typed, at := range map[string]string{"reason-2= ": "reason-2", "from-2=2025-01-10": "from-2", "to-2=2025-01-15": "from-1", "answer-1=": "answer-1", "cause=": "cause", "from-2=nyss": "from-2"} {
		name, value, _ := strings.Cut(typed, "=")
		one := filled(v, "to-2", "2025-01-20")
		one.Set(name, value)
		got := a.post(action, worker, one)
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `<li><a href="#`+at+`">`) || a.caseNow(26, id).Version != version {
			t.Errorf("%s: %d, does not point at %s: %s", typed, got.StatusCode, at, words(got.body))
		}
		checkIDs(t, typed, got.body)
		if _, again := caseForm(t, got.body, "/inquiry"); again.Get(name) != value || again.Get("reason-1") != "Arbetade <hela> tiden." {
			t.Errorf("%s: it stands as %q", typed, again.Get(name))
		}
	}
	a.accepted(action, worker, filled(v, "to-2", "2025-01-20"))
	spans := a.caseNow(26, id).Assessments[inquiry.Facts][0].Spans
	if len(spans) != 2 || spans[0].Answer != inquiry.IsWrong || spans[1].Answer != inquiry.IsRight || spans[1].To != day(t, "2025-01-20") {
		t.Errorf("%+v", spans)
	}
}

// A waiver of a part of some days, with its faults, and what it comes to on the page.
func TestInquiryStep_partialWaiver(t *testing.T) {
	a, id := withPayees(t)
	for _, s := range []inquiry.Step{inquiry.Facts, inquiry.Liability} {
		a.does(stepOf(id, string(s)), worker, stepFills[s]...)
	}
	action, v := a.formAt(stepOf(id, "waiver"), worker, "to-1", "2025-01-10", "answer-1", "waived", "reason-1", "Sjukdom och låg inkomst.", "rows", "2",
		"from-2", "2025-01-11", "to-2", "2025-01-20", "answer-2", "none", "reason-2", "Inga skäl.")
	for _, share := range []string{"", "0", "101", "25,555", "en fjärdedel", "-5"} {
		got := a.post(action, worker, filled(v, "share-1", share))
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `<li><a href="#share-1">`) {
			t.Errorf("the share %q: %d %s", share, got.StatusCode, words(got.body))
		}
	}
	a.accepted(action, worker, filled(v, "share-1", "33,33 %"))
	a.does(stepOf(id, "limitation"), worker, stepFills[inquiry.Limitation]...)
	c := a.caseNow(26, id)
	r := c.Reckon(c.Since)
	// 2 000 kronor too much of the first ten days, of which 33,33 % is waived; 4 000 of the others.
	if r.Waived != 66_660 || r.Repay != 600_000-66_660 {
		t.Errorf("waived %s, to be repaid %s", r.Waived, r.Repay)
	}
	page := words(a.send(http.MethodGet, "/inquiry?id="+id, worker).body)
	for _, want := range []string{"33,33 %", "Efterges −666,60", "Att betala tillbaka 5 333,40"} {
		if !strings.Contains(strings.ReplaceAll(page, "\u00a0", " "), want) {
			t.Errorf("%q is missing in %s", want, page)
		}
	}
}

// Several who were paid: shares, and who owes it together; each fault at its own payee.
func TestInquiryStep_severalPayees(t *testing.T) {
	a, id := withPayees(t)
	for _, s := range inquiry.Steps[:5] {
		a.does(stepOf(id, string(s)), worker, stepFills[s]...)
	}
	one, two, three := person(t, 26).String(), person(t, 27).String(), person(t, 28).String()
	action, v := a.formAt(stepOf(id, "parties"), worker)
	if v.Get("debtors-1") != one || v.Get("debtors-2") != two {
		t.Fatalf("the form begins with %v", v)
	}
	version := a.caseNow(26, id).Version
	for _, x := range []struct{ name, value, at string }{{"debtors-2", "", "debtors-2"}, {"debtors-2", "191212121213", "debtors-2"}, {"debtors-2", two + "; " + two, "debtors-2"},
		{"debtors-2", two + ":50; " + three, "debtors-2"}, {"debtors-2", two + ":50; " + three + ":40", "debtors-2"}, {"debtors-2", two + ":x", "debtors-2"}, {"debtors-2", two + "; " + three, "why-2"}, {"debtors-1", three, "why-1"}} {
		got := a.post(action, worker, filled(v, x.name, x.value))
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `<li><a href="#`+x.at+`">`) || a.caseNow(26, id).Version != version {
			t.Errorf("%s=%q: %d, does not point at %s: %s", x.name, x.value, got.StatusCode, x.at, words(got.body))
		}
		list, _, _ := strings.Cut(got.body[strings.Index(got.body, `id="errors"`):], "</ul>")
		for _, n := range []string{one, two, three} {
			if strings.Contains(list, n) {
				t.Errorf("%s=%q: the list of faults holds a number: %s", x.name, x.value, words(list))
			}
		}
		checkIDs(t, x.value, got.body)
		if _, again := caseForm(t, got.body, "/inquiry"); again.Get(x.name) != x.value {
			t.Errorf("%s is %q, and %q was typed", x.name, again.Get(x.name), x.value)
		}
	}
	a.accepted(action, worker, filled(v, "debtors-2", two+":75,5; "+three+":24,5", "why-2", "De har gemensam vårdnad."))
	c := a.caseNow(26, id)
	r := c.Reckon(c.Since)
	if len(r.Claims) != 2 {
		t.Fatalf("%+v", r.Claims)
	}
	for _, x := range r.Claims {
		if x.Payee == person(t, 27) && (x.Debtors[0].Share != 302_000 || x.Debtors[1].Share != 98_000) {
			t.Errorf("%+v", x.Debtors)
		}
	}
	page := a.send(http.MethodGet, "/inquiry?id="+id, worker).body
	if !strings.Contains(words(page), person(t, 27).Masked()+" 75,5 %") || strings.Contains(page, two) {
		t.Error("the page does not show the shares with masked numbers")
	}
}

// A basis that comes while a form is open: what was typed stays, nothing is stored, the
// difference is on the page, and it can be saved again.
func TestInquiryStep_basisChangedInBetween(t *testing.T) {
	a, id := withPayees(t)
	action, v := a.formAt(stepOf(id, "facts"), worker, stepFills[inquiry.Facts]...)
	a.newBasis(id, 2, 1500, person(t, 27))
	got := a.post(action, worker, v)
	page := strings.ReplaceAll(words(got.body), "\u00a0", " ")
	if got.StatusCode/100 != 4 || len(a.caseNow(26, id).Assessments[inquiry.Facts]) != 0 {
		t.Fatalf("%d %s", got.StatusCode, page)
	}
	for _, want := range []string{"Underlaget har ändrats sedan du öppnade formuläret", "Från underlag nr 1 till nr 2", "2025-01-01–2025-01-10 2 000 1 500", texts["inquiry.event.basis"][0]} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in %s", want, page)
		}
	}
	_, again := caseForm(t, got.body, "/inquiry")
	if again.Get("reason-1") != v.Get("reason-1") || again.Get("basis") != "2" {
		t.Errorf("%v", again)
	}
	a.accepted(action, worker, again)
	if made := a.caseNow(26, id).Assessments[inquiry.Facts]; len(made) != 1 || made[0].Basis != 2 {
		t.Errorf("%+v", made)
	}
	// Opened anew after yet another basis, the form itself shows the difference.
	a.newBasis(id, 3, 0, person(t, 27))
	if page := strings.ReplaceAll(words(a.send(http.MethodGet, stepOf(id, "facts"), worker).body), "\u00a0", " "); !strings.Contains(page, "Från underlag nr 2 till nr 3") || !strings.Contains(page, "2025-01-01–2025-01-10 1 500 3 000") {
		t.Error(page)
	}
	// With other payees, what was typed stays with the payee it is about.
	for _, s := range inquiry.Steps[:5] {
		a.does(stepOf(id, string(s)), worker, stepFills[s]...)
	}
	action, v = a.formAt(stepOf(id, "parties"), worker, "debtors-1", person(t, 28).String(), "why-1", "Vårdnadshavare")
	a.newBasis(id, 4, 3000, person(t, 27)) // of the first payee nothing is wrong any more
	got = a.post(action, worker, v)
	_, again = caseForm(t, got.body, "/inquiry")
	if got.StatusCode/100 != 4 || again.Get("payee-1") != person(t, 27).String() || again.Get("debtors-1") != person(t, 27).String() || again.Get("why-1") != "" {
		t.Errorf("%d %v", got.StatusCode, again)
	}
}

// What others assess in other steps does not disturb; the same step does.
func TestInquiryStep_assessedByAnother(t *testing.T) {
	a, id := withPayees(t)
	action, v := a.formAt(stepOf(id, "facts"), worker, stepFills[inquiry.Facts]...)
	a.does(actOf(id, "take"), "demo-utredare")
	a.accepted(action, worker, v)
	action, v = a.formAt(stepOf(id, "facts"), worker, "reason-1", "Min nya text.")
	a.does(stepOf(id, "facts"), "demo-utredare", "reason-1", "Johans text.")
	got := a.post(action, worker, v)
	if made := a.caseNow(26, id).Assessments[inquiry.Facts]; got.StatusCode != http.StatusConflict || len(made) != 2 {
		t.Fatalf("%d, %d assessments", got.StatusCode, len(made))
	}
	page := words(got.body)
	for _, want := range []string{"Någon har bedömt steget sedan du öppnade formuläret", "Johan Berg", "Min nya text."} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in %s", want, page)
		}
	}
	_, again := caseForm(t, got.body, "/inquiry")
	a.accepted(action, worker, again)
	if made := a.caseNow(26, id).Assessments[inquiry.Facts]; len(made) != 3 || made[2].Spans[0].Reason != "Min nya text." {
		t.Errorf("%+v", made)
	}
}

// The amount is confirmed as it was read: another sum is shown first.
func TestInquiryStep_anotherSum(t *testing.T) {
	a, id := withPayees(t)
	for _, s := range inquiry.Steps[:4] {
		a.does(stepOf(id, string(s)), worker, stepFills[s]...)
	}
	action, v := a.formAt(stepOf(id, "amount"), worker)
	a.does(stepOf(id, "waiver"), worker, "answer-1", "waived", "share-1", "50", "reason-1", "Skäl")
	got := a.post(action, worker, v)
	if got.StatusCode != http.StatusBadRequest || !strings.Contains(strings.ReplaceAll(words(got.body), "\u00a0", " "), "Summan är nu 3 000 kronor") {
		t.Fatalf("%d %s", got.StatusCode, words(got.body))
	}
	for _, x := range [][2]string{{"charge", "9 999"}, {"charge", "mycket"}, {"charge", "-1"}} {
		_, one := a.formAt(stepOf(id, "amount"), worker, x[0], x[1])
		if got := a.post(action, worker, one); got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `<li><a href="#charge">`) {
			t.Errorf("%v: %d", x, got.StatusCode)
		}
	}
	_, one := a.formAt(stepOf(id, "amount"), worker, "below", "1")
	if got := a.post(action, worker, one); got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `<li><a href="#reason">`) {
		t.Errorf("too little without a reason: %d", got.StatusCode)
	}
	_, again := caseForm(t, got.body, "/inquiry")
	a.accepted(action, worker, again)
}

// A charge that is added to the sum is seen in the step, and in the claim that is created.
func TestInquiryStep_chargeIsSeen(t *testing.T) {
	a := settled(t)
	a.assessed(theCase)
	page := func() string {
		return strings.ReplaceAll(words(a.send(http.MethodGet, "/inquiry?id="+theCase, worker).body), "\u00a0", " ")
	}
	if got := page(); strings.Contains(got, "varav avgift") || strings.Contains(got, "Avgift som läggs till") {
		t.Fatalf("a charge of nothing is shown: %s", got)
	}
	a.does(stepOf(theCase, "amount"), worker, "charge", "100")
	if got := page(); !strings.Contains(got, "Avgift som läggs till, kr: 100 ") || !strings.Contains(got, "2 100 varav avgift 100") {
		t.Errorf("%s", got)
	}
}

// The form of the basis: amounts that cannot be, and payments that have changed.
func TestInquiryBasis_refusals(t *testing.T) {
	a := settled(t)
	a.does(actOf(theCase, "accept"), worker)
	action, v := a.formAt(basisOf(theCase), worker)
	if v.Get("entitled-1") != "0" || v.Get("payout-1") != "A1" {
		t.Fatalf("%v", v)
	}
	version := a.caseNow(21, theCase).Version
	for _, value := range []string{"", "-1", "tusen", "1e9", "100000000000"} {
		got := a.post(action, worker, filled(v, "entitled-1", value))
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `<li><a href="#entitled-1">`) || strings.Contains(got.body, "⟦") || a.caseNow(21, theCase).Version != version {
			t.Errorf("%q: %d %s", value, got.StatusCode, words(got.body))
		}
		if _, again := caseForm(t, got.body, "/inquiry"); again.Get("entitled-1") != value {
			t.Errorf("%q stands as %q", value, again.Get("entitled-1"))
		}
	}
	if got := a.post(action, worker, filled(v, "payout-1", "A9")); got.StatusCode != http.StatusBadRequest || !strings.Contains(words(got.body), "Utbetalningarna är inte längre desamma") {
		t.Errorf("%d %s", got.StatusCode, words(got.body))
	}
	a.does(actOf(theCase, "take"), "demo-utredare")
	got := a.post(action, worker, v)
	if got.StatusCode != http.StatusConflict || !strings.Contains(words(got.body), "Johan Berg") {
		t.Fatalf("%d %s", got.StatusCode, words(got.body))
	}
	_, again := caseForm(t, got.body, "/inquiry")
	a.accepted(action, worker, again)
	if c := a.caseNow(21, theCase); c.State != inquiry.Investigating || c.Current().Basis.Lines[0].Paid != money.Kronor(2000) {
		t.Errorf("%s", c.State)
	}
}

// A case on another signal: what is missing is said at its field, and what was typed stays.
func TestNewCase_refusals(t *testing.T) {
	a := settled(t)
	good := []string{"party", person(t, 26).String(), "from", "2025-01-01", "to", "2025-01-20", "ref", "Dnr 7", "benefit", "tillfallig-foraldrapenning", "category", string(inquiry.OtherCause), "source", "agency", "text", "Arbetade <då>."}
	for _, x := range [][3]string{{"party", "121212", "party"}, {"benefit", "", "benefit"}, {"from", "", "from"}, {"to", "2024-12-31", "to"}, {"to", "x", "to"}, {"ref", "", "ref"}, {"category", "", "category"}, {"source", "", "source"}, {"text", "", "text"}} {
		action, v := a.formAt("/inquiry/new", worker, append(good, x[0], x[1])...)
		got := a.post(action, worker, v)
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `<li><a href="#`+x[2]+`">`) || strings.Contains(got.body, "⟦") || strings.Contains(got.body, "%s") {
			t.Errorf("%v: %d %s", x, got.StatusCode, words(got.body))
			continue
		}
		_, again := caseForm(t, got.body, "/inquiry/new")
		for name := range v {
			if name != "key" && again.Get(name) != v.Get(name) {
				t.Errorf("%v: %s is %q, and %q was typed", x, name, again.Get(name), v.Get(name))
			}
		}
	}
	empty, nothing := a.formAt("/inquiry/new", worker)
	if got := a.post(empty, worker, nothing); strings.Count(got.body, `<li><a href="#`) != 8 || strings.Contains(got.body, "””") {
		t.Errorf("the empty form: %d %s", got.StatusCode, words(got.body))
	}
	action, v := a.formAt("/inquiry/new", worker, good...)
	first := a.accepted(action, worker, v)
	if second := a.accepted(action, worker, v); second != first {
		t.Errorf("sent twice it opens %s and %s", first, second)
	}
}

// A share is read as it is written, for every hundredth of a percent.
func TestInquiryStep_sharesAreReadAsWritten(t *testing.T) {
	for n := int32(1); n <= 10_000; n++ {
		if got, ok := caseParsePercent(sharePercent(n)); !ok || got != n {
			t.Fatalf("%s is read as %d, %v", sharePercent(n), got, ok)
		}
	}
	for _, bad := range []string{"", "0", "0,00", "100,01", "1000", "-1", "1,234", ",5", "1.5.2", "5%%", "٣", "1e2"} {
		if n, ok := caseParsePercent(bad); ok {
			t.Errorf("%q is read as %d", bad, n)
		}
	}
}
