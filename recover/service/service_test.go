package service_test

import (
	"context"
	"errors"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/position"
	. "balans/recover/position/positiontest"
	"balans/recover/service"
)

// company is a legal person who owes.
const company = identity.Number(162021005521)

// on is an event about a debtor; 0 is all.
func on(k claim.Kind, day, mode string, debtor identity.Number) claim.Event {
	e := Event(k, day)
	e.Mode = mode
	e.Details = &claim.Details{Until: calendar.None, First: calendar.None, Debtor: debtor}
	return e
}

// TestMoment_ofEachMode, as each is served.
func TestMoment_ofEachMode(t *testing.T) {
	p := Terms(t).Parameters
	for mode, want := range map[service.Mode]struct {
		served string
		law    statute.Ref
	}{
		service.Ordinary: {"2024-03-15", "DELGL 16"}, service.Electronic: {"2024-03-15", "DELGL 16"}, service.Forwarded: {"2024-03-15", "DELGL 16"},
		service.Oral: {"2024-03-15", "DELGL 19"}, service.Bailiff: {"2024-03-15", "DELGL 31"},
		service.Simplified: {"2024-03-29", "DELGL 22"}, service.SpecialLegalPerson: {"2024-03-29", "DELGL 27"}, service.Publication: {"2024-03-29", "DELGL 47"},
	} {
		if at, law, err := service.Moment(mode, Day("2024-03-15"), p); err != nil || at != Day(want.served) || law != want.law {
			t.Errorf("%s: %s, %s, %v", mode, at, law, err)
		}
	}
	at, law, err := service.Moment(service.Availability, Day("2024-03-15"), p)
	Refused(t, err, "moment-unknown")
	if at != calendar.None || law != "DELGL 52" {
		t.Errorf("%s, %s", at, law)
	}
	_, _, err = service.Moment("pigeon", Day("2024-03-15"), p)
	Refused(t, err, "mode-unknown")
	if _, _, err = service.Moment(service.Simplified, Day("2009-03-15"), p); !errors.Is(err, statute.ErrMissing) {
		t.Errorf("before the law: %v", err)
	}
	for _, r := range service.Modes() {
		if err := r.Law.Check(); err != nil || r.Says == "" {
			t.Errorf("%+v, %v", r, err)
		}
	}
}

// TestProcessOf_finalForceAsWorkedInE14, weekends and month ends included.
func TestProcessOf_finalForceAsWorkedInE14(t *testing.T) {
	terms := Terms(t)
	for served, want := range map[string][2]string{
		"2024-03-15": {"2024-05-15", "2024-05-16"}, "2024-04-08": {"2024-06-10", "2024-06-11"},
		"2024-10-31": {"2025-01-02", "2025-01-03"}, "2024-12-31": {"2025-02-28", "2025-03-01"},
	} {
		p := At(t, terms, Decision("C", "2024-03-01", 1000), served, Event(claim.Dispatched, "2024-03-04"), on(claim.Served, served, "ordinary", 0))
		x, err := service.ProcessOf(p)
		if err != nil {
			t.Fatal(err)
		}
		d := x.Of(A)
		if d.LastDay != Day(want[0]) || d.Final != Day(want[1]) || d.LastDay != x.LastDay || d.Final != x.Final || x.EarliestHandover != d.Final || x.Due != Day("2024-04-03") || len(d.Next) != 0 {
			t.Errorf("%s: %s, %s, %+v", served, d.LastDay, d.Final, x.Deadlines)
		}
	}
	review := []claim.Event{Event(claim.Dispatched, "2024-03-04"), on(claim.Served, "2024-03-15", "", 0), Event(claim.ReconsiderationAsked, "2024-05-15"),
		Event(claim.ReconsiderationDecided, "2024-08-12"), Event(claim.ReviewServed, "2024-08-20")}
	for day, final := range map[string]calendar.Date{"2024-05-14": Day("2024-05-16"), "2024-05-15": calendar.None, "2024-08-19": calendar.None, "2024-08-20": Day("2024-10-22")} {
		x, err := service.ProcessOf(At(t, terms, Decision("C", "2024-03-01", 1000), day, review...))
		if err != nil || x.Of(A).Final != final || x.Final != final {
			t.Errorf("%s: %s and %s, want %s, %v", day, x.Of(A).Final, x.Final, final, err)
		}
	}
}

// TestProcessOf_eachDebtorHasHisOwnClock: one is served at once, the other at the
// third attempt; the claim is final when it is against both.
func TestProcessOf_eachDebtorHasHisOwnClock(t *testing.T) {
	terms := Terms(t)
	d := Decision("C", "2024-03-01", 1000)
	d.Debtors = append(d.Debtors, claim.Debtor{Number: B})
	found := on(claim.AddressFound, "2024-04-15", "", B)
	found.Details.Ref = "register"
	receipt := on(claim.Served, "2024-05-20", "bailiff", B)
	receipt.Details.Ref = "S-9"
	events := []claim.Event{Event(claim.Dispatched, "2024-03-04"), on(claim.Served, "2024-03-11", "", A), on(claim.MailReturned, "2024-03-12", "", B),
		found, on(claim.ServiceAttempted, "2024-04-16", "ordinary", B), on(claim.ServiceFailed, "2024-05-08", "", B),
		on(claim.ServiceAttempted, "2024-05-10", "bailiff", B), receipt}
	process := func(day string) *service.Process {
		x, err := service.ProcessOf(At(t, terms, d, day, events...))
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	next := func(day string, want ...claim.Kind) {
		t.Helper()
		b := process(day).Of(B)
		for i, k := range want {
			if len(b.Next) <= i || b.Next[i].Kind != k || b.Next[i].Why == "" || b.Next[i].Who == "" {
				t.Errorf("%s: %+v, want %v", day, b.Next, want)
				return
			}
		}
	}
	x := process("2024-03-12")
	a, b := x.Of(A), x.Of(B)
	if a.Served != Day("2024-03-11") || a.Final != Day("2024-05-14") || a.Mode != service.Ordinary || b.Served != calendar.None || b.Final != calendar.None || x.Final != calendar.None {
		t.Errorf("%+v\n%+v\n%+v", a, b, x.Deadlines)
	}
	next("2024-03-11", claim.Served, claim.ServiceFailed)
	next("2024-03-12", claim.AddressFound, claim.ServiceAttempted)
	next("2024-04-15", claim.ServiceAttempted)
	next("2024-05-07", claim.Served, claim.ServiceFailed)
	next("2024-05-08", claim.RegisteredNotServed, claim.ServiceAttempted)
	if b = process("2024-05-08").Of(B); b.Failed != 2 || b.Needed != 2 || b.Next[1].Mode != service.Bailiff {
		t.Errorf("%+v", b)
	}
	x = process("2024-05-20")
	b = x.Of(B)
	if b.Served != Day("2024-05-20") || b.Mode != service.Bailiff || b.Proof != "S-9" || b.Final != Day("2024-07-23") || x.Final != b.Final || x.Of(A).Final != Day("2024-05-14") {
		t.Errorf("%+v, the claim %s", b, x.Final)
	}
	want := []service.Attempt{
		{Mode: service.Ordinary, Sent: Day("2024-03-04"), Until: Day("2024-03-25"), Outcome: service.Returned, On: Day("2024-03-12"), Event: 0, Address: Day("2024-04-15"), Source: "register"},
		{Mode: service.Ordinary, Sent: Day("2024-04-16"), Until: Day("2024-05-07"), Outcome: service.Failed, On: Day("2024-05-08"), Event: 4, Address: calendar.None},
		{Mode: service.Bailiff, Sent: Day("2024-05-10"), Until: Day("2024-05-31"), Outcome: service.Served, On: Day("2024-05-20"), Proof: "S-9", Event: 6, Address: calendar.None},
	}
	for i, w := range want {
		if len(b.Attempts) != len(want) || b.Attempts[i] != w {
			t.Errorf("attempt %d: %+v, want %+v", i, b.Attempts, w)
		}
	}
	if x.Of(company) != nil || x.Of(0) != nil {
		t.Error("found a debtor who is none, or one of two without a name")
	}
}

// TestProcessOf_oneAttemptFailsOnce: no receipt, and then the letter comes back.
func TestProcessOf_oneAttemptFailsOnce(t *testing.T) {
	x, err := service.ProcessOf(At(t, Terms(t), Decision("C", "2024-03-01", 1000), "2024-05-01", Event(claim.Dispatched, "2024-03-04"),
		Event(claim.ServiceFailed, "2024-03-26"), Event(claim.MailReturned, "2024-03-28")))
	if err != nil || x.Of(0).Failed != 1 || x.Of(0).Attempts[0].Outcome != service.Returned {
		t.Errorf("%+v, %v", x.Of(0), err)
	}
}

// TestProcessOf_aHistoryWithoutSendings still tells who is served.
func TestProcessOf_aHistoryWithoutSendings(t *testing.T) {
	x, err := service.ProcessOf(At(t, Terms(t), Decision("C", "2024-03-01", 1000), "2024-05-01", Event(claim.Served, "2024-03-15")))
	if err != nil || x.Of(0).Served != Day("2024-03-15") || x.Of(0).Attempts[0].Sent != calendar.None {
		t.Errorf("%+v, %v", x.Of(0), err)
	}
}

func TestNext_modesForProtectedAndLegalPersons(t *testing.T) {
	terms := Terms(t)
	failed := []claim.Event{Event(claim.Dispatched, "2024-03-04"), Event(claim.ServiceFailed, "2024-03-26")}
	legal := Decision("C", "2024-03-01", 1000)
	legal.Debtors[0].Number = company
	protected := append([]claim.Event{Event(claim.IdentityProtected, "2024-03-02")}, failed...)
	for what, c := range map[string]struct {
		d      claim.Decision
		events []claim.Event
		modes  []service.Mode
	}{
		"a person":       {Decision("C", "2024-03-01", 1000), failed, []service.Mode{service.Bailiff, service.Publication, service.Ordinary}},
		"protected":      {Decision("C", "2024-03-01", 1000), protected, []service.Mode{service.Electronic, service.Forwarded}},
		"a legal person": {legal, failed, []service.Mode{service.SpecialLegalPerson, service.Bailiff, service.Publication, service.Ordinary}},
	} {
		x, err := service.ProcessOf(At(t, terms, c.d, "2024-03-26", c.events...))
		if err != nil {
			t.Fatal(err)
		}
		var modes []service.Mode
		for _, s := range x.Of(0).Next {
			if s.Kind == claim.ServiceAttempted {
				modes = append(modes, s.Mode)
			}
		}
		if len(modes) != len(c.modes) {
			t.Errorf("%s: %v, want %v", what, modes, c.modes)
			continue
		}
		for i := range modes {
			if modes[i] != c.modes[i] {
				t.Errorf("%s: %v, want %v", what, modes, c.modes)
			}
		}
	}
}

// desk carries commands out on one claim.
type desk struct {
	*Office
	c position.Claim
}

func (d *desk) act(day string, debtor identity.Number) service.Act {
	return service.Act{Errand: d.Errand(), Claim: d.c, Debtor: debtor, On: d.Today(day)}
}

type doer interface {
	Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error)
}

func (d *desk) done(x doer) journal.Receipt {
	d.T.Helper()
	r, err := x.Do(d.T.Context(), d.J)
	if err != nil {
		d.T.Fatal(err)
	}
	return r
}

func (d *desk) refused(x doer, code string) {
	d.T.Helper()
	_, err := x.Do(d.T.Context(), d.J)
	Refused(d.T, err, code)
}

func (d *desk) debtor(day string, n identity.Number) *service.Debtor {
	d.T.Helper()
	x, err := service.ProcessOf(d.At(d.c, day))
	if err != nil {
		d.T.Fatal(err)
	}
	return x.Of(n)
}

// decide stores a decision alone.
func decide(o *Office, x claim.Decision) *desk {
	o.T.Helper()
	a := journal.Append{Party: int64(x.Party()), Stream: claim.Stream(x.ID), Events: []journal.New{x.ToJournal(claim.Entry{Actor: "test", Cause: "test"})}}
	if _, err := o.J.Append(o.T.Context(), a); err != nil {
		o.T.Fatal(err)
	}
	return &desk{o, position.Claim{Party: x.Party(), ID: x.ID}}
}

func TestCommands_twoDebtorsUntilBothAreServed(t *testing.T) {
	OnEach(t, func(o *Office) {
		x := Decision("C", "2024-03-01", 1000)
		x.Debtors = append(x.Debtors, claim.Debtor{Number: B})
		d := decide(o, x)
		d.refused(&service.Send{Act: d.act("2024-03-04", 0), Mode: service.Ordinary}, "debtor-missing")
		d.refused(&service.Send{Act: d.act("2024-03-04", company), Mode: service.Ordinary}, "not-a-debtor")
		d.refused(&service.Receipt{Act: d.act("2024-03-04", A), Proof: "K"}, "not-dispatched")
		first := &service.Send{Act: d.act("2024-03-04", A), Mode: service.Ordinary}
		first.DryRun = true
		if r := d.done(first); !r.DryRun || len(r.Events) != 1 || d.debtor("2024-03-04", A).State != claim.ServiceNotSent {
			t.Errorf("%+v", r)
		}
		first.DryRun = false
		d.done(first)
		o.Reopen()
		if r := d.done(first); !r.Replayed {
			t.Errorf("repeated: %+v", r)
		}
		if s := d.debtor("2024-03-04", B).State; s != claim.ServiceNotSent {
			t.Errorf("the other is %s", s)
		}
		d.done(&service.Send{Act: d.act("2024-03-05", B), Mode: service.Electronic})
		d.refused(&service.Receipt{Act: d.act("2024-03-11", A)}, "proof-missing")
		d.refused(&service.Receipt{Act: d.act("2024-03-03", A), Proof: "K-1"}, "not-dispatched")
		d.done(&service.Receipt{Act: d.act("2024-03-11", A), Proof: "K-1"})
		d.refused(&service.Receipt{Act: d.act("2024-03-12", A), Proof: "K-2"}, "served-already")
		d.refused(&service.Send{Act: d.act("2024-03-12", A), Mode: service.Ordinary}, "served-already")
		d.refused(&service.NoReceipt{Act: d.act("2024-03-26", B)}, "receipt-can-come")
		d.done(&service.NoReceipt{Act: d.act("2024-03-27", B)})
		d.done(&service.MailBack{Act: d.act("2024-03-28", B)})
		d.refused(&service.RegisterNotServed{Act: d.act("2024-03-28", B)}, "attempts-left")
		d.done(&service.Send{Act: d.act("2024-04-02", B), Mode: service.Ordinary})
		d.done(&service.MailBack{Act: d.act("2024-04-12", B)})
		d.done(&service.RegisterNotServed{Act: d.act("2024-04-15", B)})
		if b := d.debtor("2024-04-15", B); b.State != claim.ServiceNotServed || b.RegisteredOn != Day("2024-04-15") || b.Next[0].Kind != claim.AddressFound {
			t.Errorf("%+v", b)
		}
		d.refused(&service.AddressFound{Act: d.act("2024-05-02", B)}, "source-missing")
		d.done(&service.AddressFound{Act: d.act("2024-05-02", B), Source: "population register"})
		d.done(&service.Send{Act: d.act("2024-05-03", B), Mode: service.Bailiff})
		if b := d.debtor("2024-05-03", B); b.Failed != 0 || b.RegisteredOn != calendar.None {
			t.Errorf("it does not begin anew: %+v", b)
		}
		d.done(&service.HandedOver{Act: d.act("2024-05-20", B), Proof: "S-9"})
		a, b := d.debtor("2024-05-20", A), d.debtor("2024-05-20", B)
		if a.Final != Day("2024-05-14") || b.Final != Day("2024-07-23") || b.Mode != service.Bailiff || a.Proof != "K-1" {
			t.Errorf("%+v\n%+v", a, b)
		}
		if dl := d.At(d.c, "2024-05-20").Deadlines; dl.Final != Day("2024-07-23") || dl.Served != Day("2024-05-20") {
			t.Errorf("%+v", dl)
		}
	})
}

func TestCommands_modesThatTakeEffectByTime(t *testing.T) {
	OnEach(t, func(o *Office) {
		d := decide(o, Decision("C", "2024-03-01", 1000))
		d.refused(&service.Send{Act: d.act("2024-03-04", 0), Mode: service.Simplified}, "not-told")
		d.refused(&service.Send{Act: d.act("2024-03-04", 0), Mode: service.SpecialLegalPerson}, "not-a-legal-person")
		d.refused(&service.Send{Act: d.act("2024-03-04", 0), Mode: service.Availability}, "moment-unknown")
		d.refused(&service.Send{Act: d.act("2024-03-04", 0), Mode: "pigeon"}, "mode-unknown")
		d.refused(&service.Send{Act: d.act("2024-03-04", 0), Mode: service.Oral}, "not-sent-so")
		d.done(&service.Send{Act: d.act("2024-03-04", 0), Mode: service.Simplified, Told: "letter of 2024-01-10"})
		d.refused(&service.NoReceipt{Act: d.act("2024-04-04", 0)}, "no-receipt-needed")
		d.refused(&service.TakeEffect{Act: d.act("2024-03-17", 0)}, "service-too-early")
		d.done(&service.TakeEffect{Act: d.act("2024-03-21", 0)}) // looked at later
		if s := d.debtor("2024-03-21", A); s.Served != Day("2024-03-18") || s.Mode != service.Simplified || s.Final != Day("2024-05-21") {
			t.Errorf("%+v", s)
		}
		d.refused(&service.TakeEffect{Act: d.act("2024-03-22", 0)}, "served-already")

		firm := Decision("FIRM", "2024-03-01", 1000)
		firm.Debtors[0].Number = company
		d = decide(o, firm)
		d.done(&service.Send{Act: d.act("2024-03-25", 0), Mode: service.SpecialLegalPerson})
		d.done(&service.MailBack{Act: d.act("2024-04-02", 0)})
		d.refused(&service.TakeEffect{Act: d.act("2024-04-08", 0)}, "attempt-over")
		d.refused(&service.Send{Act: d.act("2024-04-09", 0), Mode: service.Publication}, "reason-missing")
		d.done(&service.Send{Act: d.act("2024-04-09", 0), Mode: service.Publication, Reason: "no known address"})
		d.done(&service.TakeEffect{Act: d.act("2024-04-23", 0)})
		if s := d.debtor("2024-04-23", company); s.Served != Day("2024-04-23") || s.Mode != service.Publication {
			t.Errorf("%+v", s)
		}
	})
}

func TestCommands_readOutAndReceiptForOtherModes(t *testing.T) {
	OnEach(t, func(o *Office) {
		d := decide(o, Decision("C", "2024-03-01", 1000))
		d.done(&service.Send{Act: d.act("2024-03-04", 0), Mode: service.Ordinary})
		d.refused(&service.TakeEffect{Act: d.act("2024-04-04", 0)}, "proof-missing")
		d.refused(&service.ReadOut{Act: d.act("2024-03-06", 0)}, "proof-missing")
		d.done(&service.ReadOut{Act: d.act("2024-03-06", 0), Proof: "N-3"})
		if s := d.debtor("2024-03-06", A); s.Mode != service.Oral || s.Served != Day("2024-03-06") {
			t.Errorf("%+v", s)
		}
		d = decide(o, Decision("D", "2024-03-01", 1000))
		d.done(&service.Send{Act: d.act("2024-03-08", 0), Mode: service.Simplified, Told: "T-1"})
		d.done(&service.Receipt{Act: d.act("2024-03-12", 0), Proof: "K-7"}) // a receipt counts from its day
		if s := d.debtor("2024-03-12", A); s.Mode != service.Ordinary || s.Served != Day("2024-03-12") {
			t.Errorf("%+v", s)
		}
	})
}

func TestSend_toAProtectedPersonAndAnEstate(t *testing.T) {
	OnEach(t, func(o *Office) {
		d := decide(o, Decision("C", "2024-03-01", 1000))
		o.Today("2024-03-02")
		o.Record(d.c, on(claim.IdentityProtected, "2024-03-02", "", A))
		for _, m := range []service.Mode{service.Ordinary, service.Bailiff, service.Publication} {
			d.refused(&service.Send{Act: d.act("2024-03-04", 0), Mode: m, Reason: "r"}, "identity-protected")
		}
		d.done(&service.Send{Act: d.act("2024-03-04", 0), Mode: service.Forwarded})
		o.Today("2024-03-20")
		o.Record(d.c, on(claim.DebtorDied, "2024-03-20", "", A))
		d.done(&service.NoReceipt{Act: d.act("2024-03-26", 0)})
		d.refused(&service.Send{Act: d.act("2024-03-27", 0), Mode: service.Electronic}, "debtor-deceased")
		d.done(&service.Send{Act: d.act("2024-03-27", 0), Mode: service.Electronic, Estate: true})
		if s := d.debtor("2024-03-27", A); s.To != service.ToEstate || !s.Protected || s.Died != Day("2024-03-20") || s.Attempts[1].Mode != service.Electronic {
			t.Errorf("%+v", s)
		}
	})
}
