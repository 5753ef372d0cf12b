package control_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"balans/exchange/absencecsv"
	"balans/exchange/registercsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/prevent/control"
	"balans/prevent/payout"
	"balans/prevent/register"
)

// A delivery that was stopped on its way in is no delivery that brought nothing: what it
// could have told is a look-up that failed, until it is completed.
func TestIncomplete_isALookUpThatFailed(t *testing.T) {
	j, err := journal.Open(t.Context(), filepath.Join(t.TempDir(), "j.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	const file = "kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text\n" +
		"permit;migrationsverket;1;193501096998;2020-01-01;2030-01-01;granted;arbete;;;;;;\n"
	take := func(ctx context.Context, written func(int64)) error {
		_, err := (&register.Import{File: "f.csv", Reader: strings.NewReader(file), By: "test", Written: written}).Run(ctx, j)
		return err
	}
	barnbidrag, _ := benefit.Parse("barnbidrag")
	line := &payout.Line{ID: "P", Party: 193501096998, Benefit: barnbidrag, From: calendar.New(2025, 4, 1), To: calendar.New(2025, 4, 30), PayOn: calendar.New(2025, 4, 20), Gross: 125_000}
	outcome := func(rule string) control.Outcome {
		book, err := register.Read(t.Context(), j, calendar.InstantOf(j.Now()))
		if err != nil {
			t.Fatal(err)
		}
		r, _ := control.Find(rule)
		e := control.Evaluate(r, &control.Sources{Register: book, Payouts: &payout.Book{}, Partial: control.Incomplete(book)}, line, calendar.New(2025, 4, 10), control.Settings{})
		return e.Outcome
	}
	stopped, stop := context.WithCancel(t.Context())
	if err := take(stopped, func(int64) { stop() }); err == nil {
		t.Fatal("it was not stopped")
	}
	if got := outcome("permit"); got != control.LookupFailed {
		t.Errorf("while the delivery is incomplete: %s", got)
	}
	if err := take(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if got := outcome("permit"); got != control.NoFinding {
		t.Errorf("when it is complete: %s", got)
	}
}

// What was set aside because an identity was protected is not "nothing reported" when the
// protection has ended: it could not be looked up, of that person and of nobody else.
func TestEvaluate_whatWasSetAsideIsALookUpThatFailed(t *testing.T) {
	j := openJournal(t, filepath.Join(t.TempDir(), "j.db"))
	day := date("2027-01-20")
	w := newWorld()
	for _, who := range []string{"anna", "bengt"} {
		w.fact(registercsv.Record{Kind: "income", Party: person(who), From: date("2027-01-01"), To: calendar.None, Other: rest12(employer("acme")), Amount: money.Kronor(30_000), HasAmount: true})
	}
	for _, m := range []string{"2027-01-01", "2027-02-01"} {
		w.fact(registercsv.Record{Kind: "declared", Party: employer("acme"), From: date(m), To: calendar.None})
	}
	w.takeIn(t.Context(), t, j)
	protects := newWorld()
	protects.fact(registercsv.Record{Kind: "population", ID: "p", Party: person("anna"), From: date("2026-01-01"), To: today, Status: "protected"})
	protects.takeIn(t.Context(), t, j)
	var file bytes.Buffer
	out := absencecsv.NewWriter(&file)
	for _, who := range []string{"anna", "cilla"} { // the employer reported both
		r := absencecsv.Record{Party: person(who), Employer: employer("acme"), Period: date("2027-01-01"), Day: day, Spec: 1, Percent: 10_000, Type: absencecsv.TFP}
		if err := errors.Join(out.Write(&r), out.Flush()); err != nil {
			t.Fatal(err)
		}
	}
	take := func(protected bool) {
		t.Helper()
		r, err := (&register.Import{File: "a.csv", Reader: bytes.NewReader(file.Bytes()), By: "test", Received: calendar.StartOfDay(earlier), Protected: protected}).Run(t.Context(), j)
		if err != nil || !protected && r.ProtectedCount != 1 {
			t.Fatalf("%+v %v", r, err)
		}
	}
	tfp, _ := benefit.Parse("tillfallig-foraldrapenning")
	want := func(when, who string, outcome control.Outcome) {
		t.Helper()
		line := &payout.Line{ID: "P", Party: person(who), Benefit: tfp, From: day, To: day, Days: 1, Extent: 10_000, Basis: payout.Employee, Applied: day, PayOn: today + 5, Gross: 100_000}
		r, _ := control.Find("tfp-absence")
		s := sources(t.Context(), t, j, today+1)
		if e := control.Evaluate(r, s, line, today+1, r.Standard); e.Outcome != outcome {
			t.Errorf("%s, %s: %s %s; expected %s", when, who, e.Outcome, e.Reason, outcome)
		}
	}
	want("before the file", "anna", control.Task)
	take(false)
	want("set aside", "anna", control.LookupFailed)
	want("set aside", "bengt", control.Task)
	want("set aside", "cilla", control.NoFinding)
	take(true)
	want("taken in", "anna", control.NoFinding)
	want("taken in", "bengt", control.Task)
}

// A kind of fact that is on no list of fields is given to no rule.
func TestView_givesNoKindWithoutAField(t *testing.T) {
	w := newWorld()
	w.fact(registercsv.Record{Kind: "name", Party: person("anna"), From: date("1990-01-01"), To: calendar.None, Other: "Anna Ek"})
	w.line("P", "anna", "sjukpenning", "2026-03-02", "2026-03-02", 1, 1000)
	j := openJournal(t, filepath.Join(t.TempDir(), "j.db"))
	w.takeIn(t.Context(), t, j)
	s := sources(t.Context(), t, j, date("2026-03-10"))
	nosy := control.RuleThatReads(register.Name)
	if e := control.Evaluate(nosy, s, lineOf(s, "P"), date("2026-03-10"), control.Settings{}); e.Outcome != control.LookupFailed || e.Reason != "outside" || strings.Contains(asText(e), "Anna") {
		t.Errorf("%+v", e)
	}
}
