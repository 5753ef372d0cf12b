package enforcement_test

import (
	"context"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/enforcement"
	"balans/recover/position"
	. "balans/recover/position/positiontest"
)

// served is a claim of 10 000 kr sent on 2024-03-04 and served on 2024-03-15: due on
// 2024-04-03, final on 2024-05-16.
func served(more ...claim.Event) (claim.Decision, []claim.Event) {
	events := []claim.Event{Event(claim.Dispatched, "2024-03-04"),
		on(claim.Served, "2024-03-15", "ordinary", func(d *claim.Details) { d.Ref = "K-1" })}
	return Decision("2024-01", "2024-03-01", 10_000), append(events, more...)
}

func TestHandoverOf_saysWhatIsHandedOver(t *testing.T) {
	wrong, back := Paid("2024-04-15", kr(500, 0)), Event(claim.PaymentReversed, "2024-04-16")
	wrong.ID, back.Amount, back.ByLaw = "P-1", wrong.Amount, true
	back.Details = &claim.Details{Until: calendar.None, First: calendar.None, Ref: "P-1"}
	d, events := served(wrong, back, Paid("2024-04-30", kr(1_000, 0)))
	p := At(t, Terms(t), d, "2024-05-16", events...)
	x, err := enforcement.HandoverOf(p)
	if err != nil {
		t.Fatal(err)
	}
	// 27 days at 12 % of 10 000 is 88,77: 911,23 of the 1 000 is principal. 16 days
	// more on 9 088,77 are 47,81.
	if want := (enforcement.Amounts{Principal: kr(9_088, 77), Interest: kr(47, 81)}); x.Amounts != want || x.InterestTo != p.On {
		t.Errorf("%+v, through %s", x.Amounts, x.InterestTo)
	}
	o := x.Debtors[0]
	if len(x.Debtors) != 1 || o.Debtor != A || o.Owes != x.Amounts.Total() || o.Served != Day("2024-03-15") || o.Mode != "ordinary" || o.Proof != "K-1" || o.LastDay != Day("2024-05-15") {
		t.Errorf("%+v", o)
	}
	if x.Due != Day("2024-04-03") || x.Final != Day("2024-05-16") || x.Limitation.Last != Day("2029-12-31") || len(x.Limitation.Chain) != 1 {
		t.Errorf("due %s, final %s, %+v", x.Due, x.Final, x.Limitation)
	}
	if len(x.Payments) != 1 || x.Payments[0] != (enforcement.Payment{On: Day("2024-04-30"), Amount: kr(1_000, 0)}) {
		t.Errorf("%+v", x.Payments)
	}
	if len(x.Notes) != 1 || x.Notes[0].Code != "least-amount-unknown" {
		t.Errorf("%+v", x.Notes)
	}
}

func TestHandoverOf_saysAllThatIsInItsWay(t *testing.T) {
	terms := Terms(t)
	two := func(d *claim.Decision) { d.Debtors = append(d.Debtors, claim.Debtor{Number: B}) }
	forA := func(d *claim.Details) { d.Debtor = A }
	for what, c := range map[string]struct {
		on     string
		change func(*claim.Decision)
		events []claim.Event
		codes  []string
	}{
		"the day before final force":     {"2024-05-15", nil, nil, []string{"not-final"}},
		"on the due date":                {"2024-04-03", nil, nil, []string{"not-due", "not-final"}},
		"contested in time":              {"2024-06-03", nil, []claim.Event{Event(claim.ReconsiderationAsked, "2024-05-15")}, []string{"not-final"}},
		"contested too late":             {"2024-06-03", nil, []claim.Event{Event(claim.ReconsiderationAsked, "2024-05-16")}, nil},
		"outcome not served":             {"2024-09-03", nil, []claim.Event{Event(claim.ReconsiderationAsked, "2024-05-15"), Event(claim.ReconsiderationDecided, "2024-08-12")}, []string{"not-final"}},
		"stayed":                         {"2024-06-03", nil, []claim.Event{Event(claim.StayOrdered, "2024-05-20")}, []string{"stayed"}},
		"paid":                           {"2024-06-03", nil, []claim.Event{Paid("2024-05-20", kr(20_000, 0))}, []string{"nothing-owed"}},
		"annulled":                       {"2024-06-03", nil, []claim.Event{Event(claim.Annulled, "2024-05-20")}, []string{"claim-has-ended"}},
		"sent already":                   {"2024-06-03", nil, []claim.Event{Event(claim.HandoverSent, "2024-05-20")}, []string{"message-open"}},
		"booked":                         {"2024-06-03", nil, []claim.Event{Event(claim.HandoverSent, "2024-05-20"), Event(claim.Referred, "2024-05-22")}, []string{"at-kfm"}},
		"in a plan, a rate not known":    {"2027-06-03", nil, []claim.Event{on(claim.DeferralGranted, "2024-05-20", "", nil)}, []string{"arrangement-in-force", "interest-unknown"}},
		"the estate has nothing":         {"2024-06-03", nil, []claim.Event{on(claim.DebtorDied, "2024-05-20", "", forA), on(claim.EstateNotified, "2024-05-27", "", forA)}, []string{"estate-has-nothing"}},
		"one event serves both":          {"2024-06-03", two, []claim.Event{on(claim.Served, "2024-03-15", "ordinary", forA)}, nil},
		"on the civil track, and nobody": {"2024-06-03", func(d *claim.Decision) { d.Type = claim.Mistaken }, nil, []string{"wrong-track"}},
	} {
		t.Run(what, func(t *testing.T) {
			d, events := served(c.events...)
			if c.change != nil {
				c.change(&d)
			}
			_, err := enforcement.HandoverOf(At(t, terms, d, c.on, events...))
			if len(c.codes) == 0 && err == nil {
				return
			}
			stops(t, err, c.codes...)
		})
	}
	d, _ := served()
	two(&d)
	_, err := enforcement.HandoverOf(At(t, terms, d, "2024-06-03", Event(claim.Dispatched, "2024-03-04"), on(claim.Served, "2024-04-15", "", forA)))
	stops(t, err, "not-final", "not-served") // each debtor has his own
	_, err = enforcement.HandoverOf(At(t, terms, d, "2024-03-02"))
	stops(t, err, "not-sent", "not-served", "not-served")
	least := Terms(t, "handover_minimum,2000000,ore,2024-01-01,,made up for the test,F\n")
	d, events := served()
	_, err = enforcement.HandoverOf(At(t, least, d, "2024-06-03", events...))
	stops(t, err, "below-minimum")
}

// file lays a served claim down.
func file(o *Office) *desk {
	d := &desk{o, o.Decide(Decision("2024-01", "2024-03-01", 10_000), "2024-03-04")}
	o.Today("2024-03-15")
	o.Record(d.c, on(claim.Served, "2024-03-15", "ordinary", nil))
	return d
}

func (d *desk) handOver(day string) *enforcement.Handover {
	d.T.Helper()
	r, err := (&enforcement.HandOver{Measure: d.measure(day)}).Do(d.T.Context(), d.J)
	if err != nil {
		d.T.Fatal(err)
	}
	return r.Handover
}

func TestPublicTrack_refusedAndCorrectedThenRecalled(t *testing.T) {
	OnEach(t, func(o *Office) {
		d := file(o)
		_, err := (&enforcement.HandOver{Measure: d.measure("2024-05-15")}).Do(t.Context(), o.J)
		stops(t, err, "not-final")
		d.handOver("2024-05-16")
		if _, err := (&enforcement.Refuse{Measure: d.measure("2024-05-20"), Code: "17"}).Do(t.Context(), o.J); err == nil || !strings.Contains(err.Error(), "title_incomplete") {
			t.Errorf("%v", err)
		}
		d.done(&enforcement.Refuse{Measure: d.measure("2024-05-20"), Code: "title_incomplete"})
		d.stands("2024-05-20", claim.CollectionReady, claim.HandoverTurnedDown)
		d.refused(&enforcement.Book{Measure: d.measure("2024-05-21")}, "nothing-handed-over")

		again := &enforcement.HandOver{Measure: d.measure("2024-05-22")}
		again.DryRun = true
		shown, err := again.Do(t.Context(), o.J)
		if err != nil || len(shown.Events) != 1 {
			t.Fatal(shown, err)
		}
		d.stands("2024-05-22", claim.CollectionReady, claim.HandoverTurnedDown)
		again.DryRun = false
		stored, err := again.Do(t.Context(), o.J)
		if err != nil || stored.Events[0].Body != shown.Events[0].Body {
			t.Fatalf("shown %+v, stored %+v, %v", shown.Events, stored.Events, err)
		}
		if r, err := again.Do(t.Context(), o.J); err != nil || !r.Replayed {
			t.Errorf("repeated: %+v, %v", r, err)
		}
		d.done(&enforcement.Accept{Measure: d.measure("2024-05-24")})
		d.stands("2024-05-24", claim.CollectionHandoverSent, claim.HandoverTakenIn)
		d.done(&enforcement.Book{Measure: d.measure("2024-05-27")})
		p := d.stands("2024-05-27", claim.CollectionHandedOver, claim.HandoverBooked)
		e := p.Events[len(p.Events)-1]
		if a, whole := enforcement.HandedOver(&e); !whole || a != stored.Handover.Amounts || e.Amount != a.Total() || e.ToPrincipal != kr(10_000, 0) {
			t.Errorf("booked %s, handed over %s", a, stored.Handover.Amounts)
		}
		if p.State.InStock() {
			t.Error("it is still in the stock")
		}

		d.refused(&enforcement.RecallAnswer{Measure: d.measure("2024-06-03"), Granted: true}, "no-recall")
		d.refused(&enforcement.Recall{Measure: d.measure("2024-06-03")}, "reason-missing")
		d.done(&enforcement.Recall{Measure: d.measure("2024-06-03"), Reason: "a plan is agreed"})
		d.stands("2024-06-03", claim.CollectionRecallSent, claim.HandoverRecallOut)
		d.done(&enforcement.RecallAnswer{Measure: d.measure("2024-06-10"), Granted: true})
		if p := d.stands("2024-06-10", claim.CollectionReturned, claim.HandoverOver); !p.State.InStock() {
			t.Error("it is not back in the stock")
		}
		d.handOver("2024-06-17") // and once more
		d.stands("2024-06-17", claim.CollectionHandoverSent, claim.HandoverUnderway)
	})
}

// TestPublicTrack_annulledAfterTheHandOver: a stop, a recall that is refused because
// Kronofogden has written the claim off, and the debtor's money back.
func TestPublicTrack_annulledAfterTheHandOver(t *testing.T) {
	OnEach(t, func(o *Office) {
		d := file(o)
		o.Today("2024-04-30")
		o.Record(d.c, Paid("2024-04-30", kr(3_000, 0)))
		d.handOver("2024-05-16")
		d.done(&enforcement.Book{Measure: d.measure("2024-05-20")})
		d.refused(&told{enforcement.Tell{Measure: d.measure("2024-05-21")}}, "nothing-to-tell")
		before := d.At(d.c, "2024-09-30").Account
		o.Today("2024-09-30")
		o.Record(d.c, Event(claim.Annulled, "2024-09-30"))
		p := d.At(d.c, "2024-09-30")
		owed, err := enforcement.Owes(p, 0)
		if err != nil || len(owed) != 1 || owed[0].Asks != enforcement.Stop || owed[0].Code != "annulled" || owed[0].Waits != "" || owed[0].Less.Total() != before.Total() {
			t.Fatalf("%+v, %v; before %s", owed, err, before.Total())
		}
		d.done(&told{enforcement.Tell{Measure: d.measure("2024-10-01")}})
		p = d.stands("2024-10-01", claim.CollectionHandedOver, claim.HandoverMessageOut)
		if e := p.Events[len(p.Events)-1]; e.Mode != enforcement.Stop || e.Amount < before.Total() || !strings.HasPrefix(e.Detail().Reason, "annulled: principal=") {
			t.Errorf("%+v %+v", e, e.Detail())
		}
		d.refused(&enforcement.Recall{Measure: d.measure("2024-10-02"), Reason: "annulled"}, "message-open")
		if _, err := (&enforcement.Answer{Measure: d.measure("2024-10-04"), Code: "no"}).Do(t.Context(), o.J); err == nil {
			t.Error("a code that is none was accepted")
		}
		d.done(&enforcement.Answer{Measure: d.measure("2024-10-04"), Code: "amount_unclear"})
		if owed, err = enforcement.Owes(d.At(d.c, "2024-10-04"), 0); err != nil || len(owed) != 1 || owed[0].Code != "annulled" {
			t.Errorf("a refused message is still owed: %+v, %v", owed, err)
		}
		d.done(&told{enforcement.Tell{Measure: d.measure("2024-10-07")}})
		d.done(&enforcement.Answer{Measure: d.measure("2024-10-09"), Accepted: true})
		if owed, err = enforcement.Owes(d.At(d.c, "2024-10-09"), 0); err != nil || len(owed) != 0 {
			t.Errorf("%+v, %v", owed, err)
		}
		d.done(&enforcement.Recall{Measure: d.measure("2024-10-10"), Reason: "annulled"})
		if _, err := (&enforcement.RecallAnswer{Measure: d.measure("2024-10-14")}).Do(t.Context(), o.J); err == nil {
			t.Error("a recall is refused for a reason")
		}
		d.done(&enforcement.RecallAnswer{Measure: d.measure("2024-10-14"), Code: "written_off"})
		d.stands("2024-10-14", claim.CollectionHandedOver, claim.HandoverBooked)
		d.done(&enforcement.Returned{Measure: d.measure("2024-10-15"), Why: enforcement.ReturnedWrittenOff})
		o.Today("2024-10-21")
		refund := Event(claim.Refunded, "2024-10-21")
		refund.Amount = kr(3_000, 0)
		o.Record(d.c, refund)
		p = d.stands("2024-10-21", claim.CollectionDone, claim.HandoverOver)
		if p.Account.Credit != 0 || total(p) != 0 {
			t.Errorf("%+v", p.Account.Balances)
		}
	})
}

// told gives Tell the form of the other commands.
type told struct{ enforcement.Tell }

func (x *told) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	r, err := x.Tell.Do(ctx, j)
	return r.Receipt, err
}

func TestOwes_whatKronofogdenMustBeTold(t *testing.T) {
	terms := Terms(t)
	sent, booked := Event(claim.HandoverSent, "2024-05-20"), Event(claim.Referred, "2024-05-22")
	lowered := Event(claim.Changed, "2024-06-03")
	lowered.Amount, lowered.ToPrincipal = kr(6_000, 0), kr(6_000, 0)
	late := Paid("2024-05-10", kr(10_000, 0)) // made before the hand-over, known after
	late.RecordedAt = Event(claim.Paid, "2024-06-03").RecordedAt
	all := Paid("2024-06-03", kr(20_000, 0))
	back := Event(claim.PaymentReversed, "2024-06-03")
	back.Amount, back.ByLaw = kr(100, 0), true
	sameDay := lowered // as the hand-over, and known at the same instant
	sameDay.OccurredOn, sameDay.RecordedAt = sent.OccurredOn, sent.RecordedAt
	theirs := Paid("2024-06-03", kr(500, 0))
	theirs.Mode = "kfm"
	died := Event(claim.DebtorDied, "2024-06-03")
	for what, c := range map[string]struct {
		events   []claim.Event
		received money.Amount
		want     string // asks code, in order
		waits    bool
	}{
		"nothing is new":                  {[]claim.Event{sent, booked}, 0, "", false},
		"Kronofogden does not have it":    {[]claim.Event{lowered}, 0, "", false},
		"lowered":                         {[]claim.Event{sent, booked, lowered}, 0, "change lowered", false},
		"lowered, not registered":         {[]claim.Event{sent, lowered}, 0, "change lowered", true},
		"lowered, and refused":            {[]claim.Event{sent, Event(claim.HandoverRefused, "2024-05-21"), lowered}, 0, "", false},
		"lowered, and returned":           {[]claim.Event{sent, booked, lowered, Event(claim.Returned, "2024-06-04")}, 0, "", false},
		"lowered, told and not answered":  {[]claim.Event{sent, booked, lowered, Event(claim.MessageSent, "2024-06-04")}, 0, "", true},
		"dead, while a message is open":   {[]claim.Event{sent, booked, Event(claim.MessageSent, "2024-05-30"), died}, 0, "change deceased", true},
		"lowered, a history of others'":   {[]claim.Event{booked, lowered}, 0, "change lowered", false},
		"a payment known late":            {[]claim.Event{sent, booked, late}, 0, "change paid_to_us", false},
		"lowered right after it is sent":  {[]claim.Event{sent, sameDay, booked}, 0, "change lowered", false},
		"lowered right before it is sent": {[]claim.Event{sameDay, sent, booked}, 0, "", false},
		"a payment taken back":            {[]claim.Event{Paid("2024-05-17", kr(300, 0)), sent, booked, back}, 0, "change raised", false},
		"lowered below what is paid":      {[]claim.Event{Paid("2024-05-17", kr(7_000, 0)), sent, booked, lowered}, 0, "stop lowered", false},
		"all paid to us":                  {[]claim.Event{sent, booked, all}, 0, "stop paid_to_us", false},
		"what Kronofogden collected":      {[]claim.Event{sent, booked, theirs}, 0, "", false},
		"money that waits":                {[]claim.Event{sent, booked}, kr(400, 0), "change paid_to_us", false},
		"enough money that waits":         {[]claim.Event{sent, booked}, kr(40_000, 0), "stop paid_to_us", false},
		"dead":                            {[]claim.Event{sent, booked, died}, 0, "change deceased", false},
		"dead before":                     {[]claim.Event{Event(claim.DebtorDied, "2024-05-17"), sent, booked}, 0, "", false},
		"lowered and dead":                {[]claim.Event{sent, booked, lowered, died}, 0, "change lowered, change deceased", false},
		"annulled":                        {[]claim.Event{sent, booked, Event(claim.Annulled, "2024-06-03")}, kr(400, 0), "stop annulled", false},
		"waived":                          {[]claim.Event{sent, booked, Event(claim.Waived, "2024-06-03")}, 0, "stop waived", false},
		"written off":                     {[]claim.Event{sent, booked, Event(claim.WrittenOff, "2024-06-03")}, 0, "stop written_off", false},
		"stayed":                          {[]claim.Event{sent, booked, Event(claim.StayOrdered, "2024-06-03")}, 0, "stop stayed", false},
		"stayed, told and ended":          {[]claim.Event{sent, booked, Event(claim.StayOrdered, "2024-06-03"), Event(claim.MessageSent, "2024-06-04"), Event(claim.MessageAnswered, "2024-06-05"), Event(claim.StayEnded, "2024-06-06")}, 0, "change stay_ended", false},
	} {
		d, events := served(c.events...)
		owed, err := enforcement.Owes(At(t, terms, d, "2024-06-10", events...), c.received)
		if err != nil {
			t.Fatal(what, err)
		}
		var got []string
		for _, m := range owed {
			got = append(got, m.Asks+" "+m.Code)
			if (m.Waits != "") != c.waits {
				t.Errorf("%s: waits %q", what, m.Waits)
			}
			if err := m.Law.Check(); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %v, want %q: %+v", what, got, c.want, owed)
		}
	}
}

// TestOwes_moneyThatWaitsIsToldOnce: the caller names all that waits each time.
func TestOwes_moneyThatWaitsIsToldOnce(t *testing.T) {
	OnEach(t, func(o *Office) {
		d := file(o)
		d.handOver("2024-05-16")
		d.done(&enforcement.Book{Measure: d.measure("2024-05-20")})
		d.done(&told{enforcement.Tell{Measure: d.measure("2024-06-03"), Received: kr(400, 0)}})
		d.refused(&told{enforcement.Tell{Measure: d.measure("2024-06-04"), Received: kr(400, 0)}}, "nothing-to-tell")
		d.refused(&told{enforcement.Tell{Measure: d.measure("2024-06-04"), Received: kr(500, 0)}}, "message-open")
		d.done(&enforcement.Answer{Measure: d.measure("2024-06-05"), Accepted: true})
		owed, err := enforcement.Owes(d.At(d.c, "2024-06-05"), kr(500, 0))
		if err != nil || len(owed) != 1 || owed[0].Received != kr(100, 0) {
			t.Errorf("%+v, %v", owed, err)
		}
		d.done(&told{enforcement.Tell{Measure: d.measure("2024-06-06"), Received: kr(500, 0)}})
		d.done(&enforcement.Answer{Measure: d.measure("2024-06-07"), Code: "amount_unclear"})
		owed, err = enforcement.Owes(d.At(d.c, "2024-06-07"), kr(500, 0))
		if err != nil || len(owed) != 1 || owed[0].Received != kr(100, 0) {
			t.Errorf("%+v, %v", owed, err)
		}
	})
}

// TestOwes_toldInTwoStepsIsToldWhole: what two messages tell adds up to what one would
// have told, and after them nothing is owed.
func TestOwes_toldInTwoStepsIsToldWhole(t *testing.T) {
	terms := Terms(t)
	rapid.Check(t, func(rt *rapid.T) {
		news := func(name string, first int) (all []claim.Event) {
			for i := range rapid.IntRange(0, 3).Draw(rt, name) {
				day := Day("2024-06-03").AddDays(first + i).String()
				amount := money.Amount(rapid.Int64Range(1, 400_000).Draw(rt, "amount"))
				e := Paid(day, amount)
				switch rapid.IntRange(0, 2).Draw(rt, "kind") {
				case 0:
					e = Event(claim.Changed, day)
					e.Amount, e.ToPrincipal = amount, amount
				case 1:
					e.OccurredOn = e.OccurredOn.AddDays(-rapid.IntRange(0, 60).Draw(rt, "back"))
				}
				all = append(all, e)
			}
			return all
		}
		base := []claim.Event{Event(claim.HandoverSent, "2024-05-20"), Event(claim.Referred, "2024-05-22")}
		one, two := news("first", 0), news("second", 10)
		answered := []claim.Event{Event(claim.MessageSent, "2024-06-10"), Event(claim.MessageAnswered, "2024-06-11")}
		last := []claim.Event{Event(claim.MessageSent, "2024-06-20"), Event(claim.MessageAnswered, "2024-06-21")}
		at := func(parts ...[]claim.Event) *position.Position {
			var more []claim.Event
			for _, p := range parts {
				more = append(more, p...)
			}
			d, events := served(more...)
			return At(t, terms, d, "2024-07-01", events...)
		}
		less := func(parts ...[]claim.Event) enforcement.Amounts {
			owed, err := enforcement.Owes(at(parts...), 0)
			if err != nil {
				rt.Fatal(err)
			}
			if len(owed) == 0 {
				return enforcement.Amounts{}
			}
			return owed[0].Less
		}
		whole, first, second := less(base, one, two), less(base, one), less(base, one, answered, two)
		if sum := second.Less(enforcement.Amounts{}.Less(first)); sum != whole {
			rt.Fatalf("%s and %s are %s, not %s", first, second, sum, whole)
		}
		if left := less(base, one, answered, two, last); left != (enforcement.Amounts{}) {
			rt.Fatalf("%s is still owed", left)
		}
		unchanged, now := at(base), at(base, one, two)
		if got := unchanged.Account.Total() - total(now); got != whole.Total() {
			rt.Fatalf("%s less is owed, and %s is to be told", got, whole.Total())
		}
	})
}

// TestCodes_sayWhatToDo: every code is given to an answer and leads somewhere.
func TestCodes_sayWhatToDo(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range enforcement.Codes() {
		if c.Name == "" || seen[c.Name] || c.Means == "" || c.Do == "" || len(c.To) == 0 || strings.Contains(c.Name, " ") {
			t.Errorf("%+v", c)
		}
		seen[c.Name] = true
		for _, to := range c.To {
			if got, ok := enforcement.CodeOf(c.Name, to); !ok || got.Name != c.Name {
				t.Errorf("%s is not found for a %s", c.Name, to)
			}
		}
	}
	if _, ok := enforcement.CodeOf("being_collected", enforcement.OnHandover); ok {
		t.Error("a code for a recall is none for a hand-over")
	}
}
