package control_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"balans/exchange/absencecsv"
	"balans/exchange/linecsv"
	"balans/exchange/registercsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/control"
	"balans/prevent/payout"
	"balans/prevent/register"
)

// told draws a world of a few persons, employers and lines of the first months of 2026, with
// corrections, removals and what came late.
func told(t *rapid.T) *world {
	w := newWorld()
	day := func(name string) calendar.Date {
		return date("2026-01-01") + calendar.Date(rapid.IntRange(0, 75).Draw(t, name))
	}
	who := func() string { return rapid.SampledFrom([]string{"p1", "p2", "p3"}).Draw(t, "who") }
	company := func() string { return rapid.SampledFrom([]string{"a", "b"}).Draw(t, "employer") }
	late := func() calendar.Date {
		return rapid.SampledFrom([]calendar.Date{earlier, earlier, date("2026-03-05"), date("2026-04-10")}).Draw(t, "received")
	}
	for i := range rapid.IntRange(1, 7).Draw(t, "lines") {
		w.lines = append(w.lines, drawLine(t, i, day, who))
	}
	for range rapid.IntRange(0, 12).Draw(t, "absences") {
		party, d := person(who()), day("absent")
		if l := rapid.SampledFrom(w.lines).Draw(t, "line"); rapid.IntRange(0, 3).Draw(t, "claimed") > 0 {
			party, d = l.Party, l.From+calendar.Date(rapid.IntRange(0, min(1, int(l.To-l.From))).Draw(t, "nth"))
		}
		r := absencecsv.Record{Party: party, Employer: employer(company()), Day: d, Period: d.FirstOfMonth().AddMonths(rapid.IntRange(0, 2).Draw(t, "month")), Spec: int32(rapid.IntRange(1, 2).Draw(t, "spec")),
			Type: rapid.SampledFrom([]absencecsv.Type{absencecsv.TFP, absencecsv.TFP, absencecsv.FP}).Draw(t, "type"), Removed: rapid.IntRange(0, 5).Draw(t, "removed") == 0}
		if rapid.Bool().Draw(t, "hours") {
			r.Hours = rapid.SampledFrom([]int32{100, 399, 400, 800, 1200}).Draw(t, "amount")
		} else {
			r.Percent = rapid.SampledFrom([]int32{1250, 5000, 4999, 10_000}).Draw(t, "percent")
		}
		w.absence(late(), r)
	}
	for _, e := range []string{"a", "b"} {
		for m := range 4 {
			if rapid.IntRange(0, 7).Draw(t, "declares") == 0 {
				continue
			}
			month := date("2026-01-01").AddMonths(m)
			r := registercsv.Record{Kind: "declared", ID: e + month.String(), Party: employer(e), From: month, To: calendar.None, ReceivedAt: calendar.StartOfDay(late())}
			if rapid.IntRange(0, 6).Draw(t, "part") == 0 {
				r.Status = register.InPart
			}
			w.fact(r)
		}
	}
	for range rapid.IntRange(0, 8).Draw(t, "incomes") {
		w.fact(registercsv.Record{Kind: "income", Party: person(who()), From: date("2025-06-01").AddMonths(rapid.IntRange(0, 9).Draw(t, "month")), To: calendar.None, Other: rest12(employer(company())),
			Amount: money.Kronor(rapid.SampledFrom([]int64{0, 20_000, 30_000, 90_000}).Draw(t, "amount")), HasAmount: true})
	}
	for range rapid.IntRange(0, 12).Draw(t, "facts") {
		w.fact(drawFact(t, day, who, late))
	}
	return w
}

func drawFact(t *rapid.T, day func(string) calendar.Date, who func() string, late func() calendar.Date) registercsv.Record {
	from := day("from")
	r := registercsv.Record{Party: person(who()), From: from, To: from + calendar.Date(rapid.IntRange(0, 40).Draw(t, "to")), ReceivedAt: calendar.StartOfDay(late())}
	r.Kind = rapid.SampledFrom([]string{"permit", "permit", "permit", "population", "legislation", "foreign-income", "sick-pay", "account", "phone", "assistance", "institution", "sgi"}).Draw(t, "kind")
	switch r.Kind {
	case "permit":
		r.Status = rapid.SampledFrom([]string{"granted", "granted", "renewal-applied", "renewal-refused", "refusal-final", "revoked", "expulsion", "right-of-residence", "asylum-support"}).Draw(t, "status")
		r.Other = rapid.SampledFrom([]string{"", "arbete", "studier"}).Draw(t, "ground")
		if slices.Contains([]string{"renewal-applied", "refusal-final", "revoked", "expulsion"}, r.Status) {
			r.To = calendar.None
		}
	case "population":
		r.Status, r.To = rapid.SampledFrom([]string{"dead", "emigrated", "immigrated", "protected"}).Draw(t, "status"), calendar.None
	case "legislation":
		r.Status, r.Other = rapid.SampledFrom([]string{"issued", "withdrawn"}).Draw(t, "status"), rapid.SampledFrom([]string{"SE", "DK"}).Draw(t, "state")
	case "foreign-income":
		r.Status, r.Other, r.Amount, r.HasAmount = rapid.SampledFrom([]string{"wage", "pension"}).Draw(t, "status"), "NO", money.Kronor(4000), true
	case "sick-pay":
		r.Other, r.Extent = rest12(employer("a")), rapid.SampledFrom([]int32{0, 5000}).Draw(t, "extent")
	case "account":
		r.Other = rapid.SampledFrom([]string{"SE1", "SE2"}).Draw(t, "account")
	case "phone":
		r.Other = "0701234567"
	case "assistance":
		r.Other, r.Hours = "anordnaren", rapid.SampledFrom([]int32{1000, 4000, 90_000}).Draw(t, "hours")
	case "institution":
		r.Other = "sjukhus"
	case "sgi":
		r.Status, r.To = rapid.SampledFrom([]string{"employment", "other"}).Draw(t, "status"), calendar.None
		r.Amount, r.HasAmount = money.Kronor(rapid.SampledFrom([]int64{0, 240_000, 360_000, 592_000}).Draw(t, "sgi")), true
	}
	return r
}

func drawLine(t *rapid.T, i int, day func(string) calendar.Date, who func() string) linecsv.Record {
	from := day("first")
	r := linecsv.Record{Payout: fmt.Appendf(nil, "P%d", i), From: from, To: from, Party: person(who()), AppliedOn: calendar.None, PayOn: date("2026-12-18"), Gross: money.Amount(rapid.Int64Range(1, 500_000).Draw(t, "gross"))}
	r.Payee = r.Party
	r.Benefit = []byte(rapid.SampledFrom([]string{"tillfallig-foraldrapenning", "tillfallig-foraldrapenning", "foraldrapenning", "sjukpenning", "barnbidrag", "sjukersattning", "assistansersattning", "bilstod"}).Draw(t, "benefit"))
	r.Account = []byte(rapid.SampledFrom([]string{"", "SE1", "SE2"}).Draw(t, "account"))
	switch string(r.Benefit) {
	case "barnbidrag", "sjukersattning", "assistansersattning":
		r.From, r.To = from.FirstOfMonth(), from.EndOfMonth()
		r.Hours = rapid.SampledFrom([]int32{0, 4000, 12_000}).Draw(t, "hours")
	default:
		n := rapid.IntRange(1, 6).Draw(t, "days")
		r.To, r.Days = from+calendar.Date(n)-1, int32(n)
		if rapid.IntRange(0, 5).Draw(t, "fewer") == 0 {
			r.Days = 1
		}
		r.Extent = rapid.SampledFrom([]int32{10_000, 10_000, 7500, 5000, 1250}).Draw(t, "extent")
		r.Basis = rapid.SampledFrom([]linecsv.Basis{linecsv.Employee, linecsv.Employee, linecsv.SelfEmployed}).Draw(t, "basis")
		if rapid.Bool().Draw(t, "child") {
			r.Child = names["kim"]
		}
		if rapid.Bool().Draw(t, "applied") {
			r.AppliedOn = from + calendar.Date(rapid.IntRange(-5, 120).Draw(t, "after"))
		}
	}
	return r
}

// inJournal calls with a journal of its own that holds the world.
func inJournal(t *rapid.T, w *world, do func(ctx context.Context, j *journal.Journal)) {
	dir, err := os.MkdirTemp("", "control")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	ctx, file := context.Background(), filepath.Join(dir, "j.db")
	if err := os.WriteFile(file, emptyJournal(), 0o600); err != nil {
		t.Fatal(err)
	}
	c := &clock{calendar.StartOfDay(today).Time().Add(10 * time.Hour)}
	j, err := journal.Open(ctx, file, journal.WithClock(c.read))
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	w.takeIn(ctx, t, j)
	do(ctx, j)
}

// emptyJournal is a journal nothing has been written to, made once and copied.
var emptyJournal = sync.OnceValue(func() []byte {
	dir, err := os.MkdirTemp("", "control")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "j.db")
	j, err := journal.Open(context.Background(), file)
	if err != nil {
		panic(err)
	}
	j.Close()
	b, err := os.ReadFile(file)
	if err != nil {
		panic(err)
	}
	return b
})

func asText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// without is an evaluation without what it read.
func without(e control.Evaluation) string {
	e.Inputs = nil
	return asText(e)
}

func lines(s *control.Sources) (all []*payout.Line) {
	for _, e := range s.Payouts.All() {
		all = append(all, &e.Line)
	}
	return all
}

func TestRules_readTheirListAndNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := told(t)
		on := date("2026-02-01") + calendar.Date(rapid.IntRange(0, 90).Draw(t, "on"))
		rule := rapid.SampledFrom(control.Rules()).Draw(t, "rule")
		less := newWorld() // without facts the rule has no business with
		for _, f := range w.facts {
			if kind := fieldOfKind[f.Kind]; rule.Reads.Has(kind) || f.Status == register.Protected {
				less.facts = append(less.facts, f)
			}
		}
		if rule.Reads.Has(control.ReadsAbsence) {
			less.absences = w.absences
		}
		all := map[string]string{}
		inJournal(t, w, func(ctx context.Context, j *journal.Journal) {
			s := sources(ctx, t, j, on)
			for _, l := range lines(s) {
				if rule.Covers(l.Benefit) {
					if f := control.OutsideOf(rule, s, l, on, rule.Standard); f != 0 {
						t.Fatalf("%s asks for %s, which is not on its list", rule.ID, f)
					}
					all[l.ID] = asText(control.Evaluate(rule, s, l, on, rule.Standard))
				}
			}
		})
		for _, l := range w.lines {
			if rule.Reads.Has(control.ReadsOwnPayouts) || rule.Reads.Has(control.ReadsAccounts) || len(less.lines) == 0 {
				less.lines = append(less.lines, l)
			}
		}
		inJournal(t, less, func(ctx context.Context, j *journal.Journal) {
			s := sources(ctx, t, j, on)
			for _, l := range lines(s) {
				if rule.Covers(l.Benefit) {
					if got := asText(control.Evaluate(rule, s, l, on, rule.Standard)); got != all[l.ID] {
						t.Fatalf("%s of %s rests on what is not on its list:\n%s\n%s", rule.ID, l.ID, all[l.ID], got)
					}
				}
			}
		})
	})
}

var fieldOfKind = map[string]control.Fields{"declared": control.ReadsDeclared, "income": control.ReadsIncome, "permit": control.ReadsPermit, "population": control.ReadsPopulation, "legislation": control.ReadsA1,
	"foreign-income": control.ReadsForeign, "sick-pay": control.ReadsSickPay, "account": control.ReadsAccounts, "phone": control.ReadsPhones, "assistance": control.ReadsAssistance,
	"institution": control.ReadsInstitution, "sgi": control.ReadsSGI}

// everyPlan makes all controls of a stage, with a tolerance.
func everyPlan(t fatal, stage control.Stage) *control.Plan {
	var all []string
	for _, r := range control.Rules() {
		if r.Stages&stage != 0 {
			all = append(all, r.ID)
		}
	}
	return planOf(t, stage.String(), all...)
}

// A run and a single look, many lines in any order, with inputs kept and without: the same.
func TestCheck_bulkAndOnlineAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := told(t)
		on := date("2026-02-01") + calendar.Date(rapid.IntRange(0, 90).Draw(t, "on"))
		stage := rapid.SampledFrom([]control.Stage{control.Before, control.During, control.After}).Draw(t, "stage")
		inJournal(t, w, func(ctx context.Context, j *journal.Journal) {
			s := sources(ctx, t, j, on)
			s.Failed = rapid.SampledFrom([]control.Fields{0, 0, control.ReadsIncome, control.ReadsAbsence, control.ReadsPopulation}).Draw(t, "failed")
			a := &control.Asked{ID: "r", Plan: everyPlan(t, stage), Stage: stage, On: on}
			entries := slices.Clone(s.Payouts.All())
			kept, err := control.Check(s, a, entries, nil, true)
			if err != nil {
				t.Fatal(err)
			}
			shuffled := rapid.Permutation(entries).Draw(t, "order")
			if other, err := control.Check(s, a, shuffled, nil, true); err != nil || asText(other.Checked) != asText(kept.Checked) {
				t.Fatalf("another order of lines: %v\n%s\n%s", err, asText(other.Checked), asText(kept.Checked))
			}
			thin, err := control.Check(s, a, shuffled, nil, false)
			if err != nil || asText(thin.Tallies) != asText(kept.Tallies) {
				t.Fatalf("without inputs: %v\n%s\n%s", err, asText(thin.Tallies), asText(kept.Tallies))
			}
			brief := map[string]control.Evaluation{}
			for _, c := range thin.Checked {
				for _, e := range c.Evaluations {
					brief[c.Line.ID+e.Rule] = e
				}
			}
			counted := map[string]control.Tally{}
			for _, c := range kept.Checked {
				one, err := control.One(s, a, c.Line, nil)
				if err != nil || len(one.Checked) != 1 || asText(one.Checked[0].Evaluations) != asText(c.Evaluations) {
					t.Fatalf("one by one: %v\n%s\n%s", err, asText(one.Checked), asText(c))
				}
				for _, e := range c.Evaluations {
					mustBeSound(t, c.Line, &e)
					short, ok := brief[c.Line.ID+e.Rule]
					if ok != (e.Outcome != control.NoFinding) || ok && without(short) != without(e) || ok && e.IsFinding() && asText(short) != asText(e) {
						t.Fatalf("without inputs %s\nwith them %s", asText(short), asText(e))
					}
					n := counted[e.Rule]
					n.Outcomes[e.Outcome]++
					if e.Outcome == control.Task {
						n.AtStake += e.AtStake
					}
					counted[e.Rule] = n
				}
			}
			for _, tally := range kept.Tallies {
				if n := counted[tally.Rule]; n.Outcomes != tally.Outcomes || n.AtStake != tally.AtStake {
					t.Fatalf("%s: %+v, counted %+v", tally.Rule, tally, n)
				}
			}
		})
	})
}

// mustBeSound holds what is true of every evaluation.
func mustBeSound(t *rapid.T, l *payout.Line, e *control.Evaluation) {
	switch {
	case e.AtStake < 0 || e.AtStake > l.Gross || e.Outcome != control.Task && e.AtStake != 0:
		t.Fatalf("%s at stake of %s: %+v", e.AtStake, l.Gross, e)
	case (e.Outcome == control.NotYet) != (e.Again != 0):
		t.Fatalf("to be asked again %s: %+v", e.Again, e)
	case e.Says().Sv == "" || e.Says().En == "" || len(e.Law) == 0 || e.Version < 1:
		t.Fatalf("cannot be told: %+v", e)
	case e.IsFinding() && e.Outcome == control.Task && e.Proposal == control.Nothing:
		t.Fatalf("proposes nothing: %+v", e)
	}
	for i, d := range e.Days {
		if d.Day < l.From || d.Day > l.To || i > 0 && d.Day <= e.Days[i-1].Day {
			t.Fatalf("days outside the line or in no order: %+v", e)
		}
	}
}

// failedLookUps: a look-up that failed never reads as "nothing there"; the rule says that it
// failed, or it came to its answer without the field.
func failedLookUps(t *rapid.T, s *control.Sources, l *payout.Line, r *control.Rule, on calendar.Date) {
	answered := control.Evaluate(r, s, l, on, r.Standard)
	for f := control.ReadsAbsence; f <= control.ReadsChildPayouts; f <<= 1 {
		broken := *s
		broken.Failed = f
		e := control.Evaluate(r, &broken, l, on, r.Standard)
		if e.Outcome != control.LookupFailed && asText(e) != asText(answered) {
			t.Fatalf("%s without %s: %s\nwith it: %s", r.ID, f, asText(e), asText(answered))
		}
		if f == control.ReadsPopulation && e.Outcome != control.LookupFailed {
			t.Fatalf("%s: read without knowing whether the identity is protected", r.ID)
		}
	}
}

// monotone: more tolerance, more patience and higher limits never make more tasks, or more at
// stake.
func monotone(t *rapid.T, s *control.Sources, l *payout.Line, r *control.Rule, on calendar.Date) {
	a, b := r.Standard, r.Standard
	switch rapid.IntRange(0, 2).Draw(t, "setting") {
	case 0:
		a.Tolerance = rapid.Int32Range(0, 10_000).Draw(t, "tolerance")
		b.Tolerance = rapid.Int32Range(a.Tolerance, 10_000).Draw(t, "more")
	case 1:
		a.GraceDays = rapid.IntRange(0, 60).Draw(t, "grace")
		b.GraceDays = rapid.IntRange(a.GraceDays, 60).Draw(t, "more")
	default:
		a.Limit = rapid.IntRange(0, 8).Draw(t, "limit")
		b.Limit = rapid.IntRange(a.Limit, 8).Draw(t, "more")
	}
	less, more := control.Evaluate(r, s, l, on, a), control.Evaluate(r, s, l, on, b)
	if less.Outcome != control.Task && more.Outcome == control.Task || less.Outcome == control.Task && more.Outcome == control.Task && more.AtStake > less.AtStake {
		t.Fatalf("%+v gives %s; %+v gives %s", a, without(less), b, without(more))
	}
}

func TestRules_failuresAndSettings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := told(t)
		on := date("2026-02-01") + calendar.Date(rapid.IntRange(0, 90).Draw(t, "on"))
		inJournal(t, w, func(ctx context.Context, j *journal.Journal) {
			s := sources(ctx, t, j, on)
			for _, l := range lines(s) {
				for _, r := range control.Rules() {
					if r.Covers(l.Benefit) {
						failedLookUps(t, s, l, r, on)
						monotone(t, s, l, r, on)
					}
				}
			}
		})
	})
}

// Facts in any order, told many times and corrected later: what counts is the last of each.
func TestRules_lastVersionsAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := told(t)
		for i := range w.facts { // one day for all, so that each fact is final
			w.facts[i].ReceivedAt = calendar.StartOfDay(date("2026-03-01"))
		}
		w.absences = map[calendar.Date][]absencecsv.Record{}
		noisy := newWorld()
		noisy.lines = rapid.Permutation(w.lines).Draw(t, "lines")
		for _, f := range w.facts {
			for range rapid.IntRange(0, 2).Draw(t, "versions") {
				old := f
				old.ReceivedAt = calendar.StartOfDay(date("2026-02-01")) + calendar.Instant(len(noisy.facts))
				old.From, old.To = f.From.AddDays(-28).FirstOfMonth(), calendar.None
				if f.To != calendar.None && f.Kind != "income" && f.Kind != "declared" {
					old.To = f.To
				}
				if old.Withdrawn = rapid.Bool().Draw(t, "withdrawn"); old.Withdrawn && f.Status == register.Protected {
					continue
				}
				noisy.facts = append(noisy.facts, old)
			}
			noisy.facts = append(noisy.facts, f)
			if rapid.Bool().Draw(t, "twice") {
				noisy.facts = append(noisy.facts, f)
			}
		}
		noisy.facts = rapid.Permutation(noisy.facts).Draw(t, "order")
		on := date("2026-03-02") + calendar.Date(rapid.IntRange(0, 60).Draw(t, "on"))
		answers := func(w *world) map[string]string {
			all := map[string]string{}
			inJournal(t, w, func(ctx context.Context, j *journal.Journal) {
				s := sources(ctx, t, j, on)
				for _, l := range lines(s) {
					for _, r := range control.Rules() {
						if r.Covers(l.Benefit) {
							all[l.ID+" "+r.ID] = without(control.Evaluate(r, s, l, on, r.Standard))
						}
					}
				}
			})
			return all
		}
		if want, got := answers(w), answers(noisy); asText(want) != asText(got) {
			for k := range want {
				if want[k] != got[k] {
					t.Errorf("%s: %s\nthe last versions alone give %s", k, got[k], want[k])
				}
			}
			t.FailNow()
		}
	})
}
