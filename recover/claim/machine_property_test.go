package claim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
)

// hostile is a life in any order, as no agency would lead it.
func hostile(t *rapid.T) (claim.Decision, []claim.Event) {
	l := claimtest.Stock(t, 1, 1)[0]
	for range rapid.IntRange(0, 25).Draw(t, "further events") {
		e := claimtest.Event(t, &l.Decision)
		e.Kind = rapid.SampledFrom(claim.Kinds()[1:]).Draw(t, "any kind")
		if e.Kind.NeedsAmount() && e.Amount == 0 {
			e.Amount = 1
		}
		e.ID, e.Ordinal = fmt.Sprint("x", len(l.Events)), int64(100+len(l.Events))
		l.Events = append(l.Events, e)
	}
	claim.Sort(l.Events)
	return l.Decision, l.Events
}

// Whatever is told of a claim, and in whatever order: every machine is in a
// state of its table, one status is shown, and as long as the claim is to be
// collected a day is known on which something happens by itself.
func TestStanding_ofAnyLife(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, events := hostile(t)
		on := claimtest.Border(t, "on")
		s, a := standing(&d, events, on)
		for _, m := range claim.Machines() {
			if !slices.Contains(m.States(), s.State(m)) {
				t.Fatalf("%s is %s", m, s.State(m))
			}
			if s.Legal != claim.LegalDraft && (s.Since(m) < d.DecidedOn || s.Since(m) > on) {
				t.Fatalf("%s is %s since %s, on %s", m, s.State(m), s.Since(m), on)
			}
		}
		shown := s.Shown(s.Money, claim.RegimeOn(d.DecidedOn))
		if shown >= claim.ShownContradiction {
			t.Fatalf("shown as %s", shown)
		}
		strikes := s.Strikes(nil)
		if s.Collection != claim.CollectionDone && len(strikes) == 0 {
			t.Fatalf("%s since %s, and nothing happens by itself", s.Collection, s.Since(claim.CollectionMachine))
		}
		if (s.Money.IsSettled() || !s.Legal.IsLive() && s.Legal != claim.LegalDraft) && s.Collection != claim.CollectionDone && !s.Collection.IsAtKFM() {
			t.Fatalf("nothing is to be collected and collecting is %s", s.Collection)
		}
		s.Contradictions(a)
	})
}

// What becomes known later, or happens later, changes nothing.
func TestStanding_dependsOnWhatWasKnownOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, events := hostile(t)
		on := claimtest.Border(t, "on")
		known := calendar.EndOfDay(claimtest.Border(t, "known"))
		law := machineLaw()
		of := func(events []claim.Event) string {
			s := claim.StandingOf(&d, events, on, known, claim.DeadlinesOf(&d, events, on, known, law), claim.LimitationOf(&d, events, on, known, law), nil)
			s.Unexpected = nil // places among other events
			return fmt.Sprintf("%+v", s)
		}
		counted := slices.DeleteFunc(slices.Clone(events), func(e claim.Event) bool { return e.OccurredOn > on || e.RecordedAt > known })
		if all, then := of(events), of(counted); all != then {
			t.Fatalf("%s\n%s", all, then)
		}
	})
}

// A walk, as from columns, leads to where the standing of a claim with one
// debtor is.
func TestWalk_isTheStandingWithoutDetails(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, events := hostile(t)
		d.Debtors = d.Debtors[:1]
		for i := range events {
			if x := events[i].Details; x != nil {
				clean := *x
				clean.Debtor = 0
				events[i].Details = &clean
			}
		}
		on := max(d.DecidedOn, claimtest.Border(t, "on"))
		known := calendar.EndOfDay(day("2070-01-01"))
		law := machineLaw()
		dl, lim := claim.DeadlinesOf(&d, events, on, known, law), claim.LimitationOf(&d, events, on, known, law)
		s := claim.StandingOf(&d, events, on, known, dl, lim, nil)
		var w claim.Walk
		w.Begin(claim.TrackOf(&d), claim.ClockOf(dl, lim), d.DecidedOn)
		var skips []int
		for i := range events {
			e := &events[i]
			if e.OccurredOn <= on && e.RecordedAt <= known && !w.Take(e.Kind, e.OccurredOn, e.Detail().Until, e.Kind == claim.Waived && e.Amount == 0 && !e.ByLaw) {
				skips = append(skips, i)
			}
		}
		w.End(on, false)
		if w.Legal() != s.Legal || w.Service() != s.Service || w.Collection() != s.Collection || w.Handover() != s.Handover ||
			w.Plan() != s.Plan || w.Contest() != s.Contest || w.Conditions != s.Conditions || !slices.Equal(skips, s.Unexpected) {
			t.Fatalf("walked to %s %s %s %s %s %s, %v\n%+v", w.Legal(), w.Service(), w.Collection(), w.Handover(), w.Plan(), w.Contest(), skips, s)
		}
	})
}

// What Expected lets through is not noted as unexpected when it comes, and what
// it refuses is.
func TestExpected_agreesWithWhatIsNoted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, events := hostile(t)
		on := max(d.DecidedOn, claimtest.Border(t, "on"))
		events = slices.DeleteFunc(events, func(e claim.Event) bool { return e.OccurredOn > on })
		before, _ := standing(&d, events, on)
		if !before.Legal.IsLive() || before.Money.IsSettled() {
			t.Skip("what is paid or expired is told apart at the end only")
		}
		e := claim.Event{ID: "new", Kind: rapid.SampledFrom(claim.Kinds()[1:]).Draw(t, "kind"), OccurredOn: on, Ordinal: 1 << 40, RecordedAt: calendar.EndOfDay(on), Amount: 1, ToPrincipal: 1}
		ok, why := claim.Expected(before, e.Kind)
		if ok != (why == "") {
			t.Fatalf("%v because %q", ok, why)
		}
		after, _ := standing(&d, append(slices.Clone(events), e), on)
		if noted := slices.Contains(after.Unexpected, len(events)); noted == ok {
			t.Fatalf("%s: expected %v (%s), noted as unexpected %v", e.Kind, ok, why, noted)
		}
	})
}

// A life led by the rules, one lawful step after another, has nothing unexpected
// and no contradiction on any day.
func TestContradictions_areNoneInALifeByTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, events := hostile(t)
		events = events[:0]
		now := d.DecidedOn
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			now += calendar.Date(rapid.OneOf(rapid.IntRange(0, 3), rapid.IntRange(0, 90), rapid.IntRange(0, 1500)).Draw(t, "days"))
			s, a := standing(&d, events, now)
			check := func(events []claim.Event, s claim.Standing, a *claim.Account) {
				if faults := s.Contradictions(a); len(faults) > 0 || len(s.Unexpected) > 0 {
					t.Fatalf("%s on %s: %s; unexpected %v", tellLife(&d, events), now, strings.Join(faults, "; "), s.Unexpected)
				}
			}
			check(events, s, a)
			e, ok := lawful(t, &d, s, a, now, len(events))
			if !ok {
				continue
			}
			events = append(events, e)
			s, a = standing(&d, events, now)
			check(events, s, a)
		}
	})
}

// lawful draws an event that the tables let through, with what it must state.
func lawful(t *rapid.T, d *claim.Decision, s claim.Standing, a *claim.Account, now calendar.Date, n int) (claim.Event, bool) {
	rare := []claim.Kind{claim.Annulled, claim.Waived, claim.WrittenOff, claim.PaymentReversed, claim.Refunded, claim.CreditMoved, claim.Paid}
	var may []claim.Kind
	for _, k := range claim.Kinds()[1:] {
		if ok, _ := claim.Expected(s, k); ok && (!slices.Contains(rare, k) || rapid.IntRange(0, 9).Draw(t, "rare") == 0) {
			may = append(may, k)
		}
	}
	e := claim.Event{ID: fmt.Sprint("e", n), Ordinal: int64(n), Kind: rapid.SampledFrom(may).Draw(t, "kind"), OccurredOn: now, RecordedAt: calendar.EndOfDay(now)}
	x := claim.Details{Until: calendar.None, First: calendar.None}
	switch e.Kind {
	case claim.PaymentReversed, claim.CreditMoved, claim.Refunded: // what they undo is not looked for here
		return e, false
	case claim.Paid:
		if a.Total() == 0 || s.Collection == claim.CollectionHandedOver {
			return e, false
		}
		e.Amount, e.ByLaw = a.Total(), true
		if rapid.Bool().Draw(t, "in part") {
			e.Amount = max(1, e.Amount/2)
		}
	case claim.Changed, claim.FeeCharged:
		e.Amount = max(1, d.Principal/2)
	case claim.PlanOffered, claim.DeferralGranted, claim.RespiteGranted, claim.RestructuringStarted:
		if rapid.Bool().Draw(t, "until") {
			x.Until = now.AddDays(rapid.IntRange(0, 400).Draw(t, "days until"))
		}
	case claim.Served:
		// A first service after the outcome of a review was served would begin
		// the time to contest anew in Deadlines, after a hand-over too.
		if s.Contest == claim.ContestOutcomeServed || s.Contest == claim.ContestOver {
			return e, false
		}
		x.Debtor = unserved(d, s)
	case claim.ServiceAttempted, claim.MailReturned, claim.ServiceFailed:
		x.Debtor = unserved(d, s)
	}
	if x != (claim.Details{Until: calendar.None, First: calendar.None}) {
		e.Details = &x
	}
	return e, true
}

// unserved is the first of several debtors whose receipt is waited for; 0, which
// means all, where there is one debtor or none such.
func unserved(d *claim.Decision, s claim.Standing) identity.Number {
	if i := slices.IndexFunc(s.Debtors, func(b claim.DebtorService) bool { return b.State == claim.ServiceSent }); i >= 0 && len(d.Debtors) > 1 {
		return s.Debtors[i].Debtor
	}
	return 0
}

func tellLife(d *claim.Decision, events []claim.Event) string {
	words := []string{"decided " + d.DecidedOn.String() + " " + claim.TypeOf(d).String()}
	for i := range events {
		words = append(words, events[i].Kind.String()+" "+events[i].OccurredOn.String()+" "+events[i].DetailText())
	}
	return strings.Join(words, " | ")
}

func TestWalk_doesNotAllocate(t *testing.T) {
	d, events := lifeOf(handed + " | recall_asked 2023-09-01 | returned 2023-09-04 | plan_agreed 2023-10-02 | plan_breached 2024-01-02")
	s, _ := standing(&d, events, day("2024-02-01"))
	if s.Collection != claim.CollectionOverdue && s.Collection != claim.CollectionReady {
		t.Fatal(s.Collection)
	}
	clock := claim.ClockOf(nil, nil)
	clock.Due, clock.Final, clock.Handover = day("2023-06-05"), day("2023-07-11"), day("2023-07-11")
	var w claim.Walk
	if n := testing.AllocsPerRun(50, func() { walkOnce(&w, clock, &d, events) }); n != 0 {
		t.Errorf("a walk allocates %v times", n)
	}
}

func walkOnce(w *claim.Walk, clock claim.Clock, d *claim.Decision, events []claim.Event) {
	w.Begin(claim.PublicTrack, clock, d.DecidedOn)
	for i := range events {
		w.Take(events[i].Kind, events[i].OccurredOn, calendar.None, false)
	}
	w.End(day("2024-02-01"), false)
}

// BenchmarkWalk walks one claim of nine events.
func BenchmarkWalk(b *testing.B) {
	d, events := lifeOf(handed + " | recall_asked 2023-09-01 | returned 2023-09-04 | plan_agreed 2023-10-02 | plan_breached 2024-01-02")
	clock := claim.ClockOf(nil, nil)
	clock.Due, clock.Final, clock.Handover = day("2023-06-05"), day("2023-07-11"), day("2023-07-11")
	var w claim.Walk
	for b.Loop() {
		walkOnce(&w, clock, &d, events)
	}
}
