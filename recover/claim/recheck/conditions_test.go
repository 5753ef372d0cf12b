package recheck_test

import (
	"fmt"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
	"balans/recover/claim/recheck"
)

// The conditions compared are all there are: a new one must be added here too.
// So are the kinds.
func TestBalances_knowEveryConditionAndKind(t *testing.T) {
	if n := len(claim.ConditionNames()); n != 23 {
		t.Errorf("there are %d conditions; recheck compares 23", n)
	}
	var events []claim.Event
	for _, k := range claim.Kinds()[1:] {
		e := claim.Event{Kind: k, OccurredOn: on(2, 1)}
		if k.NeedsAmount() {
			e.Amount = 1
		}
		events = append(events, e)
	}
	expect(t, balances(t, life("A", events...)).Problems, nil)
}

// balances is the comparison of a life in a journal with its own columns.
func balances(t *testing.T, lives ...claimtest.Life) recheck.Result {
	t.Helper()
	j := openJournal(t, "x.db")
	if err := claimtest.Tell(t.Context(), j, claimtest.All(lives)...); err != nil {
		t.Fatal(err)
	}
	c, err := claim.ReadColumns(t.Context(), j, nil)
	if err != nil {
		t.Fatal(err)
	}
	checked, err := recheck.Balances(t.Context(), j, c, nil)
	if err != nil {
		t.Fatal(err)
	}
	return checked
}

// conditionsTold holds, for each condition, stories after which it is in force
// and stories after which it is not, as the words of state.go have it.
var conditionsTold = map[string]struct{ in, out []string }{
	"dispatched":          {[]string{"dispatched"}, []string{"decided", "served"}},
	"served":              {[]string{"served", "served registered_not_served"}, []string{"registered_not_served", "review_served"}},
	"registered_unserved": {[]string{"registered_not_served", "served registered_not_served"}, []string{"registered_not_served served", "service_failed"}},
	"in_plan": {[]string{"plan_agreed", "plan_agreed plan_breached plan_reinstated", "plan_agreed plan_breached plan_agreed"},
		[]string{"plan_offered", "plan_offered plan_lapsed", "plan_agreed plan_breached", "plan_agreed plan_ended"}},
	"plan_broken": {[]string{"plan_agreed plan_breached"},
		[]string{"plan_agreed", "plan_agreed plan_breached plan_ended", "plan_agreed plan_breached plan_reinstated", "plan_agreed plan_breached plan_agreed"}},
	"deferred":      {[]string{"deferral_granted"}, []string{"deferral_granted deferral_ended", "respite_granted"}},
	"setting_off":   {[]string{"setoff_started"}, []string{"setoff_started setoff_ended"}},
	"at_kfm":        {[]string{"referred", "handover_sent handover_accepted referred"}, []string{"referred returned", "handover_sent handover_accepted", "order_applied"}},
	"preserved":     {[]string{"preservation_started"}, []string{"preservation_started preservation_ended"}},
	"restructuring": {[]string{"restructuring_started"}, []string{"restructuring_started restructuring_ended"}},
	"contested": {[]string{"reconsideration_asked", "appealed", "judged appealed", "reconsideration_asked stay_ordered stay_ended"},
		[]string{"reconsideration_asked reconsideration_decided", "appealed judged", "review_served"}},
	"stayed": {[]string{"stay_ordered", "appealed stay_ordered", "stay_ordered reconsideration_decided"}, []string{"appealed", "stay_ordered stay_ended", "appealed stay_ordered judged"}},
	"paused": {[]string{"paused"}, []string{"paused resumed"}},
	"order_pending": {[]string{"order_applied", "order_applied order_disputed"},
		[]string{"order_applied order_ended", "order_applied title_granted", "order_applied order_disputed title_granted", "order_applied referred"}},
	"titled":         {[]string{"title_granted", "order_applied title_granted referred returned"}, []string{"order_applied", "order_applied order_ended"}},
	"handover_open":  {[]string{"handover_sent", "handover_sent handover_accepted"}, []string{"handover_sent handover_refused", "handover_sent handover_accepted referred"}},
	"recall_open":    {[]string{"referred recall_asked"}, []string{"referred recall_asked recall_refused", "referred recall_asked returned"}},
	"message_open":   {[]string{"referred message_sent"}, []string{"referred message_sent message_answered", "referred message_sent returned"}},
	"deceased":       {[]string{"debtor_died", "debtor_died estate_notified"}, []string{"estate_notified"}},
	"under_guardian": {[]string{"guardian_appointed"}, []string{"guardian_appointed guardian_ended"}},
	"protected":      {[]string{"identity_protected"}, []string{"identity_protected protection_ended"}},
	"in_bankruptcy":  {[]string{"bankruptcy_started"}, []string{"bankruptcy_started bankruptcy_ended", "restructuring_started"}},
	"ended":          {[]string{"annulled", "time_barred", "written_off", "waived"}, []string{"returned", "refunded"}},
}

// The fold and the recheck mean the same by every condition, and what the words
// say: the stories are told to both. The claim is OLD, so that it stays in the
// stock, and is compared, at Kronofogden too.
func TestBalances_meanTheSameByEveryCondition(t *testing.T) {
	old := calendar.New(2021, 5, 3)
	names := claim.ConditionNames()
	if len(conditionsTold) != len(names) {
		t.Errorf("%d conditions are told of; there are %d", len(conditionsTold), len(names))
	}
	var lives []claimtest.Life
	for name, told := range conditionsTold {
		for i, text := range append(append([]string{}, told.in...), told.out...) {
			l := life(fmt.Sprintf("%s-%d", name, i), story(t, text)...)
			l.DecidedOn = old
			lives = append(lives, l)
			s := claim.Fold(&l.Decision, l.Events, on(12, 31), calendar.EndOfDay(on(12, 31)))
			if in := s.Conditions&names[name] != 0; in != (i < len(told.in)) {
				t.Errorf("%s after %s: %v", name, text, in)
			}
		}
	}
	expect(t, balances(t, lives...).Problems, nil)
}

// story is the events of the named kinds, one a day.
func story(t *testing.T, text string) (events []claim.Event) {
	t.Helper()
	for i, word := range strings.Fields(text) {
		k, ok := claim.ParseKind(word)
		if !ok {
			t.Fatalf("%q is no kind", word)
		}
		if k == claim.Decided {
			continue
		}
		e := claim.Event{Kind: k, OccurredOn: on(2, 1+i)}
		if k.NeedsAmount() {
			e.Amount = 1
		}
		events = append(events, e)
	}
	return events
}

// Where nobody booked a payment, interest and fees of every day decide what is
// left of the principal. The amounts in the journal are worked out by hand.
func TestBalances_computeWhatNobodyBooked(t *testing.T) {
	byLaw := func(k claim.Kind, day calendar.Date, amount money.Amount, d claim.Details) claim.Event {
		if d.First == 0 {
			d.First = calendar.None
		}
		d.Until = calendar.None
		return claim.Event{Kind: k, OccurredOn: day, Amount: amount, ByLaw: k == claim.Paid || k == claim.PaymentReversed || k == claim.Waived, Details: &d}
	}
	lives := func() []claimtest.Life {
		l := []claimtest.Life{
			// Due on 2024-02-01; 4 + 8 per cent for 121 days are 39 781 öre, which
			// the payment covers first: 1 000 000 - (500 000 - 39 781).
			life("A", claim.Event{Kind: claim.Dispatched, OccurredOn: on(1, 2)}, byLaw(claim.Paid, on(6, 1), 500_000, claim.Details{}),
				claim.Event{Kind: claim.DeferralGranted, OccurredOn: on(7, 1)}),
			// Two notices have cost 5 000 öre each when 60 000 is paid.
			life("B", byLaw(claim.PlanAgreed, on(3, 1), 0, claim.Details{First: on(3, 2), Count: 2, Second: 5_000}), byLaw(claim.Paid, on(4, 28), 60_000, claim.Details{})),
			// 5 000 of the principal is waived, and what a fee had taken is put back.
			life("C", byLaw(claim.FeeCharged, on(2, 1), 4_000, claim.Details{}), byLaw(claim.Paid, on(2, 2), 10_000, claim.Details{}),
				byLaw(claim.PaymentReversed, on(2, 3), 10_000, claim.Details{Ref: "e2"}), byLaw(claim.Waived, on(3, 1), 5_000, claim.Details{Part: claim.Principal})),
			life("D", byLaw(claim.Paid, on(3, 1), 20_000, claim.Details{}), claim.Event{Kind: claim.Annulled, OccurredOn: on(4, 1)}),
		}
		l[0].Principal = 1_000_000
		return l
	}
	if got := balances(t, lives()...); got.ByLaw != 3 || len(got.Problems) > 0 {
		t.Errorf("%+v", got)
	}
	for _, wrong := range []struct {
		name  string
		alter func(s []claimtest.Life)
		want  []string
	}{
		{"interest", func(s []claimtest.Life) { s[0].Events[1].Amount++ }, []string{"claim A: 539780 öre outstanding in the columns, 539781 in the journal"}},
		{"notices", func(s []claimtest.Life) { s[1].Events[1].Amount = 59_999 }, []string{"claim B: 50001 öre outstanding in the columns, 50000 in the journal"}},
		{"waiver", func(s []claimtest.Life) { s[2].Events[3].Amount = 4_999 }, []string{"claim C: 95001 öre outstanding in the columns, 95000 in the journal"}},
		{"condition", func(s []claimtest.Life) { s[0].Events[2].Kind = claim.Served },
			[]string{"claim A: served: true in the columns, false in the journal", "claim A: deferred: false in the columns, true in the journal"}},
		{"ended", func(s []claimtest.Life) { s[3].Events[1].Kind = claim.Reminded },
			[]string{"claim D: in the stock: true in the columns, false in the journal (closed)"}},
	} {
		t.Run(wrong.name, func(t *testing.T) {
			j := openJournal(t, "x.db")
			if err := claimtest.Tell(t.Context(), j, claimtest.All(lives())...); err != nil {
				t.Fatal(err)
			}
			stock := lives()
			wrong.alter(stock)
			c, err := claimtest.Columns(stock)
			if err != nil {
				t.Fatal(err)
			}
			if c.Head, err = j.Head(t.Context()); err != nil {
				t.Fatal(err)
			}
			checked, err := recheck.Balances(t.Context(), j, c, nil)
			if err != nil {
				t.Fatal(checked, err)
			}
			expect(t, checked.Problems, wrong.want)
		})
	}
}

// A ground that is not known here would bear another interest.
func TestBalances_knowEveryGround(t *testing.T) {
	var lives []claimtest.Life
	for i, ground := range claim.Types() {
		l := life(fmt.Sprint(i), claim.Event{Kind: claim.Dispatched, OccurredOn: on(1, 2)}, claim.Event{Kind: claim.Demanded, OccurredOn: on(2, 2)},
			claim.Event{Kind: claim.Paid, OccurredOn: on(12, 1), Amount: 500_000, ByLaw: true})
		l.Type, l.Principal, l.Charge = ground, 1_000_000, 100_000
		lives = append(lives, l)
	}
	if got := balances(t, lives...); got.ByLaw != len(lives) || len(got.Problems) > 0 {
		t.Errorf("%+v", got)
	}
}
