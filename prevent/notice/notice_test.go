package notice_test

import (
	"errors"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/notice"
)

// One report of a move reaches the benefits it concerns; each answers for itself, and the
// notice is answered when the last has.
func TestNotice_reachesEveryBenefitOnce(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		b := told("moved", "2025-03-15", "2025-03-15", "barnbidrag:2025-04-17,bostadsbidrag:2025-04-25,underhallsstod:2025-04-25,tandvardsstod")
		r, err := o.receive("2025-04-AAAA", anna, b)
		if err != nil || r.Stands || r.Notice.State != notice.Waiting {
			t.Fatalf("%+v, %v", r, err)
		}
		n := r.Notice
		if got := parts(n); got != "bostadsbidrag underhallsstod " {
			t.Errorf("it reached %s", got)
		}
		// A move does not change child allowance, and the table says nothing of dental care.
		if len(n.Untouched) != 2 || n.Untouched[0].Why != notice.KnownNone || n.Untouched[1].Why != notice.NoRow {
			t.Errorf("not reached: %+v", n.Untouched)
		}
		// 14 days from Saturday 15 March is Saturday the 29th, so Monday the 31st (TIDL 2).
		if n.LastReportDay != day("2025-03-31") || n.Duty != notice.DutyLate || n.LateDays != 2 {
			t.Errorf("the person's day is %s: %s by %d days", n.LastReportDay, n.Duty, n.LateDays)
		}
		housing := n.Part(code("bostadsbidrag"))
		if housing.Since.Day != day("2025-04-01") || housing.AnswerBy != day("2025-04-12") || housing.TakeBy != day("2025-04-05") || housing.Payment != notice.PaymentAhead {
			t.Errorf("%+v", housing)
		}
		if support := n.Part(code("underhallsstod")); support.Since.Day != calendar.None || support.AnswerBy != day("2025-04-16") {
			t.Errorf("%+v", support)
		}
		o.at("2025-04-08")
		if n = o.does("2025-04-AAAA", "2025-04-07", "eva", notice.Take{Benefit: code("bostadsbidrag"), Unit: "Bostad"}); n.State != notice.UnderWay || parts(n) != "bostadsbidrag* underhallsstod " {
			t.Errorf("%s: %s", n.State, parts(n))
		}
		o.does("2025-04-AAAA", "", "eva", answer("bostadsbidrag", "2025-04-01"))
		o.at("2025-04-28")
		n = o.does("2025-04-AAAA", "", "ali", noEffect("underhallsstod"))
		if n.State != notice.Answered || n.FirstAction() != day("2025-04-07") || n.LastAnswer() != day("2025-04-28") {
			t.Errorf("%s, first %s, last %s", n.State, n.FirstAction(), n.LastAnswer())
		}
		if h, s := n.Part(code("bostadsbidrag")), n.Part(code("underhallsstod")); h.Payment != notice.PaymentBefore || s.Payment != notice.PaymentAfter || s.Late(n.On) != 12 || h.Late(n.On) != 0 {
			t.Errorf("%s, %s, late by %d", h.Payment, s.Payment, s.Late(n.On))
		}
	})
}

func TestReceive_isIdempotentAndAtomic(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		b := told("income", "2025-03-01", "2025-04-01", "bostadsbidrag")
		if r, err := notice.ReceiveReport(t.Context(), o.Journal, notice.Report{ID: "N-01", Party: anna, Body: b, Actor: "kim", DryRun: true}, o.terms); err != nil || parts(r.Notice) != "bostadsbidrag " || o.head() != 0 {
			t.Fatalf("a dry run: %+v, %v, %d events", r, err, o.head())
		}
		first, err := o.receive("N-01", anna, b)
		if err != nil || first.Stands {
			t.Fatalf("%+v, %v", first, err)
		}
		if o.head() != 4 { // the notice, its place, the month and the month's list
			t.Errorf("%d events", o.head())
		}
		o.at("2025-04-02")
		again, err := o.receive("N-01", anna, b)
		if err != nil || !again.Stands || again.Notice.ID != "N-01" || o.head() != 4 {
			t.Errorf("the same again: %+v, %v, %d events", again, err, o.head())
		}
		other := b
		other.Details = "lönen är höjd"
		for who, body := range map[identity.Number]notice.Receive{anna: other, bo: b} {
			if _, err := o.receive("N-01", who, body); refused(err) != "id-used" || strings.Contains(err.Error(), who.String()) {
				t.Errorf("another notice under the id: %v", err)
			}
		}
		// Told twice, by two ways: both are kept, and the second says so.
		twice, err := o.receive("N-02", anna, other)
		if err != nil || len(twice.Alike) != 1 || twice.Alike[0] != "N-01" || o.head() != 7 {
			t.Errorf("%+v, %v, %d events", twice, err, o.head())
		}
		o.at("2025-05-02")
		if _, err := o.receive("N-03", bo, b); err != nil || o.head() != 11 {
			t.Errorf("a new month: %v, %d events", err, o.head())
		}
		book, err := notice.Read(t.Context(), o.Journal)
		if err != nil {
			t.Fatal(err)
		}
		now := calendar.InstantOf(o.Now())
		all := book.Notices(now.Date(), now, o.terms)
		if len(all) != 3 || all[0].ID != "N-01" || all[2].ID != "N-03" || all[2].Party != bo {
			t.Errorf("%d notices are listed", len(all))
		}
		if _, err := notice.Find(t.Context(), o.Journal, "N-09"); !errors.Is(err, notice.ErrUnknown) {
			t.Errorf("an unknown id: %v", err)
		}
	})
}

// What a book that was brought level holds is what one read anew holds.
func TestBook_levelIsReadAnew(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		book, err := notice.Read(t.Context(), o.Journal)
		if err != nil {
			t.Fatal(err)
		}
		list := func(b *notice.Book) (text string) {
			now := calendar.InstantOf(o.Now())
			for _, n := range b.Notices(now.Date(), now, o.terms) {
				text += n.ID + " " + string(n.State) + " " + parts(n) + "; "
			}
			return text
		}
		step := func() {
			t.Helper()
			if book, err = book.Level(t.Context(), o.Journal); err != nil {
				t.Fatal(err)
			}
			anew, err := notice.Read(t.Context(), o.Journal)
			if err != nil || list(anew) != list(book) || anew.Head != book.Head {
				t.Errorf("level: %s; anew: %s, %v", list(book), list(anew), err)
			}
		}
		step()
		for i, id := range []string{"N-01", "N-02", "N-03"} {
			if _, err := o.receive(id, []identity.Number{anna, bo, anna}[i], told("moved-abroad", "2025-03-01", "", "barnbidrag,sjukpenning")); err != nil {
				t.Fatal(err)
			}
			step()
		}
		before := list(book)
		o.does("N-02", "", "eva", noEffect("barnbidrag"))
		old := book
		step()
		if list(book) == before || list(old) != before {
			t.Error("the book that was had changed, or the new one had not")
		}
		if got, err := notice.Of(t.Context(), o.Journal, anna, day("2025-04-02"), calendar.InstantOf(o.Now()), o.terms); err != nil || len(got) != 2 || got[1].ID != "N-03" {
			t.Errorf("one person's notices: %d, %v", len(got), err)
		}
	})
}

// A circumstance nobody knows, "other", and one that touches nothing the person has wait for
// a person; placed, they go on as any other.
func TestNotice_whatCannotBePlacedGoesToAPerson(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		for id, b := range map[string]notice.Receive{
			"N-01": told("other", "2025-03-01", "", "bostadsbidrag"),
			"N-02": told("hemlig-adress", "", "", "bostadsbidrag,sjukpenning"),
			"N-03": told("vehicle-sold", "2025-03-01", "", "bostadsbidrag"),
			"N-04": told("moved", "2025-03-01", "", "barnbidrag"), // known not to matter
			"N-05": told("moved", "2025-03-01", "", ""),
		} {
			r, err := o.receive(id, anna, b)
			if err != nil || r.Notice.State != notice.ToPlace || !r.Notice.State.IsOpen() || len(r.Notice.Parts) != 0 {
				t.Errorf("%s: %+v, %v", id, r.Notice, err)
			}
		}
		n := o.does("N-02", "", "eva", notice.Place{Benefits: has("bostadsbidrag:2025-04-25"), Why: "ny adress"})
		if n.State != notice.Waiting || !n.Parts[0].Placed || n.Parts[0].HasEffect || n.Parts[0].Since.Rule != notice.FromOpen || n.Parts[0].AnswerBy != day("2025-04-12") {
			t.Errorf("%+v", n.Parts[0])
		}
		if n = o.does("N-05", "", "eva", notice.Close{Why: "ingen förmån"}); n.State != notice.Closed {
			t.Errorf("%s", n.State)
		}
		// An answered notice waits again when one more benefit is found.
		o.does("N-02", "", "eva", noEffect("bostadsbidrag"))
		if n = o.does("N-02", "", "eva", notice.Place{Benefits: has("sjukpenning"), Why: "också"}); n.State != notice.UnderWay {
			t.Errorf("%s", n.State)
		}
	})
}

func TestGuards_refuseWithTheReason(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		if _, err := o.receive("N-01", anna, told("household", "2025-03-01", "2025-03-01", "bostadsbidrag,underhallsstod,barnbidrag")); err != nil {
			t.Fatal(err)
		}
		agency := told("household", "2025-03-01", "", "bostadsbidrag")
		agency.Source, agency.Sender, agency.Channel = notice.ByAgency, "Skatteverket", notice.ByMessage
		if _, err := o.receive("N-02", anna, agency); err != nil {
			t.Fatal(err)
		}
		o.at("2025-04-20")
		try := func(id, on string, b notice.Body, want string) {
			t.Helper()
			before := o.head()
			if _, err := o.record(id, on, "eva", b); !strings.Contains(refused(err), want) || want == "" {
				t.Errorf("%T of %s on %q: %v; want %s", b, id, on, err, want)
			}
			if o.head() != before {
				t.Errorf("%T of %s was refused and stored", b, id)
			}
		}
		housing, support := code("bostadsbidrag"), code("underhallsstod")
		try("N-09", "", notice.Take{Benefit: housing}, "no notice with that id")
		try("N-01", "2025-04-01", notice.Take{Benefit: housing}, "before-received")
		try("N-01", "2025-04-21", notice.Take{Benefit: housing}, "cannot lie in the future")
		try("N-01", "", notice.Take{Benefit: code("sjukpenning")}, "not-reached")
		try("N-01", "", noEffect("barnbidrag"), "not-reached")
		try("N-01", "", notice.Answer{Benefit: housing, Outcome: notice.Changed, EffectFrom: day("2025-04-01")}, "decision is missing")
		try("N-01", "", notice.Answer{Benefit: housing, Outcome: notice.Ended, Decision: "B-1", EffectFrom: calendar.None}, "effect_from is missing")
		try("N-01", "", notice.Answer{Benefit: housing, Outcome: "glad"}, "the outcome is one of")
		try("N-01", "", notice.Withdraw{}, "why is missing")
		try("N-02", "", notice.Withdraw{Why: "x"}, "not-the-persons")
		try("N-01", "", notice.Strike{Event: 7, Why: "x"}, "no-fact")
		try("N-01", "", notice.Strike{Event: 1, Why: "x"}, "from 2")
		try("N-01", "", notice.Place{Why: "x"}, "no benefit is named")
		try("N-01", "", notice.Place{Benefits: has("bostadsbidrag"), Why: "x"}, "reached-already")
		try("N-01", "", notice.Place{Benefits: has("sjukpenning:2025-04-01"), Why: "x"}, "payment-passed")
		// What is true from 1 March changes nothing of February.
		try("N-02", "", answer("bostadsbidrag", "2025-02-28"), "effect-before-change")
		o.does("N-01", "2025-04-10", "eva", notice.Take{Benefit: housing})
		if r, err := o.record("N-01", "", "eva", notice.Take{Benefit: housing}); err != nil || !r.Stands {
			t.Errorf("taken again by the same: %+v, %v", r, err)
		}
		if _, err := o.record("N-01", "", "ali", notice.Take{Benefit: housing}); refused(err) != "taken-already" {
			t.Errorf("taken by another: %v", err)
		}
		try("N-01", "2025-04-09", answer("bostadsbidrag", "2025-04-01"), "before-taken")
		try("N-01", "2025-04-09", notice.Close{Why: "x"}, "before-last")
		o.does("N-01", "2025-04-12", "eva", answer("bostadsbidrag", "2025-04-01"))
		if r, err := o.record("N-01", "2025-04-12", "eva", answer("bostadsbidrag", "2025-04-01")); err != nil || !r.Stands {
			t.Errorf("answered again the same: %+v, %v", r, err)
		}
		try("N-01", "", noEffect("bostadsbidrag"), "answered-already")
		try("N-01", "", notice.Take{Benefit: housing, Unit: "Bostad"}, "taken-already")
		// A wrong answer is struck, and the right one recorded.
		n := o.does("N-01", "", "eva", notice.Strike{Event: 3, Why: "fel ärende"})
		if n.Part(housing).Answer != nil {
			t.Error("the struck answer holds")
		}
		if r, err := o.record("N-01", "", "eva", notice.Strike{Event: 3, Why: "fel ärende"}); err != nil || !r.Stands {
			t.Errorf("struck again: %v", err)
		}
		try("N-01", "", notice.Strike{Event: 4, Why: "x"}, "strike-of-strike")
		o.does("N-01", "", "eva", noEffect("bostadsbidrag"))
		if n = o.does("N-01", "", "eva", notice.Withdraw{Why: "vi flyttade aldrig ihop"}); n.State != notice.Withdrawn {
			t.Errorf("%s", n.State)
		}
		try("N-01", "", noEffect("underhallsstod"), "withdrawn")
		try("N-01", "", notice.Take{Benefit: support}, "withdrawn")
		try("N-01", "", notice.Close{Why: "x"}, "withdrawn")
		o.does("N-02", "", "eva", noEffect("bostadsbidrag"))
		try("N-02", "", notice.Close{Why: "x"}, "nothing-open")
	})
}

// A correction holds whatever day is asked for, reaches what it reaches from its own day, and
// lifts what is not concerned; as known before it, nothing has changed.
func TestCorrection_reachesAndLifts(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		if _, err := o.receive("N-01", anna, told("moved", "2025-03-10", "2025-03-28", "bostadsbidrag,underhallsstod,sjukpenning,bostadstillagg")); err != nil {
			t.Fatal(err)
		}
		before := calendar.InstantOf(o.Now())
		o.at("2025-04-05")
		o.does("N-01", "", "eva", noEffect("bostadstillagg"))
		o.at("2025-04-09")
		n := o.does("N-01", "", "eva", notice.Correct{Stated: notice.Stated{Circumstance: "income", TrueFrom: day("2025-02-01"), LearntOn: day("2025-02-01")}, Why: "fel ruta"})
		if got := parts(n); got != "bostadsbidrag underhallsstod sjukpenning bostadstillagg! " {
			t.Errorf("income reaches %s", got)
		}
		if sick := n.Part(code("sjukpenning")); sick.ReachedOn != day("2025-04-09") || sick.AnswerBy != day("2025-04-16") || sick.Effect.Action != notice.SGI {
			t.Errorf("%+v", sick)
		}
		if n.Duty != notice.DutyLate || n.Received.TrueFrom != day("2025-03-10") || n.Stated.TrueFrom != day("2025-02-01") || n.Corrected != 1 {
			t.Errorf("%s, %+v", n.Duty, n.Stated)
		}
		n = o.does("N-01", "", "eva", notice.Correct{Stated: notice.Stated{Circumstance: "rent", TrueFrom: day("2025-03-10"), LearntOn: day("2025-03-10")}, Why: "hyran"})
		if got := parts(n); got != "bostadsbidrag underhallsstod- sjukpenning- bostadstillagg! " {
			t.Errorf("rent reaches %s", got)
		}
		if _, err := o.record("N-01", "", "eva", noEffect("sjukpenning")); refused(err) != "lifted" {
			t.Errorf("an answer of what was lifted: %v", err)
		}
		facts, err := notice.Load(t.Context(), o.Journal, "N-01")
		if err != nil {
			t.Fatal(err)
		}
		then := notice.Fold(facts, day("2025-04-03"), calendar.InstantOf(o.Now()), o.terms)
		if got := parts(then); got != "bostadsbidrag underhallsstod bostadstillagg " || then.Stated.Circumstance != "rent" {
			t.Errorf("as of the day after receipt, as known now: %s %s", then.Stated.Circumstance, got)
		}
		if was := notice.Fold(facts, day("2025-04-30"), before, o.terms); was.Stated.Circumstance != "moved" || len(was.Facts) != 1 || was.State != notice.Waiting {
			t.Errorf("as known before: %+v", was)
		}
		if notice.Fold(facts, day("2025-04-01"), calendar.InstantOf(o.Now()), o.terms) != nil {
			t.Error("it was there before it was received")
		}
	})
}

func TestDuty_isThePersonsOwn(t *testing.T) {
	for _, c := range []struct {
		name, received, learnt string
		change                 func(*notice.Receive)
		duty                   notice.Duty
		late                   int
	}{
		{"on the last day", "2025-04-15", "2025-04-01", nil, notice.DutyKept, 0},
		{"the day after", "2025-04-16", "2025-04-01", nil, notice.DutyLate, 1},
		// 4 April + 14 days is Good Friday 2025; Tuesday 22 April is the next working day.
		{"over Easter", "2025-04-22", "2025-04-04", nil, notice.DutyKept, 0},
		{"after Easter", "2025-04-23", "2025-04-04", nil, notice.DutyLate, 1},
		{"known before it is true", "2025-04-15", "2025-02-01", nil, notice.DutyKept, 0},
		{"not known when learnt", "2025-04-15", "", nil, notice.DutyUnknown, 0},
		{"the agency knew", "2025-06-15", "2025-04-01", func(r *notice.Receive) { r.Known = true }, notice.DutyNone, 0},
		{"another was first", "2025-04-10", "2025-04-01", func(r *notice.Receive) { r.Source, r.Sender = notice.ByAgency, "CSN" }, notice.DutyNone, 0},
		{"found later", "2025-04-25", "2025-04-01", func(r *notice.Receive) { r.Source, r.Sender = notice.ByControl, "K1" }, notice.DutyMissed, 10},
	} {
		b := told("income", "2025-04-01", c.learnt, "bostadsbidrag")
		if c.change != nil {
			c.change(&b)
		}
		f := notice.Fact{Notice: "N-01", Party: anna, Event: 1, On: day(c.received), Ordinal: 1, KnownAt: noon(c.received), Body: b}
		n := notice.Fold([]notice.Fact{f}, day("2025-12-31"), noon("2025-12-31"), terms(t))
		if n.Duty != c.duty || n.LateDays != c.late {
			t.Errorf("%s: %s by %d days, want %s by %d", c.name, n.Duty, n.LateDays, c.duty, c.late)
		}
	}
	if n := notice.Fold([]notice.Fact{{Notice: "N-01", Event: 1, On: day("2025-04-01"), KnownAt: noon("2025-04-01"), Body: told("income", "", "2025-04-01", "bostadsbidrag")}},
		day("2025-04-01"), noon("2025-04-01"), notice.Terms{}); n.Duty != notice.DutyUnknown || n.LastReportDay != calendar.None {
		t.Errorf("without parameters the days are not known: %s", n.Duty)
	}
}

// An answer on the pay day itself comes too late for it, and the day of the goal is in time.
func TestPayment_theDayItselfIsTooLate(t *testing.T) {
	r := told("rent", "2025-04-01", "", "bostadsbidrag:2025-04-12")
	r.Reached = notice.Reach(r.Stated, day("2025-04-02"), r.Benefits)
	received := notice.Fact{Notice: "N-01", Event: 1, On: day("2025-04-02"), Ordinal: 1, KnownAt: noon("2025-04-02"), Body: r}
	for on, want := range map[string][2]notice.Payment{
		"2025-04-11": {notice.PaymentBefore, notice.PaymentAhead},
		"2025-04-12": {notice.PaymentAfter, notice.PaymentPassed},
		"2025-04-13": {notice.PaymentAfter, notice.PaymentPassed},
	} {
		answered := notice.Fact{Notice: "N-01", Event: 2, On: day(on), Ordinal: 2, KnownAt: noon(on), Body: noEffect("bostadsbidrag")}
		for i, facts := range [][]notice.Fact{{received, answered}, {received}} {
			n := notice.Fold(facts, day(on), noon("2025-05-01"), terms(t))
			if got := n.Parts[0].Payment; got != want[i] {
				t.Errorf("on %s: %s, want %s", on, got, want[i])
			}
			f := notice.FollowUp([]*notice.Notice{n}, calendar.Period{From: day("2025-04-02"), To: day("2025-04-02")}, day(on))
			if kept := on <= "2025-04-12"; f.All.InGoal > 0 != (kept && i == 0) || f.All.GoalKnown > 0 != (i == 0 || !kept) {
				t.Errorf("on %s: %d of %d within the goal", on, f.All.InGoal, f.All.GoalKnown)
			}
			if late := n.Parts[0].Late(n.On); late != max(0, int(day(on)-day("2025-04-12"))) || n.IsLate() != (late > 0 && i == 1) {
				t.Errorf("on %s: %d days after the goal", on, late)
			}
		}
	}
}

// What a person placed stays when a correction reaches something else, and a benefit that had
// ended says so.
func TestCorrection_leavesWhatAPersonPlaced(t *testing.T) {
	r := told("rent", "2025-04-01", "", "bostadsbidrag,sjukpenning,bostadstillagg")
	r.Benefits[2].To = day("2025-03-31")
	r.Reached = notice.Reach(r.Stated, day("2025-04-02"), r.Benefits)
	facts := []notice.Fact{{On: day("2025-04-02"), Body: r},
		{On: day("2025-04-03"), Body: notice.Place{Benefits: has("sjukpenning"), Why: "x"}},
		{On: day("2025-04-04"), Body: notice.Correct{Stated: notice.Stated{Circumstance: "vehicle-sold", TrueFrom: day("2025-04-01"), LearntOn: calendar.None}, Why: "x"}},
		{On: day("2025-04-05"), Body: notice.Place{Benefits: has("bostadsbidrag"), Why: "x"}}}
	for i := range facts {
		facts[i].Notice, facts[i].Event, facts[i].Ordinal, facts[i].KnownAt = "N-01", int32(i+1), int64(i+1), noon("2025-04-05")
	}
	for on, want := range map[string]string{"2025-04-03": "bostadsbidrag sjukpenning ", "2025-04-04": "bostadsbidrag- sjukpenning ", "2025-04-05": "bostadsbidrag sjukpenning "} {
		if got := parts(notice.Fold(facts, day(on), noon("2025-05-01"), terms(t))); got != want {
			t.Errorf("on %s: %s, want %s", on, got, want)
		}
	}
	n := notice.Fold(facts[:2], day("2026-01-01"), noon("2026-01-01"), terms(t))
	if len(n.Untouched) != 1 || n.Untouched[0].Why != notice.EndedAlready {
		t.Errorf("%+v", n.Untouched)
	}
	if p := notice.Fold(facts, day("2025-04-05"), noon("2025-05-01"), terms(t)).Parts[0]; p.ReachedOn != day("2025-04-05") {
		t.Errorf("reached again on %s", p.ReachedOn)
	}
}

// From when a change counts, rule by rule, worked by hand.
func TestSince_ruleByRule(t *testing.T) {
	for _, c := range []struct {
		circumstance, benefit, changed, received string
		source                                   notice.Source
		engagement                               string // first and last day
		want, used                               string
	}{
		{"moved", "bostadsbidrag", "2025-09-03", "2025-09-10", notice.ByPerson, "", "2025-10-01", ""}, // RÅ 2009:87: moved in on 3 September gives October
		{"moved", "bostadsbidrag", "2025-09-01", "2025-09-10", notice.ByPerson, "", "2025-09-01", ""},
		{"child-born", "barnbidrag", "2025-09-01", "2025-09-10", notice.ByPerson, "", "2025-10-01", ""},
		{"child-born", "barnbidrag", "2025-12-31", "2026-01-10", notice.ByPerson, "", "2026-01-01", ""},
		{"income", "bostadstillagg", "2025-01-31", "2025-03-31", notice.ByAgency, "", "2025-04-01", ""},
		{"income", "bostadstillagg", "2025-01-31", "2025-03-31", notice.ByPerson, "", "", ""},
		{"work-started", "sjukpenning", "2025-05-05", "2025-05-20", notice.ByPerson, "", "2025-05-05", ""},
		{"income", "sjukpenning", "2025-05-05", "2025-05-20", notice.ByPerson, "", "2025-05-05", ""},
		{"income", "sjukpenning", "2025-05-05", "2025-05-20", notice.ByPerson, "2025-05-12 2025-06-30", "2025-05-05", "2025-05-12"},
		{"income", "sjukpenning", "2025-05-15", "2025-05-20", notice.ByPerson, "2025-05-12 2025-06-30", "2025-05-15", "2025-05-15"},
		{"permit", "barnbidrag", "2025-05-05", "2025-05-20", notice.ByAgency, "", "", ""},
		{"moved", "bostadsbidrag", "", "2025-09-10", notice.ByPerson, "", "", ""},
	} {
		e, ok := notice.EffectOn(c.circumstance, code(c.benefit))
		if !ok {
			t.Fatalf("no row for %s and %s", c.circumstance, c.benefit)
		}
		has := notice.Has(code(c.benefit))
		if from, to, ok := strings.Cut(c.engagement, " "); ok {
			has.From, has.To = day(from), day(to)
		}
		changed := calendar.None
		if c.changed != "" {
			changed = day(c.changed)
		}
		if s := e.Since(changed, day(c.received), c.source, has); s.Day.String() != c.want || s.UsedFrom.String() != c.used {
			t.Errorf("%s of %s on %q, received %s by %s: from %q used %q, want %q and %q", c.circumstance, c.benefit, c.changed, c.received, c.source, s.Day, s.UsedFrom, c.want, c.used)
		}
	}
}

// A benefit that ended before the change is not reached; one that ended between the change
// and the notice is, because it may have been paid wrongly.
func TestReach_looksAtTheDays(t *testing.T) {
	s := notice.Stated{Circumstance: "household", TrueFrom: day("2025-02-01"), LearntOn: calendar.None}
	e := notice.Has(code("bostadsbidrag"))
	for to, want := range map[string]int{"2025-01-31": 0, "2025-02-01": 1, "2025-03-31": 1, "2025-12-31": 1} {
		e.To = day(to)
		if got := notice.Reach(s, day("2025-04-02"), []notice.Engagement{e}); len(got) != want {
			t.Errorf("ended %s: reached %v", to, got)
		}
	}
	s.TrueFrom = calendar.None
	e.To = day("2025-04-01")
	if got := notice.Reach(s, day("2025-04-02"), []notice.Engagement{e}); len(got) != 0 {
		t.Errorf("reached %v", got)
	}
	if _, err := notice.ParseEngagements("bostadsbidrag, bostadsbidrag"); err == nil {
		t.Error("a benefit stands twice")
	}
	for _, bad := range []string{"nothing", "bostadsbidrag:2025-02-30", "bostadsbidrag:"} {
		if _, err := notice.ParseEngagements(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestReceive_refusesWhatCannotBe(t *testing.T) {
	onEach(t, func(t *testing.T, o *office) {
		good := told("income", "2025-03-01", "2025-04-01", "bostadsbidrag:2025-04-25")
		with := func(change func(*notice.Receive)) notice.Receive {
			b := good
			change(&b)
			return b
		}
		for want, b := range map[string]notice.Receive{
			"not \"Income!\"":    with(func(r *notice.Receive) { r.Circumstance = "Income!" }),
			"the source is":      with(func(r *notice.Receive) { r.Source = "" }),
			"the channel is":     with(func(r *notice.Receive) { r.Channel = "pigeon" }),
			"sender is missing":  with(func(r *notice.Receive) { r.Source = notice.ByAgency }),
			"details holds":      with(func(r *notice.Receive) { r.Details = "a\nb" }),
			"2001 characters":    with(func(r *notice.Receive) { r.Details = strings.Repeat("å", 2001) }),
			"next pay day":       with(func(r *notice.Receive) { r.Benefits = has("bostadsbidrag:2025-04-01") }),
			"before the person":  with(func(r *notice.Receive) { r.LearntOn = day("2025-04-03") }),
			"stands twice among": with(func(r *notice.Receive) { r.Benefits = append(has("barnbidrag"), has("barnbidrag")...) }),
		} {
			if _, err := o.receive("N-01", anna, b); err == nil || !strings.Contains(err.Error(), want) || !errors.Is(err, notice.ErrBody) {
				t.Errorf("%v; want %s", err, want)
			}
		}
		for _, id := range []string{"", "N 1", "N", "N-01/../x", strings.Repeat("n", 41), "-N-01"} {
			if _, err := o.receive(id, anna, good); !errors.Is(err, notice.ErrBody) {
				t.Errorf("the id %q: %v", id, err)
			}
		}
		company, err := identity.NewOrganisation(556000475)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.receive("N-01", company, good); !errors.Is(err, notice.ErrBody) {
			t.Errorf("of an organisation: %v", err)
		}
		if _, err := notice.ReceiveReport(t.Context(), o.Journal, notice.Report{ID: "N-01", Party: anna, Body: good, On: day("2025-04-03"), Actor: "kim"}, o.terms); !errors.Is(err, notice.ErrFuture) {
			t.Errorf("received tomorrow: %v", err)
		}
		if _, err := notice.ReceiveReport(t.Context(), o.Journal, notice.Report{ID: "N-01", Party: anna, Body: good}, o.terms); !errors.Is(err, notice.ErrNobody) {
			t.Errorf("by nobody: %v", err)
		}
		if o.head() != 0 {
			t.Errorf("%d events were stored", o.head())
		}
	})
}
