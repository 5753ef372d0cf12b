package claim_test

import (
	"slices"
	"strings"
	"testing"

	"balans/law/money"
	"balans/recover/claim"
)

// What the tables refuse in daily work, and the words in the refusal.
var refusedThere = []struct {
	life, on, kind string
	says           []string
}{
	{"NEW 2023-05-02", "2023-05-01", "dispatched", []string{"before the decision", "2023-05-02"}},
	{"NEW 2023-05-02", "2023-05-02", "served", []string{"service is not_sent", "dispatched"}},
	{"NEW 2023-05-02", "2023-05-02", "plan_agreed", []string{"collection is not_started since 2023-05-02", "dispatched"}},
	{"NEW 2023-05-02 | dispatched 2023-05-04", "2023-06-05", "reminded", []string{"collection is not_due"}},
	{"NEW 2023-05-02 | dispatched 2023-05-04", "2023-06-05", "registered_not_served", []string{"service is sent since 2023-05-04", "mail_returned, service_failed"}},
	{"NEW 2023-05-02 | dispatched 2023-05-04", "2024-06-05", "handover_sent", []string{"collection is overdue since 2023-06-06"}},
	{public, "2023-07-10", "handover_sent", []string{"collection is overdue"}},
	{public, "2023-07-10", "referred", []string{"collection is overdue"}},
	{public, "2023-07-20", "demanded", []string{"collection is ready"}}, // HANTF and INKL are for the civil track
	{public, "2023-07-20", "paused", []string{"collection is ready"}},
	{public, "2023-07-20", "order_applied", []string{"collection is ready"}},
	{public + " | plan_agreed 2023-06-12", "2023-07-20", "handover_sent", []string{"collection is in_plan", "plan_breached"}},
	{public + " | plan_agreed 2023-06-12", "2023-07-20", "deferral_granted", []string{"collection is in_plan"}},
	{public + " | plan_agreed 2023-06-12", "2023-07-20", "plan_reinstated", []string{"is in_plan"}},
	{public + " | deferral_granted 2023-06-12 until:2023-08-31", "2023-08-31", "handover_sent", []string{"collection is deferred", "deferral_ended"}},
	{public + " | deferral_granted 2023-06-12 until:2023-08-31", "2023-08-31", "setoff_started", []string{"collection is deferred"}},
	{public + " | restructuring_started 2023-06-12", "2023-08-31", "plan_agreed", []string{"collection is restructuring since 2023-06-12", "restructuring_ended"}},
	{public + " | stay_ordered 2023-07-20", "2023-07-21", "handover_sent", []string{"a court has stopped collection", "stay_ended"}},
	{public + " | stay_ordered 2023-07-20", "2023-07-21", "setoff_started", []string{"a court has stopped collection"}},
	{handed, "2023-09-01", "plan_agreed", []string{"collection is handed_over", "recall_asked"}},
	{handed, "2023-09-01", "handover_sent", []string{"collection is handed_over"}},
	{handed, "2023-09-01", "setoff_started", []string{"collection is handed_over"}},
	{handed + " | message_sent 2023-09-01", "2023-09-02", "message_sent", []string{"handover is message_out", "message_answered"}},
	{handed + " | message_sent 2023-09-01", "2023-09-02", "recall_asked", []string{"handover is message_out"}},
	{public + " | handover_sent 2023-08-01", "2023-08-02", "message_sent", []string{"handover is sent"}},
	{public, "2023-08-02", "returned", []string{"collection is ready"}},
	{civil, "2021-08-02", "handover_sent", []string{"collection is overdue"}},
	{civil, "2021-08-02", "order_applied", []string{"collection is overdue", "demanded"}},
	{asked, "2021-08-02", "referred", []string{"collection is demanded", "order_applied"}}, // no title
	{asked + " | order_applied 2021-08-02", "2021-08-03", "plan_agreed", []string{"collection is order_sought", "order_ended"}},
	{civil, "2021-08-02", "limitation_extended", []string{"legal is decided"}}, // SKPRESKL only
	{public + " | annulled 2023-06-01", "2023-06-02", "plan_agreed", []string{"collection is done"}},
	{public + " | annulled 2023-06-01", "2023-06-02", "waived", []string{"legal is annulled since 2023-06-01", "nothing more"}},
	{public + " | paid 2023-06-01 1000", "2023-06-02", "setoff_started", []string{"collection is done"}},
	{public, "2028-12-31", "time_barred", []string{"legal is final"}},
	{public, "2029-01-01", "setoff_started", []string{"after the last day of limitation, 2028-12-31"}},
	{public, "2029-01-01", "deferral_granted", []string{"collection is done"}},
	{public, "2029-01-01", "changed", []string{"legal is expired", "time_barred"}},
	{public, "2023-06-01", "decided", []string{"legal is decided"}},
	{public, "2023-06-01", "judged", []string{"contest is none", "reconsideration_asked"}},
	{public + " | reconsideration_asked 2023-06-01", "2023-06-02", "review_served", []string{"contest is reconsidering", "reconsideration_decided"}},
	{"NEW 2023-05-02 type:mistaken_payment", "2023-06-01", "handover_sent", []string{"collection is not_started", "demanded"}},
	{"NEW 2023-05-02 two | dispatched 2023-05-04 | served 2023-05-08 debtor:1", "2023-05-09", "address_found", []string{"service is sent"}},
}

func TestExpected_refusesWhatNoRowLetsThrough(t *testing.T) {
	for _, x := range refusedThere {
		d, events := lifeOf(x.life)
		s, _ := standing(&d, events, day(x.on))
		k, _ := claim.ParseKind(x.kind)
		ok, why := claim.Expected(s, k)
		if ok {
			t.Errorf("%s: %s may come on %s", x.life, x.kind, x.on)
		}
		for _, words := range append(x.says, x.kind) {
			if !strings.Contains(why, words) {
				t.Errorf("%s: the refusal of %s does not say %q: %s", x.life, x.kind, words, why)
			}
		}
	}
}

func TestExpected_letsThroughWhatTheStoriesTell(t *testing.T) {
	for _, x := range machineStories {
		d, events := lifeOf(x.life)
		for i := range events {
			s, _ := standing(&d, events[:i], events[i].OccurredOn)
			if ok, why := claim.Expected(s, events[i].Kind); !ok && !(s.Money.IsSettled() && events[i].Kind == claim.PaymentReversed) {
				t.Errorf("%s: %s", x.life, why)
			}
		}
	}
}

// A history taken over from another system skips steps: what no row lets through
// leads to where its kind belongs, and is noted.
func TestStanding_ofHistoriesThatSkipSteps(t *testing.T) {
	for _, x := range []struct{ life, on, skips, want string }{
		{"OLD 2014-06-16 | referred 2018-01-08", "2018-01-08", "referred", "collection=enforced handover=booked"},
		{"NEW 2023-05-02 | referred 2024-01-08", "2024-01-08", "referred", "collection=handed_over handover=booked"},
		{"OLD 2014-06-16 | referred 2018-01-08 | returned 2019-01-07", "2019-01-07", "referred", "collection=returned handover=over"},
		{"OLD 2014-06-16 | returned 2019-01-07", "2019-01-07", "returned", "collection=not_started handover=over"},
		{"OLD 2014-06-16 | plan_agreed 2018-01-08", "2018-01-08", "plan_agreed", "collection=in_plan plan=active"},
		{"OLD 2014-06-16 | plan_agreed 2018-01-08 | plan_ended 2018-09-03", "2018-09-03", "plan_agreed", "collection=not_due plan=over"},
		{"OLD 2014-06-16 | plan_breached 2018-01-08", "2018-01-08", "plan_breached", "collection=not_started plan=in_breach"},
		{"OLD 2014-06-16 | plan_reinstated 2018-01-08", "2018-01-08", "plan_reinstated", "collection=in_plan plan=active"},
		{"NEW 2023-05-02 | registered_not_served 2023-06-01", "2023-06-01", "registered_not_served", "service=not_served"},
		{"NEW 2023-05-02 | dispatched 2023-05-04 | registered_not_served 2023-06-01", "2023-06-01", "registered_not_served", "service=not_served"},
		{"NEW 2023-05-02 | served 2023-06-01", "2023-06-01", "served", "service=served"},
		{"NEW 2023-05-02 | mail_returned 2023-06-01", "2023-06-01", "mail_returned", "service=mail_back"},
		{"NEW 2023-05-02 | service_failed 2023-06-01", "2023-06-01", "service_failed", "service=no_receipt"},
		{"NEW 2023-05-02 | service_attempted 2023-06-01", "2023-06-01", "service_attempted", "service=sent"},
		{public + " | registered_not_served 2023-06-01", "2023-06-01", "registered_not_served", "service=served"}, // it cannot be undone
		{"NEW 2023-05-02 two | dispatched 2023-05-04 | served 2023-05-08 debtor:3", "2023-05-08", "served", "service=sent"},
		{"OLD 2014-06-16 | reminded 2018-01-08", "2018-01-08", "reminded", "collection=reminded"},
		{"OLD 2014-06-16 | demanded 2018-01-08", "2018-01-08", "demanded", "collection=demanded"},
		{"OLD 2014-06-16 | order_applied 2018-01-08 | title_granted 2018-03-05", "2018-03-05", "order_applied", "collection=titled"},
		{"OLD 2014-06-16 | title_granted 2018-03-05", "2018-03-05", "title_granted", "collection=titled"},
		{"OLD 2014-06-16 | order_disputed 2018-03-05", "2018-03-05", "order_disputed", "collection=in_court"},
		{"OLD 2014-06-16 | paused 2018-03-05 | resumed 2019-03-05", "2019-03-05", "paused resumed", "collection=not_due"},
		{"NEW 2023-05-02 | handover_sent 2023-06-01", "2023-06-01", "handover_sent", "collection=handover_sent handover=sent"},
		{"OLD 2014-06-16 | handover_sent 2018-06-01", "2018-06-01", "handover_sent", "collection=handover_sent handover=sent"},
		{"NEW 2023-05-02 | handover_accepted 2023-06-01", "2023-06-01", "handover_accepted", "handover=accepted"},
		{"NEW 2023-05-02 | handover_refused 2023-06-01", "2023-06-01", "handover_refused", "handover=refused"},
		{public + " | handover_sent 2023-08-01 | recall_asked 2023-08-02", "2023-08-02", "recall_asked", "collection=recall_sent handover=recall_out"},
		{public + " | handover_sent 2023-08-01 | returned 2023-08-02", "2023-08-02", "returned", "collection=returned handover=over"},
		{public + " | deferral_granted 2023-06-01 | plan_reinstated 2023-06-02", "2023-06-02", "plan_reinstated", "collection=in_plan plan=active"},
		{public + " | restructuring_started 2023-06-01 | plan_agreed 2023-06-02", "2023-06-02", "plan_agreed", "collection=in_plan plan=active"},
		{"OLD 2014-06-16 | time_barred 2018-06-01", "2018-06-01", "time_barred", "legal=time_barred collection=done"},
		{public + " | waived 2029-02-01", "2029-02-01", "", "legal=waived collection=done"},
		{public + " | judged 2023-06-01", "2023-06-01", "judged", "contest=decided"},
		{public + " | review_served 2023-06-01", "2023-06-01", "review_served", "contest=outcome_served"},
		{public + " | reconsideration_asked 2023-06-01 | reconsideration_decided 2023-06-12 | appealed 2023-06-20 | reconsideration_asked 2023-07-03", "2023-07-03", "reconsideration_asked", "contest=reconsidering"},
		{public + " | reconsideration_asked 2023-06-01 | reconsideration_decided 2023-06-12 | appealed 2023-06-20 | reconsideration_decided 2023-07-03", "2023-07-03", "reconsideration_decided", "contest=decided"},
		{public + " | annulled 2023-06-01 | plan_agreed 2023-06-02", "2023-06-02", "plan_agreed", "legal=annulled collection=done plan=over"},
		{public + " | annulled 2023-06-01 | waived 2023-06-02", "2023-06-02", "waived", "legal=annulled collection=done"},
		{public + " | stay_ordered 2023-07-20 | setoff_started 2023-07-21", "2023-07-21", "setoff_started", "collection=overdue"},
		{"OLD 2008-03-03 | dispatched 2008-03-04 | setoff_started 2019-03-04", "2019-03-04", "setoff_started", "legal=expired"},
	} {
		d, events := lifeOf(x.life)
		s, _ := standing(&d, events, day(x.on))
		var skips []string
		for _, i := range s.Unexpected {
			skips = append(skips, events[i].Kind.String())
		}
		if got := strings.Join(skips, " "); got != x.skips {
			t.Errorf("%s: unexpected is %q, expected %q", x.life, got, x.skips)
		}
		wantStates(t, x.life+" on "+x.on, s, x.want)
	}
}

func TestContradictions_areTold(t *testing.T) {
	for _, x := range []struct{ life, on, says string }{
		{public + " | plan_agreed 2023-06-12 | referred 2023-07-20", "2023-07-20", "a plan is in force and the claim is with Kronofogden"},
		{asked + " | order_applied 2021-08-02 | plan_agreed 2021-08-03", "2021-08-03", "a plan is in force and the claim is with Kronofogden"},
		{public + " | plan_agreed 2023-06-12 | demanded 2023-07-20 | paused 2023-07-21", "2023-07-21", ""},
		{public + " | plan_agreed 2023-06-12 | order_applied 2023-07-20 | order_ended 2023-07-21", "2023-07-21", "the plan is active and collecting is ready"},
		{public + " | message_sent 2023-06-12", "2023-06-12", "a message to Kronofogden is open and the hand-over is none"},
		{public + " | recall_asked 2023-06-12", "2023-06-12", "a recall is open and the hand-over is none"},
		{handed + " | handover_sent 2023-09-01", "2023-09-01", "a hand-over is unanswered and its record is booked"},
		{public + " | referred 2023-07-10", "2023-07-10", "it was handed over on 2023-07-10 and could be from 2023-07-11"},
		{public + " | handover_sent 2023-07-10", "2023-07-10", "it was handed over on 2023-07-10 and could be from 2023-07-11"},
		{"NEW 2023-05-02 | referred 2024-07-10", "2024-07-10", "it was handed over on 2024-07-10 and could be from no day known"},
		{public + " | setoff_started 2029-01-02", "2029-01-02", "a measure was taken on 2029-01-02, after the last day of limitation, 2028-12-31"},
		{public + " | handover_accepted 2023-07-20", "2023-07-20", "collecting is ready and the hand-over is accepted"},
		{handed + " | order_ended 2023-10-02", "2023-10-02", ""},
	} {
		d, events := lifeOf(x.life)
		s, a := standing(&d, events, day(x.on))
		got := strings.Join(s.Contradictions(a), "; ")
		if x.says == "" && got != "" || !strings.Contains(got, x.says) {
			t.Errorf("%s: %q, expected %q", x.life, got, x.says)
		}
	}
	open := claim.Account{Balances: claim.Balances{Fee: 5}}
	s := claim.Standing{Legal: claim.LegalFinal, Collection: claim.CollectionDone}
	if got := s.Contradictions(&open); !slices.ContainsFunc(got, func(say string) bool { return strings.HasPrefix(say, "collecting is done and 0,05 kr is owed") }) {
		t.Errorf("done and owing: %q", got)
	}
}

// One status is shown for every combination of states, and the contradiction
// only for the one that is.
func TestShown_isTotal(t *testing.T) {
	count := map[claim.Shown]int{}
	for s := range everyStanding {
		for m := claim.MoneyOpen; m <= claim.MoneyCredit; m++ {
			for _, r := range []claim.Regime{claim.Old, claim.New} {
				shown := s.Shown(m, r)
				if shown > claim.ShownContradiction {
					t.Fatalf("%+v with %s is shown as %s", s, m, shown)
				}
				if wrong := s.Legal.IsLive() && s.Collection == claim.CollectionDone && !m.IsSettled(); wrong != (shown == claim.ShownContradiction) {
					t.Fatalf("%+v with %s is shown as %s", s, m, shown)
				}
				count[shown]++
			}
		}
	}
	for shown := claim.ShownPreparing; shown <= claim.ShownContradiction; shown++ {
		if count[shown] == 0 {
			t.Errorf("%s is never shown", shown)
		}
	}
}

// everyStanding yields every combination of the states a status depends on.
func everyStanding(yield func(claim.Standing) bool) {
	for l := range claim.LegalMachine.States() {
		for v := range claim.ServiceMachine.States() {
			for c := range claim.CollectionMachine.States() {
				s := claim.Standing{Legal: claim.LegalState(l), Service: claim.ServiceState(v), Collection: claim.CollectionState(c)}
				if !yield(s) {
					return
				}
			}
		}
	}
}

func TestShown_ofStories(t *testing.T) {
	for _, x := range []struct{ life, on, want string }{
		{"NEW 2023-05-02", "2023-05-01", "preparing"},
		{"NEW 2023-05-02", "2023-05-02", "not_served"},
		{civil, "2021-06-03", "to_pay"},
		{civil, "2021-06-04", "late"},
		{public, "2023-06-05", "to_pay"},
		{public, "2023-06-06", "late"},
		{public, "2023-07-11", "late"},
		{"NEW 2023-05-02 | dispatched 2023-05-04", "2023-06-06", "not_served"},
		{"NEW 2023-05-02 | dispatched 2023-05-04 | plan_agreed 2023-06-12", "2023-06-12", "arranged"},
		// It has final force by the service of the outcome.
		{"NEW 2023-05-02 | dispatched 2023-05-04 | reconsideration_asked 2023-06-01 | reconsideration_decided 2023-09-01 | review_served 2023-09-04", "2023-11-07", "late"},
		{handed, "2023-09-01", "enforcement"},
		{handed + " | paid 2023-08-07 2000/1000 mode:kfm", "2023-08-07", "paid"},
		{public + " | paid 2023-06-01 400 | annulled 2023-06-02", "2023-06-02", "refund"},
		{public + " | annulled 2023-06-02", "2023-06-02", "ended"},
		{handed + " | returned 2023-09-02", "2023-09-02", "late"},
		{title, "2021-10-04", "enforcement"},
		{public + " | deferral_granted 2023-06-12", "2023-09-02", "arranged"},
		{public + " | restructuring_started 2023-06-12", "2023-09-02", "arranged"},
		{civil + " | paused 2021-09-01", "2021-09-01", "paused"},
		{public + " | paid 2023-06-01 1000", "2023-06-01", "paid"},
		{public + " | paid 2023-06-01 1500", "2023-06-01", "refund"},
		{handed + " | annulled 2023-09-01", "2023-09-01", "ended"},
		{public, "2029-01-01", "ended"},
	} {
		d, events := lifeOf(x.life)
		s, _ := standing(&d, events, day(x.on))
		if got := s.Shown(s.Money, claim.RegimeOn(d.DecidedOn)).String(); got != x.want {
			t.Errorf("%s on %s is shown as %s, expected %s", x.life, x.on, got, x.want)
		}
	}
	d, events := lifeOf(public + " | stay_ordered 2023-06-01 | identity_protected 2023-06-02 | plan_agreed 2023-06-05")
	if s, _ := standing(&d, events, day("2023-06-05")); s.Badges() != claim.Stayed|claim.Protected {
		t.Errorf("badges %b", s.Badges())
	}
}

func TestMoneyOf_saysWhatIsKnown(t *testing.T) {
	for _, x := range []struct {
		b        claim.Balances
		demanded money.Amount
		missing  bool
		want     claim.Money
	}{
		{claim.Balances{Principal: 1000}, 1000, false, claim.MoneyOpen},
		{claim.Balances{Principal: 900, Charge: 100, Interest: 5}, 1000, false, claim.MoneyOpen},
		{claim.Balances{Principal: 999}, 1000, false, claim.MoneyPartPaid},
		{claim.Balances{Interest: 1}, 1000, false, claim.MoneyPartPaid},
		{claim.Balances{}, 1000, false, claim.MoneyPaid},
		{claim.Balances{}, 1000, true, claim.MoneyPartPaid}, // interest may be left
		{claim.Balances{Credit: 1}, 1000, false, claim.MoneyCredit},
		{claim.Balances{Credit: 1}, 1000, true, claim.MoneyPartPaid},
	} {
		a := claim.Account{Balances: x.b}
		if x.missing {
			a.Missing = []claim.Gap{{Parameter: "state_lending_rate"}}
		}
		if got := claim.MoneyOf(&a, x.demanded); got != x.want {
			t.Errorf("%+v, rates missing %v: %s, expected %s", x.b, x.missing, got, x.want)
		}
	}
}

func TestStrikes_sayFromWhichDay(t *testing.T) {
	for _, x := range []struct{ life, on, timer, want string }{
		{"NEW 2023-05-02", "2023-05-01", "decision_day", "2023-05-02"},
		{"NEW 2023-05-02", "2023-05-01", "undispatched", ""},
		{"NEW 2023-05-02", "2023-05-02", "undispatched", "2023-05-03"},
		{public, "2023-05-10", "due_passed", "2023-06-06"},
		{public, "2023-05-10", "final_force", "2023-07-11"},
		{public, "2023-06-06", "ready", "2023-07-11"},
		{public, "2023-06-06", "worklist", "2023-06-06"},
		{public, "2023-06-06", "limitation", "2029-01-01"},
		{public, "2029-01-01", "book_limitation", "2029-01-01"},
		{public, "2023-05-10", "no_receipt", ""},
		{"NEW 2023-05-02 | dispatched 2023-05-04 | service_attempted 2023-05-20", "2023-05-21", "no_receipt", "2023-06-10"},
		{"NEW 2023-05-02 | dispatched 2023-05-04 | service_attempted 2023-05-20", "2023-05-21", "served_by_law", ""},
		{"NEW 2023-05-02 | dispatched 2023-05-04 | service_attempted 2023-05-20 mode:simplified", "2023-05-21", "served_by_law", "2023-06-03"},
		{"NEW 2023-05-02 | dispatched 2023-05-04 mode:special_legal_person", "2023-05-21", "served_by_law", "2023-05-18"},
		{"NEW 2023-05-02 | dispatched 2023-05-04 | service_attempted 2023-05-20 mode:publication", "2023-05-21", "published", "2023-06-03"},
		{"NEW 2023-05-02 | dispatched 2023-05-04 | mail_returned 2023-05-12 | paid 2023-05-13 1000", "2023-05-21", "retry_service", ""},
		{public + " | plan_offered 2023-06-12 until:2023-06-26", "2023-06-13", "offer_lapsed", "2023-06-27"},
		{public + " | plan_offered 2023-06-12", "2023-06-13", "offer_lapsed", ""},
		{public + " | plan_agreed 2023-06-12 first:2023-06-30 count:3", "2023-06-13", "instalment", "2023-07-01"},
		{public + " | plan_agreed 2023-06-12 first:2023-06-30 count:3", "2023-07-01", "instalment", "2023-07-01"},
		{public + " | plan_agreed 2023-06-12 first:2023-06-30 count:3", "2023-07-02", "instalment", "2023-08-01"},
		{public + " | plan_agreed 2023-06-12 first:2023-06-30 count:3", "2023-09-02", "instalment", ""},
		{public + " | plan_agreed 2023-06-12 first:2023-06-30 count:3", "2023-09-02", "yearly_review", "2024-06-11"},
		{public + " | deferral_granted 2023-06-12 until:2023-08-31", "2023-07-02", "deferral_over", "2023-09-01"},
		{public + " | deferral_granted 2023-06-12", "2023-07-02", "deferral_over", ""},
		{public + " | restructuring_started 2023-06-12 until:2028-06-12", "2023-07-02", "restructuring_over", "2028-06-13"},
		{handed + " | respite_granted 2023-09-01 until:2024-03-01", "2023-09-02", "respite_over", "2024-03-02"},
		{handed, "2023-09-02", "reconcile", "2023-09-02"},
		{handed, "2023-09-02", "stop_owed", ""},
		{handed + " | annulled 2023-09-05", "2023-09-06", "stop_owed", "2023-09-05"},
		{handed + " | paid 2023-08-07 2000/1000 mode:kfm", "2023-08-07", "stop_owed", "2023-08-07"},
		{asked + " | order_applied 2021-08-02 | annulled 2021-08-16", "2021-08-20", "stop_owed", "2021-08-16"},
		{public + " | handover_sent 2023-08-01", "2023-08-03", "ask_answer", "2023-08-15"},
	} {
		d, events := lifeOf(x.life)
		s, _ := standing(&d, events, day(x.on))
		var got []string
		for _, k := range s.Strikes(nil) {
			if k.Timer.String() == x.timer {
				got = append(got, k.On.String())
			}
		}
		if strings.Join(got, " ") != x.want {
			t.Errorf("%s on %s: %s strikes on %q, expected %q", x.life, x.on, x.timer, got, x.want)
		}
	}
	d, events := lifeOf("NEW 2023-05-02 two | dispatched 2023-05-04 | served 2023-05-08 debtor:1")
	s, _ := standing(&d, events, day("2023-05-10"))
	wait := func(r *claim.TimerRule) int {
		if r.Parameter == "service_attempt_days" {
			return 30
		}
		return r.Days
	}
	for _, k := range s.Strikes(wait) {
		if k.Machine == claim.ServiceMachine && (k.Timer != claim.TimerNoReceipt || k.Debtor != 1 || k.On != day("2023-06-03")) {
			t.Errorf("%+v", k)
		}
	}
}
