package claim_test

import (
	"fmt"
	"strings"
	"testing"

	"balans/recover/claim"
)

// smallLives are the smallest lives in which the two implementations of the money
// have differed, with what is right by the rules.
var smallLives = []struct{ name, life, on, want string }{
	{"a waiver of the charge from the start leaves the principal", `
		2022-02-01 decided 100
		2022-02-01 waived by=law mode=from_start part=charge`, "2022-02-01",
		"principal 100"},
	{"a waiver of all interest-bearing principal from the start leaves the charge", `
		2022-02-01 decided 100 charge=30
		2022-02-01 waived by=law mode=from_start part=principal`, "2022-02-01",
		"charge 30"},
	{"a reversal names its payment whichever of them comes first on the day", `
		2022-02-01 decided 100
		2022-02-02 payment_reversed 100 by=law ref=e2
		2022-02-02 paid 100 by=law`, "2022-02-02",
		"principal 100"},
	{"interest that a reversal has put back is not put back again", `
		2022-02-01 decided 50000
		2022-02-01 dispatched
		2022-03-20 paid 100 rest=100
		2022-03-20 payment_reversed 100 rest=100
		2022-03-20 payment_reversed 50 by=law`, "2022-03-20",
		"principal 50000 interest 186 overbooked 50"},
	{"a credit does not pay what is barred", `
		2022-02-01 decided 100
		2022-02-01 fee_charged 60
		2022-02-01 paid 200
		2022-02-01 time_barred
		2022-02-02 fee_charged 30`, "2022-02-02",
		"credit 70 lapsed 60"},
}

func TestAccount_ofSmallLives(t *testing.T) {
	p := secondParameters(t)
	law := prepared(t, p)
	for _, x := range smallLives {
		t.Run(x.name, func(t *testing.T) {
			l := told(t, x.life)
			on := readDay(t, x.on)
			a := account(t, l, on, always, law)
			second := secondMoneyOf(&l.Decision, l.events, on, always, p)
			if got := second.said(); got != x.want {
				t.Errorf("by the second implementation %s, want %s", got, x.want)
			}
			if got := summed(a, l.events).said(); got != x.want {
				t.Errorf("it is %s, want %s%v", got, x.want, l)
			}
		})
	}
}

// said is the money that is not zero, in words.
func (m secondMoney) said() string {
	var words []string
	for _, s := range []struct {
		name string
		sum  int64
	}{{"principal", m.principal}, {"charge", m.charge}, {"interest", m.interest}, {"fee", m.fee}, {"cost", m.cost}, {"credit", m.credit},
		{"overbooked", m.overbooked}, {"lapsed", m.lapsed}, {"recovered", m.recovered}} {
		if s.sum != 0 {
			words = append(words, fmt.Sprint(s.name, " ", s.sum))
		}
	}
	return strings.Join(words, " ")
}

// smallTimes are such lives for limitation: what is asked on which day, and the
// last day.
var smallTimes = []struct{ name, life, on, last string }{
	{"a claim of the civil track is barred by preskriptionslagen at any date", `
		2022-09-01 decided 100 type=mistaken_payment
		2022-09-01 dispatched`, "2022-09-01", "2032-09-01"},
	{"a deferral that runs past the last day keeps the claim", `
		2022-09-01 decided 100
		2022-09-01 dispatched
		2023-05-01 deferral_granted until=2028-06-30`, "2028-06-30", "2030-12-31"},
	{"so does one that is ended", `
		2022-09-01 decided 100
		2022-09-01 dispatched
		2023-05-01 deferral_granted
		2028-07-01 deferral_ended`, "2028-07-01", "2030-12-31"},
	{"a second deferral does not take away what the first gave", `
		2022-09-01 decided 100
		2022-09-01 dispatched
		2022-10-31 deferral_granted until=2026-03-26
		2026-03-26 deferral_granted until=2026-12-01`, "2026-03-26", "2028-12-31"},
	{"a restructuring that began before the letter was sent counts", `
		2022-09-01 decided 100
		2022-09-01 restructuring_started until=2029-06-30
		2022-09-01 dispatched`, "2023-06-01", "2031-12-31"},
	{"no respite takes the time more than ten years further, whatever happens between two", `
		2022-09-01 decided 100
		2022-09-01 dispatched
		2022-09-02 respite_granted until=2030-01-01
		2022-09-02 restructuring_started
		2022-09-03 respite_granted until=2060-01-01`, "2022-09-03", "2037-12-31"},
	{"the limitation of a joint claim is that of the debtor it ends last for", `
		2022-09-01 decided 100 debtors=2
		2022-09-01 dispatched
		2022-09-02 limitation_extended debtor=A
		2022-09-02 limitation_extended debtor=B`, "2022-09-02", "2032-12-31"},
}

func TestLimitation_ofSmallLives(t *testing.T) {
	p := secondParameters(t)
	law := prepared(t, p)
	for _, x := range smallTimes {
		t.Run(x.name, func(t *testing.T) {
			l := told(t, x.life)
			on := readDay(t, x.on)
			if got := secondLimitOf(&l.Decision, l.events, on, always, p); got.pending || got.last.String() != x.last {
				t.Errorf("by the second implementation %s, want %s", got.last, x.last)
			}
			if got := claim.LimitationOf(&l.Decision, l.events, on, always, law); got.Pending || got.Last.String() != x.last || got.Barred(on) {
				t.Errorf("it is %s (barred %v, chain %v), want %s%v", got.Last, got.Barred(on), got.Chain, x.last, l)
			}
		})
	}
}

// Only what is collected as a public case has a day of hand-over.
func TestDeadlines_handOverOfPublicCases(t *testing.T) {
	law := prepared(t, secondParameters(t))
	for life, want := range map[string]string{
		"2022-08-31 decided 100\n2022-08-31 dispatched\n2022-08-31 served":                       "",
		"2022-09-01 decided 100\n2022-09-01 dispatched\n2022-09-01 served":                       "2022-11-02",
		"2022-09-01 decided 100 type=mistaken_payment\n2022-09-01 dispatched\n2022-09-01 served": "",
	} {
		l := told(t, life)
		if got := claim.DeadlinesOf(&l.Decision, l.events, l.DecidedOn, always, law).EarliestHandover; got.String() != want {
			t.Errorf("the earliest hand-over is %q, want %q%v", got, want, l)
		}
	}
}

// A decision is final when it is so against every debtor.
func TestDeadlines_ofJointDebtors(t *testing.T) {
	law := prepared(t, secondParameters(t))
	contested := `2022-10-03 decided 100 debtors=2
		2022-10-03 dispatched
		2022-10-04 served debtor=A
		2022-10-05 reconsideration_asked debtor=A
		2022-11-01 reconsideration_decided
		2022-11-10 review_served debtor=A`
	for _, x := range []struct{ more, final string }{
		{"", ""},
		{"\n2022-12-12 served debtor=B", "2023-02-14"},
		{"\n2022-10-12 served debtor=B", "2023-01-11"},
	} {
		l := told(t, contested+x.more)
		if got := claim.DeadlinesOf(&l.Decision, l.events, readDay(t, "2023-06-01"), always, law).Final; got.String() != x.final {
			t.Errorf("it is final on %q, want %q%v", got, x.final, l)
		}
	}
}
